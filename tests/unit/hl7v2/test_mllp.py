"""Framing: any cut of the stream gives the same frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hl7v2.mllp import Frame, FrameFault, Framer, framed

_BODIES = st.lists(st.binary(min_size=1, max_size=30).filter(lambda it: not set(it) & {0x0B, 0x1C}), max_size=5)


@given(_BODIES, st.lists(st.integers(1, 9), min_size=1))
def test_pipelined_messages_come_out_in_order_however_the_stream_is_cut(bodies: list[bytes], cuts: list[int]) -> None:
    """Every message comes out once, in order."""
    stream, framer, found = b"".join(map(framed, bodies)), Framer(), []

    turn = 0
    while stream:
        size = cuts[turn % len(cuts)]
        found += framer.feed(stream[:size])
        stream, turn = stream[size:], turn + 1

    assert found == [Frame(it) for it in bodies]


def test_bytes_between_frames_are_skipped_and_counted() -> None:
    """Noise between messages costs nothing and can be seen."""
    framer = Framer()

    assert framer.feed(b"noise\r\n" + framed(b"A") + b"\r\n\r\n" + framed(b"B") + b"xyz") == [
        Frame(b"A"),
        Frame(b"B"),
    ]
    assert framer.strays == 3


def test_a_frame_that_is_too_long_is_given_once_to_be_answered_and_the_next_is_read() -> None:
    """A long frame is refused aloud, not dropped."""
    framer = Framer(limit=10)

    frames = framer.feed(b"\x0b" + b"M" * 11) + framer.feed(b"M" * 50 + b"\x1c\r") + framer.feed(framed(b"B"))

    assert frames == [Frame(b"M" * 11, FrameFault.TOO_LONG), Frame(b"B")]


def test_a_start_inside_a_frame_gives_up_the_half_and_reads_the_new_one() -> None:
    """Two messages are never glued together."""
    assert Framer().feed(b"\x0bMSH|half" + framed(b"MSH|whole")) == [
        Frame(b"MSH|half", FrameFault.UNFINISHED),
        Frame(b"MSH|whole"),
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 99])
def test_a_start_sign_in_a_text_is_part_of_it(size: int) -> None:
    """Only one with a header behind it begins anew, however the stream is cut: each message has one answer."""
    stream = framed(b"MSH|soft\x0bline\x0bMS\x0b") + b"\x0bMSH|half" + framed(b"MSH|whole") + b"\x0bM" + framed(b"BHS|")
    framer, found = Framer(), list[Frame]()

    for at in range(0, len(stream), size):
        found += framer.feed(stream[at : at + size])

    assert found == [
        Frame(b"MSH|soft\x0bline\x0bMS\x0b"),
        Frame(b"MSH|half", FrameFault.UNFINISHED),
        Frame(b"MSH|whole"),
        Frame(b"M", FrameFault.UNFINISHED),
        Frame(b"BHS|"),
    ]


@pytest.mark.parametrize("behind", [b"\r", b"\n", b"\r\n", b"", b"\x0bMSH|B\x1c\r"])
def test_an_end_sign_in_a_text_does_not_cut_it(behind: bytes) -> None:
    """It is an end before a line end, before the next frame, and where nothing more has come yet."""
    assert Framer().feed(b"\x0bMSH|A\x1cB\x1c" + behind)[0] == Frame(b"MSH|A\x1cB")


def test_a_half_frame_can_be_seen_so_that_it_is_not_held_for_ever() -> None:
    """The listener can time a half frame out."""
    framer = Framer()

    framer.feed(b"\x0bMSH")

    assert framer.is_inside
