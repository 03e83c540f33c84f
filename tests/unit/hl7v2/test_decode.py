"""What the codec takes, flags, seals and refuses."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.contract import Outcome, Verdict
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile, TeamRow
from tests.unit.hl7v2.samples import PID, RECEIVED, Decode, only, pick

NOW = datetime(2026, 3, 1, 9, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "head", "where", "code"),
    [
        ("VXU^V04", "P|2.4", "MSH-9", b"AR"),
        ("ADT^A60", "P|2.4", "MSH-9.2", b"AR"),
        ("REF^I15", "P|2.4", "MSH-9.2", b"AR"),
        ("", "P|2.4", "MSH-9", b"AR"),
        ("REF^I12", "X|2.4", "MSH-11", b"AR"),
        ("REF^I12", "P|3.0", "MSH-12", b"AR"),
        ("REF^I12", "P|2.4", "PID", b"AE"),
        ("REF^I12", "P|2.4||||AL", "PID", b"AE"),
        ("REF^I12", "P|2.4|||AL|NE", "PID", b"CE"),
    ],
)
def test_a_refusal_names_the_place_and_has_the_right_code(
    decode: Decode, event: str, head: str, where: str, code: bytes
) -> None:
    """Header faults are rejections, content faults are errors, in the sender's mode."""
    decoded = decode(event, "EVN|I12", head=head)

    reply = Hl7Codec(SenderProfile()).reply(decoded, Verdict(decoded.outcome, decoded.issues, NOW))

    assert (decoded.outcome, decoded.issues[0].where) == (Outcome.REFUSED, where)
    assert b"\rMSA|" + code + b"|0000000001000001" in reply


def test_a_message_without_a_control_id_is_refused() -> None:
    """What cannot be answered by its id is not taken."""
    raw = f"MSH|^~\\&|A|B|C|D|20260301||REF^I12||P|2.4\r{PID}".encode()

    decoded = Hl7Codec(SenderProfile()).decode(raw, received_at=NOW)

    assert decoded.issues[0].where == "MSH-10"


@pytest.mark.parametrize("mark", ["T", "D"])
def test_a_test_message_is_marked_and_answered_in_kind(decode: Decode, mark: str) -> None:
    """MSH-11 T or D never looks live."""
    decoded = decode("REF^I12", PID, head=f"{mark}|2.4")

    reply = Hl7Codec(SenderProfile()).reply(decoded, Verdict(decoded.outcome, decoded.issues, NOW))

    assert decoded.is_test
    assert reply.split(b"\r")[0].split(b"|")[10] == mark.encode()


def test_two_people_in_one_message_are_refused(decode: Decode) -> None:
    """A message is about one person."""
    assert decode("ADT^A08", PID, PID).issues[0].where == "PID[2]"


def test_unknown_segments_are_passed_over(decode: Decode) -> None:
    """A Z segment that nobody knows changes nothing."""
    assert decode("REF^I12", "RF1||||||R1", PID, "ZZZ|1^2~3&4").bundle == decode("REF^I12", "RF1||||||R1", PID).bundle


@pytest.mark.parametrize(
    ("pid", "number", "status"),
    [
        ("9991234500^^^NHS^NH", "9991234500", None),
        ("9991234500^^^NHS", "9991234500", None),
        ("9991234500^^^NHSNBR^NHSNMBR", "9991234500", None),
        ("9991234500^^^^NHS", "9991234500", None),
        ("9991234500^^^^NH", "9991234500", None),
        ("9991234500^06^^^NI", "9991234500", "06"),
        ("9991234500^^^^NH{status:01}", "9991234500", "01"),
        ("999 123 4500^^^NHS^NH", "9991234500", None),
        ("999-123-4500^^^NHS^NH", "9991234500", None),
        ("77^^^RXX01^MR~9991234500^^^NHS^NH", "9991234500", None),
    ],
)
def test_the_nhs_number_is_found_as_uk_senders_write_it(
    decode: Decode, pid: str, number: str, status: str | None
) -> None:
    """Every known way of writing the number gives the same identifier."""
    patient = only(decode("ADT^A08", f"PID|||{pid}||A^B"), "Patient")

    found = pick(patient["identifier"], "https://fhir.nhs.uk/Id/nhs-number")
    assert found["value"] == number
    coding = found.get("extension", [{}])[0].get("valueCodeableConcept", {}).get("coding", [{}])[0]
    assert coding.get("code") == status


@pytest.mark.parametrize(
    ("place", "profile"),
    [("|9991234500^^^NHS^NH|", {}), ("|9991234500|", {"nhs_number_untyped": ["PID-2"]})],
)
def test_the_nhs_number_is_found_in_pid_2(decode: Decode, place: str, profile: dict[str, object]) -> None:
    """Typed, or bare where the profile says so."""
    patient = only(decode("ADT^A08", f"PID|{place}||A^B", **profile), "Patient")

    assert [it["value"] for it in patient["identifier"] if "nhs-number" in it["system"]] == ["9991234500"]


def test_pid_32_gives_the_trace_status(decode: Decode) -> None:
    """NSTS02 is status 02 of the number."""
    patient = only(decode("ADT^A08", f"PID|||9991234500^^^NHS^NH||A^B{'|' * 27}NSTS02"), "Patient")

    coding = patient["identifier"][0]["extension"][0]["valueCodeableConcept"]["coding"][0]
    assert coding["code"] == "02"


@pytest.mark.parametrize("number", ["9991234501", "3333333333", "99912345", "ABCDEFGHIJ"])
def test_a_doubtful_nhs_number_is_flagged_and_kept(decode: Decode, number: str) -> None:
    """A bad or placeholder number is not dropped, and not believed silently."""
    decoded = decode("ADT^A08", f"PID|||77^^^RXX01^MR~{number}^^^NHS^NH||A^B")

    assert (decoded.outcome, decoded.issues[0].where) == (Outcome.FLAGGED, "PID-3[2].1")
    assert number in [it["value"] for it in only(decoded, "Patient")["identifier"]]
    assert number not in decoded.issues[0].message


def test_two_nhs_numbers_seal_the_message(decode: Decode) -> None:
    """Which of two people it is, a person decides."""
    decoded = decode("REF^I12", "PID|||9991234500^^^NHS^NH~9991234519^^^NHS^NH||A^B")

    assert decoded.outcome is Outcome.QUARANTINED


def test_the_delete_sign_deletes_and_silence_does_not(decode: Decode) -> None:
    """Two double quotes are an instruction, never a value."""
    patient = only(decode("ADT^A08", 'PID|||77^^^RXX01^MR||A^B^""||""||||||""'), "Patient")

    assert [it["valueCode"] for it in patient["extension"]] == ["Patient.birthDate", "Patient.telecom"]
    assert patient["name"] == [{"text": "B A", "family": "A", "given": ["B"]}]
    assert '""' not in str(patient)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("20260228|Y", {"deceasedDateTime": "2026-02-28"}),
        ("|Y", {"deceasedBoolean": True}),
        ("|N", {"deceasedBoolean": False}),
        ("|", {}),
    ],
)
def test_a_death_in_pid_is_seen(decode: Decode, fields: str, expected: dict[str, object]) -> None:
    """No event announces it; PID-29 and PID-30 do."""
    decoded = decode("ADT^A04", f"PID|||77^^^RXX01^MR||A^B{'|' * 24}{fields}")

    patient = only(decoded, "Patient")
    assert {name: it for name, it in patient.items() if name.startswith("deceased")} == expected
    told = [it.type.value for it in decoded.occurrences]
    assert told == (["demographics.updated"] if expected and expected != {"deceasedBoolean": False} else [])


def test_a_hidden_person_has_no_address_phone_kin_or_practice(decode: Decode) -> None:
    """ZU8-4 hides where somebody is."""
    decoded = decode("REF^I12", PID, "PD1|||PRACTICE^^Y06601", "NK1|1|EXAMPLE^ALEX|SPO", "ZU8||||Y")

    text = str(decoded.bundle)
    assert not any(it in text for it in ("MADE UP", "01632", "ALEX", "Y06601"))


def test_local_times_are_in_the_senders_zone(decode: Decode) -> None:
    """A summer time without an offset is British Summer Time; an offset is kept."""
    summer = decode("REF^I12", "RF1||||||R1|20260701091500", PID)
    told = decode("REF^I12", "RF1||||||R1|20260701091500+0000", PID)
    elsewhere = decode("REF^I12", "RF1||||||R1|20260701091500", PID, timezone="Europe/Paris")

    found = [only(it, "ServiceRequest")["authoredOn"] for it in (summer, told, elsewhere)]
    assert found == ["2026-07-01T09:15:00+01:00", "2026-07-01T09:15:00+00:00", "2026-07-01T09:15:00+02:00"]


def test_an_hour_that_exists_twice_is_flagged(decode: Decode) -> None:
    """On the night when the clocks change, the offset must be said."""
    decoded = decode("REF^I12", "RF1||||||R1|20261025013000", PID)

    assert (decoded.outcome, decoded.issues[0].where) == (Outcome.FLAGGED, "RF1-7")


@pytest.mark.parametrize(("typed", "written"), [("1990", "1990"), ("199004", "1990-04"), ("19900417", "1990-04-17")])
def test_a_partial_date_stays_partial(decode: Decode, typed: str, written: str) -> None:
    """Nothing is made up to fill a date."""
    assert only(decode("ADT^A08", f"PID|||7||A^B||{typed}"), "Patient")["birthDate"] == written


def test_the_same_message_always_gives_the_same_bundle(decode: Decode) -> None:
    """Decoding is pure."""
    assert decode("REF^I12", "RF1||||||R1", PID) == decode("REF^I12", "RF1||||||R1", PID)


_WORD = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", '""', "20261301", "9991234500", "NH", "A^B&C~D", "\\X00\\", "\\E", "Y", "AL", "9999123123"]),
)
_SEGMENT = st.builds(
    lambda name, values: "|".join([name, *values]),
    st.sampled_from(["PID", "PV1", "RF1", "PRD", "NK1", "OBX", "TXA", "DG1", "AL1", "NTE", "PD1", "EVN", "ZU8", "MSH"]),
    st.lists(_WORD, max_size=50),
)
_TEAMS = (TeamRow(event="A03", service="htt", effect="step-down"), TeamRow(event="A04", service="x", effect="link"))
_FULL = SenderProfile(teams=_TEAMS, charset_fallback="cp1252", step_down={"next-contact": "PV1-3"})


@settings(max_examples=300)
@given(
    st.sampled_from(["REF^I12", "ADT^A03", "ADT^A04", "ADT^A08", "MDM^T02"]),
    st.lists(_SEGMENT, max_size=8),
    st.sampled_from([PID, ""]),
)
def test_no_message_crashes_the_codec(event: str, segments: list[str], pid: str) -> None:
    """Whatever the segments hold, the message is decoded or refused, and answered."""
    raw = "\r".join([f"MSH|^~\\&|P|R|N|H|20260301||{event}|7|P|2.4", pid, *segments]).encode("utf-8", "replace")
    for profile in (SenderProfile(), _FULL):
        codec = Hl7Codec(profile)
        decoded = codec.decode(raw, received_at=RECEIVED)

        assert b"MSA|A" in codec.reply(decoded, Verdict(decoded.outcome, decoded.issues, NOW))
        assert (decoded.bundle is None) is (decoded.outcome is Outcome.REFUSED)


@given(st.binary(max_size=500))
def test_no_bytes_crash_the_codec(noise: bytes) -> None:
    """Arbitrary bytes are refused or taken, and always answered."""
    codec = Hl7Codec(SenderProfile())
    for raw in (noise, b"\x0b" + noise + b"\x1c\r", b"MSH|^~\\&|A|B|C|D|1||REF^I12|7|P|2.4\r" + noise):
        decoded = codec.decode(raw, received_at=RECEIVED)
        codec.reply(decoded, Verdict(decoded.outcome, decoded.issues, NOW))
