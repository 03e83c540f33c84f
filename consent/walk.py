"""What one Consent says of one item: the deepest provision that matches, and among siblings the refusal."""

from dataclasses import dataclass
from functools import lru_cache

from consent.codes import plain
from consent.matching import Request, depends_on_item, mean_the_same_items, speaks_of_item, speaks_of_request
from consent.parsed import NOT_PRIVACY, Filters, Kind, ParsedConsent, Provision
from consent.question import Item
from schemas.codes.systems import CONSENT_SCOPE

_NOT_PRIVACY = frozenset(plain(CONSENT_SCOPE, code) for code in NOT_PRIVACY)
_PRIVACY = frozenset(plain(CONSENT_SCOPE, code) for code in ("patient-privacy", "research"))


def walk(node: Provision, request: Request, item: Item) -> Kind | None:
    """The answer by the tree itself; None when no provision speaks of the question.

    Children are asked although their parent does not match: a nested provision may reach further than it.
    """
    below = [found for child in node.children if (found := walk(child, request, item)) is not None]
    if below:
        return Kind.DENY if Kind.DENY in below else Kind.PERMIT
    matches = speaks_of_request(node.kind, node.filters, request) and speaks_of_item(node.kind, node.filters, item)
    return node.kind if matches else None


@dataclass(frozen=True, slots=True)
class Row:
    """One provision in the flat table, children before parents."""

    kind: Kind
    filters: Filters
    parent: int
    """The row of the parent; -1 for the root."""
    by_item: bool


_NO_ROW = -1


def _compile_rows(root: Provision) -> tuple[Row, ...]:
    """The tree as a table: the same answers in one pass, and a thing that can be enumerated."""
    rows: list[Row] = []
    _append(root, rows, parent=_NO_ROW)
    last = len(rows) - 1
    return tuple(
        Row(it.kind, it.filters, last - it.parent if it.parent >= 0 else _NO_ROW, it.by_item) for it in rows[::-1]
    )


compile_rows = lru_cache(maxsize=8192)(_compile_rows)


def _append(node: Provision, rows: list[Row], *, parent: int) -> None:
    here = len(rows)
    rows.append(Row(node.kind, node.filters, parent, depends_on_item(node.filters)))
    for child in node.children:
        _append(child, rows, parent=here)


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """One Consent narrowed to one request: only the provisions that can still speak."""

    consent: ParsedConsent
    rows: tuple[Row, ...]
    alive: tuple[int, ...]

    def can_permit(self) -> bool:
        """True when some item could be permitted."""
        return may_say(Kind.PERMIT, self.consent) and any(self.rows[at].kind is Kind.PERMIT for at in self.alive)

    def is_limited(self) -> bool:
        """True when every permission speaks of some items only."""
        permits = [self.rows[at] for at in self.alive if self.rows[at].kind is Kind.PERMIT]
        return bool(permits) and all(it.by_item for it in permits)

    def excepts(self) -> bool:
        """True when a refusal of some items stands that no deeper permission lifts."""
        lifted = self.lifted()
        return any(self.rows[at].kind is Kind.DENY and self.rows[at].by_item and at not in lifted for at in self.alive)

    def lifted(self) -> set[int]:
        """The provisions under which a deeper permission may speak."""
        found: set[int] = set()
        for at in self.alive:
            if self.rows[at].kind is Kind.PERMIT:
                _cover(self.rows, at, found)
        return found


def may_say(kind: Kind, consent: ParsedConsent) -> bool:
    """A permission must say that it is about privacy, and be no doubtful one; a refusal counts unless it is plainly
    about something else."""
    if kind is Kind.DENY:
        return not consent.scope <= _NOT_PRIVACY
    return not consent.only_refuses and bool(consent.scope & _PRIVACY)


def _narrow(consent: ParsedConsent, request: Request) -> Live:
    """Keep the provisions that match who asks, what for, how and when."""
    rows = compile_rows(consent.root)
    alive = [at for at, row in enumerate(rows) if speaks_of_request(row.kind, row.filters, request)]
    refused = {rows[at].parent for at in alive if _refuses_whole(rows, at)}
    return Live(consent, rows, tuple(at for at in alive if at not in refused))


def _refuses_whole(rows: tuple[Row, ...], at: int) -> bool:
    """True for a refusal of every item that its parent permits: the parent then never speaks."""
    row, above = rows[at], rows[rows[at].parent]
    nested = row.kind is Kind.DENY and row.parent >= 0 and above.kind is Kind.PERMIT
    return nested and mean_the_same_items(row.filters, above.filters)


narrow = lru_cache(maxsize=8192)(_narrow)


def ask(live: Live, item: Item) -> Kind | None:
    """The answer by the table: refused if any deepest match refuses."""
    covered: set[int] = set()
    answer: Kind | None = None
    for at in live.alive:
        row = live.rows[at]
        if at in covered or (row.by_item and not speaks_of_item(row.kind, row.filters, item)):
            continue
        answer = Kind.DENY if Kind.DENY in (answer, row.kind) else row.kind
        _cover(live.rows, at, covered)
    return answer


def _cover(rows: tuple[Row, ...], at: int, covered: set[int]) -> None:
    while (at := rows[at].parent) >= 0 and at not in covered:
        covered.add(at)
