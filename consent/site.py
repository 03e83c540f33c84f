"""The site policies for when no consent is on file, other than a whole matrix."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consent.codes import BREAK_GLASS, permitted_by, plain
from consent.errors import PolicyInvalid
from consent.parsed import Kind
from consent.question import Coding
from consent.service_words import stated_role
from schemas.codes.systems import V3_ACT_REASON
from schemas.policy_words import Role


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a site policy looks at."""

    purposes: frozenset[Coding]
    roles: frozenset[str]
    may_break_glass: bool


SitePolicy = Callable[[Circumstances], Kind]


def site_policy(name: str) -> SitePolicy:
    """The site policy of a name or of its published address."""
    known: Mapping[str, SitePolicy] = {
        "normal": _normal,
        "basic-normal": _basic,
        "all-normal": _any_use,
        "break-glass-only": _break_glass_only,
        "deny": lambda _: Kind.DENY,
    }
    short = name.rpartition("/")[2].removeprefix("Policy-")
    if short not in known:
        raise PolicyInvalid(f"no site policy `{name}`; installed: {', '.join(sorted(known))}, uk")
    return known[short]


def _normal(given: Circumstances) -> Kind:
    """Treatment for those who treat, and the running and paying of it; nothing else."""
    running = _covered(given, "HPAYMT", "HOPERAT")
    return Kind.PERMIT if running else _basic(given)


def _basic(given: Circumstances) -> Kind:
    return Kind.PERMIT if _is_clinical(given) and _covered(given, "TREAT") else Kind.DENY


def _any_use(given: Circumstances) -> Kind:
    return Kind.PERMIT if given.purposes else Kind.DENY


def _break_glass_only(given: Circumstances) -> Kind:
    clinical = _is_clinical(given) and given.may_break_glass
    return Kind.PERMIT if clinical and given.purposes == {BREAK_GLASS} else Kind.DENY


def _covered(given: Circumstances, *codes: str) -> bool:
    allowed = frozenset().union(*(permitted_by(plain(V3_ACT_REASON, it)) for it in codes))
    return bool(given.purposes) and given.purposes <= allowed


def _is_clinical(given: Circumstances) -> bool:
    """True when the words for the part in which the asker asks mean a registered professional."""
    return stated_role(given.roles) is Role.REGISTERED_PROFESSIONAL
