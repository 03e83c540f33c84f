"""A request file, understood: who asks for what about whom, and what it leaves out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consent.codes import CONSENT_ACTION, KNOWN_TYPES, RESOURCE_TYPES, plain
from consent.errors import ConsentUnreadable, JudgeError
from consent.matching import Request
from consent.names import identifier_name, nhs_numbers, numbers, plain_name, reference_names
from consent.parties import every_name, is_over, known_groups, linked_names, own_names, possible_names
from consent.periods import LATEST, Span, span
from consent.question import Coding
from consent.service_words import texts
from consent.site import Circumstances
from consent.told import Told, folded, tell
from schemas.codes.systems import V3_ACT_REASON
from schemas.fhir import Resource


class RequestUnreadable(JudgeError):
    """A part of the request has the wrong shape; nothing can be answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request file, understood."""

    request: Request
    patient: frozenset[str]
    target: str | None
    """The one resource that a read names."""
    circumstances: Circumstances
    classes: frozenset[Coding]
    told: Told
    """What the request states besides."""
    kind: str | None = None
    """The one type of resource that a search names."""
    actors: tuple[Mapping[str, Any], ...] = ()
    linked: frozenset[str] = frozenset()
    """Names of other records that are said to be of the same person: enough to refuse by, never to permit by."""
    missing: tuple[str, ...] = ()
    """What the request must say and does not; nothing is released to it."""
    records: tuple[Resource, ...] = ()
    """What the request itself brings of the person, as a whole resource."""


def read_request(raw: Mapping[str, Any], resources: Sequence[Resource]) -> Asked:
    """Understand a request; what it leaves out is unknown, not allowed."""
    body = raw.get("normalised", raw)
    try:
        return _asked(body, resources)
    except (KeyError, TypeError, AttributeError, ValueError, ConsentUnreadable) as error:
        raise RequestUnreadable(
            "a part of the request, or of the record of a party, has the wrong shape; see `docs/decide.md`"
        ) from error


def _asked(body: Mapping[str, Any], resources: Sequence[Resource]) -> Asked:
    moment = span(body["at"]) if body.get("at") else Span(LATEST, LATEST)
    at = moment.first
    actors = [_actor(it) for it in _listed(body.get("actor"))]
    names, possible = _who(actors, resources, at)
    purposes = frozenset(_purposes(body.get("purpose")))
    actions = frozenset(_actions(body.get("action")))
    target, kind = _meant(body.get("interaction") or "")
    patient = _patient(body.get("patient"), resources, at)
    said = {it for it in purposes if it.code}
    told = {"at": body.get("at"), "patient": patient, "actor": names | possible, "purpose": said}
    return Asked(
        request=Request(
            names,
            purposes,
            actions,
            at,
            known_groups(resources),
            possible,
            frozenset(_places(body.get("environment"))),
            frozenset().union(*_locations(body.get("environment"))),
            moment.last,
        ),
        patient=patient,
        target=target,
        kind=kind,
        circumstances=Circumstances(purposes, roles(actors), _may_break_glass(actors)),
        classes=_codings(body.get("class"), "") or _type_of(kind or target),
        told=tell(at, body.get("environment"), body, actors),
        actors=tuple(actors),
        linked=linked_names(patient, resources),
        missing=tuple(name for name, found in told.items() if not found),
        records=tuple(it for it in _listed(body.get("patient")) if isinstance(it, dict) and "resourceType" in it),
    )


def _who(
    actors: Sequence[Mapping[str, Any]], resources: Sequence[Resource], at: datetime
) -> tuple[frozenset[str], frozenset[str]]:
    """The names of whoever asks, and those that may be theirs besides; who has left a job is nobody by it."""
    records = [*resources, *(dict(it) for it in actors if it.get("resourceType"))]
    over = [it for it in records if is_over(it, at)]
    ended = frozenset().union(*map(own_names, over))
    given = frozenset().union(*(_party(it) for it in actors))
    standing = frozenset().union(*(_party(it) for it in actors if it not in over)) - ended
    names = every_name(standing, [it for it in records if it not in over], at) - ended
    return names, possible_names(given | names, records, at) - names


def _patient(raw: Any, resources: Sequence[Resource], at: datetime) -> frozenset[str]:
    listed = (f"Patient/{it}" if isinstance(it, str) and not set(it) & set("/|") else it for it in _listed(raw))
    given: frozenset[str] = frozenset().union(*(_party(_actor(it)) for it in listed))
    if len({it for it in given if "|" not in it}) > 1:
        raise RequestUnreadable("the request names more than one patient; ask for one at a time")
    found = every_name(given, resources, at)
    if len(nhs_numbers(found)) > 1 and nhs_numbers(given):
        raise RequestUnreadable("the request names a patient whose record has another NHS number")
    return frozenset(it for it in found if not it.startswith(_OF_SEVERAL))


_OF_SEVERAL = ("Group/", "CareTeam/")
"""What a person is in with others: what is about it is about the others too."""


def party(raw: Any) -> frozenset[str]:
    """The names of one party that stands anywhere in a request."""
    return _party(_actor(raw))


def _party(raw: Any) -> frozenset[str]:
    """The names in any of the ways in which a party is written: text, Reference, Identifier, actor or resource."""
    if isinstance(raw, str):
        return _written(raw)
    beside = (it for key in _BESIDE for it in _listed(raw.get(key)))
    return _own_names(raw).union(*(_party(it) for it in beside))


_BESIDE = ("person", "practitioner", "organization", "organisation", "service", "team")
"""Where an actor may name whom it belongs to."""


def _actor(raw: Any) -> Mapping[str, Any]:
    """One actor as an object; a whole resource is the party that it is about."""
    if not isinstance(raw, dict):
        return {"reference": raw}
    kind, name = raw.get("resourceType"), raw.get("id")
    return {"type": kind, **({"reference": f"{kind}/{name}"} if name else {}), **raw} if kind else raw


def _own_names(raw: Mapping[str, Any]) -> frozenset[str]:
    if raw.get("value"):
        return frozenset({identifier_name(raw) if raw.get("system") else plain_name(str(raw["value"]))})
    named = raw.get("reference")
    return numbers(raw) | (_party(named) if named else frozenset())


def _written(text: str) -> frozenset[str]:
    """A party in one text: a reference, or `system|value`."""
    system, _, value = text.rpartition("|")
    if system and "?" not in system:
        return frozenset({identifier_name({"system": system, "value": value})})
    return reference_names({"reference": text})


def roles(actors: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The words and codes for the part in which the asker asks; an actor who names nobody is such a word."""
    return frozenset(word for it in actors for word in _words_of(it))


def _words_of(actor: Mapping[str, Any]) -> Iterable[str]:
    yield from texts(actor.get("role"))
    name = actor.get("reference")
    if isinstance(name, str) and not set(name) & set("/|:"):
        yield name
    elif not name and not actor.get("identifier"):
        yield from texts(actor)


def _codings(raw: Any, unsaid: str) -> frozenset[Coding]:
    """Codes as text, Codings or CodeableConcepts; `unsaid` is the system of those that name none."""
    found: set[Coding] = set()
    for it in _listed(raw):
        if isinstance(it, str):
            system, _, code = it.rpartition("|")
            found.add(plain(system or (RESOURCE_TYPES if code in KNOWN_TYPES else unsaid), code))
            continue
        found.update(plain(str(one.get("system") or unsaid), str(one["code"])) for one in it.get("coding") or [it])
    return frozenset(found)


def _purposes(raw: Any) -> Iterator[Coding]:
    """What for; where there is no code, the words say it."""
    for it in _listed(raw):
        words = it.get("text") or it.get("display") if isinstance(it, dict) and not set(it) & {"code", "coding"} else it
        for found in _codings(words, V3_ACT_REASON):
            known = found.system in _LISTS_OF_WORDS
            meant = _PURPOSE_WORDS.get(folded(found.code))
            yield plain(V3_ACT_REASON, meant) if known and meant else found


def _by_word(words_of: Mapping[str, str]) -> Mapping[str, str]:
    """Each of the words of a code, and the code."""
    return {word: code for code, words in words_of.items() for word in words.split()}


def _actions(raw: Any) -> Iterator[Coding]:
    for found in _codings(raw, CONSENT_ACTION):
        meant = _ACTION_WORDS.get(folded(found.code)) if found.system == CONSENT_ACTION else None
        yield plain(CONSENT_ACTION, meant) if meant else found


_ACTION_WORDS = _by_word(
    {
        "access": "read view search see retrieve query",
        "disclose": "share send transmit release export",
        "correct": "update amend edit",
        "collect": "create record write store",
    }
)
"""What is done in everyday words, in a request; never in a Consent."""


def _listed(raw: Any) -> Sequence[Any]:
    return raw if isinstance(raw, list | tuple) else [] if raw is None or raw in ("", {}) else [raw]


def _may_break_glass(actors: Iterable[Mapping[str, Any]]) -> bool:
    return any(it.get(key) is True for it in actors for key in _AUTHORISED)


_AUTHORISED = ("authorised_for_break_glass", "authorized_for_break_glass")


def _places(raw: Any) -> Iterable[Coding]:
    """Where, or by what application, it is asked: `App/123`, a Coding, or an object of such pairs."""
    for it in _listed(raw):
        if isinstance(it, str):
            system, _, code = it.removeprefix("env/").partition("/")
            yield plain(system, code) if code else plain("", system)
        elif "code" in it or "coding" in it:
            yield from _codings(it, str(it.get("type", "")))
        else:
            yield from (plain(key, value) for key, value in it.items() if isinstance(value, str))


def _locations(raw: Any) -> Iterable[frozenset[str]]:
    """The places of an environment: `Location/1`, or a reference under `location`."""
    for it in _listed(raw):
        if isinstance(it, dict):
            yield from (_party(one) for one in _listed(it.get("location")))
        elif it.startswith("Location/"):
            yield _party(it)


def _meant(interaction: str) -> tuple[str | None, str | None]:
    """The one resource, or else the one type of resource, that an interaction names."""
    _, _, address = interaction.strip().partition(" ")
    name = plain_name(address.partition("?")[0].strip("/")).removesuffix("/_search")
    kind = name.rpartition("/")[2]
    if kind in KNOWN_TYPES:
        return None, kind
    one = _ONE.search(name)
    return (one.group() if one else None), None


def _type_of(named: str | None) -> frozenset[Coding]:
    return frozenset({plain(RESOURCE_TYPES, named.partition("/")[0])} if named else ())


_ONE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64}$")
_LISTS_OF_WORDS = frozenset({V3_ACT_REASON, "urn:oid:2.16.840.1.113883.3.18.7.1"})
"""Where a code may be such a word: the usual system, and the purposes of health exchanges in the United States."""
_PURPOSE_WORDS = _by_word(
    {
        "TREAT": "directcare direct_care treatment care",
        "ETREAT": "emergency emergency_treatment emergency_care",
        "BTG": "break_glass break_the_glass breakglass",
        "HRESCH": "research",
        "HPAYMT": "payment",
        "HOPERAT": "operations healthcare_operations",
        "HMARKT": "marketing",
        "HLEGAL": "legal",
        "PUBHLTH": "public_health publichealth",
        "COVERAGE": "coverage",
        "FAMRQT": "family",
        "PATRQT": "patient_request patient_access own_access request",
    }
)
"""Purposes in everyday words, as some gateways and people write them in a request; never in a Consent."""
