"""MLLP framing without I/O: `<VT> message <FS><CR>`, any number of messages on one connection."""

from dataclasses import dataclass
from enum import StrEnum

START, END = b"\x0b", b"\x1c"
_HEAD = 4_096


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
    skipped. A VT inside a frame means that the sender began anew: the half is given as unfinished.
    """

    def __init__(self, *, limit: int = 16_777_216) -> None:
        self._limit = limit
        self._held = bytearray()
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
        end, again = received.find(END), received.find(START)
        if again >= 0 and (end < 0 or again < end):
            return self._broken(received, again, frames)
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
