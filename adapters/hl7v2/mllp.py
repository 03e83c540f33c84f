"""MLLP framing without I/O: `<VT> message <FS><CR>`, any number of messages on one connection."""

from dataclasses import dataclass
from enum import StrEnum

START, END = b"\x0b", b"\x1c"
_HEAD = 4_096
_FIRST = (b"MSH", b"FHS", b"BHS")
"""The segments that a message or a batch begins with."""
_NAME = 3
_BEHIND = (b"", b"\r", b"\n", START)
"""What stands behind the end of a frame; nothing, where it has not come yet."""


class FrameFault(StrEnum):
    """Why a frame is not a whole message."""

    TOO_LONG = "too-long"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stood between VT and FS; with a fault, only its beginning, enough to answer it."""

    body: bytes
    fault: FrameFault | None = None


def framed(body: bytes) -> bytes:
    """The message as it goes on the wire."""
    return START + body + END + b"\r"


class Framer:
    """Cuts a stream into frames. FS alone ends a frame, so an answer never waits for a CR that is late.

    A frame over `limit` bytes is given once, with its beginning, as soon as it crosses the limit; the rest is
    skipped. A VT inside a frame with a header behind it means that the sender began anew: the half is given as
    unfinished. Any other VT, and an FS in the middle of a line, is a sign in somebody's text: it stays in the message,
    which is then refused once and as a whole.
    """

    def __init__(self, *, limit: int = 16_777_216) -> None:
        self._limit = limit
        self._held = bytearray()
        self._undecided = b""
        self._inside = False
        self._skipping = False
        self.strays = 0
        """Bytes outside frames since the last frame began, line ends apart."""

    @property
    def is_inside(self) -> bool:
        """True while a frame has begun and not ended."""
        return self._inside

    def feed(self, received: bytes) -> list[Frame]:
        """The frames that these bytes complete, in order."""
        frames: list[Frame] = []
        received, self._undecided = self._undecided + received, b""
        while received:
            received = self._within(received, frames) if self._inside else self._between(received)
        return frames

    def _between(self, received: bytes) -> bytes:
        start = received.find(START)
        stray = received if start < 0 else received[:start]
        self.strays += len(stray.translate(None, b"\r\n"))
        if start < 0:
            return b""
        self._inside, self._skipping, self.strays = True, False, 0
        self._held.clear()
        return received[start + 1 :]

    def _within(self, received: bytes, frames: list[Frame]) -> bytes:
        end = _sign(received)
        if end >= 0 and received[end] == START[0]:
            return self._broken(received, end, frames)
        piece = received if end < 0 else received[:end]
        self._keep(piece, frames)
        if end < 0:
            return b""
        if not self._skipping:
            frames.append(Frame(bytes(self._held)))
        self._close()
        return received[end + 1 :]

    def _broken(self, received: bytes, again: int, frames: list[Frame]) -> bytes:
        self._keep(received[:again], frames)
        if len(received) - again <= _NAME:
            self._undecided = received[again:]
            return b""
        if not self._skipping:
            frames.append(Frame(bytes(self._held[:_HEAD]), FrameFault.UNFINISHED))
        self._close()
        return received[again:]

    def _keep(self, piece: bytes, frames: list[Frame]) -> None:
        if self._skipping:
            return
        self._held += piece
        if len(self._held) > self._limit:
            frames.append(Frame(bytes(self._held[:_HEAD]), FrameFault.TOO_LONG))
            self._skipping = True
            self._held.clear()

    def _close(self) -> None:
        self._inside = self._skipping = False
        self._held.clear()


def _sign(received: bytes) -> int:
    """Where this frame ends or another begins inside it, as far as can be seen; -1 where neither does."""
    end, anew = received.find(END), received.find(START)
    while end >= 0 or anew >= 0:
        if anew < 0 or 0 <= end < anew:
            if received[end + 1 : end + 2] in _BEHIND:
                return end
            end = received.find(END, end + 1)
        else:
            if any(it.startswith(received[anew + 1 : anew + 1 + _NAME]) for it in _FIRST):
                return anew
            anew = received.find(START, anew + 1)
    return -1
