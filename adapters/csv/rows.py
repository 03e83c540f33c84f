"""What a row of each kind says, as the plain form of that kind."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.csv import words
from adapters.csv.row import Row

Form = dict[str, Any]

PATHS = {
    "family_name": "patient.family_name", "given_name": "patient.given_name", "birth_date": "patient.birth_date",
    "phone": "patient.phone", "email": "patient.email", "address": "patient.address", "postcode": "patient.postcode",
    "to": "to", "reason": "reason", "referred_on": "referred_at", "service": "service",
    "contacted_on": "contacted_at", "attended": "attended", "note": "note",
    "carer_family_name": "carer.family_name", "carer_given_name": "carer.given_name", "carer_phone": "carer.phone",
    "carer_email": "carer.email", "carer_reference": "carer.reference", "carer_agreed": "agrees",
    "carer_agreed_on": "agreed_at", "carer_from": "starts", "carer_until": "ends",
}  # fmt: skip
"""Where each field stands in the form."""
FIELDS = {path: field for field, path in PATHS.items()}
"""The way back, so that what is wrong with the form names the column."""

_DELETABLE = ("phone", "email", "address", "postcode")


def referral(row: Row) -> Form:
    """A referral."""
    form = {
        "kind": "referral",
        "patient": person(row),
        "to": row.text("to"),
        "reason": row.text("reason"),
        "urgency": row.word("urgency", words.URGENCY),
        "referred_at": row.moment("referred_on", "referred_at_time"),
        "cancelled": row.word("status", words.STATUS),
    }
    return _given(form)


def contact_note(row: Row) -> Form:
    """A contact; what is not plainly allowed stays out of the clinical record."""
    form = {
        "kind": "contact-note",
        "patient": person(row),
        "service": row.text("service"),
        "contacted_at": row.moment("contacted_on", "contacted_at_time"),
        "attended": row.word("attended", words.ATTENDED),
        "outcome": row.word("outcome", words.OUTCOME),
        "agreed": row.text("agreed"),
        "note": row.text("note"),
        "for_clinical_record": row.yes("for_clinical_record") or False,
    }
    return _given(form)


def carer_consent(row: Row) -> Form:
    """What a person lets a carer know, or refuses."""
    form = {
        "kind": "carer-consent",
        "patient": person(row),
        "carer": carer(row),
        "agrees": row.yes("carer_agreed"),
        "categories": _categories(row),
        "agreed_at": row.moment("carer_agreed_on", ""),
        "starts": row.day("carer_from"),
        "ends": row.day("carer_until"),
        "withdrawn": row.yes("carer_withdrawn") or False,
    }
    return _given(form)


KINDS: Mapping[str, Callable[[Row], Form]] = {
    "referral": referral,
    "contact-note": contact_note,
    "carer-consent": carer_consent,
}


def person(row: Row) -> Form:
    """Whom the row is about; the NHS number is looked at apart."""
    family, given = _name(row, "name", "family_name", "given_name")
    form = {
        "family_name": family,
        "given_name": given,
        "birth_date": row.birthday("birth_date"),
        "gender": row.word("gender", words.GENDER),
        "phone": row.phone("phone") or row.phone("mobile"),
        "email": row.number("email"),
        "address": row.number("address"),
        "postcode": row.number("postcode"),
    }
    said = _given(form)
    return said | {it: None for it in _DELETABLE if it not in said and row.deletes(it)}


def carer(row: Row) -> Form | None:
    """The carer that the row names; None when it names none."""
    family, given = _name(row, "carer_name", "carer_family_name", "carer_given_name")
    if not family and not given:
        return None
    form = {
        "family_name": family,
        "given_name": given,
        "relationship": _relationship(row),
        "phone": row.phone("carer_phone"),
        "email": row.number("carer_email"),
        "reference": row.text("carer_reference"),
    }
    return _given(form)


def _relationship(row: Row) -> str | None:
    said = row.word("carer_relationship", words.RELATIONSHIP)
    return said or ("other" if row.text("carer_relationship") else None)


def _name(row: Row, whole: str, family: str, given: str) -> tuple[str | None, str | None]:
    """Family and given name, in their own columns or in one; a name that could be cut in two ways is refused."""
    said = row.text(whole)
    if row.text(family) or row.text(given) or said is None:
        return row.text(family), row.text(given)
    last, comma, first = (it.strip() for it in said.partition(","))
    if comma and last and first:
        return last, first
    parts = said.split()
    if len(parts) == 2 and not comma:
        return parts[1], parts[0]
    row.wrong(whole, "value", "could be cut in more than one way; write it as `FAMILY, Given`")
    return None, None


def _categories(row: Row) -> list[str]:
    said = row.text("carer_may_know")
    if said is None:
        return []
    table = {words.folded(it): meant for it, meant in words.CATEGORY.items()}
    own = {words.folded(it): meant for it, meant in row.own_words.get("carer_may_know", {}).items()}
    found = [table.get(words.folded(own.get(words.folded(it), it))) for it in _listed(said)]
    if None in found:
        listed = ", ".join(f"`{it}`" for it in words.CATEGORY)
        row.wrong("carer_may_know", "code-invalid", f"has a word that is none of: {listed}; put commas between")
    return list(dict.fromkeys(it for it in found if it))


def _listed(said: str) -> list[str]:
    plain = said
    for mark in (";", "\n", "+", "&", "/"):
        plain = plain.replace(mark, ",")
    return [it for it in map(str.strip, plain.split(",")) if it]


def _given(form: Form) -> Form:
    return {name: value for name, value in form.items() if value is not None}
