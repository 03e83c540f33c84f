"""Messages that are almost right: changed by a byte, a field, a segment or their structure; seeded, so they repeat."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_CORPUS = Path(__file__).parents[1] / "corpus"
_WORDS = (
    b"", b'""', b"~", b"^", b"&", b"\\", b"\\X00\\", b"\\E\\", b"\\.br\\", b"9991234519", b"9991234500", b"20261301",
    b"20000101+^D", b"00000000", b"^^^NHS", b"9991234519^^^^NHS", b"A" * 300, b"\xff\xfe", b"\xe2\x82\xac", b"T", b"|",
    b"MSH|^~\\&|X|Y", b"PID|||9991234519^^^^NHS||OTHER^PERSON||19700101", b"\x0b", b"\x1c\r", b"-1", b"1e9",
)  # fmt: skip
Change = Callable[[random.Random, bytes], bytes]


def samples() -> Sequence[bytes]:
    """The HL7 v2 messages of the corpus as on the wire, each segment ended by CR."""
    return [path.read_bytes().replace(b"\n", b"\r") for path in sorted(_CORPUS.glob("hl7-*/input.hl7"))]


def mutants(seed: int, number: int) -> Iterator[bytes]:
    """So many mutants of the corpus, each changed one to four times."""
    dice, whole = random.Random(seed), samples()
    for _ in range(number):
        raw = dice.choice(whole)
        for _ in range(dice.choice((1, 1, 1, 2, 4))):
            raw = dice.choice(_CHANGES)(dice, raw)
        yield raw


def _flip(dice: random.Random, raw: bytes) -> bytes:
    at = dice.randrange(len(raw) or 1)
    return raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]


def _cut(dice: random.Random, raw: bytes) -> bytes:
    at = dice.randrange(len(raw) + 1)
    return raw[:at] + raw[at + dice.choice((1, 1, 5, 60)) :]


def _insert(dice: random.Random, raw: bytes) -> bytes:
    at = dice.randrange(len(raw) + 1)
    return raw[:at] + dice.choice(_WORDS) + raw[at:]


def _field(dice: random.Random, raw: bytes) -> bytes:
    lines = raw.split(b"\r")
    row = dice.randrange(len(lines))
    fields = lines[row].split(b"|")
    fields[dice.randrange(len(fields))] = dice.choice(_WORDS)
    lines[row] = b"|".join(fields)
    return b"\r".join(lines)


def _component(dice: random.Random, raw: bytes) -> bytes:
    lines = raw.split(b"\r")
    row = dice.randrange(len(lines))
    fields = lines[row].split(b"|")
    place = dice.randrange(len(fields))
    parts = fields[place].split(b"^")
    parts[dice.randrange(len(parts))] = dice.choice(_WORDS)
    fields[place] = b"^".join(parts)
    lines[row] = b"|".join(fields)
    return b"\r".join(lines)


def _segments(dice: random.Random, raw: bytes) -> bytes:
    lines = raw.split(b"\r")
    row = dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            del lines[row]
        case 1:
            lines.insert(dice.randrange(len(lines)), lines[row])
        case 2:
            other = dice.randrange(len(lines))
            lines[row], lines[other] = lines[other], lines[row]
        case _:
            lines[row] = dice.choice((b"ZZZ|1", b"PID|||1", b"MRG|2", b"XX", b"pid|||9991234519")) + lines[row][3:]
    return b"\r".join(lines)


def _ends(dice: random.Random, raw: bytes) -> bytes:
    return raw.replace(b"\r", dice.choice((b"\n", b"\r\n", b"\r\r", b"")), dice.choice((1, -1)))


_CHANGES: Sequence[Change] = (_flip, _cut, _insert, _field, _component, _segments, _ends)
