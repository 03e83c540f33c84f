"""Who saw what of a person, when and why, and who could: for the person, by a privacy officer or an app of theirs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from consent.question import Asker, Channel
from gateway.gate.judging import Asking, judge_all
from gateway.gate.own import is_own
from gateway.gate.read import absent
from gateway.gate.rehearsal import answers_for, dossier_of, known
from gateway.house import House
from gateway.parties import asker as asker_of
from gateway.store.verbs.asking import Access
from gateway.store.verbs.intake import AuditDraft
from gateway.store.verbs.reading import Dossier, Held
from schemas.clock import from_micros, micros
from schemas.policy_words import Category, Role, ServiceClass

_Because = Callable[[Mapping[str, Any], Sequence[Mapping[str, Any]]], list[str]]
_LONGEST = 2_000
_OPENED = frozenset({"override"})
_CARE = "TREAT"
_NOT_TOLD = frozenset({Category.THIRD_PARTY, Category.SAFEGUARDING, Category.STAFF_SAFETY})
_LAWFUL = "the law allows it"
_EMERGENCY = {
    "vital-interests": "your record was opened in an emergency, to protect life or health",
    "lack-of-capacity": "your record was opened when it seemed that you could not decide for yourself",
}
"""Any other ground is a duty in law, and told as no more: a word of risk to others may be about somebody."""
_BECAUSE = {
    "i": "they look after you",
    "r": "you agreed to a referral",
    "c": "you agreed to it",
    "v": "it was an emergency",
    "a": "you asked for it yourself",
    "h": "you asked for it yourself",
    "own-record": "they wrote it themselves",
}


async def access_log(house: House, by: Asker, patient: str, *, purpose: str) -> Mapping[str, object] | None:
    """`saw`: each time with organisation, service, role, what and why; `could`: what each service may see now.

    Of what the officer's own organisation neither wrote nor may see, nothing; None where that is all, and to the
    officer of an organisation that only wrote a note: it would tell which services somebody uses.
    """
    dossier = await dossier_of(house, patient)
    mine = known(house, by, dossier, purpose) if dossier is not None else []
    if dossier is None or not mine or not answers_for(house, by, dossier):
        return None
    note = AuditDraft("access-log", by.service, "permit", orjson.dumps({"patient": patient, "person": by.person}))
    return await _told(house, dossier, mine, note, because=_because, purpose=purpose)


async def own_log(house: House, by: Asker, patient: str, *, purpose: str) -> Mapping[str, object] | None:
    """The same for whoever has signed in to an app for people themselves, of what they may see; None of anybody else.

    What others told in confidence, safeguarding and alerts for staff are left out, and whoever saw nothing else: that
    something of the kind is there may put somebody in danger. A privacy officer goes through those with the person.
    """
    now = micros(house.clock.now())
    located = await house.store.locate(patient) if patient.startswith("Patient/") else None
    dossier = await house.store.load(located.patient if located else 0, None, now=now)
    if by.service_class is not ServiceClass.PATIENT or not is_own(house, by, dossier):
        await absent(house, by, purpose)
        return None
    others = [one for one in dossier.resources if one.type != "Patient"]
    judged = judge_all(house, Asking(by, purpose, Channel.SEARCH, now), dossier, others)
    mine = [one.held for one in judged if one.shown is not None and _may_be_told(one.item.categories)]
    note = AuditDraft("access-log", by.service, "permit", orjson.dumps({"patient": patient}))
    return await _told(house, dossier, mine, note, because=_in_plain_words, purpose=_CARE)


async def _told(
    house: House, dossier: Dossier, mine: Sequence[Held], note: AuditDraft, *, because: _Because, purpose: str
) -> Mapping[str, object]:
    """The log of these resources, once it is noted that it was asked for."""
    rows = await house.store.accesses(dossier.patient, note, limit=_LONGEST)
    names = frozenset(one.reference for one in mine)
    saw = [told for one in rows if (told := _saw(house, one, names, because)) is not None]
    return {"saw": saw, "could": list(_could(house, dossier, mine, purpose))}


def _may_be_told(categories: frozenset[Category]) -> bool:
    return bool(categories) and categories.isdisjoint(_NOT_TOLD)


def _saw(house: House, access: Access, names: frozenset[str], because: _Because) -> Mapping[str, object] | None:
    detail: dict[str, Any] = orjson.loads(access.detail)
    shown = [it for it in detail.get("decisions", ()) if it["outcome"] == "permit" and _is_told(it["reference"], names)]
    if not shown and access.action not in _OPENED:
        return None
    return {
        "at": from_micros(access.at).isoformat().replace("+00:00", "Z"),
        "action": access.action,
        **_party(house, access.actor),
        "role": detail.get("role", Role.SERVICE_INBOX.value),
        "purpose": detail.get("purpose", ""),
        "categories": sorted({category for it in shown for category in it["categories"]}),
        "because": because(detail, shown),
    }


def _is_told(reference: str, names: frozenset[str]) -> bool:
    """Who the person is stands under the name of each of the records made one."""
    return reference in names or reference.startswith("Patient/")


def _because(detail: Mapping[str, Any], shown: Sequence[Mapping[str, Any]]) -> list[str]:
    if not shown:
        return [f"the record was opened in an emergency: {detail.get('ground', '')}"]
    return list(dict.fromkeys(reason["text"] for it in shown for reason in it["reasons"]))


def _in_plain_words(detail: Mapping[str, Any], shown: Sequence[Mapping[str, Any]]) -> list[str]:
    """From a short list: the judge's own words may tell of what is left out."""
    if not shown:
        return [_EMERGENCY.get(detail.get("ground", ""), f"your record was opened, and {_LAWFUL}")]
    return list(dict.fromkeys(_BECAUSE.get(why["code"], _LAWFUL) for it in shown for why in it["reasons"]))


def _party(house: House, service: str) -> Mapping[str, str]:
    """A log names the organisation and the service, never the worker."""
    which = house.directory.services.get(service)
    if which is None:
        return {"organisation": "", "service": service}
    return {"organisation": house.directory.organisations[which.organisation].name, "service": which.name}


def _could(house: House, dossier: Dossier, mine: Sequence[Held], purpose: str) -> Iterator[Mapping[str, object]]:
    at = micros(house.clock.now())
    for service in house.directory.services:
        who = asker_of(house.directory, service, Role.SERVICE_INBOX)
        judged = judge_all(house, Asking(who, purpose, Channel.SEARCH, at), dossier, mine)
        seen = {category.value for one in judged if one.shown is not None for category in one.item.categories}
        if seen:
            yield {**_party(house, service), "categories": sorted(seen)}
