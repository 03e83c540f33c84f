"""Acknowledgements in both modes."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.contract import Issue, Outcome, Severity, Verdict
from adapters.hl7v2.ack import replies
from adapters.hl7v2.answer import read
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.header import peek
from adapters.hl7v2.profile import SenderProfile
from tests.unit.hl7v2.samples import PID, RECEIVED, decoded

AT = datetime(2026, 3, 1, 9, 15, tzinfo=UTC)
REFERENCE = UUID("11111111-1111-5111-8111-111111111111")
CONTENT = Issue(Severity.ERROR, "value", "PID[2]-7[3].1", "is not a date; send YYYYMMDD")
TYPE = Issue(Severity.ERROR, "not-supported", "MSH-9.2", "event is not taken")


def msh(accept: str = "", application: str = "", version: str = "2.4", control_id: str = "7") -> bytes:
    start = "MSH|^~\\&|PAS|RXX01|NWD|HAVEN|20260301||ADT^A04|"
    return f"{start}{control_id}|T|{version}|||{accept}|{application}".encode()


def codes(raw: bytes, outcome: Outcome, *issues: Issue) -> list[str]:
    answers = [read(it) for it in replies(peek(raw), Verdict(outcome, issues, AT, REFERENCE))]
    return [it.code for it in answers if it is not None]


@pytest.mark.parametrize(
    ("accept", "application", "taken", "refused"),
    [
        ("", "", ["AA"], ["AE"]),
        ("AL", "", ["CA"], ["CE"]),
        ("AL", "NE", ["CA"], ["CE"]),
        ("NE", "AL", ["AA"], ["AE"]),
        ("", "AL", ["AA"], ["AE"]),
        ("AL", "AL", ["CA", "AA"], ["CE"]),
        ("ER", "NE", [], ["CE"]),
        ("SU", "NE", ["CA"], []),
        ("NE", "NE", [], []),
    ],
)
def test_the_sender_gets_the_answers_it_asked_for(
    accept: str, application: str, taken: list[str], refused: list[str]
) -> None:
    """Original mode when both are empty; otherwise what each condition says."""
    assert codes(msh(accept, application), Outcome.ACCEPTED) == taken
    assert codes(msh(accept, application), Outcome.REFUSED, CONTENT) == refused


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.FLAGGED, Outcome.QUARANTINED])
def test_all_that_is_kept_is_answered_positively(outcome: Outcome) -> None:
    """Only a refusal is a negative answer."""
    assert codes(msh(), outcome) == ["AA"]


@pytest.mark.parametrize("accept", ["", "AL"])
def test_a_positive_answer_speaks_of_no_fault(accept: str) -> None:
    """What was kept for a person to look at is not to be sent again: neither MSA-3 nor ERR says that it should be."""
    (answer,) = replies(peek(msh(accept)), Verdict(Outcome.QUARANTINED, (CONTENT,), AT, REFERENCE))

    assert b"ERR" not in answer
    assert answer.split(b"\r")[1] == (b"MSA|CA|7" if accept else b"MSA|AA|7")


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.FATAL])
def test_whatever_stops_a_message_is_told(severity: Severity) -> None:
    """An error and a fatal fault alike, and of both whether the message is rejected."""
    issue = Issue(severity, "not-supported", "MSH-9", "event is not taken")

    (answer,) = replies(peek(msh()), Verdict(Outcome.REFUSED, (issue,), AT, REFERENCE))

    assert b"MSA|AR|7|MSH-9: event is not taken\rERR|MSH^1^9^200&Unsupported message type&HL70357\r" in answer


def test_what_is_not_taken_at_all_is_rejected() -> None:
    """A type, version or processing id that is not taken is AR or CR."""
    assert codes(msh(), Outcome.REFUSED, TYPE) == ["AR"]
    assert codes(msh("AL"), Outcome.REFUSED, TYPE) == ["CR"]


def test_errors_have_the_shape_of_the_senders_version() -> None:
    """ERR-1 before v2.5, ERR-2 to 8 since."""
    verdict = Verdict(Outcome.REFUSED, (CONTENT,), AT, REFERENCE)

    (old,) = replies(peek(msh(version="2.3")), verdict)
    (new,) = replies(peek(msh(version="2.5.1")), verdict)

    assert b"\rERR|PID^2^7^102&Data type error&HL70357\r" in old
    assert b"|PID[2]-7[3].1: is not a date; send YYYYMMDD\r" in old.split(b"ERR")[0]
    place = b"\rERR||PID^2^7^3^1|102^Data type error^HL70357|E||||PID[2]-7[3].1: is not a date; send YYYYMMDD\r"
    assert place in new


@pytest.mark.parametrize(
    ("where", "location"),
    [
        ("PID-3.4.2", "PID^1^3^1^4^2"),
        ("PID-3.4", "PID^1^3^1^4"),
        ("PID-3", "PID^1^3^1"),
        ("PID", "PID^1"),
        ("MSG", "MSG^1"),
    ],
)
def test_an_error_names_its_place_down_to_the_subcomponent(where: str, location: str) -> None:
    """ERR-2 since v2.5: segment, which of them, field, which repetition, component, subcomponent; no empty ends."""
    fault = Issue(Severity.ERROR, "value", where, "is wrong")

    (answer,) = replies(peek(msh(version="2.5.1")), Verdict(Outcome.REFUSED, (fault,), AT, REFERENCE))

    assert f"\rERR||{location}|102^".encode() in answer


@pytest.mark.parametrize(
    ("code", "where", "number", "meaning"),
    [
        ("structure", "PID[2]", "100", "Segment sequence error"),
        ("required", "SCH-1", "101", "Required field missing"),
        ("value", "PID-7", "102", "Data type error"),
        ("not-supported", "OBR-4", "103", "Table value not found"),
        ("not-supported", "MSH-9", "200", "Unsupported message type"),
        ("not-supported", "MSH-9.2", "201", "Unsupported event code"),
        ("not-supported", "MSH-11", "202", "Unsupported processing id"),
        ("not-supported", "MSH-12", "203", "Unsupported version id"),
        ("duplicate", "message control id", "205", "Duplicate key identifier"),
        ("too-long", "PID", "207", "Application internal error"),
    ],
)
def test_each_fault_has_its_number_of_table_0357(code: str, where: str, number: str, meaning: str) -> None:
    """HL7 v2.4 table 0357, in the words of its own."""
    issue = Issue(Severity.ERROR, code, where, "cannot be taken")

    (answer,) = replies(peek(msh()), Verdict(Outcome.REFUSED, (issue,), AT, REFERENCE))

    assert answer.rstrip(b"\r").endswith(f"^{number}&{meaning}&HL70357".encode())


def test_the_answer_goes_back_the_way_the_message_came() -> None:
    """Sender and receiver change places; processing id and version are echoed."""
    (answer,) = replies(peek(msh()), Verdict(Outcome.ACCEPTED, (), AT, REFERENCE))

    values = answer.split(b"\r")[0].split(b"|")
    assert values[2:6] == [b"NWD", b"HAVEN", b"PAS", b"RXX01"]
    assert values[6:9] == [b"20260301091500+0000", b"", b"ACK^A04"]
    assert values[10:12] == [b"T", b"2.4"]


@pytest.mark.parametrize(
    ("kind", "version", "answered"),
    [
        ("ADT^A04", "2.4", "ACK^A04"),
        ("ADT^A04", "2.5.1", "ACK^A04^ACK"),
        ("ADT", "2.4", "ACK"),
        ("ADT", "2.5.1", "ACK"),
    ],
)
def test_the_answer_is_an_ack_of_the_same_event(kind: str, version: str, answered: str) -> None:
    """MSH-9 with the event where there is one, and with its structure from v2.5 on."""
    (answer,) = replies(
        peek(msh(version=version).replace(b"ADT^A04", kind.encode())), Verdict(Outcome.ACCEPTED, (), AT)
    )

    assert answer.decode().split("|")[8] == answered


@pytest.mark.parametrize(
    ("charset", "named"), [("UNICODE UTF-8", ["UNICODE UTF-8"]), ("8859/1", ["8859/1"]), ("OWN", []), ("", [])]
)
def test_the_answer_names_the_letters_that_it_is_written_in(charset: str, named: list[str]) -> None:
    """MSH-18 as the sender has it, where it is one that we read."""
    raw = b"MSH|^~\\&|PAS|RXX01|NWD|HAVEN|20260301||ADT^A04|7|T|2.4||||||" + charset.encode()

    (answer,) = replies(peek(raw), Verdict(Outcome.ACCEPTED, (), AT))

    assert answer.split(b"\r")[0].decode().split("|")[17:] == named


@given(st.text(alphabet=st.characters(min_codepoint=33, exclude_characters="|\x85"), min_size=1, max_size=60))
def test_msa_2_is_always_the_senders_own_id(control_id: str) -> None:
    """Whatever MSH-10 holds, MSA-2 holds the same characters."""
    raw = msh(control_id=control_id.encode("utf-8", "ignore").decode())

    (answer,) = replies(peek(raw), Verdict(Outcome.ACCEPTED, (), AT, REFERENCE))

    found = read(answer)
    assert found is not None
    assert found.control_id == raw.decode().split("|")[9]


@given(st.binary(max_size=300))
def test_any_bytes_can_be_answered(raw: bytes) -> None:
    """Reading a header never fails, and there is always an answer or a wish for none."""
    for it in (raw, b"MSH|^~\\&|" + raw):
        replies(peek(it), Verdict(Outcome.REFUSED, (CONTENT, TYPE), AT))
        read(it)


def test_the_delete_sign_asks_for_no_enhanced_mode() -> None:
    """`""` in MSH-15 and MSH-16, as an English system sends it, wants one answer of the original mode."""
    found = decoded("ADT^A31", PID, head='P|2.4|77||""|""|GBR|""')
    reply = Hl7Codec(SenderProfile()).reply(found, Verdict(found.outcome, found.issues, RECEIVED))

    assert [it[:7] for it in reply.decode().split("\r") if it.startswith("MSA")] == ["MSA|AA|"]


def test_what_is_wrong_in_the_content_is_an_error_and_no_rejection() -> None:
    """Section 2.9.2: AR is for the type, version, processing id or charset, and for what cannot be read."""
    found = decoded("ORU^R01", PID, "OBR|1||F1|U^UREA^L", "OBX|1|NM|C^Creatinine^L||98||||||F")
    reply = Hl7Codec(SenderProfile()).reply(found, Verdict(found.outcome, found.issues, RECEIVED))

    assert b"MSA|AE|0000000001000001" in reply
    assert b"103&Table value not found" in reply


@pytest.mark.parametrize("where", ["MSH", "MSH-1", "MSH-2", "MLLP frame"])
def test_what_leaves_nothing_to_be_read_is_rejected(where: str) -> None:
    """A frame without an end and separators that are none are no content that could be mended in the record."""
    fault = Issue(Severity.ERROR, "structure", where, "is not read")

    assert codes(msh(), Outcome.REFUSED, fault) == ["AR"]


@pytest.mark.parametrize("charset", ["ASCII", "8859/1", "UNICODE UTF-8", ""])
@pytest.mark.parametrize("control_id", ["C\u20ac1", "C\u00e91"])
@pytest.mark.parametrize("written_as", ["utf-8", "cp1252"])
def test_an_id_comes_back_in_its_own_bytes_whatever_they_are(charset: str, control_id: str, written_as: str) -> None:
    """Also of a message that is refused because its bytes are not what MSH-18 says."""
    name = control_id.encode(written_as)
    raw = b"MSH|^~\\&|A|B|C|D|2026||REF^I12|" + name + b"|P|2.4||||||" + charset.encode() + b"\rPID|||1||A^B"
    codec = Hl7Codec(SenderProfile())
    found = codec.decode(raw, received_at=RECEIVED)

    reply = codec.reply(found, Verdict(found.outcome, found.issues, RECEIVED))
    (answer,) = [line.split(b"|") for line in reply.split(b"\r") if line.startswith(b"MSA")]
    assert answer[2] == name


def test_an_answer_is_never_answered() -> None:
    """Two sides that answer each other's answers never end."""
    codec = Hl7Codec(SenderProfile())
    found = codec.decode(b"MSH|^~\\&|A|B|C|D|2026||ACK^I12|1|P|2.4\rMSA|AA|9", received_at=RECEIVED)

    assert found.outcome is Outcome.REFUSED
    assert codec.reply(found, Verdict(found.outcome, found.issues, RECEIVED)) == b""


@pytest.mark.parametrize("version", ["2.³", "2.", "2.x", "2.٣", "2." + "9" * 5_000])
def test_a_version_that_is_none_is_answered(version: str) -> None:
    """In the shape of the older ones, or whatever its digits say."""
    codec = Hl7Codec(SenderProfile())
    raw = f"MSH|^~\\&|A|B|C|D|2026||REF^I12|1|P|{version}\rPID|||1||A^B".encode()
    found = codec.decode(raw, received_at=RECEIVED)

    assert b"|1" in codec.reply(found, Verdict(found.outcome, found.issues, RECEIVED))
