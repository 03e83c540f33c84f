"""The sharing matrix and its overlays a second time, from their text alone: no line of the judge is used here.

A case is words; the answer a letter: F the whole, m the minimum extract, k what the carer knows already, 0 nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

COLUMNS = ("cmht", "htt", "cafe", "helpline", "gp", "social-prescribing", "carer", "patient")

_TEXT = """
demographics         | Fi/Fc/Fv | Fi/Fc/Fv | mi/mc/mv | mi/mc/mv | Fi/Fc/Fv | mr/mc/0w | 0w/mc/0w | Fa/Fa/Fa
referral-reason      | Fi/Fc/Fv | Fi/Fc/Fv | mi/Fc/mv | mr/mc/mv | Fi/Fc/Fv | mr/mc/0w | 0w/mc/mv | Fh/Fh/Fh
risk-summary         | Fi/Fc/Fv | Fi/Fc/Fv | mi/mc/mv | mi/mc/mv | Fi/Fc/Fv | 0w/mc/mv | 0w/mc/mv | Fh/Fh/Fh
staff-safety-alert   | Fs/Fs/Fs | Fs/Fs/Fs | ms/ms/ms | ms/ms/ms | Fs/Fs/Fs | ms/ms/ms | 0t/0t/0t | mh/mh/mh
crisis-plan          | Fi/Fc/Fv | Fi/Fc/Fv | mi/Fc/Fv | mi/Fc/Fv | Fi/Fc/Fv | 0w/mc/mv | 0w/Fc/mv | Fa/Fa/Fa
care-plan-summary    | Fi/Fc/Fv | Fi/Fc/Fv | mi/mc/mv | 0w/mc/mv | Fi/Fc/Fv | 0w/mc/0w | 0w/mc/mv | Fh/Fh/Fh
medication           | Fi/Fc/Fv | Fi/Fc/Fv | 0w/mc/mv | 0w/mc/mv | Fi/Fc/Fv | 0w/0w/0w | 0w/mc/mv | Fa/Fa/Fa
diagnosis            | Fi/Fc/Fv | Fi/Fc/Fv | 0w/mc/mv | 0w/mc/mv | Fi/Fc/Fv | 0w/mc/0w | kc/mc/kv | Fh/Fh/Fh
therapy-notes        | mi/Fc/mv | mi/mc/mv | 0w/0w/0w | 0w/0w/0w | 0w/mc/0w | 0w/0w/0w | 0w/0w/0w | Fh/Fh/Fh
safeguarding         | Fs/Fs/Fs | Fs/Fs/Fs | ms/ms/ms | 0w/ms/ms | ms/ms/Fs | 0w/ms/ms | 0t/0t/0t | mh/mh/mh
third-party          | mi/Fc/ms | mi/Fc/ms | 0t/mc/ms | 0t/mc/ms | mi/Fc/ms | 0t/0t/0t | 0t/mc/0t | 0t/mc/0t
nhs-appointment      | Fi/Fc/Fv | Fi/Fc/Fv | mi/Fc/mv | 0w/mc/mv | Fi/Fc/Fv | 0w/mc/0w | 0w/mc/0w | Fa/Fa/Fa
discharge            | Fi/Fc/Fv | Fi/Fc/Fv | mi/mc/mv | 0w/mc/mv | Fi/Fc/Fv | 0w/mc/0w | 0w/mc/mv | Fa/Fa/Fa
third-sector-contact | mr/Fc/mv | mr/Fc/mv | 0w/mc/mv | 0w/mc/mv | 0w/mc/mv | 0w/mc/0w | 0w/mc/0w | Fa/Fa/Fa
"""


def _cells() -> Iterator[tuple[tuple[str, str], list[str]]]:
    for line in _TEXT.strip().splitlines():
        row, *cells = (it.strip() for it in line.split("|"))
        for column, cell in zip(COLUMNS, cells, strict=True):
            yield (row, column), cell.split("/")


MATRIX = dict(_cells())
ROWS = tuple(dict.fromkeys(row for row, _ in MATRIX))
_WIDTH = "0kmF"
_CARE = {"TREAT", "ETREAT", "CAREMGT", "COC"}
_ACCESS = {"PATRQT", "FAMRQT", "PWATRNY", "SUPNWK"}
_INFORMAL = {"cafe", "helpline", "social-prescribing"}
_THEIR_OWN = {"carer", "patient"}


class Case(NamedTuple):
    """One question and all that bears on it, in words."""

    column: str
    commissioned: bool
    role: str
    row: str
    """A category; `unlabelled` where no rule labels the item."""
    level: str | None
    purpose: str
    relation: str
    """`linked`, `stranger`, `addressed`, `wrote-it` or `same-charity`."""
    agreement: bool
    consent: str
    channel: str
    override: str = "none"
    """`none`, `vital`, `capacity`, `expired`, `wordless` or `not-theirs`."""
    place: str = "open"
    """`open`; `closed` where a restricted person's whereabouts are meant; `away` where the item does not tell them;
    `doubtful` where it is somebody who may be that person."""
    age: str = "adult"
    told: str = "no"
    """`no`, `by-carer`, `by-carer-who-agrees`, `by-asker`."""
    kept_out: bool = False
    known: bool = False
    unsafe: bool = False


def expected(case: Case) -> str:
    """The letter that the text gives."""
    if _is_closed(case):
        return "0"
    if _is_theirs(case):
        return "F"
    rows = ROWS if case.row == "unlabelled" else (case.row,)
    return min((_widest(case, row) for row in rows), key=_WIDTH.index)


def _is_closed(case: Case) -> bool:
    """The bars that no entry opens."""
    carer = case.column == "carer"
    return any(
        [
            case.place == "closed" or (case.place == "doubtful" and not _told_by_them(case)),
            case.role in {"operator", "privacy-officer"},
            case.purpose == "BTG" and case.override == "none",
            case.override != "none" and not _is_sound(case),
            carer and (case.unsafe or case.age != "adult" or case.channel in {"delivery", "export"}),
            case.column == "patient" and case.told == "by-carer",
            case.kept_out and case.relation != "wrote-it" and case.column != "patient",
        ]
    )


def _is_sound(case: Case) -> bool:
    person = case.role == "registered-professional" and case.column not in _THEIR_OWN
    return person and case.override in {"vital", "capacity"} and case.channel in {"read", "search"}


def _told_by_them(case: Case) -> bool:
    """An organisation reads what it told of somebody who may be restricted; a carer or patient is none."""
    return case.column not in _THEIR_OWN and case.relation in {"wrote-it", "same-charity"}


def _is_theirs(case: Case) -> bool:
    if case.column in _THEIR_OWN:
        return case.told == "by-asker"
    return case.relation == "wrote-it" or (case.relation == "same-charity" and case.column in _INFORMAL)


def _widest(case: Case, row: str) -> str:
    informal = case.column in {"cafe", "helpline"} and not case.commissioned
    first, second, third = MATRIX[row, "social-prescribing" if informal else case.column]
    refused = case.column != "patient" and _says(case, row) == "deny"
    ways = []
    if _may_by_default(case) and (not refused or first[1] in "so"):
        ways.append(first)
    if _says(case, row) == "permit" and _reaches(case, row):
        ways.append(second)
    if _is_sound(case) and (not refused or case.override == "capacity"):
        ways.append(third)
    letters = [it[0] for it in ways if it[0] != "k" or (case.known and case.column == "carer")]
    return max(letters, key=_WIDTH.index, default="0")


def _may_by_default(case: Case) -> bool:
    allowed = _CARE | (_ACCESS if case.column in _THEIR_OWN else set())
    tied = case.column in _THEIR_OWN or (case.relation in {"linked", "addressed"} and case.agreement)
    return case.purpose in allowed and tied


def _says(case: Case, row: str) -> str | None:
    """What the consents on record say of this item to this asker."""
    hidden = {
        "permits-but-restricted": case.level in {None, "R", "V"},
        "permits-but-crisis-plan": case.row in {"crisis-plan", "unlabelled"},
        "permits-but-research": case.purpose in {"HRESCH", ""},
    }
    if case.consent in hidden:
        return "deny" if hidden[case.consent] else "permit"
    if case.consent == "permits-treatment":
        return "permit" if case.purpose in {"TREAT", "ETREAT"} else None
    return _PLAINLY.get(case.consent)


_PLAINLY = {
    **dict.fromkeys(("permits-all", "permits-asker", "permits-asker-by-other"), "permit"),
    **dict.fromkeys(("refuses-all", "permits-and-refuses"), "deny"),
}


def _reaches(case: Case, row: str) -> bool:
    """A carer must be named; a third party's words are released by the third party alone."""
    if case.column == "carer" and not case.consent.startswith("permits-asker"):
        return False
    return row != "third-party" or (case.consent == "permits-asker-by-other")
