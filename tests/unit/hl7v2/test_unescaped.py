"""An `&` that nobody escaped, as in `A&E`, cuts nothing off; where parts are meant, the right one is read."""

import json

import pytest

from adapters.hl7v2.split import parse
from tests.unit.hl7v2.samples import PID, Decode, only

RF1 = "RF1|P|R|CAFE|||REF1|20260228"
PLAN = ("TXA|1|CP9^Care & treatment|TX|20260301||||||||D1", "OBX|1|TX|||Line")
ANSWERS = ("OBR|1|F1||PHQ9^PHQ-9", "OBX|1|CE|1^Sleep & appetite||1^Poor & broken")
TEAM = [{"event": "A03", "service": "htt", "effect": "step-down"}]


@pytest.mark.parametrize(
    ("event", "segments", "words"),
    [
        ("REF^I12", [f"{RF1}|||^Self harm & suicidal thoughts"], "Self harm & suicidal thoughts"),
        ("REF^I12", [f"{RF1}|||^Seen in A&E twice"], "Seen in A&E twice"),
        ("REF^I12", [RF1, "DG1|1||F41.2^Anxiety & depression^I10"], "Anxiety & depression"),
        ("REF^I12", [RF1, "AL1|1|DA|^Penicillin||Rash & swelling"], "Rash & swelling"),
        ("REF^I12", [RF1, "OBX|1|TX|R1^Risk & safety||Calm"], "Risk & safety"),
        ("ADT^A31", ["PD1|||DR SAMPLE & PARTNERS^^Y06601"], "DR SAMPLE & PARTNERS"),
        ("ADT^A01", ["PV1|1|I|A&E^BAY2"], "A&E, BAY2"),
        ("MDM^T02", PLAN, "Care & treatment"),
        ("ORU^R01", ANSWERS, "Sleep & appetite"),
        ("ORU^R01", ANSWERS, "Poor & broken"),
        ("SIU^S12", ["SCH|A1||||||^Review & blood test||30|min|^^^20260310100000"], "Review & blood test"),
    ],
)  # fmt: skip
def test_what_stands_behind_it_is_told(decode: Decode, event: str, segments: list[str], words: str) -> None:
    """Reasons, diagnoses, allergies, practices, wards, titles, answers."""
    found = decode(event, PID, *segments)

    assert f'"{words}"' in json.dumps(found.bundle)


def test_a_discharge_tells_the_whole_of_a_place_of_the_profile(decode: Decode) -> None:
    """An item of the step-down notice."""
    profile = {"teams": TEAM, "step_down": {"next-contact": "ZDS-2"}}

    found = decode("ADT^A03", PID, "PV1|1|O|CMHT", "ZDS|1|Jo & Kim visit", **profile)

    assert "Jo & Kim visit" in json.dumps(found.bundle)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("1 MADE UP ROAD&MADE UP ROAD&1", "1 MADE UP ROAD"),
        ("FLAT 1 & 2 MADE UP ROAD", "FLAT 1 & 2 MADE UP ROAD"),
        ("&MADE UP ROAD&1", "MADE UP ROAD 1"),
    ],
    ids=["street address with its parts", "words", "parts alone"],
)
def test_an_address_is_told_whole_and_once(decode: Decode, written: str, line: str) -> None:
    """XAD-1: the first part is the whole of it, unless the sign is a word of the address or that part is empty."""
    found = decode("ADT^A31", PID.replace("1 MADE UP ROAD", written))

    assert only(found, "Patient")["address"][0]["line"] == [line]


def test_parts_that_are_meant_are_read_by_their_first(decode: Decode) -> None:
    """The surname of a family name, the name of an assigning authority and of a facility."""
    pid = "PID|||0700001^^^RXX01&2.16.1&ISO^MRN~9991234500^^^NHS&2.16.2&ISO||VAN EXAMPLE&VAN&EXAMPLE^SAM"

    found = decode("ADT^A01", pid, "PV1|1|I|WARD^^^RXX01&2.16.1&ISO")

    patient = only(found, "Patient")
    assert patient["name"][0]["family"] == "VAN EXAMPLE"
    assert [it.get("assigner", {}).get("display") for it in patient["identifier"]] == [None, "RXX01"]
    assert only(found, "Encounter")["location"][0]["location"]["display"] == "WARD, RXX01"


def test_a_sender_s_own_sign_is_put_back() -> None:
    """With `%` for subcomponents, `50%` stays `50%`."""
    message = parse(b"MSH|^~\\%|PAS|R\rNTE|50% better^x")

    assert message.all("NTE")[0].text(1) == "50% better"


def test_separators_at_the_end_say_nothing(decode: Decode) -> None:
    """Some engines write each empty repetition and subcomponent; the standard lets them be left out."""
    plain = decode("REF^I12", "RF1|A|U|710^Crisis|||R1", "PRD|RP|DOE^JO|||||C1^GMC", PID, "DG1|1||F32^Low mood^I10|A&E")
    wordy = decode(
        "REF^I12",
        "RF1|A&|U~|710^Crisis&~|||R1&~~",
        "PRD|RP~|DOE&^JO&~|||||C1&^GMC&~",
        PID.replace("19900417|9|", "19900417&~|9&|").replace("TESTTOWN", "TESTTOWN&&"),
        "DG1|1||F32&^Low mood&^I10&~|A&E~",
    )

    assert (wordy.issues, wordy.bundle) == (plain.issues, plain.bundle)
