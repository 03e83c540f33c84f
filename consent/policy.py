"""A site policy: the sharing matrix, its overlays, extracts, label rules and the sentences that must hold."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from consent.codes import plain
from consent.errors import PolicyInvalid
from consent.question import Coding, Extent
from schemas.policy_words import Category, Confidentiality, ServiceClass

_E = TypeVar("_E", bound=StrEnum)
_PARTS = ("default", "consent", "override")
_TOP = frozenset({"name", "version", "signed_off_by", "purposes", "overlays", "cell", "extract", "label", "never"})


class Why(StrEnum):
    """The ground of an entry, as the matrix abbreviates it."""

    IMPLIED = "i"
    REFERRAL = "r"
    CONSENT = "c"
    VITAL = "v"
    SAFEGUARDING = "s"
    WIDER = "w"
    THIRD_PARTY = "t"
    ACCESS = "a"
    HARM_TEST = "h"
    OWN = "o"


@dataclass(frozen=True, slots=True)
class Entry:
    """How much, and on what ground."""

    extent: Extent
    why: Why


@dataclass(frozen=True, slots=True)
class Cell:
    """One category for one class of service: by default, with explicit consent, in an emergency."""

    default: Entry
    consent: Entry
    override: Entry


@dataclass(frozen=True, slots=True)
class Overlays:
    """The rules that lie over every cell, each of which a site may read at a glance."""

    link_needed: bool
    agreement_needed: bool
    uncommissioned_as_social_prescribing: bool
    carers_only_by_hand: bool
    under_18_no_proxy: bool
    notes_may_stay_out_of_record: bool
    restricted_closes_location: bool


@dataclass(frozen=True, slots=True)
class LabelRule:
    """Resources of this type, and with one of these codes if any are named, are of these categories."""

    type: str
    codes: frozenset[Coding]
    categories: frozenset[Category]
    confidentiality: Confidentiality
    locating: bool


@dataclass(frozen=True, slots=True)
class Never:
    """A sentence that no case may break."""

    sentence: str
    service_class: ServiceClass
    category: Category
    more_than: Extent


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one site policy."""

    name: str
    version: str
    """The written version and the first digits of the file's SHA-256."""
    signed_off_by: tuple[str, ...]
    """Who answers for it, by name and office; empty for a draft."""
    direct_care: frozenset[Coding]
    own_access: frozenset[Coding]
    overlays: Overlays
    cells: Mapping[tuple[Category, ServiceClass], Cell]
    extracts: Mapping[Category, tuple[str, ...]]
    labels: tuple[LabelRule, ...]
    nevers: tuple[Never, ...]


def load(name: str) -> Policy:
    """The policy of that name that comes with the gateway, or the one in the file of that path."""
    return read(text_of(name))


def text_of(name: str) -> bytes:
    """The bytes of that policy."""
    folder = Path(__file__).parent / "policies"
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.toml")))
        raise PolicyInvalid(f"no policy `{name}`; built in: {known}; or give the path of a .toml file")
    return path.read_bytes()


def read(text: bytes) -> Policy:
    """The policy in a TOML file, checked whole."""
    try:
        raw = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyInvalid(f"the policy is not TOML: {error}; mend that line") from error
    unknown = sorted(set(raw) - _TOP)
    if unknown:
        raise PolicyInvalid(f"unknown key `{unknown[0]}`; the policy may hold {', '.join(sorted(_TOP))}")
    return _policy(raw, hashlib.sha256(text).hexdigest()[:12])


def _policy(raw: Mapping[str, Any], digest: str) -> Policy:
    purposes = _table(raw, "purposes")
    return Policy(
        name=str(_need(raw, "name", "the policy")),
        version=f"{_need(raw, 'name', 'the policy')} {_need(raw, 'version', 'the policy')}+{digest}",
        signed_off_by=_signatures(raw),
        direct_care=_purposes(purposes, "direct_care"),
        own_access=_purposes(purposes, "own_access"),
        overlays=_overlays(_table(raw, "overlays")),
        cells=_cells(_table(raw, "cell")),
        extracts=_extracts(_table(raw, "extract")),
        labels=tuple(_label(it, at) for at, it in enumerate(raw.get("label", ()), start=1)),
        nevers=tuple(_never(it, at) for at, it in enumerate(raw.get("never", ()), start=1)),
    )


def _signatures(raw: Mapping[str, Any]) -> tuple[str, ...]:
    found = _need(raw, "signed_off_by", "the policy")
    if not isinstance(found, list) or not all(isinstance(it, str) and it.strip() for it in found):
        raise PolicyInvalid("`signed_off_by` must be a list of names with their offices; leave it empty for a draft")
    return tuple(found)


def _cells(raw: Mapping[str, Any]) -> dict[tuple[Category, ServiceClass], Cell]:
    known = {f"{category}.{column}" for category in Category for column in ServiceClass}
    given = {f"{category}.{column}" for category in raw for column in raw[category]}
    wrong = sorted(known ^ given)
    if wrong:
        raise PolicyInvalid(f"cell `{wrong[0]}` is missing or unknown; write every category for every class once")
    return {
        (category, column): _cell(raw[category][column], f"cell.{category}.{column}")
        for category in Category
        for column in ServiceClass
    }


def _cell(raw: Mapping[str, Any], where: str) -> Cell:
    if set(raw) != set(_PARTS):
        raise PolicyInvalid(f"`{where}` must hold default, consent and override, and nothing else")
    return Cell(*(_entry(raw[part], f"{where}.{part}") for part in _PARTS))


def _entry(raw: Mapping[str, Any], where: str) -> Entry:
    return Entry(_word(Extent, raw, "extent", where), _word(Why, raw, "reason", where))


def _overlays(raw: Mapping[str, Any]) -> Overlays:
    names = Overlays.__slots__
    for name in sorted({*names, *raw}):
        if name not in names or not isinstance(raw.get(name), bool):
            raise PolicyInvalid(f"`overlays.{name}` is missing, unknown or not true or false; mend it")
    return Overlays(**raw)


def _extracts(raw: Mapping[str, Any]) -> dict[Category, tuple[str, ...]]:
    missing = sorted({it.value for it in Category} ^ set(raw))
    if missing:
        raise PolicyInvalid(f"`extract.{missing[0]}` is missing or unknown; name the elements of every category")
    return {category: tuple(str(it) for it in raw[category]) for category in Category}


def _label(raw: Mapping[str, Any], at: int) -> LabelRule:
    where = f"label number {at}"
    return LabelRule(
        type=str(_need(raw, "type", where)),
        codes=frozenset(plain(*str(it).rpartition("|")[::2]) for it in raw.get("codes", ())),
        categories=frozenset(_word(Category, {"it": it}, "it", where) for it in _need(raw, "categories", where)),
        confidentiality=_word(Confidentiality, raw, "confidentiality", where),
        locating=bool(raw.get("locating", False)),
    )


def _never(raw: Mapping[str, Any], at: int) -> Never:
    where = f"never number {at}"
    return Never(
        sentence=str(_need(raw, "sentence", where)),
        service_class=_word(ServiceClass, raw, "class", where),
        category=_word(Category, raw, "category", where),
        more_than=_word(Extent, raw, "more_than", where),
    )


def _purposes(raw: Mapping[str, Any], key: str) -> frozenset[Coding]:
    system = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
    return frozenset(plain(system, str(code)) for code in _need(raw, key, "purposes"))


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = _need(raw, key, "the policy")
    if not isinstance(found, dict):
        raise PolicyInvalid(f"`{key}` is not a table; write it as [{key}]")
    return found


def _need(raw: Mapping[str, Any], key: str, where: str) -> Any:
    if not isinstance(raw, dict) or key not in raw:
        raise PolicyInvalid(f"{where} lacks `{key}`; add it")
    return raw[key]


def _word(words: type[_E], raw: Mapping[str, Any], key: str, where: str) -> _E:
    found = _need(raw, key, where)
    if found not in set(words):
        raise PolicyInvalid(f"`{where}` has {key} `{found}`; use one of {', '.join(words)}")
    return words(found)
