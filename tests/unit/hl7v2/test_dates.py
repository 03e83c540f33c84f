"""What becomes of a date that cannot be, place by place."""

import pytest

from adapters.contract import Outcome, Severity
from schemas.fhir.check import check
from tests.unit.hl7v2.samples import PID, Decode, every, only

RF1 = "RF1|A||710|||REF77"


@pytest.mark.parametrize("field", ["19901317", "19900230", "199", "17/04/1990", "1990041725", "00000000", "00010101"])
def test_an_impossible_birthday_is_left_out_and_the_message_is_kept(decode: Decode, field: str) -> None:
    """Month 13 never becomes a person's birthday, loses no message, and is not repeated in the answer."""
    decoded = decode("REF^I12", RF1, f"PID|||1^^^RXX01^MR||A^B||{field}")

    assert (decoded.outcome, decoded.issues[0].where) == (Outcome.FLAGGED, "PID-7")
    assert "birthDate" not in only(decoded, "Patient")
    assert field not in decoded.issues[0].message


@pytest.mark.parametrize(
    ("segment", "kind", "element", "where"),
    [
        ("RF1|A||710|||REF77|20261301", "ServiceRequest", "authoredOn", "RF1-7"),
        ("RF1|A||710|||REF77||20261301", "ServiceRequest", "occurrencePeriod", "RF1-8"),
        ("RF1|A||710|||REF77|||20261301", "Task", "authoredOn", "RF1-9"),
        ("PV1|1|O" + "|" * 42 + "20261301", "Encounter", "period", "PV1-44"),
    ],
)
def test_a_referral_is_never_lost_for_a_date(decode: Decode, segment: str, kind: str, element: str, where: str) -> None:
    """The date is flagged and left out, or the next best one stands in for it; everything else is there."""
    decoded = decode("REF^I12", *([] if segment.startswith("RF1") else [RF1]), segment, PID)

    assert (decoded.outcome, [it.where for it in decoded.issues]) == (Outcome.FLAGGED, [where])
    assert only(decoded, kind).get(element) in {None, "2026-03-01T09:15:00+00:00"}
    assert decoded.occurrences[0].type == "referral.received"


def test_an_impossible_time_of_sending_gives_way_to_the_time_of_arrival(decode: Decode) -> None:
    """MSH-7 is flagged and the message dated by its arrival."""
    decoded = decode("REF^I12", RF1, PID, sent="20261301")

    assert (decoded.outcome, [it.where for it in decoded.issues]) == (Outcome.FLAGGED, ["MSH-7"])
    assert decoded.sent_at is None
    assert decoded.bundle is not None and decoded.bundle["timestamp"].startswith("2026-03-01T09:16")


@pytest.mark.parametrize("fields", ["20261301|Y", "20261301|"])
def test_a_death_on_an_impossible_date_is_still_a_death(decode: Decode, fields: str) -> None:
    """Whoever writes a date of death says that the person has died."""
    decoded = decode("ADT^A31", f"PID|||77^^^RXX01^MR||A^B{'|' * 24}{fields}")

    assert (decoded.outcome, decoded.issues[0].where) == (Outcome.FLAGGED, "PID-29")
    assert only(decoded, "Patient")["deceasedBoolean"] is True


@pytest.mark.parametrize(
    ("typed", "written"),
    [("20000101+^D", "2000-01-01"), ("20000101000000^D", "2000-01-01"), ("200001^L", "2000-01"), ("2000+", "2000")],
)
def test_a_degree_of_precision_is_believed(decode: Decode, typed: str, written: str) -> None:
    """`20000101+^D` is a day, and an offset that is not there says nothing."""
    decoded = decode("ADT^A08", f"PID|||7^^^RXX01^MR||A^B||{typed}")

    assert (decoded.outcome, only(decoded, "Patient")["birthDate"]) == (Outcome.ACCEPTED, written)


@pytest.mark.parametrize("offset", ["+1401", "-1401", "+1500", "+0160", "-9900"])
def test_an_offset_that_no_place_has_is_left_out(decode: Decode, offset: str) -> None:
    """FHIR dateTime goes to fourteen hours."""
    found = decode("REF^I12", f"RF1||||||R1|20260203040506{offset}", PID)

    assert (found.outcome, found.issues[0].where) == (Outcome.FLAGGED, "RF1-7")
    assert decode("REF^I12", "RF1||||||R1|20260203040506+1400", PID).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("degree", "written"),
    [
        ("Y", "2026"),
        ("L", "2026-02"),
        ("D", "2026-02-03"),
        ("H", "2026-02-03T04:00:00+00:00"),
        ("M", "2026-02-03T04:05:00+00:00"),
        ("S", "2026-02-03T04:05:06+00:00"),
    ],
)
def test_each_degree_of_precision_says_how_much_counts(decode: Decode, degree: str, written: str) -> None:
    """TS-2 of v2.4: year, month, day, hour, minute or second; what stands behind it is no more than a filling."""
    decoded = decode("REF^I12", f"RF1||||||R1|20260203040506^{degree}", PID)

    assert only(decoded, "ServiceRequest")["authoredOn"] == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("20260703140500+0000^S", "2026-07-03T14:05:00+00:00"),
        ("20260703140506+0000^M", "2026-07-03T14:05:00+00:00"),
        ("20260703140506.123+0000^S", "2026-07-03T14:05:06+00:00"),
        ("2026070314-0500^S", "2026-07-03T14:00:00-05:00"),
        ("20260703140500+0100^D", "2026-07-03"),
    ],
)
def test_a_degree_of_precision_leaves_the_offset(decode: Decode, typed: str, written: str) -> None:
    """An hour in UTC is no hour of the summer here, however precise."""
    decoded = decode("REF^I12", f"RF1||||||R1|{typed}", PID)

    assert (decoded.outcome, only(decoded, "ServiceRequest")["authoredOn"]) == (Outcome.ACCEPTED, written)


@pytest.mark.parametrize(("typed", "word"), [("20261025013000", "twice"), ("20260329013000", "does not exist")])
def test_an_hour_of_the_night_when_the_clocks_change_is_flagged(decode: Decode, typed: str, word: str) -> None:
    """An hour that exists twice, and one that never was, are told apart."""
    decoded = decode("REF^I12", f"RF1||||||R1|{typed}", PID)

    (issue,) = decoded.issues
    assert (decoded.outcome, issue.where) == (Outcome.FLAGGED, "RF1-7")
    assert word in issue.message


def test_dates_of_kin_are_not_read(decode: Decode) -> None:
    """What is not mapped cannot harm."""
    decoded = decode("REF^I12", RF1, PID, "NK1|1|EXAMPLE^ALEX|SPO|||||20261301|20261301||||||||19651312")

    assert decoded.outcome is Outcome.ACCEPTED
    assert len(every(decoded, "RelatedPerson")) == 1


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("20201221141957838+0000", "2020-12-21T14:19:57.838+00:00"),
        ("20201221141957.838+0000", "2020-12-21T14:19:57.838+00:00"),
    ],
)
def test_a_fraction_is_read_with_its_point_and_without(decode: Decode, typed: str, written: str) -> None:
    """Some engines leave the point out; three digits behind the seconds are nothing else."""
    decoded = decode("REF^I12", RF1, PID, sent=typed)

    assert (decoded.outcome, only(decoded, "ServiceRequest")["authoredOn"]) == (Outcome.ACCEPTED, written)


@pytest.mark.parametrize(("typed", "written"), [("1990-04-17", "1990-04-17"), ("1990-04-17 00:00:00", "1990-04-17")])
def test_a_date_with_dashes_is_read_and_flagged(decode: Decode, typed: str, written: str) -> None:
    """There is one way to read it, and a person without a birthday is nobody for certain."""
    decoded = decode("ADT^A31", f"PID|||7^^^RXX01^MR||A^B||{typed}")

    assert (decoded.outcome, decoded.issues[0].where) == (Outcome.FLAGGED, "PID-7")
    assert only(decoded, "Patient")["birthDate"] == written


@pytest.mark.parametrize("typed", ["1990-13-17", "17-04-1990", "1990-4-17"])
def test_a_date_with_dashes_that_cannot_be_is_left_out(decode: Decode, typed: str) -> None:
    """Dashes make no month 13, and no day first."""
    decoded = decode("ADT^A31", f"PID|||7^^^RXX01^MR||A^B||{typed}")

    assert decoded.outcome is Outcome.FLAGGED
    assert "birthDate" not in only(decoded, "Patient")


@pytest.mark.parametrize(
    ("event", "kept", "where"), [("A03", {"end": "2026-02-01"}, "PV1-44"), ("A01", {"start": "2026-02-10"}, "PV1-45")]
)
def test_a_stay_that_ends_before_it_begins(decode: Decode, event: str, kept: dict[str, str], where: str) -> None:
    """The end that the event is about stands; FHIR takes no period that runs backwards."""
    found = decode(f"ADT^{event}", PID, f"PV1|1|I|WARD{'|' * 41}20260210|20260201")

    assert only(found, "Encounter")["period"] == kept
    assert where in [it.where for it in found.issues if it.severity is Severity.WARNING]


@pytest.mark.parametrize("asked", ['""', "~CAFE^Cafe", "&", "^^L"])
def test_a_referral_for_nothing_in_particular_is_sound(decode: Decode, asked: str) -> None:
    """RF1-3 that says nothing, or only in its second place, beside RF1-4."""
    found = decode("REF^I12", PID, f"RF1|P|R|{asked}|RP||REF1")

    assert found.bundle is not None
    assert check(found.bundle) == ()
