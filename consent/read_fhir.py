"""Reads a FHIR R4 Consent in full or not at all: what we do not understand might be a condition."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import orjson

from consent.bounds import bounded
from consent.codes import USES, plain
from consent.errors import ConsentUnreadable
from consent.extensions import environments, grantees, grantors, names_proxy, places, replaced, sources, tags, term
from consent.names import reference_names
from consent.parsed import NOT_PRIVACY, UNTOLD, Actor, DataRule, Filters, Kind, ParsedConsent, Provision
from consent.periods import ALWAYS, Period, span, stated
from consent.policy_rule import is_opt_out, opted_out, root_kind
from consent.question import Coding
from consent.verification import is_doubted, is_verified
from schemas.codes.systems import (
    CONSENT_SCOPE,
    NHS_PROXY_LEGAL_BASIS,
    TERMINOLOGY,
    V3_ACT_REASON,
    V3_PARTICIPATION,
    V3_ROLE,
    V3_ROLE_CLASS,
)
from schemas.fhir import Resource
from schemas.fhir.legal import names_only_the_law

_DEEPEST = 32
_KNOWN_KEYS = frozenset(
    [
        "resourceType",
        "id",
        "meta",
        "language",
        "text",
        "contained",
        "extension",
        "identifier",
        "status",
        "scope",
        "category",
        "patient",
        "dateTime",
        "performer",
        "organization",
        "sourceAttachment",
        "sourceReference",
        "policy",
        "policyRule",
        "verification",
        "provision",
    ]
)
_NODE_KEYS = frozenset(
    [
        "id",
        "extension",
        "type",
        "period",
        "actor",
        "action",
        "securityLabel",
        "purpose",
        "class",
        "code",
        "dataPeriod",
        "data",
        "provision",
    ]
)
_PARTS = {
    code.casefold(): part
    for code, part in {
        **dict.fromkeys(("PRCP", "IRCP", "GRANTEE", "DELEGATEE"), "recipient"),
        "CST": "custodian",
        "AUT": "author",
        "performer": "custodian",
        **dict.fromkeys(("datasubject", "GRANTOR", "DELEGATOR", "CONSENTER", "CONSWIT", "WIT"), "subject"),
        **dict.fromkeys(("dataprocessor", "datacollector", "humanuser"), "recipient"),
        **dict.fromkeys(
            ("POWATT", "HPOWATT", "DPOWATT", "SPOWATT", "GUADLTM", "RESPRSN", "AGNT", "GUARD"), "recipient"
        ),
        **dict.fromkeys(("CAREGIVER", "NOK", "ECON", "PRS", "PROV", "ASSIGNED", "EMP", "PAT", "AFFL"), "recipient"),
        **dict.fromkeys(("PRN", "MTH", "FTH", "SPS", "DOMPART", "CHILD", "SIB", "FAMMEMB", "FRND"), "recipient"),
    }.items()
}
"""Parts in which a party stands in a provision; who acts for the person, or is close to them, receives."""
_ROLES = frozenset(
    {
        *(V3_PARTICIPATION, V3_ROLE, V3_ROLE_CLASS),
        *(f"{TERMINOLOGY}extra-security-role-type", f"{TERMINOLOGY}provenance-participant-type"),
    }
)
_MEANINGS = frozenset({"instance", "related", "dependents", "authoredby"})
_STATUSES = frozenset({"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"})


def read(resource: Resource) -> ParsedConsent:
    """Understand one Consent, or raise ConsentUnreadable with the place and the mend."""
    return read_bytes(orjson.dumps(resource))


@lru_cache(maxsize=8192)
def read_bytes(text: bytes) -> ParsedConsent:
    """The same, of its bytes; the answer is remembered, for the same bytes always mean the same."""
    try:
        return _consent(orjson.loads(text))
    except (AttributeError, TypeError, KeyError, RecursionError, orjson.JSONDecodeError) as error:
        raise ConsentUnreadable("the Consent has a part of the wrong shape; check it against FHIR R4") from error


def _consent(raw: Mapping[str, Any]) -> ParsedConsent:
    _check_top(raw)
    contained = {f"#{it['id']}": it for it in raw.get("contained", ()) if it.get("id")}
    patient = _names(raw["patient"], contained)
    if not patient:
        raise ConsentUnreadable("`Consent.patient` names nobody; give a reference or an identifier")
    tree = _node(
        raw.get("provision", {}), kind=root_kind(raw, _concept(raw.get("policyRule", {}))), contained=contained, depth=0
    )
    inherited = _inherit(tree, _purposes_of_scope(_scope(raw), tree))
    root = bounded(inherited, raw, granted=_granted(raw, contained), term=term(raw))
    opt_out, looked = is_opt_out(raw), raw.get("verification", ())
    return ParsedConsent(
        id=str(raw.get("id", "")),
        active=raw["status"] == "active" and not names_only_the_law(dict(raw)),
        patient=patient,
        grantors=frozenset().union(*(_names(it, contained) for it in (*raw.get("performer", ()), *grantors(raw)))),
        scope=_scope(raw),
        written=_moment(raw["dateTime"]) if "dateTime" in raw else None,
        verified=is_verified(looked),
        root=opted_out() if opt_out else root,
        recipients=frozenset(_recipients(root)),
        in_force=root.filters.period or ALWAYS,
        replaces=replaced(raw),
        only_research=opt_out,
        only_refuses=is_doubted(looked),
    )


def _check_top(raw: Mapping[str, Any]) -> None:
    if raw.get("resourceType") != "Consent":
        raise ConsentUnreadable("this is not a Consent; send `resourceType` Consent")
    unknown = set(raw) - _KNOWN_KEYS - {f"_{key}" for key in ("language", "dateTime")}
    if unknown:
        raise ConsentUnreadable("the Consent has elements that R4 lacks or that change its meaning; send plain R4")
    if raw.get("status") not in _STATUSES:
        raise ConsentUnreadable("`Consent.status` is missing or unknown; give one of the R4 codes")
    if not isinstance(raw.get("patient"), dict) or not raw["patient"]:
        raise ConsentUnreadable("`Consent.patient` is missing; a consent must say it")
    if not _scope(raw):
        raise ConsentUnreadable("`Consent.scope` is missing; a consent must say it")
    if names_proxy(raw) and not raw.get("performer") and not grantors(raw):
        raise ConsentUnreadable("a proxy's Consent does not say who granted it; give the grantor or a performer")
    if _has_holes(raw):
        raise ConsentUnreadable("an element is null or empty; leave out what you do not say")


def _scope(raw: Mapping[str, Any]) -> frozenset[Coding]:
    """What the consent is about; some write it as a category, as later versions of FHIR do."""
    if "scope" in raw:
        return _concept(raw["scope"]) if raw["scope"] else frozenset()
    codes = (it for concept in raw.get("category", ()) for it in _concept(concept))
    return frozenset(it for it in codes if it.system == CONSENT_SCOPE)


def _purposes_of_scope(scope: frozenset[Coding], tree: Provision) -> Filters:
    """A consent about research alone speaks of no other purpose, unless it names one."""
    if {it.code for it in scope} - NOT_PRIVACY != {"research"}:
        return Filters()
    return Filters(purposes=frozenset({plain(V3_ACT_REASON, "HRESCH"), *_uses(tree)}))


def _uses(node: Provision) -> Iterable[Coding]:
    yield from node.filters.uses or ()
    for child in node.children:
        yield from _uses(child)


def _has_holes(value: object) -> bool:
    """True for null, for what is empty, and for a number in place of text: FHIR has none, and a hole is not a `no`."""
    if isinstance(value, dict):
        return not value or any(_is_hole(key, it, value) for key, it in value.items() if key not in _WORDS)
    if isinstance(value, list):
        return not value or any(_has_holes(it) for it in value)
    return value in (None, "")


_WORDS = frozenset({"text", "contained", "display", "title"})
_TEXTS = frozenset(
    ("reference", "system", "code", "uri", "url", "type", "start", "end", "dateTime", "meaning", "status", "id")
)


def _is_hole(key: str, value: object, beside: Mapping[str, Any]) -> bool:
    is_text = key in _TEXTS or (key == "value" and "unit" not in beside)
    return (is_text and isinstance(value, int | float)) or _has_holes(value)


def _node(raw: Any, *, kind: Kind, contained: Mapping[str, Any], depth: int) -> Provision:
    """One provision; `kind` is what it is when it does not say."""
    if not isinstance(raw, dict) or set(raw) - _NODE_KEYS or depth > _DEEPEST:
        raise ConsentUnreadable("a provision has an unknown element or is nested too deep; send plain R4")
    own = _kind(raw.get("type"), unsaid=kind)
    children = tuple(
        _node(it, kind=own.flipped, contained=contained, depth=depth + 1) for it in raw.get("provision", ())
    )
    return Provision(own, _filters(raw, contained, said_in=own), children)


def _kind(raw: object, *, unsaid: Kind) -> Kind:
    if raw is None:
        return unsaid
    try:
        return Kind(str(raw))
    except ValueError as error:
        raise ConsentUnreadable("`provision.type` is neither permit nor deny; give one of these") from error


def _filters(raw: Mapping[str, Any], contained: Mapping[str, Any], *, said_in: Kind) -> Filters:
    one = isinstance(raw.get("code"), dict)
    codes, uses = _uses_apart(_codes({"code": [raw["code"]]} if one else raw, "code", concepts=True))
    return Filters(
        actors=_actors(raw, contained),
        actions=_codes(raw, "action", concepts=True),
        purposes=_codes(raw, "purpose"),
        period=stated(raw["period"]) if "period" in raw else None,
        labels=_codes(raw, "securityLabel"),
        labels_said_in=said_in if "securityLabel" in raw else None,
        classes=_codes(raw, "class"),
        codes=codes,
        data=_each(raw, "data", lambda it: _data(it, contained)),
        data_period=stated(raw["dataPeriod"]) if "dataPeriod" in raw else None,
        uses=uses,
        environments=environments(raw),
        sources=sources(raw),
        places=places(raw),
        tags=tags(raw),
    )


def _uses_apart(codes: frozenset[Coding] | None) -> tuple[frozenset[Coding] | None, frozenset[Coding] | None]:
    """The codes of items, and those that say what for: the German broad consent names its uses by codes."""
    uses = frozenset(it for it in codes or () if it.system == USES)
    return (codes - uses if codes else codes) or None, uses or None


def _inherit(node: Provision, above: Filters) -> Provision:
    """A nested provision says again only what it changes; the rest it has from its parent."""
    own = {it.name: getattr(node.filters, it.name) for it in fields(Filters)}
    said = {name: value for name, value in own.items() if value is not None}
    whole = replace(above, **said | {"actors": _with_parts(node.filters.actors, above.actors)})
    return Provision(node.kind, whole, tuple(_inherit(child, whole) for child in node.children))


def _with_parts(own: tuple[Actor, ...] | None, above: tuple[Actor, ...] | None) -> tuple[Actor, ...] | None:
    """Whose data and who receives are two questions: naming the one keeps the parent's answer to the other."""
    named = {it.part for it in own or ()}
    to_whom = {"recipient", "unsaid", "unknown"}
    taken = named | (to_whom if named & to_whom else set())
    return (*(own or ()), *(it for it in above or () if it.part not in taken)) or None


def _each(raw: Mapping[str, Any], key: str, make: Callable[[Mapping[str, Any]], Any]) -> tuple[Any, ...] | None:
    if key not in raw:
        return None
    if not isinstance(raw[key], list) or not raw[key]:
        raise ConsentUnreadable(f"`provision.{key}` is not a list of at least one; send plain R4")
    return tuple(make(it) for it in raw[key])


def _codes(raw: Mapping[str, Any], key: str, *, concepts: bool = False) -> frozenset[Coding] | None:
    found = _each(raw, key, lambda it: _concept(it) if concepts else frozenset({_coding(it)}))
    return None if found is None else frozenset().union(*found)


def _concept(raw: Mapping[str, Any]) -> frozenset[Coding]:
    """A concept that is only text keeps a code that nothing equals, so that it can match no permission."""
    codings: Iterable[Mapping[str, Any]] = raw.get("coding", ())
    return frozenset(_coding(it) for it in codings) or frozenset({Coding("", "")})


def _coding(raw: Mapping[str, Any]) -> Coding:
    """A coding that has only words is a code that nobody knows."""
    if "code" not in raw and raw.get("display"):
        return Coding("", "")
    if not isinstance(raw.get("code"), str):
        raise ConsentUnreadable("a coding has no code; give `system` and `code`")
    return plain(str(raw.get("system", "")), str(raw["code"]))


def _actors(raw: Mapping[str, Any], contained: Mapping[str, Any]) -> tuple[Actor, ...] | None:
    """Who is named; data subject, grantor or witness beside others say how it came about, and not to whom it is."""
    found = _each(raw, "actor", lambda it: _actor(it, contained))
    others = tuple(it for it in found or () if it.part != "subject")
    return others or (found and tuple(replace(it, part="unknown") for it in found))


def _actor(raw: Mapping[str, Any], contained: Mapping[str, Any]) -> Actor:
    if set(raw) - {"id", "extension", "role", "reference"} or "reference" not in raw:
        raise ConsentUnreadable("`provision.actor` lacks `reference` or has an unknown element; send plain R4")
    roles = {part for it in _concept(raw.get("role", {})) if (part := _part(it)) is not None}
    part = roles.pop() if len(roles) == 1 else "unknown"
    names = _names(raw["reference"], contained)
    return Actor(part if "role" in raw else "unsaid", names, _perhaps(raw["reference"], contained))


def _granted(raw: Mapping[str, Any], contained: Mapping[str, Any]) -> Actor | None:
    found = [_names(it, contained) for it in grantees(raw)]
    return Actor("recipient", frozenset().union(*found)) if found else None


def _part(role: Coding) -> str | None:
    if role.system == NHS_PROXY_LEGAL_BASIS:
        return "recipient"
    return _PARTS.get(role.code.casefold(), "unknown") if role.system in _ROLES else None


def _names(reference: Mapping[str, Any], contained: Mapping[str, Any]) -> frozenset[str]:
    """The names of whom a reference means; a contained one is known by its identifiers and members."""
    inside = contained.get(str(reference.get("reference", "")))
    if inside is None:
        return reference_names(reference)
    identifiers = ({"identifier": it} for it in inside.get("identifier", ()))
    return frozenset().union(*map(reference_names, (*identifiers, *_members(inside, dated=False))))


def _perhaps(reference: Mapping[str, Any], contained: Mapping[str, Any]) -> frozenset[str]:
    """Whom a refusal may mean besides: members for a time, and by whom a numbered job is held, a service run."""
    inside = contained.get(str(reference.get("reference", "")), {})
    known = inside if "identifier" in inside else {}
    listed = (it["item"] for it in known.get("entry", ()) if it.get("item"))
    held_by = [known[key] for key in ("practitioner", "organization", "providedBy") if key in known][:1]
    return frozenset().union(*map(reference_names, (*_members(inside, dated=True), *listed, *held_by)))


def _members(group: Mapping[str, Any], *, dated: bool) -> Iterator[Mapping[str, Any]]:
    """Who is in a contained group or team, either for good or for a time."""
    for key, part in (("member", "entity"), ("participant", "member")):
        held = (it for it in group.get(key, ()) if it.get(part) and not it.get("inactive"))
        yield from (it[part] for it in held if ("period" in it) is dated)


def _data(raw: Mapping[str, Any], contained: Mapping[str, Any]) -> DataRule:
    if raw.get("meaning") not in _MEANINGS or "reference" not in raw or set(raw) - {"id", "meaning", "reference"}:
        raise ConsentUnreadable("`provision.data` lacks a known `meaning` or a `reference`; send plain R4")
    return DataRule(raw["meaning"], _names(raw["reference"], contained))


def _moment(text: object) -> Period:
    found = span(text)
    return Period(found, found)


def _recipients(node: Provision) -> Iterable[str]:
    """Everyone to whom something is permitted or refused; whom nobody can tell is nobody else."""
    for actor in node.filters.actors or ():
        if actor.part in {"recipient", "unsaid", "unknown"}:
            yield from actor.names | actor.at_times or {UNTOLD}
    for child in node.children:
        yield from _recipients(child)
