"""How the words of `consent/kin_words.py` stand together in text that tells of somebody close to the person."""

import re
from collections.abc import Iterable

from consent import kin_words as words


def any_of(some: Iterable[str]) -> str:
    """A pattern of any of the words, by their letters in turn, so that one letter rules out most of them."""
    tails: dict[str, list[str]] = {}
    for word in some:
        tails.setdefault(word[:1], []).append(word[1:])
    ends = tails.pop("", None) is not None
    if not tails:
        return ""
    branches = [first + any_of(rest) for first, rest in sorted(tails.items())]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"


def _word(some: Iterable[str]) -> str:
    """Any of the words, whole and in any case."""
    return rf"(?i:\b{any_of(some)}\b)"


def within(most: int) -> str:
    """So many letters at most of the same part of a sentence."""
    return rf"[^.!?;\n]{{0,{most}}}?"


def _not_after(word: str) -> str:
    """No word of the person, whose telling it then is: "the patient says", but not "the mother of the patient says"."""
    return rf"(?<!(?<!\bof )(?<!\bof the )\b{word} )"


_CLOSE = rf"(?:{any_of(words.PREFIXES)}[ -]?){{0,3}}" + any_of(words.KIN).replace(" ", "[ -]?")
_OF_SOME = rf"of\s+(?:{any_of(words.COUNTS)}|\d)"
"""Mother of two"""
SOMEBODY = rf"(?>(?i:\b{_CLOSE}s?(?:[ -]?in[ -]?law)?\b(?!\s+(?:{_OF_SOME}|{any_of(words.FIRMS)}\b))))"
"""Whoever is close to the person: his great-aunt, her ex-husband, mother-in-law."""
_CAPITAL = "[A-ZÆÐØÞĐŁŒ]"
"""An accent is not left on any other, and these have none."""
_NAME = (
    rf"(?={_CAPITAL})(?!{_word(words.NO_NAMES)})(?P<name>{_CAPITAL}[\w’'-]++)"
    rf"(?!\s+{_word(words.PLACES)})"
)
_BETWEEN = r"(?:[’']s name (?i:is|was) |:[^\S\n]*\n|(?:[^\S\n]|[,:(–-]|(?<=[^\n]{40})\n){1,3})"
"""A new line ends what was said, but under a heading and where a line is so long that it was broken."""
_WERE_TOLD = rf"\s+{_word(words.WAS_TOLD_BEFORE)}|\s*(?:[.,;)]|$)"
_TELLS = (
    rf"(?i:\b(?<!\bI ){''.join(map(_not_after, words.PERSON))}"
    rf"(?:{any_of(words.TELLING | words.CONFIDING)}\b|{any_of(words.TELLING_OR_TOLD)}\b(?!{_WERE_TOLD})))"
)
"""Says, told us, reported; not what the person says, nor where somebody was told."""
_CONFIDENTIALLY = _word(words.IN_CONFIDENCE)
_KEPT = rf"(?i:\b{any_of(words.NOT_WANTING)}(?: not|n[’']?t) {words.WANT} (?:\w+ ){{1,2}}to (?:know|find out)\b)"
"""Does not want him to know."""
_OF_SOMEBODY = rf"\s+(?:\w+\s+){{0,2}}?{SOMEBODY}"
"""His own mother, after "by" or "from"."""
_BY = r"\b(?i:by|from)" + _OF_SOMEBODY
"""By his own mother."""
_BROKEN = r"[^.!?\n]{0,60}?"


def _either(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


KIN, IN_CONFIDENCE = re.compile(SOMEBODY), re.compile(_CONFIDENTIALLY)
KIN_NAMED = re.compile(rf"{SOMEBODY}{_BETWEEN}(?i:(?:is|was|called|named) )?{_NAME}")
"""His sister Ann; sister: Ann; his mother's name is Ann."""
NAMED_KIN = re.compile(rf"\b{_NAME}(?:\s*[,(–-]\s*|\s+(?:is|was)\s+)(?i:(?:his|her|their|my|the|an?)\s+)?{SOMEBODY}")
"""Ann (sister); Ann is his sister."""
QUOTED = _either(
    SOMEBODY + within(40) + _TELLS,  # Mum told us that he drinks
    SOMEBODY + _BROKEN + _KEPT,  # his mother rang; she does not want him to know
    rf"{_TELLS}(?:\s+{_word(words.LISTENERS)}){{0,4}}\s+{_BY}",  # reported to us by his father
    rf"{_TELLS}\s+(?i:as|to (?:be|have))\b{within(30)}\s+{_BY}",  # described as withdrawn by his mother
    rf"(?i:\bconcerns?(?:\s+\w+ed)?)\s+{_BY}",  # concerns raised by his sister
    _word(words.HEARING) + within(20) + r"\s+" + _BY,  # collateral from his wife
    r"(?i:\baccording to\b)" + _OF_SOMEBODY,  # according to her daughter
)
CONFIDED = _either(
    SOMEBODY + _BROKEN + _word(words.CONFIDING),  # Mum confided that she is afraid
    SOMEBODY + _BROKEN + _TELLS + within(60) + _CONFIDENTIALLY,  # his sister told us in confidence
    SOMEBODY + _BROKEN + _KEPT,  # his mother rang; she does not want him to know
    rf"{_TELLS}{within(30)}{_CONFIDENTIALLY}{within(20)}{_BY}",  # disclosed in confidence by Mum
    _CONFIDENTIALLY + within(40) + SOMEBODY + within(40) + _TELLS,  # in confidence, his wife says
)
_ONE_WORD, _MORE_WORDS = ([it for it in words.KIN if (" " in it) is more] for more in (False, True))
GLANCE = re.compile(
    rf"\b(?:{any_of(words.PREFIXES)}[ -]?){{0,3}}"
    rf"(?:{any_of(it.split()[0] for it in _MORE_WORDS)}|{any_of(_ONE_WORD)}s?(?:in[ -]?law)?\b)",
    re.ASCII,
)
"""A word for kin in lower case, or its first where more make it, which a tag may part."""
ESCAPED = re.compile(r"\\(?:u....|.)")
"""Signs that JSON writes with letters."""
DISGUISED = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp)\b)")
"""A letter that HTML may write as a number or a name."""
