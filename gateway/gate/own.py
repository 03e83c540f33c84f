"""Whose record it is: an app for people themselves is told nothing of anybody but who has signed in to it."""

from collections.abc import Mapping
from typing import Any

import orjson

from consent.question import Asker
from gateway.house import House
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier
from schemas.codes.systems import NHS_NUMBER
from schemas.nhs_number import clean


def is_own(house: House, asker: Asker, dossier: Dossier) -> bool:
    """True where the record is for certain that of the person who asks, by the one number that it holds.

    One of two numbers may be somebody else's: two records made one by mistake, or a number that was put right.
    """
    if asker.owner is None or dossier.identity is not Identity.CERTAIN:
        return False
    told = (orjson.loads(one.body).get("identifier", ()) for one in dossier.resources if one.type == "Patient")
    numbers = {clean(it["value"]) for each in told for it in each if _is_number(it)}
    return {house.blind("nhs", it).hex() for it in numbers} == {asker.owner}


def _is_number(identifier: Mapping[str, Any]) -> bool:
    return identifier.get("system") == NHS_NUMBER and "value" in identifier and identifier.get("use") != "old"
