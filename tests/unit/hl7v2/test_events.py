"""Appointments, reports and details of people, from the UK feed."""

import pytest

from adapters.contract import Outcome
from schemas.events import EventType
from tests.unit.hl7v2.samples import PID, Decode, every, only

SCH = "SCH|A77||||||REV^Review||30|MIN|^^^20260302140000^20260302143000"


@pytest.mark.parametrize(
    ("event", "status", "told"),
    [
        ("S12", "booked", EventType.APPOINTMENT_BOOKED),
        ("S14", "booked", EventType.APPOINTMENT_CHANGED),
        ("S15", "cancelled", EventType.APPOINTMENT_CHANGED),
        ("S26", "noshow", EventType.APPOINTMENT_CHANGED),
    ],
)
def test_one_appointment_through_its_life(decode: Decode, event: str, status: str, told: EventType) -> None:
    """The same number each time; kept only about people with a live link here."""
    found = decode(f"SIU^{event}", SCH, PID, "AIL|1||HAVEN^ROOM 2", "AIP|1||C9^WORKER^JO^^^DR")
    made = only(found, "Appointment")

    assert found.outcome is Outcome.ACCEPTED and found.only_if_linked
    assert (made["status"], made["identifier"][0]["value"]) == (status, "A77")
    assert [one.type for one in found.occurrences] == [told]
    assert [one["actor"].get("display") for one in made["participant"]] == [None, None, "HAVEN, ROOM 2", "DR JO WORKER"]


@pytest.mark.parametrize(
    ("sch", "more", "start", "end"),
    [
        (
            "SCH|A||||||||||^^^20260302140000^20260302143000",
            "",
            "2026-03-02T14:00:00+00:00",
            "2026-03-02T14:30:00+00:00",
        ),
        ("SCH|A||||||||45|MIN|^^^20260702140000", "", "2026-07-02T13:00:00+00:00", "2026-07-02T13:45:00+00:00"),
        ("SCH|A", "AIS|1|||20260702140000|||1|H", "2026-07-02T13:00:00+00:00", "2026-07-02T14:00:00+00:00"),
        ("SCH|A", "AIL|1||X|||20261115090000", "2026-11-15T09:00:00+00:00", "2026-11-15T09:00:00+00:00"),
    ],
)
def test_local_times_become_utc_wherever_they_stand(decode: Decode, sch: str, more: str, start: str, end: str) -> None:
    """SCH-11, else AIS-4, else AIL-6; the end as given, or from the length, or the start where no length is given."""
    made = only(decode("SIU^S12", sch, PID, *([more] if more else [])), "Appointment")

    assert (made["start"], made["end"]) == (start, end)


@pytest.mark.parametrize("hour", ["20260329013000", "20261025013000"])
def test_an_hour_that_never_was_or_came_twice_is_flagged(decode: Decode, hour: str) -> None:
    """A person asks which was meant."""
    found = decode("SIU^S12", f"SCH|A||||||||30|MIN|^^^{hour}", PID)

    assert found.outcome is Outcome.FLAGGED
    assert [one.where for one in found.issues if one.code == "value"] == ["SCH-11.4"]


@pytest.mark.parametrize(
    ("sch", "where"),
    [
        ("", "SCH"),
        ("SCH|||||||||||^^^20260302140000", "SCH-1"),
        ("SCH|A", "SCH-11.4"),
        ("SCH|A||||||||||^^^20260302", "SCH-11.4"),
    ],
)
def test_an_appointment_without_number_or_time_is_refused(decode: Decode, sch: str, where: str) -> None:
    """Its place is named; a day alone is no time to come."""
    found = decode("SIU^S12", *([sch] if sch else []), PID)

    assert found.outcome is Outcome.REFUSED and found.issues[-1].where == where


@pytest.mark.parametrize(
    ("event", "code", "status", "outcome"),
    [
        ("S14", "Cancelled", "cancelled", Outcome.ACCEPTED),
        ("S14", "No Show", "noshow", Outcome.ACCEPTED),
        ("S12", "PENDING", "pending", Outcome.ACCEPTED),
        ("S12", "OWN", "booked", Outcome.ACCEPTED),
        ("S15", "Booked", "cancelled", Outcome.FLAGGED),
        ("S26", "Complete", "noshow", Outcome.FLAGGED),
        ("S26", "Noshow", "noshow", Outcome.ACCEPTED),
    ],
)
def test_sch_25_says_more_of_a_booking_and_nothing_against_the_event(
    decode: Decode, event: str, code: str, status: str, outcome: Outcome
) -> None:
    """Cancelled is cancelled and missed is missed, whatever else stands there; a contradiction is flagged."""
    found = decode(f"SIU^{event}", SCH + "|" * 14 + code, PID)

    assert (only(found, "Appointment")["status"], found.outcome) == (status, outcome)


def test_a_missed_visit_is_told_even_when_nobody_knows_its_hour(decode: Decode) -> None:
    """Somebody who did not come may be somebody in danger."""
    found = decode("SIU^S26", "SCH|A77||||||||||^^^20261301", PID)

    made = only(found, "Appointment")
    assert (found.outcome, made["status"], "start" in made) == (Outcome.FLAGGED, "noshow", False)
    assert made["_start"]["extension"][0]["valueCode"] == "unknown"


def test_an_end_before_the_start_gives_way_to_the_length(decode: Decode) -> None:
    """It is flagged."""
    found = decode("SIU^S12", "SCH|A||||||||30|MIN|^^^20260302140000^20260302130000", PID)

    assert (found.outcome, found.issues[0].where) == (Outcome.FLAGGED, "SCH-11.5")
    assert only(found, "Appointment")["end"] == "2026-03-02T14:30:00+00:00"


def test_the_number_of_the_filler_stands_beside_the_number_of_the_placer(decode: Decode) -> None:
    """SCH-1 names the appointment; SCH-2 does where SCH-1 is empty."""
    both, alone = decode("SIU^S15", "SCH|A77|F9", PID), decode("SIU^S15", "SCH||F9", PID)

    numbers = [[(one["system"], one["value"]) for one in only(it, "Appointment")["identifier"]] for it in (both, alone)]
    own, theirs = "urn:nwd:rxx01:appointment", "urn:nwd:rxx01:filler-appointment"
    assert numbers == [[(own, "A77"), (theirs, "F9")], [(own, "F9")]]


def test_a_cancellation_needs_no_time(decode: Decode) -> None:
    """The number says which."""
    assert decode("SIU^S15", "SCH|A77", PID).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("event", ["A08", "A28", "A31"])
def test_details_are_told_without_a_team(decode: Decode, event: str) -> None:
    """No visit is needed, and no row of the team table."""
    found = decode(f"ADT^{event}", f"EVN|{event}|20260301091500", PID)

    assert [one.type for one in found.occurrences] == [EventType.DEMOGRAPHICS_UPDATED]
    assert found.issues == () and every(found, "Encounter") == []


@pytest.mark.parametrize(("event", "effect", "told"), [("A01", "admitted", 1), ("A05", "link", 0)])
def test_admissions_go_by_the_team_table(decode: Decode, event: str, effect: str, told: int) -> None:
    """What is in no row makes no event outside."""
    team = {"event": event, "location": "WARD*", "service": "htt", "effect": effect}
    pv1 = "PV1|1|I|WARD^A||||||||720|||||||||V1"
    found = decode(f"ADT^{event}", PID, pv1, teams=[team])
    other = decode(f"ADT^{event}", PID, pv1.replace("WARD", "CLINIC"), teams=[team])

    assert (len(found.links), len(found.occurrences)) == (1, told)
    assert (other.links, other.occurrences) == ((), ())


OBR = "OBR|1|R1|D9|PHQ9^PHQ-9^L|||20260301090000||||||||||||||||||F"


def test_the_answers_of_a_named_questionnaire_are_kept_one_by_one(decode: Decode) -> None:
    """Numbers, codes and words, each under its question."""
    lines = ["OBX|1|NM|Q1^Little interest||2", "OBX|2|CE|Q2^Sleep||A3^Nearly every day^L", "OBX|3|ST|Q3^Other||rain"]
    found = decode("ORU^R01", PID, OBR, *lines, questionnaires={"PHQ9": "https://example.org/phq-9"})
    made = only(found, "QuestionnaireResponse")

    assert (made["questionnaire"], made["status"], found.only_if_linked) == (
        "https://example.org/phq-9",
        "completed",
        True,
    )
    answers = [(one["linkId"], next(iter(one["answer"][0].values()))) for one in made["item"]]
    assert [answers[0], answers[2]] == [("Q1", 2.0), ("Q3", "rain")]
    assert answers[1][1]["code"] == "A3"


def test_a_report_in_words_or_as_a_file_is_a_document(decode: Decode) -> None:
    """Under the number of the filler; a file that is cut short is refused."""
    pdf = "OBX|2|ED|R||^application^PDF^Base64^JVBERi0xLjQKJSVFT0YK"
    made = only(decode("ORU^R01", PID, OBR, "OBX|1|TX|R||Seen at home", pdf), "DocumentReference")

    assert made["masterIdentifier"]["value"] == "D9"
    assert [one["attachment"]["contentType"] for one in made["content"]] == [
        "text/plain; charset=utf-8",
        "application/pdf",
    ]
    cut = decode("ORU^R01", PID, OBR, pdf.replace("JVBERi0xLjQKJSVFT0YK", "JVBERi0xLjQKJSVFT0Y"))
    assert (cut.outcome, cut.issues[-1].where) == (Outcome.REFUSED, "OBX-5.5")


BLOOD = "OBR|1|R2|D8|FBC^Full blood count^WinPath"


def test_a_result_that_is_neither_is_refused_by_its_name(decode: Decode) -> None:
    """A blood count is nobody's business here."""
    found = decode("ORU^R01", PID, BLOOD, "OBX|1|NM|HB^Haemoglobin||140")

    assert (found.outcome, found.issues[-1].where) == (Outcome.REFUSED, "OBR-4")


def test_a_result_beside_a_document_loses_neither_the_document_nor_a_word(decode: Decode) -> None:
    """Each OBR is taken by itself; what is left out is flagged."""
    letter = OBR.replace("PHQ9^PHQ-9", "LETTER^Letter").replace("OBR|1", "OBR|3").replace("D9", "D10")
    found = decode(
        "ORU^R01", PID, BLOOD, "OBX|1|NM|HB^Haemoglobin||140", OBR, "OBX|1|NM|Q1||2", letter, "OBX|1|TX|||Hi"
    )

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, ["OBR-4"])
    assert only(found, "QuestionnaireResponse")["item"] == [{"linkId": "Q1", "answer": [{"valueInteger": 2}]}]
    assert only(found, "DocumentReference")["masterIdentifier"]["value"] == "D10"
    assert [it.type for it in found.occurrences] == [EventType.DOCUMENT_RECEIVED] * 2


@pytest.mark.parametrize(
    ("obr", "url"),
    [
        ("GAD7^Generalised anxiety^L", "urn:nwd:rxx01:questionnaire:GAD7"),
        ("44249-1^PHQ-9 panel^LN", "http://loinc.org/q/44249-1"),
        ("X1^CORE-10^L", "urn:nwd:rxx01:questionnaire:X1"),
    ],
)
def test_a_questionnaire_of_everyday_use_needs_no_profile(decode: Decode, obr: str, url: str) -> None:
    """It is known by its code or its title."""
    found = decode("ORU^R01", PID, f"OBR|1|R1|D9|{obr}|||20260301090000", "OBX|1|NM|Q1||2.5", "OBX|2|NM|Q1||x")

    made = only(found, "QuestionnaireResponse")
    assert (made["questionnaire"], made["authored"]) == (url, "2026-03-01T09:00:00+00:00")
    assert made["item"] == [{"linkId": "Q1", "answer": [{"valueDecimal": 2.5}, {"valueString": "x"}]}]


def test_an_answer_that_was_taken_back_is_left_out(decode: Decode) -> None:
    """OBX-11 D, W or X."""
    found = decode("ORU^R01", PID, OBR, "OBX|1|NM|Q1||2||||||F", "OBX|2|NM|Q2||3||||||W")

    assert [it["linkId"] for it in only(found, "QuestionnaireResponse")["item"]] == ["Q1"]


def test_a_plan_sent_as_a_result_is_a_plan(decode: Decode) -> None:
    """By the same words as a document: the part under known headings, and kept for whoever comes later."""
    found = decode("ORU^R01", PID, "OBR|1||D9|CRISIS^Crisis plan", "OBX|1|TX|||What helps: a walk")

    assert only(found, "CarePlan")["activity"][0]["detail"]["description"] == "a walk"
    assert ([it.type for it in found.occurrences], found.only_if_linked) == ([EventType.CARE_PLAN_UPDATED], False)


@pytest.mark.parametrize(
    ("segments", "where"),
    [
        ((PID.replace("19900417", "20261301"),), "PID-7"),
        ((PID, "RF1||R|HAVEN|||REF1|20261301"), "RF1-7"),
        ((PID, "RF1||R|HAVEN|||REF1||00000000"), "RF1-8"),
        ((PID, "PV1|1|O|||||||||||||||||V1|||||||||||||||||||||||||20260231"), "PV1-44"),
    ],
)
def test_a_date_that_cannot_be_loses_no_referral(decode: Decode, segments: tuple[str, ...], where: str) -> None:
    """It is left out and flagged; a birth date that is left out leaves the identity unverified."""
    found = decode("REF^I12", *segments)

    assert found.outcome is Outcome.FLAGGED and found.bundle is not None
    assert where in [one.where for one in found.issues if one.code == "value"]


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ("120|MIN|^^^20260329003000", "2026-03-29T00:30:00+00:00", "2026-03-29T02:30:00+00:00"),
        ("120|MIN|^^^20261025003000", "2026-10-24T23:30:00+00:00", "2026-10-25T01:30:00+00:00"),
        ("||^^^20260329003000^20260329023000", "2026-03-29T00:30:00+00:00", "2026-03-29T01:30:00+00:00"),
        ("30|MIN|^^^20260329013000^20260329020000", "2026-03-29T01:30:00+00:00", "2026-03-29T02:00:00+00:00"),
    ],
    ids=["two hours in spring", "two hours in autumn", "by the clock in spring", "an end that the clock makes earlier"],
)
def test_an_appointment_lasts_as_long_as_it_lasts_when_the_clocks_change(
    decode: Decode, fields: str, start: str, end: str
) -> None:
    """Two hours are two hours, whatever the clock on the wall says, and nothing ends before it starts."""
    booked = only(decode("SIU^S12", f"SCH|AP1||||||||{fields}", PID), "Appointment")

    assert (booked["start"], booked["end"]) == (start, end)


@pytest.mark.parametrize(
    ("left", "status"), [("20260228170000", "finished"), ("20260401170000", "unknown"), ("", "unknown")]
)
def test_a_visit_that_is_over_stays_over(decode: Decode, left: str, status: str) -> None:
    """An update behind a discharge does not open the visit again."""
    found = decode("ADT^A08", PID, f"PV1|1|I|WARD9{'|' * 41}20260201|{left}")

    assert only(found, "Encounter")["status"] == status


@pytest.mark.parametrize(
    ("event", "numbers", "outcome"),
    [
        ("I12", "", Outcome.ACCEPTED), ("I13", "", Outcome.FLAGGED), ("I14", "", Outcome.FLAGGED),
        ("I14", "|||||R9", Outcome.ACCEPTED), ("I14", "||||||||||R9", Outcome.ACCEPTED),
    ],
)  # fmt: skip
def test_what_is_told_of_a_referral_without_its_number_is_flagged(
    decode: Decode, event: str, numbers: str, outcome: Outcome
) -> None:
    """A cancellation of nobody knows which would leave the referral open, and its sender none the wiser."""
    found = decode(f"REF^{event}", f"RF1|A{numbers}", PID)

    assert found.outcome is outcome
    if outcome is Outcome.FLAGGED:
        assert [it.where for it in found.issues] == ["RF1-6"]
