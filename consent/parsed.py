"""A Consent as the judge understood it: a tree of provisions whose every filter is spelt out.

A tree is equal to itself alone: the reader gives the same tree for the same bytes, and hashing one is then free.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from consent.periods import ALWAYS, Period
from consent.question import Coding

NOT_PRIVACY = frozenset({"treatment", "adr"})
"""Scopes of Consents that are about something else than who may see what."""

UNTOLD = "?"
"""Among recipients: somebody who is named in words alone, so that no two are the same."""


class Kind(StrEnum):
    """What a provision does where it matches."""

    PERMIT = "permit"
    DENY = "deny"

    @property
    def flipped(self) -> "Kind":
        """What a nested provision does when it does not say."""
        return Kind.DENY if self is Kind.PERMIT else Kind.PERMIT


@dataclass(frozen=True, slots=True)
class Actor:
    """A party that a provision names, and in what part: who receives, whose data, or something unknown."""

    part: str
    """`recipient`, `custodian`, `author`, `unsaid` (no role: the proxy of a national profile) or `unknown`."""
    names: frozenset[str]
    """References and `system|value` identifiers, any of which is this party."""
    at_times: frozenset[str] = frozenset()
    """Members of a contained group for a time, who holds a contained job: enough to refuse by, never to permit by."""


@dataclass(frozen=True, slots=True)
class DataRule:
    """One `provision.data`: which resource, and whether itself, what belongs to it, or what it wrote."""

    meaning: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filters:
    """The conditions of one provision; None where it has no such condition."""

    actors: tuple[Actor, ...] | None = None
    actions: frozenset[Coding] | None = None
    purposes: frozenset[Coding] | None = None
    period: Period | None = None
    labels: frozenset[Coding] | None = None
    labels_said_in: Kind | None = None
    """Where the labels were said: a level in a refusal means itself and above, in a permission itself and below, and a
    nested provision that takes it from its parent means the same items."""
    classes: frozenset[Coding] | None = None
    codes: frozenset[Coding] | None = None
    data: tuple[DataRule, ...] | None = None
    data_period: Period | None = None
    uses: frozenset[Coding] | None = None
    """Uses that a code names: a question of what for, not of what."""
    environments: frozenset[Coding] | None = None
    sources: frozenset[str] | None = None
    places: frozenset[str] | None = None
    """Locations at which alone the provision holds."""
    tags: frozenset[Coding] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Provision:
    """One node of the tree, with the filters that it has after taking from its parent what it leaves unsaid."""

    kind: Kind
    filters: Filters
    children: "tuple[Provision, ...]" = ()


@dataclass(frozen=True, slots=True, eq=False)
class ParsedConsent:
    """One Consent, ready to be asked."""

    id: str
    active: bool
    patient: frozenset[str]
    grantors: frozenset[str]
    scope: frozenset[Coding]
    written: Period | None
    verified: bool
    root: Provision
    recipients: frozenset[str]
    """Everyone whom any provision names as a recipient; empty means it speaks of all."""
    in_force: Period = field(default=ALWAYS)
    replaces: frozenset[str] = frozenset()
    """The Consents that it says it replaces."""
    only_research: bool = False
    """The National Data Opt-out: it refuses research and planning, never direct care."""
    only_refuses: bool = False
    """Nobody is sure that it is the person's, or still stands: it may refuse, and permits nothing."""
