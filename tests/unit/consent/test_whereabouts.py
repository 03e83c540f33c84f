"""Of a restricted person nobody learns where they are: not by an element, and not by words."""

import time

import orjson
import pytest

from consent.judge import UkJudge
from consent.question import Extent
from schemas.fhir.check import check
from schemas.fhir.masked import whole
from tests.corpus.cases import cases
from tests.unit.consent.test_redact import CANARY, PLAN, RESOURCES, coded, released


@pytest.mark.parametrize("extent", [Extent.FULL, Extent.EXTRACT])
def test_a_restricted_person_has_no_whereabouts(uk: UkJudge, extent: Extent) -> None:
    """Address, telecom and practice go even from the full record, and numbers in free text with them."""
    resource = {
        "resourceType": "Patient",
        "id": "1",
        **RESOURCES["Patient"],
        "extension": [{"url": "u", "valueString": "x"}],
        "contact": [{"telecom": [{"value": "01632 960001"}]}],
        "text": {"div": "ZZ99 3WZ"},
    }
    care_plan = {"resourceType": "CarePlan", "id": "2", "description": "at ZZ99 3WZ, ring 01632 960001"}

    person = uk.redact(resource, uk.label(resource), released(extent, restricted="x"))
    plan = uk.redact(care_plan, uk.label(care_plan), released(Extent.FULL, restricted="x"))

    shown = orjson.dumps([person, plan])
    assert not [it for it in (CANARY, "960001", "ZZ99", "900123") if it.encode() in shown]


PLACES = (
    "12 Mill Lane", "14 High Street", "12 MILL LANE", "5a Rose Cottages", "7, Old St Mary's Road", "3 Oak Close",
    "21 The Green", "07700.900.123", "07700/900123", "01632.960001", "07700 900 123", "ZZ99-9ZZ", "zz99 9zz",
    "sam@example.org", "https://maps.example.com/?q=53.1,-1.2", "https://www.example.com/maps/place/x",
    "///filled.count.soap", "53.12345, -1.23456",
)  # fmt: skip
NO_PLACES = (
    "review in 2 weeks, close observation", "REVIEW IN 2 WEEKS CLOSE OBSERVATION", "takes 2 tablets, one each way",
    "1 Dec 2026", "on 01/12/2026 at 10:30", "PHQ-9 of 14.125, was 18.5", "3 Good Days", "25 mg/day. Walk daily",
    "https://www.nhs.example/conditions/depression", "seen by 2 Staff Nurses", "10.5, 11.25", "lived in 2 places",
)  # fmt: skip


def said_of_somebody_restricted(uk: UkJudge, words: str) -> str:
    told = {"resourceType": "CarePlan", "id": "2", "description": f"then {words} was said"}
    kept = uk.redact(told, uk.label(told), released(Extent.FULL, restricted="x"))
    return "" if kept is None else str(kept["description"])


@pytest.mark.parametrize("place", PLACES)
def test_words_that_tell_where_somebody_restricted_is_are_blanked(uk: UkJudge, place: str) -> None:
    """Also a place that no record holds: whoever writes where they moved to tells it to nobody."""
    assert said_of_somebody_restricted(uk, place) == "then [withheld] was said"


@pytest.mark.parametrize("piece", ["a", "a.", "http://", "0 ", "///a.b", "1.111,", "12 Aa "])
def test_no_text_takes_long_to_look_through(uk: UkJudge, piece: str) -> None:
    """One long word would hold everybody up: eight times the signs cost nothing like 64 times as much."""

    def spent(signs: int) -> float:
        began = time.process_time()
        said_of_somebody_restricted(uk, piece * (signs // len(piece)))
        return time.process_time() - began

    few = min(spent(20_000) for _ in range(5))

    assert min(spent(160_000) for _ in range(5)) < 32 * few


@pytest.mark.parametrize("words", NO_PLACES)
def test_words_that_tell_no_place_stay(uk: UkJudge, words: str) -> None:
    """Who looks after somebody restricted reads how they are."""
    assert said_of_somebody_restricted(uk, words) == f"then {words} was said"


@pytest.mark.parametrize("adapter", ["hl7v2", "fhir_r4", "csv"])
def test_what_is_told_of_a_restricted_person_is_still_sound_fhir(uk: UkJudge, adapter: str) -> None:
    """Words that are withheld say so where R4 demands words; nothing empty is left, so that nothing is stuck."""
    faults = []
    for case in cases():
        entries = (case.decoded.bundle or {}).get("entry", []) if case.adapter == adapter else []
        for resource in (it["resource"] for it in entries):
            kept = uk.redact(resource, uk.label(resource), released(Extent.FULL, restricted="x"))
            faults += [(case.name, it.where) for it in (check(whole(kept)) if kept else ())]
    assert faults == []


@pytest.mark.parametrize("extent", [Extent.FULL, Extent.EXTRACT])
def test_nobody_learns_where_a_restricted_person_will_be_in_a_crisis(uk: UkJudge, extent: Extent) -> None:
    """A crisis plan's place of safety, in whatever words; the rest of the plan stays."""
    parts = [
        {"detail": {"status": "unknown", "code": coded(PLAN, code), "description": said}}
        for code, said in (("place-of-safety", f"with my aunt at {CANARY}"), ("what-helps", "music"))
    ]
    plan = {"resourceType": "CarePlan", "id": "1", "status": "active", "intent": "plan", "activity": parts}

    kept = uk.redact(plan, uk.label(plan), released(extent, restricted="x"))

    assert kept is not None
    assert [it["detail"]["description"] for it in kept["activity"]] == ["[withheld]", "music"]


def test_nobody_learns_where_a_restricted_person_came_from_or_went_to(uk: UkJudge) -> None:
    """Encounter.hospitalization: the places at both ends of a stay go as its wards do; how it ended stays."""
    stay = {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"code": "IMP"},
        "location": [{"location": {"display": CANARY}}],
        "hospitalization": {
            "origin": {"display": CANARY},
            "destination": {"identifier": {"value": CANARY}, "display": CANARY},
            "dischargeDisposition": {"coding": [{"code": "1"}]},
        },
    }

    kept = uk.redact(stay, uk.label(stay), released(Extent.FULL, restricted="x"))

    assert kept is not None
    assert kept["hospitalization"] == {"dischargeDisposition": {"coding": [{"code": "1"}]}}
    assert CANARY not in orjson.dumps(kept).decode()


def test_a_note_of_a_restricted_person_says_that_its_words_are_withheld(uk: UkJudge) -> None:
    """Codes stay and lose only the words beside them."""
    coding = {"coding": [{"system": "http://snomed.info/sct", "code": "1"}]}
    resource = {
        "resourceType": "ServiceRequest", "id": "1", "reasonCode": [coding | {"text": "at home"}, {"text": "low"}],
        "note": [{"time": "2026-01-01T10:00:00Z", "text": "at home"}],
    }  # fmt: skip

    kept = uk.redact(resource, uk.label(resource), released(Extent.FULL, restricted="x"))

    assert kept is not None
    assert kept["reasonCode"] == [coding, {"text": "[withheld]"}]
    assert kept["note"] == [{"time": "2026-01-01T10:00:00Z", "text": "[withheld]"}]
