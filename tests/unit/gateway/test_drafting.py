"""A draft carries the label of its own words and the name that its writer has for the thing."""

from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest

from gateway.gate.facts import dump_item
from gateway.house import House
from gateway.intake.drafting import Writer, draft
from schemas.codes.systems import V3_CONFIDENTIALITY
from schemas.fhir import Resource
from tests.opened import opened_here

TRUST, HAVEN = Writer("trust", "cmht"), Writer("haven", "cafe")
RESTRICTED = {"security": [{"system": V3_CONFIDENTIALITY, "code": "R"}]}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_here(tmp_path) as made:
        yield made


def clinic(**more: object) -> Resource:
    return {"resourceType": "Organization", "identifier": [{"system": "urn:a", "value": "1"}], **more}


async def test_a_party_told_again_is_labelled_as_the_first_time(house: House) -> None:
    """What is remembered of it is what the judge says of it."""
    first, again = (draft(house, url, clinic(), TRUST, addressee=None) for url in ("urn:uuid:1", "urn:uuid:2"))

    assert first.label == again.label == dump_item(house.judge.label(clinic()))
    assert first.key == again.key
    assert (first.full_url, again.full_url) == ("urn:uuid:1", "urn:uuid:2")


async def test_a_party_told_in_other_words_is_labelled_anew(house: House) -> None:
    """A mark of its sender counts from the first message that has it, and one with an id keeps that id."""
    plain = draft(house, "urn:uuid:1", clinic(), TRUST, addressee=None)
    marked = draft(house, "urn:uuid:1", clinic(meta=RESTRICTED), TRUST, addressee=None)
    named = draft(house, "urn:uuid:1", clinic(id="x"), TRUST, addressee=None)

    assert orjson.loads(plain.label)["confidentiality"] == "V"
    assert orjson.loads(marked.label)["labels"] == [{"system": V3_CONFIDENTIALITY, "code": "R"}]
    assert orjson.loads(named.label)["reference"] == "Organization/x"


async def test_two_writers_of_one_party_keep_their_own(house: House) -> None:
    """What one organisation says of a party never follows what another said."""
    first, other = (draft(house, "urn:uuid:1", clinic(), one, addressee=None) for one in (TRUST, HAVEN))

    assert first.key != other.key
