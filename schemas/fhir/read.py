"""Reads bytes into one FHIR resource, strictly: what two parsers could read differently is refused.

Limits: 8 MiB, 64 levels of nesting. Refused: duplicate keys, NaN and Infinity, lone surrogates, control characters.
"""

import re
from dataclasses import dataclass
from typing import Any

import jiter
import orjson

from schemas.fhir import Resource
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.numbers import as_written

MAX_BYTES = 8 * 1024 * 1024
"""A message with its documents inside is smaller; a larger document goes by reference."""
MAX_DEPTH = 64
"""Nesting of objects and lists; the deepest resource that means anything has about 20."""

_BOM = b"\xef\xbb\xbf"
_QUOTE, _COLON = b'"', b":"
_EMPTY = b"{}"
_SPACE = b" \t\r\n"
_ESCAPE = b"\\"[0]
"""As a number: to look for one byte so takes a third of the time."""
_CONTROL_ESCAPE = b"\\u00"
_MISLEADING = re.compile(rb"\\u00(?:[01]|3[aA])")
"""Control characters and colons by number; other letters by number are as good as any."""
_DEEP = b"\n" + b"  " * MAX_DEPTH
"""How a line begins that is too deep or only just not, where each level is set in by two spaces; no string has one."""
_ALIKE = bytes.maketrans(b"{}", b"[]")
_STRETCH = 48
"""Of brackets; as short as that, nothing that means anything is taken for too deep."""
_SHALLOW = 2 * MAX_DEPTH
"""So many brackets go no deeper than they may, if each that opens also closes."""
_HOLE = re.compile(rb"[:,\[]\{\}")
_ALL_BUT_QUOTES, _ALL_BUT_COLONS = (
    bytes(it for it in range(256) if it not in b"[]{}" + one) for one in (_QUOTE, _COLON)
)
"""What is left is brackets and what every object has that is not empty; colons, where a quote may be escaped."""
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_POSITION = re.compile(r"at line (\d+) column (\d+)\Z")
_WORDS = (
    ("duplicate key", "an object has the same property twice; send it once"),
    ("hex escape", "a string holds half a character (a lone surrogate); send valid Unicode"),
    ("unicode", "a string is not valid UTF-8; send UTF-8"),
    ("number", "a number is not valid JSON or too large"),
    ("control character", "a string holds a control character; escape line breaks as \\n"),
    ("recursion limit", f"is nested deeper than {MAX_DEPTH} levels"),
    ("EOF", "the JSON ends too early; send the whole document"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: a FHIRPath-like place, a FHIR IssueType code, and how to mend it; never a value."""

    where: str
    code: str
    message: str


class Unreadable(ValueError):
    """These bytes are not one FHIR resource in JSON."""

    def __init__(self, issues: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{it.where}: {it.message}" for it in issues))
        self.issues = issues


def read(raw: bytes) -> Resource:
    """One resource of a type that we know; raises `Unreadable`. Whether it is valid, `check` tells."""
    resource, _, is_verbatim = read_marked(raw)
    return resource if is_verbatim else as_written(raw, resource)


def read_marked(raw: bytes) -> tuple[Resource, bool, bool]:
    """The same with plain numbers, and two things that would else be looked for again.

    Whether nothing in it is an empty object, and whether its numbers surely are written as they came.
    """
    marked = (_quickly(raw) if len(raw) <= MAX_BYTES else None) or _read(raw)
    kind = marked[0].get("resourceType")
    if isinstance(kind, str) and kind in CLASSES:
        return marked
    if not isinstance(kind, str) or not kind:
        raise _unreadable("resourceType", "required", "is missing; name the resource type as a string")
    raise _unreadable("resourceType", "not-supported", "is not a resource type that this gateway reads")


def read_object(raw: bytes) -> dict[str, Any]:
    """One JSON object within the limits, FHIR or not; raises `Unreadable`."""
    return _read(raw)[0]


def without_holes(written: bytes) -> bool:
    """True when JSON without white space has no empty objects; text that looks so counts as one."""
    return written.rfind(_EMPTY) < 0 or _HOLE.search(written) is None


def _read(raw: bytes) -> tuple[dict[str, Any], bool, bool]:
    if len(raw) > MAX_BYTES:
        raise _unreadable("body", "too-long", f"is larger than {MAX_BYTES} bytes; send documents by reference")
    body = raw.removeprefix(_BOM)
    if (quick := _quickly(body)) is not None:
        return quick
    found = _slowly(body)
    return found, _is_full(found), False


def _is_full(found: dict[str, Any]) -> bool:
    try:
        return without_holes(orjson.dumps(found))
    except orjson.JSONEncodeError:
        return False


def _quickly(body: bytes) -> tuple[dict[str, Any], bool, bool] | None:
    """What `read_marked` tells, where nothing can be read in two ways; None where a closer look is needed.

    Of two equal keys a parser keeps one, so that its output is not the input without white space, and has fewer colons.
    With colons by number (`\\u003a`) and control characters out of the way, equal counts mean that no key stood twice.
    """
    is_escaped = _ESCAPE in body
    if is_escaped and _MISLEADING.search(body):
        return None
    try:
        found = orjson.loads(body)
        written = orjson.dumps(found)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
    is_verbatim = body == written or body.translate(None, _SPACE) == written.replace(b" ", b"")
    if not isinstance(found, dict) or not (is_verbatim or body.count(b":") == written.count(b":")):
        return None
    structure = written.translate(None, _ALL_BUT_COLONS if is_escaped else _ALL_BUT_QUOTES)
    is_short = len(structure) <= _SHALLOW or _is_shallow(structure, _COLON if is_escaped else _QUOTE)
    if not is_short and _DEEP in orjson.dumps(found, option=orjson.OPT_INDENT_2):
        return None
    return found, structure.rfind(_EMPTY) < 0 or without_holes(written), is_verbatim


def _is_shallow(structure: bytes, between: bytes) -> bool:
    """True when the brackets of compact JSON, with quotes or colons between, surely go no deeper than they may.

    Few do not; nor do twice as many, if few enough open in the first half, and few enough close in the second. Of more,
    it is counted how many open in each stretch, as if none closed there before all have opened; but only where no
    string holds a bracket, as each then is a pair of quotes.
    """
    others = structure.count(between)
    brackets = len(structure) - others
    if brackets <= _SHALLOW or (brackets <= 2 * _SHALLOW and _halves_are_shallow(structure)):
        return True
    return 2 * structure.count(b'""') == others and _goes_shallow(structure)


def _halves_are_shallow(structure: bytes) -> bool:
    half = len(structure) // 2
    opened = structure.count(b"{", 0, half) + structure.count(b"[", 0, half)
    return opened <= MAX_DEPTH and structure.count(b"}", half) + structure.count(b"]", half) <= MAX_DEPTH


def _goes_shallow(structure: bytes) -> bool:
    brackets, depth = structure.translate(_ALIKE, _QUOTE), 0
    for at in range(0, len(brackets), _STRETCH):
        opened = brackets.count(b"[", at, at + _STRETCH)
        if depth + opened > MAX_DEPTH:
            return False
        depth += 2 * opened - _STRETCH
    return True


def _slowly(body: bytes) -> dict[str, Any]:
    found = _parsed(body)
    if _too_deep(body, found):
        raise _unreadable("body", "too-costly", f"is nested deeper than {MAX_DEPTH} levels")
    if not isinstance(found, dict):
        raise _unreadable("body", "structure", "is not a JSON object; send one object")
    if _CONTROL_ESCAPE in body:
        _refuse_unsafe(found)
    return found


def _parsed(body: bytes) -> object:
    try:
        parsed: object = jiter.from_json(body, allow_inf_nan=False, catch_duplicate_keys=True, partial_mode=False)
    except ValueError as error:
        text = str(error)
        raise _unreadable(_place(text), "structure", _meaning(text)) from None
    return parsed


def _too_deep(body: bytes, found: object) -> bool:
    """Counts level by level; the parser itself goes no deeper than 200."""
    if body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return False
    level = [found]
    for _ in range(MAX_DEPTH):
        inner = [it.values() if type(it) is dict else it for it in level if type(it) is dict or type(it) is list]
        level = [item for items in inner for item in items if type(item) is dict or type(item) is list]
        if not level:
            return False
    return True


def _refuse_unsafe(value: object) -> None:
    if isinstance(value, str) and _UNSAFE.search(value):
        raise _unreadable("body", "value", "a string holds a control character; only tab and line breaks may stand")
    if isinstance(value, dict):
        for key, item in value.items():
            _refuse_unsafe(key)
            _refuse_unsafe(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_unsafe(item)


def _place(text: str) -> str:
    at = _POSITION.search(text)
    return f"line {at[1]} column {at[2]}" if at else "body"


def _meaning(text: str) -> str:
    lowered = text.lower()
    return next((meaning for word, meaning in _WORDS if word.lower() in lowered), "is not valid JSON")


def _unreadable(where: str, code: str, message: str) -> Unreadable:
    return Unreadable((Fault(where, code, message),))
