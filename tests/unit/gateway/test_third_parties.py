"""Who reads what others told in text: by the row of the matrix, but whole where the law of safeguarding opens it."""

from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from consent import judge
from consent.question import Asker, Decision, Extent, Outcome, Reason
from gateway.gate.cuts import Cuts
from gateway.gate.third_parties import close_to, without_others
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier
from schemas.policy_words import Role, ServiceClass

UK = judge.load("uk")
NOBODY = Dossier(1, 1, 1, Identity.CERTAIN, False, False, (), (), ())
TOLD = "His daughter told us in confidence that he has a knife"
FLAG = {
    "resourceType": "Flag", "id": "1", "status": "active", "subject": {"reference": "Patient/1"},
    "code": {"coding": [{"system": "https://nowrongdoor.example/CodeSystem/flag-kind", "code": "staff-safety"}],
             "text": TOLD},
}  # fmt: skip


def shown(service_class: ServiceClass, *why: str, extent: Extent = Extent.FULL) -> dict[str, Any]:
    house: Any = SimpleNamespace(judge=UK, generation=SimpleNamespace(cuts=Cuts()))
    asker = Asker("x", service_class, "o", Role.WORKER)
    decision = Decision(Outcome.PERMIT, extent, tuple(Reason(one, "", "") for one in why), "v")
    return without_others(house, asker, close_to(NOBODY), (UK.label(FLAG), decision), orjson.dumps(FLAG))


@pytest.mark.parametrize("column", [ServiceClass.CMHT, ServiceClass.HTT, ServiceClass.GP])
def test_what_safeguarding_law_opens_is_whole_whoever_told_it(column: ServiceClass) -> None:
    """A warning of a knife is no less of one for having been told in confidence."""
    assert shown(column, "s") == FLAG


@pytest.mark.parametrize("why", [("i",), ("c",), ("s", "i")], ids=str)
def test_what_was_told_in_confidence_is_whom_to_ask_where_anything_else_opens_it(why: tuple[str, ...]) -> None:
    """Implied or explicit consent, and what is of another row as well."""
    kept = shown(ServiceClass.HTT, *why)

    assert TOLD not in str(kept) and "whom-to-ask" in str(kept)


@pytest.mark.parametrize("column", [ServiceClass.CAFE, ServiceClass.PATIENT, ServiceClass.SOCIAL_PRESCRIBING])
def test_no_law_opens_it_to_whoever_may_not_know_of_it(column: ServiceClass) -> None:
    """And nothing tells them that there was something."""
    kept = shown(column, "s")

    assert TOLD not in str(kept) and "whom-to-ask" not in str(kept)


def test_whoever_wrote_it_reads_all_of_it() -> None:
    """It is their own record."""
    assert shown(ServiceClass.CAFE, "own-record") == FLAG
