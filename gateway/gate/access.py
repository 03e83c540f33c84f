"""Who saw what of a person, when and why, and who could: for the person, by the hand of a privacy officer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from consent.question import Asker, Channel
from gateway.gate.judging import Asking, judge_all
from gateway.gate.rehearsal import answers_for, dossier_of, known
from gateway.house import House
from gateway.parties import asker as asker_of
from gateway.store.verbs.asking import Access
from gateway.store.verbs.intake import AuditDraft
from gateway.store.verbs.reading import Dossier, Held
from schemas.clock import from_micros, micros
from schemas.policy_words import Role

_LONGEST = 2_000
_OPENED = frozenset({"override"})


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
    rows = await house.store.accesses(dossier.patient, note, limit=_LONGEST)
    names = frozenset(one.reference for one in mine)
    saw = [told for one in rows if (told := _saw(house, one, names)) is not None]
    return {"saw": saw, "could": list(_could(house, dossier, mine, purpose))}


def _saw(house: House, access: Access, names: frozenset[str]) -> Mapping[str, object] | None:
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
        "because": _because(detail, shown),
    }


def _is_told(reference: str, names: frozenset[str]) -> bool:
    """Who the person is stands under the name of each of the records made one."""
    return reference in names or reference.startswith("Patient/")


def _because(detail: Mapping[str, Any], shown: Sequence[Mapping[str, Any]]) -> list[str]:
    if not shown:
        return [f"the record was opened in an emergency: {detail.get('ground', '')}"]
    return list(dict.fromkeys(reason["text"] for it in shown for reason in it["reasons"]))


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
