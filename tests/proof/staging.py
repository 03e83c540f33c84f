"""Makes a case of words into what the judge is asked: the only place where the two vocabularies meet."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from consent.question import Agreement, Asker, Channel, Coding, Facts, Item, Link, Override, Question, StoredConsent
from schemas.policy_words import Category, Confidentiality, Role, ServiceClass
from tests.proof.oracle import Case

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
_BEFORE, _AFTER = AT - timedelta(days=30), AT + timedelta(minutes=30)
_TERMS = "http://terminology.hl7.org/CodeSystem/"
_REASON, _CONF, _PART = f"{_TERMS}v3-ActReason", f"{_TERMS}v3-Confidentiality", f"{_TERMS}v3-ParticipationType"
_SHARING = "https://nowrongdoor.example/CodeSystem/sharing-category"
_NAME = "RelatedPerson/them"
_TELLER = "RelatedPerson/teller"
_BIRTH = {"adult": "1980-02-03", "child": "2010-02-03", "unknown": None}
_RESTRICTED = {"open": "nobody", "closed": "they", "away": "they", "doubtful": "whoever they may be"}
_GROUND = {"vital": "vital-interests", "capacity": "lack-of-capacity"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything of a case but its item."""

    question: Question
    facts: Facts


def scene_key(case: Case) -> tuple[object, ...]:
    """The words that make the scene; cases that share them differ in the item alone."""
    who = (case.column, case.commissioned, case.role, case.purpose, case.channel, case.override, case.unsafe)
    return (*who, case.relation == "linked", case.agreement, case.consent, _RESTRICTED[case.place], case.age)


def scene(case: Case) -> Scene:
    """Who asks, and the facts."""
    references = frozenset({_NAME}) if case.column == "carer" else frozenset({"Organization/asker"})
    asker = Asker(
        "theirs",
        ServiceClass(case.column),
        "asker",
        Role(case.role),
        "person-1",
        references,
        commissioned=case.commissioned,
    )
    purpose = frozenset({Coding(_REASON, case.purpose)}) if case.purpose else frozenset()
    question = Question(asker, "Patient/p", item(case), purpose, "access", AT, Channel(case.channel), _override(case))
    return Scene(question, _facts(case))


def item(case: Case) -> Item:
    """The item as the judge sees it."""
    told = case.told != "no"
    authors = {"by-asker": _NAME}.get(case.told, _TELLER)
    return Item(
        reference="X/1",
        type="X",
        categories=frozenset() if case.row == "unlabelled" else frozenset({Category(case.row)}),
        confidentiality=Confidentiality(case.level) if case.level else None,
        written_by_service="theirs" if case.relation == "wrote-it" else None,
        written_by_organisation="asker" if case.relation == "same-charity" else "holder",
        addressed_to="theirs" if case.relation == "addressed" else None,
        authors=frozenset({authors}),
        from_carer=told,
        carer_agrees_patient_sees=case.told == "by-carer-who-agrees",
        not_for_clinical_record=case.kept_out,
        locating=case.place in {"closed", "doubtful"},
        known_to=frozenset({_NAME}) if case.known else frozenset(),
    )


def _override(case: Case) -> Override | None:
    if case.override == "none":
        return None
    until = AT if case.override == "expired" else _AFTER
    reason = " " if case.override == "wordless" else "found unconscious"
    holder = "person-2" if case.override == "not-theirs" else "person-1"
    return Override("o", "Patient/p", reason, until, _GROUND.get(case.override, "vital-interests"), holder)


def _facts(case: Case) -> Facts:
    parties = frozenset({"asker", "holder"})
    return Facts(
        consents=tuple(StoredConsent(f"c{at}", 1, it) for at, it in enumerate(_CONSENTS[case.consent])),
        links=(Link("theirs", "referral", _BEFORE),) if case.relation == "linked" else (),
        agreements=(Agreement("a", parties, frozenset(), frozenset(), _BEFORE, None),) if case.agreement else (),
        restricted=_RESTRICTED[case.place] == "they",
        candidates_restricted=_RESTRICTED[case.place] == "whoever they may be",
        birth_date=_BIRTH[case.age],
        unsafe_carers=frozenset({_NAME}) if case.unsafe else frozenset(),
    )


def _consent(provision: dict[str, Any], **more: Any) -> dict[str, Any]:
    scope = {"coding": [{"system": f"{_TERMS}consentscope", "code": "patient-privacy"}]}
    base = {"resourceType": "Consent", "status": "active", "scope": scope, "patient": {"reference": "Patient/p"}}
    return base | {"dateTime": "2026-02-01", "provision": provision} | more


def _purpose(code: str) -> dict[str, Any]:
    return {"purpose": [{"system": _REASON, "code": code}]}


def _named(provision: dict[str, Any]) -> dict[str, Any]:
    role = {"coding": [{"system": _PART, "code": "IRCP"}]}
    actors = [{"role": role, "reference": {"reference": it}} for it in (_NAME, "Organization/asker")]
    return provision | {"actor": actors}


_PERMIT, _DENY = {"type": "permit"}, {"type": "deny"}
_LABEL = {"securityLabel": [{"system": _CONF, "code": "R"}]}
_CLASS = {"class": [{"system": _SHARING, "code": "crisis-plan"}]}
_BY_TELLER = {"performer": [{"reference": _TELLER}]}
_CONSENTS: dict[str, list[dict[str, Any]]] = {
    "none": [],
    "permits-all": [_consent(_PERMIT)],
    "permits-asker": [_consent(_named(_PERMIT))],
    "permits-asker-by-other": [_consent(_named(_PERMIT), **_BY_TELLER)],
    "refuses-all": [_consent(_DENY)],
    "permits-and-refuses": [_consent(_named(_PERMIT), dateTime="2026-03-01"), _consent(_DENY)],
    "permits-but-restricted": [_consent(_PERMIT | {"provision": [_DENY | _LABEL]})],
    "permits-but-crisis-plan": [_consent(_PERMIT | {"provision": [_DENY | _CLASS]})],
    "permits-but-research": [_consent(_PERMIT | {"provision": [_DENY | _purpose("HRESCH")]})],
    "permits-treatment": [_consent(_PERMIT | _purpose("TREAT"))],
    "withdrawn": [_consent(_PERMIT, status="inactive")],
    "refuses-from-tomorrow": [_consent(_DENY | {"period": {"start": "2026-05-05"}})],
    "permitted-until-yesterday": [_consent(_PERMIT | {"period": {"end": "2026-05-03"}})],
    "unreadable-refusal": [_consent(_DENY | {"purpose": "TREAT"})],
    "opted-out-of-research": [
        _consent(_DENY, category=[{"coding": [{"system": "https://fhir.nhs.uk/x", "code": "national-data-opt-out"}]}])
    ],
}
CONSENTS = tuple(_CONSENTS)
