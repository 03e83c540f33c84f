"""Whom a message is about: certain only when number, birth date and name agree."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake.claim import claim
from gateway.intake.match import match
from gateway.store.verbs.intake import Candidate, Identity, IdentityClaim, Match
from schemas.codes.systems import NHS_NUMBER

SAM = IdentityClaim("trust", b"9991234500", b"1990", b"example", b"sam", (b"mrn1",))
KNOWN = Candidate(7, Identity.CERTAIN, b"9991234500", b"1990", b"example", b"sam", frozenset({b"mrn1"}))


def test_the_same_number_birth_date_and_name_is_the_same_person() -> None:
    """All three agree: joined, whoever sent it."""
    assert match(replace(SAM, organisation="haven", local=()), [KNOWN]) == Match(7, Identity.CERTAIN)


def test_nobody_known_makes_a_certain_person() -> None:
    """A sound number with birth date and name stands by itself."""
    assert match(SAM, []) == Match(None, Identity.CERTAIN)


@pytest.mark.parametrize(
    "differs",
    [
        {"birth_date": b"1991"},
        {"family_name": b"other"},
        {"given_name": b"kim"},
        {"nhs_number": None},
        {"birth_date": None},
        {"family_name": None},
        {"given_name": None},
        {"nhs_number": b"9991234519"},
    ],
    ids="-".join,
)
def test_anything_less_joins_nobody(differs: dict[str, bytes | None]) -> None:
    """One difference or gap makes the person unverified, with the known one as a candidate."""
    assert match(replace(SAM, **differs), [KNOWN]) == Match(None, Identity.UNVERIFIED, (7,))


def test_two_certain_people_with_one_number_join_nobody() -> None:
    """When the number already stands for two, no third telling is certain."""
    twin = replace(KNOWN, patient=8, given_name=b"kim")

    assert match(SAM, [KNOWN, twin]).joins is None


def test_the_same_sender_may_speak_again_of_its_own_unverified_record() -> None:
    """The same record number, with nothing changed, is the same record: it is no join."""
    unsure = replace(SAM, nhs_number=None)
    own = replace(KNOWN, identity=Identity.UNVERIFIED, nhs_number=None)

    assert match(unsure, [own]) == Match(7, Identity.UNVERIFIED)


@given(st.permutations([KNOWN, replace(KNOWN, patient=8, nhs_number=b"x"), replace(KNOWN, patient=9, birth_date=b"y")]))
def test_the_order_of_candidates_never_matters(candidates: list[Candidate]) -> None:
    """Matching is about what is known, not about which row came first."""
    assert match(SAM, candidates).joins == match(SAM, sorted(candidates, key=lambda one: one.patient)).joins


def test_a_number_that_cannot_be_a_persons_is_left_out() -> None:
    """Bad check digits and placeholders never match anybody."""

    def blind(kind: str, value: str) -> bytes:
        return f"{kind}|{value}".encode()

    def patient(number: str) -> dict[str, object]:
        return {
            "identifier": [{"system": NHS_NUMBER, "value": number}],
            "name": [{"family": "O'Éxample ", "given": ["Sam"]}],
            "birthDate": "1990-04",
        }

    sound = claim(patient("999 123 4500"), organisation="trust", blind=blind)

    assert sound.nhs_number == b"nhs|9991234500"
    assert sound.family_name == b"family|oexample"
    assert sound.birth_date is None
    for bad in ("9991234501", "9999999999", "999123450"):
        assert claim(patient(bad), organisation="trust", blind=blind).nhs_number is None
