"""After the label table has changed, whichever label hides more holds."""

from dataclasses import replace

import orjson
import pytest

from consent import judge
from consent.judge import UkJudge
from consent.question import Item
from gateway.gate.facts import dump_item, item_of
from gateway.store.verbs.reading import Held
from schemas.codes.nwd import FLAG_KIND
from schemas.policy_words import Category, Confidentiality

FLAG = {"resourceType": "Flag", "category": [{"coding": [{"system": FLAG_KIND, "code": "staff-safety"}]}]}
OLD = Item("", "Flag", frozenset({Category.RISK_SUMMARY}), Confidentiality.V, from_carer=True)


@pytest.fixture(scope="module")
def uk() -> UkJudge:
    return judge.load("uk")


def held(label: Item, version: str) -> Held:
    body = orjson.dumps(FLAG)
    return Held("Flag/x", 1, "Flag", 1, body, dump_item(label), version, "cmht", "trust", "cafe", "active", 0)


def test_the_label_of_the_present_table_is_taken_as_stored(uk: UkJudge) -> None:
    """And what only the store knows stands with it."""
    item = item_of(held(OLD, uk.version), uk)

    assert item.categories == OLD.categories
    assert (item.reference, item.written_by_service, item.addressed_to) == ("Flag/x", "cmht", "cafe")


def test_an_older_label_is_joined_with_the_new_one(uk: UkJudge) -> None:
    """Both categories, the higher confidentiality, every caution."""
    item = item_of(held(OLD, "before"), uk)

    assert item.categories == {Category.RISK_SUMMARY, Category.STAFF_SAFETY}
    assert (item.confidentiality, item.from_carer) == (Confidentiality.V, True)


def test_what_either_table_could_not_label_stays_unlabelled(uk: UkJudge) -> None:
    """Unlabelled is the most restrictive, and a new table does not open it by itself."""
    assert item_of(held(replace(OLD, categories=frozenset()), "before"), uk).categories == frozenset()
