"""A merge widens nothing: what was agreed under one record before it permits nothing of the other."""

from dataclasses import replace

import pytest

from gateway.gate.facts import facts_of
from gateway.parties import Directory
from gateway.settings.model import Operations
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier, Held

NOBODY = Directory({}, {}, {}, {}, {}, (), Operations(), {})


def consent(name: str, home: int, stored_at: int) -> Held:
    body = b'{"resourceType":"Consent","status":"active"}'
    return Held(f"Consent/{name}", 1, "Consent", 1, body, b"{}", "1", None, "trust", None, "active", stored_at, home)


MERGED = Dossier(
    1, 1, 1, Identity.CERTAIN, False, False, (),
    (consent("mine", 1, 50), consent("theirs", 2, 50), consent("since", 1, 150)), (), merged_at=100,
)  # fmt: skip


@pytest.mark.parametrize(
    ("home", "whole", "narrowing"),
    [(1, ["mine", "since"], ["theirs"]), (2, ["theirs", "since"], ["mine"])],
)
def test_each_record_keeps_its_own_consents_and_heeds_the_refusals_of_the_other(
    home: int, whole: list[str], narrowing: list[str]
) -> None:
    """A consent given after the merge holds for all."""
    facts = facts_of(MERGED, NOBODY, home=home)

    assert [one.id for one in facts.consents] == [f"Consent/{name}" for name in whole]
    assert [one.id for one in facts.candidates_consents] == [f"Consent/{name}" for name in narrowing]


def test_where_nothing_was_merged_every_consent_holds() -> None:
    """The usual case."""
    facts = facts_of(replace(MERGED, merged_at=None), NOBODY, home=7)

    assert (len(facts.consents), facts.candidates_consents) == (3, ())
