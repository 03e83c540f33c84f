"""Text that tells of somebody else close to the person: who they are and what they said is theirs, and is cut."""

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from schemas.codes.nwd import PLAN_ELEMENT, PLAN_ELEMENTS, STEP_DOWN_ITEM
from schemas.fhir import Resource
from schemas.fhir.check import check

STRUCTURED = frozenset({"Patient", "RelatedPerson", "Consent"})
"""Whose people stand in elements of their own, which the matrix judges by their own rows."""
_WITHHELD = "[withheld]"
_BESIDE_WORDS = frozenset({"status", "code", "extension", "url", "linkId", "id", "time", "authorString"})
"""Where only these are left the words were all that there was: a note, a part of a plan, an item of a notice."""
_WHOM_TO_RING = "person-to-call"
_WHOM_TO_RING_NEXT = frozenset({"held-by-next", "next-contact", "crisis-number"})
_WHO_WORKS = ("HealthcareService/", "Organization/", "Practitioner/", "PractitionerRole/", "Location/")
_OF_A_RELATIVE = frozenset({"resourceType", "id", "patient", "relationship"})
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_GONE = object()

_HINT = re.compile(
    rb"(?:\b|\\[nrt])(?:m(?:oth|um|am|om)|fath|da[dy]|parent|sis|bro|sib|son|daugh|child|hus|wife|spous"
    rb"|partn|boyf|girlf|frien|fianc|nan|gran|aunt|uncl|niec|neph|cous|neigh|flat|hous|room|lodg|landl|care|next|relat|guard"
    rb"|ex(?:\b|hus|wi|part|boy|girl)|step|half|fost|god"
    rb"|great|wives|twin)|&#|\xc2\xad|\xe2\x80\x8b|\xef\xbc"
)
"""What each word for kin begins with: a quick look, which may be wrong only in seeing one where there is none."""
_KIN = (
    r"(?>(?i:\b(?:(?:ex|step|half|foster|grand|god|great)[ -]?){0,3}(?:mothers?|fathers?|mum(?:my|s)?|mam|mom"
    r"|dad(?:dy|s)?|parents?|sisters?|brothers?|siblings?|sons?|daughters?|child(?:ren)?|husbands?|wife|wives|spouse|partners?"
    r"|twins?|boyfriend|girlfriend|friends?|fianc[eé]e?|nana?|gran(?:ny|dma|dad|dpa)?|aunt(?:ie|y)?|uncle|niece"
    r"|nephew|cousins?|neighbou?rs?|(?:flat|house|room)[ -]?mates?|lodger|land(?:lord|lady)|carers?"
    r"|caregivers?|next of kin|relatives?|guardian|ex)(?:[ -]in[ -]law)?\b)"
    r"(?!\s+(?i:of\s+(?:two|three|four|five|six|\d)|agenc|organi[sz]|services?\b|providers?\b)))"
)
_NO_NAME = (
    r"(?i:i|he|she|they|we|you|it|his|her|hers|their|theirs|my|our|your|him|them|us|the|a|an|this|that|these|those"
    r"|and|or|but|nor|so|if|when|while|where|who|whom|whose|which|what|why|how|as|at|by|for|from|in|into|of|off|on|out"
    r"|over|to|up|with|without|about|after|before|during|since|until|also|not|no|yes|none|nil|is|was|are|were|be|been"
    r"|has|had|have|do|does|did|can|could|may|might|must|shall|should|will|would|there|here|then|than|today|tomorrow"
    r"|yesterday|now|however|though|although|because|due|per|via|both|all|any|each|every|some|other|please|lives|living"
    r"|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july"
    r"|august|september|october|november|december|dr|doctor|nurse|cpn|gp|nhs|uk|cmht|support|service|services|team"
    r"|teams|centre|trust|unit|group|line|helpline|network|organisations?|agency|agencies|assessment|allowance"
    r"|relation|relationship|status|details|role|name|phone|number|contact|unknown|declined|refused|deceased|died|dead"
    r"|protection|safeguarding|benefit|violence|abuse|low|court|informed|aware|involved|present|notes|ward|project"
    r"|army|navy|raf|forces|military|police|prison|service(?:man|woman))\b"
)
_NAME = rf"(?!{_NO_NAME})(?P<name>[A-ZÆÐØÞĐŁŒ][\w’'-]++)(?!\s+(?i:ward|unit|clinic|project|centre|house)\b)"
_GAP, _LONG = r"[^.!?;\n]", r"[^.!?\n]{0,60}?"
_THEY = "".join(rf"(?<!(?<!\bof )(?<!\bof the )\b{it} )" for it in ("patient", "pt", "client", "service user"))
"""Not where the person themselves is who says it."""
_SAYS = (
    rf"(?i:(?<!\bI ){_THEY}"
    r"\b(?:sa(?:ys?|id|ying)|t(?:ells?|old|elling)|stat(?:es?|ed)|report(?:s|ed|ing)?|disclos(?:es?|ed)"
    r"|alleg(?:es?|ed)|claim(?:s|ed)?|confid(?:es?|ed)|confirm(?:s|ed)?|mention(?:s|ed)?|informs"
    r"|advises|(?:informed|advised)(?!\s+(?:of|and|to|about)\b|\s*(?:[.,;)]|$))"
    r"|reveal(?:s|ed)?|admit(?:s|ted)?|complain(?:s|ed)?|describ(?:es?|ed))\b)"
)
_CONFIDENCE = r"(?i:\bin (?:the )?(?:strict(?:est)? )?confidence\b|\bconfidentially\b)"
_KEPT = r"(?i:\b(?:does|do|did)(?: not|n[’']?t) want (?:\w+ ){1,2}to (?:know|find out)\b)"
_BETWEEN = r"(?:[’']s name (?i:is|was) |:[^\S\n]*\n|(?:[^\S\n]|[,:(–-]|(?<=[^\n]{40})\n){1,3})"
"""A new line ends what was said, but under a heading and where a line is so long that it was broken."""
_KIN_NAMED = re.compile(rf"{_KIN}{_BETWEEN}(?i:(?:is|was|called|named) )?{_NAME}")
_NAMED_KIN = re.compile(rf"\b{_NAME}(?:\s*[,(–-]\s*|\s+(?:is|was)\s+)(?i:(?:his|her|their|my|the|an?)\s+)?{_KIN}")
_TOLD = re.compile(
    rf"{_KIN}{_GAP}{{0,40}}?{_SAYS}|{_KIN}{_LONG}{_KEPT}"
    rf"|(?i:(?:{_SAYS}(?:\s+(?:to|us|me|staff|the|team|this|it|also|as well)\b){{0,4}}"
    rf"|{_SAYS}\s+(?:as|to (?:be|have))\b{_GAP}{{0,30}}?|\bconcerns?(?:\s+\w+ed)?"
    rf"|\b(?:heard|learn(?:t|ed)|information|collateral)\b{_GAP}{{0,20}}?)\s+(?:by|from)\b"
    rf"|\baccording to\b)\s+(?:\w+\s+){{0,2}}?{_KIN}"
)
_CONFIDED = re.compile(
    rf"{_KIN}{_LONG}(?:(?i:\bconfid(?:es?|ed)\b)|{_SAYS}{_GAP}{{0,60}}?{_CONFIDENCE}|{_KEPT})"
    rf"|{_SAYS}{_GAP}{{0,30}}?{_CONFIDENCE}{_GAP}{{0,20}}?\b(?:by|from)\s+(?:\w+\s+){{0,2}}?{_KIN}"
    rf"|{_CONFIDENCE}{_GAP}{{0,40}}?{_KIN}{_GAP}{{0,40}}?{_SAYS}"
)
_IN_CONFIDENCE, _ANY_KIN = re.compile(_CONFIDENCE), re.compile(_KIN)
_AROUND, _MOST_KIN = 250, 1_000
"""How far from a word for kin what they said or are called can stand, and how many such words are looked at."""
_SPACED, _MARKS = re.compile(r"\s|&"), re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
_IN_TAG = re.compile(r"""\b(?:alt|title)\s*=\s*["']([^"']*)""")
_OF_TEXT = re.compile(r"text/|.*\b(?:xml|json|rtf|x?html)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Others:
    """Whom the record knows besides the person, and whose names are no third party's."""

    known: frozenset[tuple[str, str]] = frozenset()
    """Given name and family name of each."""
    exempt: frozenset[str] = frozenset()
    """In lower case the names of the person, and of a carer who asks."""


@dataclass(frozen=True, slots=True)
class _Look:
    """Whether words tell of somebody else: wherever they stand, and in a plan, whose people the person named."""

    anywhere: Callable[[str], bool]
    in_plan: Callable[[str], bool]
    relatives: bool
    """Whether relatives go who stand in elements of their own."""


def may_tell(body: bytes, others: Others, *, confided: bool) -> bool:
    """A quick look whether anything in the bytes could be of somebody else; what has no hint of it has none."""
    if b'"data"' in body or (b'"RelatedPerson' in body and not confided):
        return True
    low = body.lower()
    if confided:
        return b"confid" in low or b"want" in low
    return bool(others.known) or _HINT.search(low) is not None


def without(shown: Resource, others: Others, *, confided: bool) -> Resource:
    """The same without each element that tells of somebody else, or where `confided` of what they told in confidence.

    Whom to ring, as a plan or a notice names them, stays; so does whoever else a part of a plan names, for it is the
    person's own. Where R4 demands words they say that they are withheld.
    """
    planned = shown.get("resourceType") == "CarePlan"
    look = (
        _Look(_confided, _confided, relatives=False)
        if confided
        else _Look(_tells(others), _quotes, relatives=not planned)
    )
    made: Resource = _cut(shown, look, _GONE)
    return shown if made == shown else made if not check(made) else _cut(shown, look, _WITHHELD)


def names(resource: Resource) -> Iterator[tuple[str, str]]:
    """Given and family name of a person, by each name that they have."""
    found = resource.get("name", ())
    for it in [found] if isinstance(found, dict) else found:
        words = str(it.get("text", "")).split()
        family = it.get("family") or (words[-1] if len(words) > 1 else "")
        for given in it.get("given") or words[:1]:
            yield str(given), str(family)


def _tells(others: Others) -> Callable[[str], bool]:
    people = frozenset((_bare(a), _bare(b)) for a, b in others.known if not _is_exempt((a, b), others))
    whole, beside = _known(people), _known_beside(people)
    exempt = {_bare(it) for it in others.exempt}

    def close(text: str, start: int, end: int) -> bool:
        if _told(text, start, end) or (beside is not None and beside.search(text, start, end)):
            return True
        named = (it["name"].casefold() for one in (_KIN_NAMED, _NAMED_KIN) for it in one.finditer(text, start, end))
        return any(it not in exempt for it in named)

    def tells(text: str) -> bool:
        return (whole is not None and whole.search(text) is not None) or _near_kin(text, close)

    return tells


def _quotes(text: str) -> bool:
    return _near_kin(text, _told)


def _told(text: str, start: int, end: int) -> bool:
    """That somebody close to the person is quoted, or that something in the text was told in confidence."""
    return _TOLD.search(text, start, end) is not None or _IN_CONFIDENCE.search(text) is not None


def _confided(text: str) -> bool:
    return _near_kin(text, lambda *part: _CONFIDED.search(*part) is not None)


def _near_kin(text: str, finds: Callable[[str, int, int], bool]) -> bool:
    """True where it finds something around a word for kin; of more such words than anybody writes, without a look.

    So long a text costs no more than it would without them.
    """
    start, end = -1, -1
    for number, kin in enumerate(_ANY_KIN.finditer(text)):
        if number == _MOST_KIN:
            return True
        if kin.start() - _AROUND > end:
            if end >= 0 and finds(text, start, end):
                return True
            start = max(0, kin.start() - _AROUND)
        end = kin.end() + _AROUND
    return end >= 0 and finds(text, start, end)


def _is_exempt(name: tuple[str, str], others: Others) -> bool:
    return all(part.casefold() in others.exempt for part in name)


@lru_cache(maxsize=256)
def _known(people: frozenset[tuple[str, str]]) -> re.Pattern[str] | None:
    """Whole names in either order."""
    written = [tuple(map(_as_written, name)) for name in sorted(people) if all(name)]
    forms = [rf"{given}\W+(?:\w+\W+)?{family}|{family}\W+{given}" for given, family in written]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE) if forms else None


@lru_cache(maxsize=256)
def _known_beside(people: frozenset[tuple[str, str]]) -> re.Pattern[str] | None:
    """A given name beside a word for kin."""
    names = "|".join(sorted({_as_written(given) for given, _ in people if given}))
    either = rf"{_KIN}{_GAP}{{0,30}}?\b(?:{names})\b|\b(?:{names})\b{_GAP}{{0,30}}?{_KIN}"
    return re.compile(either, re.IGNORECASE) if names else None


def _as_written(name: str) -> str:
    """A name with any apostrophe or none, and its parts joined by a hyphen, a space or nothing."""
    return re.sub(r"\\?['’]", "[’']?", re.sub(r"\\[- ]", r"[-\\s]?", re.escape(name)))


def _cut(value: Any, look: _Look, instead: object) -> Any:
    if isinstance(value, dict):
        parts = _plan_parts(value)
        if _WHOM_TO_RING in parts or _is_whom_to_ring_next(value) or _is_who_works(value):
            return value
        value = _unnamed(value) if look.relatives and not parts else value
        return _cut_object(value, _Look(look.in_plan, look.in_plan, relatives=False) if parts else look, instead)
    if isinstance(value, list):
        kept = [it for one in value if (it := _cut(one, look, instead)) is not _GONE]
        return kept if kept or not value else _GONE
    return instead if isinstance(value, str) and _SPACED.search(value) and look.anywhere(_plain(value)) else value


def _cut_object(value: dict[str, Any], look: _Look, instead: object) -> Any:
    read = {name: _cut(it, look, instead) for name, it in value.items() if name != "data"}
    if "data" in value and not look.anywhere(_file(value)):
        read["data"] = value["data"]
    gone = {name for name in value if read.get(name, _GONE) is _GONE}
    if not gone:
        return read
    kept = {name: it for name, it in read.items() if name not in gone and name.removeprefix("_") not in gone}
    return _GONE if kept.keys() <= _BESIDE_WORDS or gone & {"authorString", "authorReference"} else kept


def _unnamed(value: dict[str, Any]) -> dict[str, Any]:
    """A relative who is contained, or to whom it refers, without name, number and address."""
    if value.get("resourceType") == "RelatedPerson":
        return {name: it for name, it in value.items() if name in _OF_A_RELATIVE}
    if str(value.get("reference", "")).startswith("RelatedPerson/"):
        return {name: it for name, it in value.items() if name != "display"}
    return value


def _plain(text: str) -> str:
    """The words as they are read, without signs of HTML and without accents, which not everybody writes."""
    return _bare(html.unescape(_TAG.sub(_words, text)) if "<" in text or "&" in text else text)


def _words(tag: re.Match[str]) -> str:
    """What is shown or read out of a tag itself."""
    return " ".join(["", *_IN_TAG.findall(tag[0]), ""])


def _bare(text: str) -> str:
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))


def _file(attachment: dict[str, Any]) -> str:
    """The words of a file that is text; of any other what stands in it cannot be looked through."""
    if not _OF_TEXT.match(str(attachment.get("contentType"))):
        return ""
    try:
        read = base64.b64decode(attachment["data"])
        return _plain(read.decode("utf-16" if read.startswith(_UTF_16) else "utf-8", "replace"))
    except (binascii.Error, TypeError, ValueError):
        return ""


def _plan_parts(value: dict[str, Any]) -> set[str]:
    """Which parts of a plan these words are, by their code."""
    code = value.get("code")
    codings = code.get("coding", ()) if isinstance(code, dict) else ()
    return {it["code"] for it in codings if it.get("system") == PLAN_ELEMENT and it.get("code") in PLAN_ELEMENTS}


def _is_whom_to_ring_next(value: dict[str, Any]) -> bool:
    """A part of a step-down notice that says to whom somebody goes and whom to ring."""
    items = value.get("extension", ()) if "contentString" in value else ()
    return any(it.get("url") == STEP_DOWN_ITEM and it.get("valueCode") in _WHOM_TO_RING_NEXT for it in items)


def _is_who_works(value: dict[str, Any]) -> bool:
    """A worker, service or place, whose name may hold a word for kin and is no third party's."""
    return str(value.get("reference", "")).startswith(_WHO_WORKS)
