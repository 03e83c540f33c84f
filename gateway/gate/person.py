"""The Patient as one asker may see it: one resource, the newest, with the asker's own record numbers only."""

from collections.abc import Sequence

from consent.question import Extent
from gateway.gate.judging import Judged
from gateway.store.verbs.reading import Dossier, Held
from schemas.codes.systems import NHS_NUMBER, local
from schemas.fhir import Resource

import orjson  # isort: skip

_KINDS = ("mrn", "referral", "document", "appointment", "visit")


def newest_patient(resources: Sequence[Held]) -> tuple[Held, ...]:
    """The latest telling of who the person is; empty when none is held."""
    told = [one for one in resources if one.type == "Patient"]
    return (max(told, key=lambda one: one.stored_at),) if told else ()


def first_tellers(dossier: Dossier) -> frozenset[str | None]:
    """The organisation that was the first to tell of the person: of records made one, of each."""
    told = [one for one in dossier.resources if one.type == "Patient"]
    return frozenset({one.home: one.written_by_organisation for one in reversed(told)}.values())


def patient_for(judged: Sequence[Judged], dossier: Dossier, organisation: str) -> Resource | None:
    """The Patient that was let through, its identifiers cut to the NHS number and the asker's own."""
    one = next((one for one in judged if one.held.type == "Patient" and one.shown is not None), None)
    if one is None or one.shown is None:
        return None
    numbers = [*own_numbers(dossier, organisation)]
    if one.decision.extent is Extent.FULL:
        numbers = [n for n in one.shown.get("identifier", ()) if n.get("system") == NHS_NUMBER] + numbers
    rest = {name: value for name, value in one.shown.items() if name != "identifier"}
    return rest | ({"identifier": numbers} if numbers else {})


def own_numbers(dossier: Dossier, organisation: str) -> list[Resource]:
    """The record numbers that this organisation gave the person, by its own word: another's would misfile.

    Those told last come first: after a merge the number that stays, before the one that went away.
    """
    systems, of_a_site = {local(organisation, kind) for kind in _KINDS}, local(organisation, "mrn-")
    every = (it for it in dossier.resources if it.type == "Patient" and it.written_by_organisation == organisation)
    mine = sorted(every, key=lambda it: it.stored_at, reverse=True)
    told = (orjson.loads(one.body).get("identifier", ()) for one in mine)
    found = {(n["system"], n["value"]): n for numbers in told for n in numbers if _is_own(n, systems, of_a_site)}
    return list(found.values())


def _is_own(number: Resource, systems: set[str], of_a_site: str) -> bool:
    system = str(number.get("system", ""))
    return system in systems or system.startswith(of_a_site)
