"""What FHIR forbids of a Consent and the border lets pass, so that it is kept and put before a person."""

from typing import Any

from schemas.fhir.check import check

_TURNED = {"start": "2026-05-01", "end": "2026-04-01"}


def _consent(period: dict[str, str]) -> dict[str, Any]:
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": "Patient/p"},
        "policyRule": {"text": "sharing"},
        "provision": {"type": "permit", "period": period, "provision": [{"type": "deny", "period": period}]},
    }


def test_a_consent_whose_time_ends_before_it_begins_passes_the_border() -> None:
    """At any depth, by itself and in a Bundle; what is no date does not."""
    turned = _consent(_TURNED)
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": turned}]}

    assert check(turned) == ()
    assert check(bundle) == ()
    assert [it.where for it in check(_consent({"end": "soon"}))][:1] == ["Consent.provision.period.end"]


def test_any_other_period_must_end_after_it_begins() -> None:
    """Elsewhere it is a fault with its place."""
    encounter = {"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}, "period": _TURNED}

    assert [it.where for it in check(encounter)] == ["Encounter.period.end"]
