"""Finds the NHS number among the identifiers of PID, wherever this sender puts it, and the local ones beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.hl7v2.bundle import Draft
from adapters.hl7v2.faults import note, warning
from adapters.hl7v2.tree import Repetition, Segment, at
from schemas import nhs_number
from schemas.codes import systems, uk_core, v2_person
from schemas.fhir import Resource
from schemas.nhs_number import NhsNumberFault

_STATUS_IN_TYPE = re.compile(r"(?:NHS?|NST?S?)\{(?:status:)?(\d\d)\}", re.IGNORECASE)
_STATUS_IN_PID_32 = re.compile(r"(?:NSTS)?0?(\d)", re.IGNORECASE)
_CHECK_DIGIT_SCHEMES = frozenset({"BCV", "ISO", "M10", "M11", "NPI"})
"""Table 0061, the codes of CX-3."""
_LENGTH = 10
_AUTHORITIES = v2_person.NHS_NUMBER_TYPES - {"NI"}
_LOOKS_LIKE = "may be an NHS number, and is taken for a record number; say so in CX-5, or in the profile"
_MENDING = {
    NhsNumberFault.NOT_TEN_DIGITS: "is not ten digits; send the NHS number or none",
    NhsNumberFault.CHECK_DIGIT: "has a wrong check digit; check the NHS number with the person",
    NhsNumberFault.PLACEHOLDER: "is a placeholder that belongs to nobody; send the NHS number or none",
}


@dataclass(frozen=True, slots=True)
class _Found:
    where: str
    number: str
    status: str


def identifiers(draft: Draft, pid: Segment) -> list[Resource]:
    """Every identifier of the person; doubts about the NHS number become issues, and two seal the message."""
    found = [it for place in draft.profile.nhs_number_places for it in _typed(draft, pid, place)]
    found += [it for place in draft.profile.nhs_number_untyped for it in _untyped(pid, place)]
    distinct = {it.number: it for it in reversed(found)}
    numbers = [distinct[it] for it in dict.fromkeys(one.number for one in found)]
    _judge(draft, numbers)
    bare = (it for place in ("PID-3", "PID-2") for it in _untyped(pid, place) if nhs_number.fault(it.number) is None)
    draft.issues += [] if numbers else [note("informational", it.where, _LOOKS_LIKE) for it in bare]
    status = _STATUS_IN_PID_32.fullmatch(pid.text(32))
    traced = f"0{status[1]}" if status else ""
    return [_national(it, traced) for it in numbers] + _local(draft, pid, {it.number for it in found})


def prior(draft: Draft, mrg: Segment) -> tuple[list[tuple[str, str]], list[str]]:
    """The record numbers with their systems, and the sound NHS numbers, of MRG-1 and MRG-4; doubtful ones flag."""
    repetitions = [(mrg.where(place, 1), it) for place in (1, 4) for it in mrg.repeats(place)]
    found = [one for position, it in repetitions if (one := _national_number(draft, position, it))]
    _judge(draft, found)
    national = dict.fromkeys(it.number for it in found)
    local = dict.fromkeys((_system(draft, it), _value(it)) for _, it in repetitions)
    return (
        [it for it in local if it[1] and nhs_number.clean(it[1]) not in national],
        [it for it in national if nhs_number.fault(it) is None],
    )


def _typed(draft: Draft, pid: Segment, place: str) -> Iterator[_Found]:
    for position, repetition in _at_place(pid, place):
        found = _national_number(draft, position, repetition)
        if found is not None:
            yield found


def _national_number(draft: Draft, position: str, repetition: Repetition) -> _Found | None:
    kind = at(repetition, 5).upper()
    words = {at(repetition, 4, 1).upper(), at(repetition, 6, 1).upper()}
    authority = at(repetition, 4, 2)
    marked = _STATUS_IN_TYPE.fullmatch(kind) or _STATUS_IN_TYPE.fullmatch(at(repetition, 4, 1))
    known = {it.upper() for it in draft.profile.nhs_number_authorities}
    named = kind in v2_person.NHS_NUMBER_TYPES | known or words & (_AUTHORITIES | known)
    if not (marked or named or authority == v2_person.NHS_NUMBER_OID):
        return None
    number = nhs_number.clean(_value(repetition))
    return _Found(position, number, marked[1] if marked else at(repetition, 2)) if number else None


def _untyped(pid: Segment, place: str) -> Iterator[_Found]:
    for position, repetition in _at_place(pid, place):
        number = nhs_number.clean(at(repetition, 1))
        is_one = len(number) == _LENGTH and number.isdecimal()
        if is_one and not any(at(repetition, part) for part in (4, 5)):
            yield _Found(position, number, at(repetition, 2))


def _at_place(pid: Segment, place: str) -> Iterator[tuple[str, Repetition]]:
    name, _, number = place.partition("-")
    if name != "PID" or not number.isdecimal():
        return
    for count, repetition in enumerate(pid.repeats(int(number)), start=1):
        yield pid.where(int(number), 1, repetition=count), repetition


def _judge(draft: Draft, numbers: list[_Found]) -> None:
    good = []
    for it in numbers:
        fault = nhs_number.fault(it.number)
        if fault is None:
            good.append(it)
        else:
            draft.issues.append(warning("value", it.where, _MENDING[fault]))
    if len(good) > 1:
        draft.is_sealed = True
        draft.issues.append(
            warning("conflict", good[1].where, "is a second NHS number; send the one that is the person's own")
        )


def _national(found: _Found, traced: str) -> Resource:
    status = found.status if found.status in uk_core.VERIFICATION_STATUSES else traced
    written: Resource = {"system": systems.NHS_NUMBER, "value": found.number}
    if status in uk_core.VERIFICATION_STATUSES:
        display = uk_core.VERIFICATION_STATUSES[status]
        coding = {"system": uk_core.VERIFICATION_STATUS_SYSTEM, "code": status, "display": display}
        written["extension"] = [{"url": uk_core.VERIFICATION_STATUS, "valueCodeableConcept": {"coding": [coding]}}]
    return written


def _local(draft: Draft, pid: Segment, national: set[str]) -> list[Resource]:
    written: dict[tuple[str, str], Resource] = {}
    for place in (3, 2):
        for repetition in pid.repeats(place):
            value, is_typed = _value(repetition), at(repetition, 4) or at(repetition, 5)
            if not value or nhs_number.clean(value) in national or (place == 2 and written and not is_typed):
                continue
            if draft.message.header.text(9).upper() == "RRI" and not _is_own(draft, repetition):
                continue
            written.setdefault((_system(draft, repetition), value), {
                "type": _kind(at(repetition, 5) or "MR"),
                "system": _system(draft, repetition),
                "value": value,
                "assigner": {"display": at(repetition, 4, 1)},
            })  # fmt: skip
    return list(written.values())


def _system(draft: Draft, repetition: Repetition) -> str:
    authority = at(repetition, 4, 1).casefold()
    listed = {it.casefold() for it in draft.profile.record_number_authorities}
    if not listed or not authority or authority in listed:
        return draft.system("mrn")
    return draft.system("mrn-" + re.sub(r"[^a-z0-9]+", "-", authority).strip("-"))


def _is_own(draft: Draft, repetition: Repetition) -> bool:
    """An answer repeats the numbers of whoever asked: only what names no authority or the sender is the sender's."""
    senders = {draft.message.header.text(4), draft.profile.organisation, draft.profile.ods_code, ""}
    return at(repetition, 4, 1).casefold() in {it.casefold() for it in senders}


def _value(repetition: Repetition) -> str:
    """CX-1, else CX-3 as some senders have it; the name of a check digit's scheme is no number."""
    third = at(repetition, 3)
    return at(repetition, 1) or (third if third.upper() not in _CHECK_DIGIT_SCHEMES else "")


def _kind(code: str) -> Resource:
    """A code of table 0203 as one; what is no code of the table stays as words."""
    known = v2_person.IDENTIFIER_TYPE_CODE.get(code.upper(), code.upper())
    display = v2_person.IDENTIFIER_TYPE.get(known)
    coding = [{"system": systems.table("0203"), "code": known}] if display else []
    return {"coding": coding, "text": display or code}
