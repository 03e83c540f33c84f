"""Whose record it is: an app for people themselves is told nothing of anybody but who has signed in to it."""

import orjson

from consent.question import Asker
from gateway.house import House
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier
from schemas.codes.systems import NHS_NUMBER
from schemas.nhs_number import clean


def is_own(house: House, asker: Asker, dossier: Dossier) -> bool:
    """True where the record is for certain that of the person who asks, by a number that it holds."""
    if asker.owner is None or dossier.identity is not Identity.CERTAIN:
        return False
    told = (orjson.loads(one.body).get("identifier", ()) for one in dossier.resources if one.type == "Patient")
    numbers = {clean(it["value"]) for each in told for it in each if it.get("system") == NHS_NUMBER and "value" in it}
    return any(house.blind("nhs", it).hex() == asker.owner for it in numbers)
