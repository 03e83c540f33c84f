"""The parser: every trap has a promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hl7v2.escape import escape, unescape
from adapters.hl7v2.faults import Unreadable
from adapters.hl7v2.split import Limits, parse
from adapters.hl7v2.tree import Delimiters

HEAD = b"MSH|^~\\&|PAS|RXX01|NWD|HAVEN|20260301091500||ADT^A04|1|P|2.4"


def refused(raw: bytes, **options: str) -> str:
    with pytest.raises(Unreadable) as caught:
        parse(raw, **options)
    return caught.value.issue.where


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"], ids=["cr", "lf", "crlf"])
def test_no_segment_is_lost_at_any_line_end(end: bytes) -> None:
    """PID is found whether segments end in CR, LF or CRLF."""
    message = parse(end.join([HEAD, b"EVN|A04", b"PID|1||77", b""]))

    pid = message.first("PID")
    assert pid is not None and pid.text(3) == "77"


def test_the_tree_goes_down_to_subcomponents() -> None:
    """Repetitions, components and subcomponents are all split."""
    message = parse(HEAD + b"\rPID|||1^^^A&B&C^MR~2^^^NHS^NH")

    pid = message.first("PID")
    assert pid is not None
    assert pid.repeats(3) == [["1", "", "", ["A", "B", "C"], "MR"], ["2", "", "", "NHS", "NH"]]
    assert pid.text(3, 4, 2) == "B"


def test_msh_fields_are_numbered_as_the_standard_numbers_them() -> None:
    """MSH-1 is the separator, so MSH-10 is the control id."""
    header = parse(HEAD).header

    assert (header.text(1), header.text(2), header.text(9, 2), header.text(10)) == ("|", "^~\\&", "A04", "1")


def test_a_message_chooses_its_own_delimiters() -> None:
    """What MSH-1 and MSH-2 declare is what separates."""
    message = parse(b"MSH$*!?%$PAS$R\rPID$$$1*2%3!4?S?5$a|b^c")

    pid = message.first("PID")
    assert pid is not None
    assert pid.repeats(3) == [["1", ["2", "3"]], ["4*5"]]
    assert pid.text(4) == "a|b^c"


def test_escapes_are_read_after_splitting() -> None:
    """An escaped separator is text, never structure."""
    message = parse(HEAD + b"\rNTE|1||a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f\\.br\\g\\H\\h\\N\\i\\X41\\j\\Zq\\k\\")

    note = message.first("NTE")
    assert note is not None
    assert note.text(3) == "a|b^c&d~e\\f\nghiAj\\Zq\\k\\"


@pytest.mark.parametrize(
    "glued",
    [
        HEAD + b"\r" + HEAD,
        HEAD + b"\rMSH",
        HEAD + b"\rMSH$*!?%$PAS",
        HEAD + b"\rPID|1||7" + HEAD,
        HEAD + b"\rPID|1|" + HEAD + b"\rPID|2",
    ],
    ids=["segments", "bare", "other-delimiters", "no-segment-end", "inside-a-field"],
)
def test_two_messages_in_one_frame_are_refused(glued: bytes) -> None:
    """Two people's messages are never read as one."""
    assert refused(glued) == "MSH[2]"


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b"", "MSH"),
        (b"PID|1", "MSH"),
        (b"FHS|^~\\&|", "MSH"),
        (b"MSH", "MSH-1"),
        (b"MSHA^~\\&", "MSH-1"),
        (b"MSH|^~\\^|", "MSH-2"),
        (b"MSH|^~|", "MSH-2"),
        (b"MSH|^~\\|PAS", "MSH-2"),
        (b"MSH\r^~\\&|", "MSH-1"),
        (HEAD + b"\rpid|1", "segment 2"),
        (HEAD + b"\r  PID|1", "segment 2"),
        (HEAD + b"\rPID|1\nPV1|1", "MSH"),
        (HEAD + b"\rPID|\x00", "MSH"),
        (HEAD + b"\rPID|\x0b", "MSH"),
        (HEAD + b"\rPID|" + b"|" * 600, "PID"),
        (HEAD + b"\rPID|1" * 6000, "MSH"),
    ],
)
def test_what_is_not_a_message_is_refused_with_its_place(raw: bytes, where: str) -> None:
    """The refusal names where to look."""
    assert refused(raw) == where


def test_a_message_over_the_limit_is_refused() -> None:
    """The size limit has its own fault."""
    with pytest.raises(Unreadable) as caught:
        parse(HEAD + b"\rNTE|" + b"x" * 200, limits=Limits(octets=200))

    assert caught.value.issue.code == "too-long"


@pytest.mark.parametrize(
    ("named", "encoded"),
    [(b"UNICODE UTF-8", "utf-8"), (b"UNICODE", "utf-8"), (b"", "utf-8"), (b"8859/1", "latin-1")],
)
def test_msh_18_says_how_to_read_the_bytes(named: bytes, encoded: str) -> None:
    """A name with an accent arrives as it was written."""
    message = parse(HEAD + b"||||||" + named + b"\rPID|1||7||" + "Zoë".encode(encoded))

    pid = message.first("PID")
    assert pid is not None and pid.text(5) == "Zoë"


def test_bytes_that_are_not_the_charset_are_refused_unless_the_profile_has_a_fallback() -> None:
    """Mojibake is never guessed."""
    raw = HEAD + b"\rPID|1||7||Zo\xeb"

    assert refused(raw) == "PID"
    pid = parse(raw, fallback="cp1252").first("PID")
    assert pid is not None and pid.text(5) == "Zoë"


def test_an_unknown_charset_is_refused() -> None:
    """A charset that is not read here names MSH-18."""
    assert refused(HEAD + b"||||||BIG-5\rPID|1") == "MSH-18"


def test_unreadable_bytes_are_never_echoed() -> None:
    """A refusal holds no patient data."""
    with pytest.raises(Unreadable) as caught:
        parse(HEAD + b"\rSAM EXAMPLE 9991234500")

    assert "EXAMPLE" not in str(caught.value) and "999" not in str(caught.value)


@given(st.text())
def test_what_is_escaped_stays_inside_its_field(value: str) -> None:
    """No value can add a field, component, repetition or segment; text comes back, and what stood between two words."""
    delimiters = Delimiters()

    written = escape(value, delimiters)

    assert not set(written) & set("|^~&\r\n")
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    readable = "".join(it if (it >= " " and it != "\x7f") or it == "\n" else "\ufffd" for it in lines)
    assert unescape(written, delimiters, "utf-8") == readable


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tail: bytes) -> None:
    """Nothing but `Unreadable` ever comes out."""
    for raw in (tail, HEAD + b"\r" + tail, b"MSH" + tail, b"MSH|^~\\&|" + tail):
        try:
            parse(raw)
        except Unreadable as fault:
            assert fault.issue.where


@pytest.mark.parametrize("head", ["FHS|^~\\&|A\rBHS|^~\\&|A\r", "BHS|^~\\&|A\r"])
def test_a_batch_is_refused_with_how_to_send_what_is_in_it(head: str) -> None:
    """It says so in the few characters that an answer of version 2.4 has for it, too."""
    with pytest.raises(Unreadable) as refused:
        parse(f"{head}MSH|^~\\&|A|B|C|D|20260301||REF^I12|1|P|2.4\rPID|||1\rBTS|1\r".encode())

    said = refused.value.issue.message
    assert said.startswith("is in a batch; send each message by itself, from its MSH on")
    assert len("MSH: is in a batch; send each message by itself, from its MSH on") <= 80
