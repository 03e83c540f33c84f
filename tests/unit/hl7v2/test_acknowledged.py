"""What a partner's acknowledgement means for what was sent to it."""

import pytest

from adapters.contract import SendFate
from adapters.hl7v2.answer import Acknowledgement, judged, read

MSH = b"MSH|^~\\&|PAS|RXX01|NWD|HAVEN|20260301||ACK|9|P|2.4\r"


@pytest.mark.parametrize("code", ["AA", "CA"])
def test_taken_is_delivered(code: str) -> None:
    """In either mode, whatever else stands there."""
    assert judged(Acknowledgement(code, "7", ("207",))).fate is SendFate.DELIVERED


@pytest.mark.parametrize("code", ["AR", "CR"])
@pytest.mark.parametrize(
    ("error", "fate"),
    [
        *((it, SendFate.NEVER) for it in ("200", "201", "202", "203")),
        *((it, SendFate.LATER) for it in ("204", "206", "207", "")),
    ],
)
def test_a_rejection_is_for_good_where_the_header_is_not_taken(code: str, error: str, fate: SendFate) -> None:
    """Type, event, processing id or version (table 0357) stay as they are; a partner that is busy may take it later."""
    assert judged(Acknowledgement(code, "7", (error,) if error else ())).fate is fate


@pytest.mark.parametrize("code", ["AE", "CE"])
@pytest.mark.parametrize(
    ("errors", "fate"),
    [
        *((it, SendFate.LATER) for it in (("206",), ("207",), ("206", "207"))),
        *((it, SendFate.NEVER) for it in ((), ("101",), ("101", "207"))),
    ],
)
def test_an_error_is_for_good_unless_it_passes(code: str, errors: tuple[str, ...], fate: SendFate) -> None:
    """A locked record and an internal error pass (table 0357)."""
    assert judged(Acknowledgement(code, "7", errors)).fate is fate


def test_an_answer_that_says_neither_leaves_it_open() -> None:
    """Nobody knows whether it was taken."""
    assert judged(Acknowledgement("OK", "7")).fate is SendFate.UNKNOWN


@pytest.mark.parametrize(
    ("segments", "errors"),
    [
        (b"ERR|PID^1^7^102&Data type error&HL70357", ("102",)),
        (b"ERR||PID^1^7|207^Application internal error^HL70357|E", ("207",)),
        (b"ERR||PID^1^7|207|E\rERR|||101", ("207", "101")),
        (b"ERR", ()),
    ],
)
def test_the_numbers_of_the_errors_are_read_in_both_shapes(segments: bytes, errors: tuple[str, ...]) -> None:
    """ERR-1.4 before v2.5, ERR-3 since; line ends of any kind."""
    for end in (b"\r", b"\n", b"\r\n"):
        found = read((MSH + b"MSA|AE| 7 \r" + segments + b"\r").replace(b"\r", end))

        assert found == Acknowledgement("AE", " 7 ", errors)


@pytest.mark.parametrize("raw", [b"", b"MSH|^~", b"PID|1", MSH, MSH + b"MSA|AA\r"])
def test_what_answers_nothing_is_no_answer(raw: bytes) -> None:
    """Without MSH, MSA and the id of a message."""
    assert read(raw) is None
