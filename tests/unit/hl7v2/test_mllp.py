"""Framing: any cut of the stream gives the same frames."""

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


def test_a_half_frame_can_be_seen_so_that_it_is_not_held_for_ever() -> None:
    """The listener can time a half frame out."""
    framer = Framer()

    framer.feed(b"\x0bMSH")

    assert framer.is_inside
