"""The whole sharing matrix, asked as an outside caller asks it: a request, a record and `nwd decide --policy uk`."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import decide
from tests.proof.oracle import COLUMNS, MATRIX, ROWS

_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_NWD = "https://nowrongdoor.example/CodeSystem"
_PSYTHPN = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PSYTHPN"}
_SUBJECT = {"subject": {"reference": "Patient/p"}}


def _kind(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": f"{_NWD}/{system}", "code": code}]}


_RECORD: dict[str, dict[str, Any]] = {
    "demographics": {"resourceType": "Patient", "id": "p", "birthDate": "1980-02-03"},
    "referral-reason": {"resourceType": "ServiceRequest", "status": "completed", "intent": "order", **_SUBJECT},
    "risk-summary": {"resourceType": "RiskAssessment", "status": "final", **_SUBJECT},
    "staff-safety-alert": {"resourceType": "Flag", "code": _kind("flag-kind", "staff-safety"), **_SUBJECT},
    "crisis-plan": {
        "resourceType": "CarePlan",
        "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "736253002"}]}],
        **_SUBJECT,
    },
    "care-plan-summary": {"resourceType": "CarePlan", "title": "plan", **_SUBJECT},
    "medication": {"resourceType": "MedicationStatement", "status": "active", **_SUBJECT},
    "diagnosis": {"resourceType": "Condition", "code": {"text": "x"}, **_SUBJECT},
    "therapy-notes": {"resourceType": "DocumentReference", "meta": {"security": [_PSYTHPN]}, **_SUBJECT},
    "safeguarding": {"resourceType": "Flag", "code": _kind("flag-kind", "safeguarding"), **_SUBJECT},
    "third-party": {"resourceType": "RelatedPerson", "patient": {"reference": "Patient/p"}},
    "nhs-appointment": {"resourceType": "Appointment", "participant": [{"actor": {"reference": "Patient/p"}}]},
    "discharge": {"resourceType": "Communication", "category": [_kind("communication-kind", "step-down")], **_SUBJECT},
    "third-sector-contact": {
        "resourceType": "Communication",
        "category": [_kind("communication-kind", "contact-note")],
        **_SUBJECT,
    },
}
_ASKERS: dict[str, list[dict[str, Any]]] = {
    "cmht": [{"reference": "Practitioner/w", "role": "nurse"}, {"display": "North community mental health team"}],
    "htt": [{"reference": "Practitioner/w", "role": "nurse", "service_class": "home treatment team"}],
    "cafe": [{"reference": "Organization/o", "service_class": "crisis café", "role": "worker"}],
    "helpline": [{"reference": "Organization/o", "type": {"text": "Charity helpline"}, "role": "volunteer"}],
    "gp": [{"reference": "PractitionerRole/g", "role": {"coding": [{"code": "x", "display": "General practitioner"}]}}],
    "social-prescribing": [{"reference": "Organization/o", "role": "social prescriber"}],
    "carer": [{"reference": "RelatedPerson/c"}],
    "patient": [{"reference": "Patient/p"}],
}
_NAMED = {
    "role": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
    "reference": {"reference": "RelatedPerson/c"},
}
_CONSENT: dict[str, Any] = {
    "resourceType": "Consent",
    "id": "c",
    "status": "active",
    "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
    "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
    "patient": {"reference": "Patient/p"},
    "dateTime": "2026-01-10",
}
_BREAKS = {"ground": "vital-interests", "reason": "found unconscious"}


def _decide(folder: Path, request: dict[str, Any], consents: list[dict[str, Any]], capture: Any) -> dict[str, Any]:
    whole = {
        "at": "2026-05-04T12:00:00Z",
        "patient": "Patient/p",
        "interaction": "search",
        "action": "access",
        **request,
    }
    entries = [{"resource": {"id": category, **it}} for category, it in _RECORD.items()]
    (folder / "request.json").write_text(json.dumps({"normalised": whole}))
    (folder / "record.json").write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    (folder / "consents.json").write_text(json.dumps(consents))
    parser = argparse.ArgumentParser()
    decide.add_parser(parser.add_subparsers())
    names = {"--consent": "consents.json", "--request": "request.json", "--resources": "record.json"}
    files = [part for flag, name in names.items() for part in (flag, str(folder / name))]

    asked = parser.parse_args(["decide", *files, "--policy", "uk"])

    assert asked.run(asked) == 0
    found: dict[str, Any] = json.loads(capture.readouterr().out)
    return found


def _expected(column: str, part: int) -> set[str]:
    """The references that this column is shown: in a live relation, with consent as well, or by an override."""
    shown = set()
    for row in ROWS:
        cells = MATRIX[row, column]
        letters = cells[:2] if part == 1 else cells[part : part + 1]
        if row == "third-party" and part == 1:
            letters = cells[:1]
        if any(it[0] in "Fm" for it in letters):
            shown.add(f"{_RECORD[row]['resourceType']}/{_RECORD[row].get('id', row)}")
    return shown


@pytest.mark.parametrize("column", COLUMNS)
def test_a_live_relation_shows_the_default(
    column: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """With a live link and an agreement each class sees what the matrix gives it by default."""
    purpose = [{"system": _REASON, "code": "PATRQT" if column == "patient" else "TREAT"}]
    request = {"actor": _ASKERS[column], "purpose": purpose, "environment": {"link": True, "agreement": True}}

    found = _decide(tmp_path, request, [], capsysbinary)

    assert set(found["visible"]) == _expected(column, 0)


@pytest.mark.parametrize("column", COLUMNS)
def test_consent_shows_more_and_never_a_third_partys_words(
    column: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The person's explicit consent opens the consent entries, except what only a third party can release."""
    purpose = [{"system": _REASON, "code": "PATRQT" if column == "patient" else "TREAT"}]
    request = {"actor": _ASKERS[column], "purpose": purpose, "environment": ["live referral", "sharing agreement"]}
    provision = {"type": "permit", **({"actor": [_NAMED]} if column == "carer" else {})}

    found = _decide(tmp_path, request, [{**_CONSENT, "provision": provision}], capsysbinary)

    assert set(found["visible"]) == _expected(column, 1)


@pytest.mark.parametrize("column", ["cmht", "htt", "gp"])
def test_a_professional_breaks_the_glass(
    column: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A registered professional with a grant sees the override entries without link or consent."""
    request = {"actor": _ASKERS[column], "purpose": [{"system": _REASON, "code": "BTG"}], "break_glass": _BREAKS}

    found = _decide(tmp_path, request, [], capsysbinary)

    assert set(found["visible"]) == _expected(column, 2)


@pytest.mark.parametrize("column", ["cafe", "helpline", "social-prescribing", "carer", "patient"])
def test_nobody_else_breaks_the_glass(column: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Volunteers, carers and the person themselves have no override; they ask a clinician."""
    request = {"actor": _ASKERS[column], "purpose": [{"system": _REASON, "code": "BTG"}], "break_glass": _BREAKS}

    found = _decide(tmp_path, request, [], capsysbinary)

    assert found["decision"] == "deny"
    assert found["visible"] == []


@pytest.mark.parametrize("column", [it for it in COLUMNS if it != "patient"])
def test_a_refusal_leaves_safeguarding_alone(
    column: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The person's refusal closes the default and the consent; what safeguarding law needs stays."""
    request = {
        "actor": _ASKERS[column],
        "purpose": [{"system": _REASON, "code": "TREAT"}],
        "environment": {
            "link": {"basis": "referral", "since": "2026-04-01", "until": "2026-06-01"},
            "agreement": "signed",
        },
    }

    found = _decide(tmp_path, request, [{**_CONSENT, "provision": {"type": "deny"}}], capsysbinary)

    kept = {row for row in ROWS if MATRIX[row, column][0][1] == "s" and MATRIX[row, column][0][0] != "0"}
    assert set(found["visible"]) == {f"Flag/{row}" for row in kept}
