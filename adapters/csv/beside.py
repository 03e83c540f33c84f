"""What a row says beside its form: numbers that may be wrong, days without a time, risk, carers, notes."""

import re
from collections.abc import Iterator
from dataclasses import replace

import orjson
from pydantic import ValidationError

from adapters.contract import Issue, Severity
from adapters.csv import rows, words
from adapters.csv.row import Row
from adapters.forms import agreed, faults, kinds
from adapters.forms.fields import Carer
from adapters.forms.people import PATIENT, related_person
from schemas import nhs_number
from schemas.codes.nwd import ELEMENT_DELETED, FLAG_KIND, FLAG_KINDS, SAFE_TO_CALL, SAFE_TO_LEAVE_MESSAGE
from schemas.codes.systems import NHS_NUMBER, local
from schemas.fhir import Resource

_SHORTENED = re.compile(r"[1-9]\d{8,9}", re.ASCII)
"""A telephone number of this country that a spreadsheet took for a count."""
_LOST_DIGITS = "has lost digits to scientific notation; format the column as text and type the number again"
_NO_RISK = words.UNSAID | {
    "no", "nil", "none known", "none identified", "no known risk", "no known risks", "no risk", "no risks",
}  # fmt: skip
_WHOLE_DAYS = {
    "ServiceRequest": ("referred_on", "authoredOn"),
    "Communication": ("contacted_on", "sent"),
    "Consent": ("carer_agreed_on", "dateTime"),
}
_NUMBERED = {"ServiceRequest": "referral", "Flag": "risk", "Communication": "contact", "Consent": "consent"}
_NOTES = {
    "days": "Days", "access_needs": "Access needs", "transport": "Transport", "funding": "Funding", "note": "",
}  # fmt: skip


def with_what_else(row: Row, form: kinds.AnyForm, made: list[Resource], organisation: str) -> list[Resource]:
    """The resources of the form with all that the row says besides."""
    main, person = made[0], made[-1]
    _number(row, person, organisation)
    _telephone(row, person)
    every = made
    if form.kind == "referral":
        _referral(row, main)
        every = [main, *_risk(row), *_carer(row, organisation), person]
    reference = _reference(row)
    for it in every:
        _whole_day(row, it)
        _carer_known_by_name(it, organisation)
        if reference and it["resourceType"] in _NUMBERED:
            system = local(organisation, _NUMBERED[it["resourceType"]])
            it["identifier"] = [{"system": system, "value": reference}]
    return every


def _carer_known_by_name(made: Resource, organisation: str) -> None:
    """Sheets rarely number carers: told again by the same name it is the same carer, so that a later no finds them."""
    if made["resourceType"] == "RelatedPerson" and "identifier" not in made:
        name = made["name"][0]
        value = f"name:{words.folded(name['family'])},{words.folded(name['given'][0])}"
        made["identifier"] = [{"system": local(organisation, "carer"), "value": value}]


def _number(row: Row, person: Resource, organisation: str) -> None:
    """A number that is wrong is kept and doubted: the person is taken, and marked as not verified."""
    said, own, given = row.number("nhs_number"), row.text("local_id"), []
    if said is not None and words.ROUNDED.fullmatch(said):
        row.doubt("nhs_number", "value", _LOST_DIGITS)
    elif said is not None:
        given.append({"system": NHS_NUMBER, "value": nhs_number.clean(said)})
    else:
        row.doubt("nhs_number", "required", "is empty; the person's identity stays unverified")
    if own is not None:
        given.append({"system": local(organisation, "mrn"), "value": own})
    if given:
        person["identifier"] = given


def _telephone(row: Row, person: Resource) -> None:
    """Whether it is safe to ring; nobody leaves a message unless the row says so."""
    call, message = row.yes("safe_to_call"), row.yes("safe_to_message")
    for name in ("phone", "mobile", "carer_phone"):
        if _SHORTENED.fullmatch((row.number(name) or "").replace(" ", "")):
            text = "has lost its leading 0; format the column as text and type the number again"
            row.doubt(name, "value", text)
        if row.number(name) and not row.phone(name):
            row.doubt(name, "value", _LOST_DIGITS)
    if row.deletes("mobile") and not row.phone("phone"):
        row.doubt(
            "mobile",
            "business-rule",
            "takes no number away by itself; write the other one under Phone, or delete there",
        )
    if row.phone("phone") and (mobile := row.phone("mobile")):
        person["telecom"].insert(1, {"system": "phone", "value": mobile, "use": "mobile"})
    said = [] if call is None else [{"url": SAFE_TO_CALL, "valueBoolean": call}]
    said.append({"url": SAFE_TO_LEAVE_MESSAGE, "valueBoolean": message or False})
    phones = [it for it in person.get("telecom", []) if it["system"] == "phone"]
    for it in phones if {"safe_to_call", "safe_to_message"} & row.names.keys() else ():
        it["extension"] = said
    if not phones and False in (call, message):
        _forget_phone(row, person)


def _forget_phone(row: Row, person: Resource) -> None:
    """A number that was called safe before must not outlive a row that says it is not."""
    mark = {"url": ELEMENT_DELETED, "valueCode": "Patient.telecom:phone"}
    if mark not in person.get("extension", []):
        person["extension"] = [*person.get("extension", []), mark]
        row.note(
            "phone",
            "is empty, and the row says it is not safe; a number told before is taken away, write it to keep it",
        )


def _whole_day(row: Row, made: Resource) -> None:
    """A day without a time stays a day."""
    field, element = _WHOLE_DAYS.get(made["resourceType"], ("", ""))
    if field in row.whole_days and element in made:
        made[element] = words.day(words.date_part(row.said[field])).isoformat()


def _reference(row: Row) -> str | None:
    said = row.text("reference")
    if said is not None and (len(said) > 64 or not said.isprintable()):
        row.wrong("reference", "value", "is longer than 64 characters or holds a line break")
    return said


def _referral(row: Row, main: Resource) -> None:
    if worker := row.text("referred_by"):
        main["requester"] = main.get("requester", {}) | {"display": worker}
    if begins := row.day("starts_on"):
        main["occurrencePeriod"] = {"start": begins.isoformat()}
    notes = [(label, said) for name, label in _NOTES.items() if (said := row.text(name))]
    if notes:
        main["note"] = [{"text": f"{label}: {said}" if label else said} for label, said in notes]


def _risk(row: Row) -> Iterator[Resource]:
    said = row.text("risk")
    if said is None or said.casefold().rstrip(".") in _NO_RISK:
        return
    coding = {"system": FLAG_KIND, "code": "risk", "display": FLAG_KINDS["risk"]}
    yield {
        "resourceType": "Flag",
        "status": "active",
        "category": [{"coding": [coding]}],
        "code": {"text": said},
        "subject": dict(PATIENT),
    }


def _carer(row: Row, organisation: str) -> Iterator[Resource]:
    """The carer, and a consent where the row plainly gives or refuses one; a fault here never stops a referral."""
    aside = replace(row, issues=[])
    told = rows.carer(aside)
    named = _named(aside, told) if told is not None else None
    consent = _consent(aside, is_named=told is not None)
    row.issues.extend(map(_doubted, aside.issues))
    if consent is not None:
        yield from agreed.carer_consent(consent, organisation)
    elif named is not None:
        yield related_person(named, organisation)


def _named(row: Row, told: rows.Form) -> Carer | None:
    try:
        return Carer.model_validate_json(orjson.dumps(told))
    except ValidationError as refused:
        for it in faults.issues(refused, "carer-consent", "carer"):
            row.wrong(rows.FIELDS[it.where], it.code, it.message)
        return None


def _consent(row: Row, *, is_named: bool) -> kinds.CarerConsent | None:
    """Only an answer in words, about a named carer, on a day, for a yes about something, in a row without a fault."""
    says = row.yes("carer_agreed")
    if says is None:
        return None
    if not is_named:
        row.doubt("carer_agreed", "business-rule", "grants nothing and refuses nothing: no carer is named")
        return None
    needed = ("carer_agreed_on", "carer_may_know") if says else ("carer_agreed_on",)
    lacking = [it for it in needed if row.text(it) is None]
    if lacking:
        row.doubt(lacking[0], "business-rule", "is empty, so the agreement of the row has no effect; fill it in")
        return None
    form = rows.carer_consent(row)
    is_plain = not any(it.severity is Severity.ERROR for it in row.issues)
    return kinds.CarerConsent.model_validate_json(orjson.dumps(form)) if is_plain else None


def _doubted(issue: Issue) -> Issue:
    if issue.severity is not Severity.ERROR:
        return issue
    return replace(
        issue, severity=Severity.WARNING, message=f"{issue.message}; it has no effect on what the carer may know"
    )
