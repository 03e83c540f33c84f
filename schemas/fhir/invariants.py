"""FHIR's invariants of single resources, for the types that we read, and the codes that R4 requires inside concepts.

Source: FHIR R4 4.0.1, the constraints of each resource, by their keys. Left out: what only forms need (Questionnaire
que-*), and what R4 only recommends.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from schemas.codes.systems import TERMINOLOGY
from schemas.fhir import Resource
from schemas.fhir.datatype_rules import ends_first
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.rule import ALWAYS, Rule, Wrong, unsure

_ONE_OF: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "Appointment": (("participant", ("type", "actor")),),
    "Composition": (("section", ("text", "entry", "section")),),
    "Condition": (("stage", ("summary", "assessment")), ("evidence", ("code", "detail"))),
    "Consent": (("", ("policy", "policyRule")),),
    "Observation": (
        ("referenceRange", ("low", "high", "text")), ("component.referenceRange", ("low", "high", "text")),
    ),
    "Organization": (("", ("name", "identifier")),),
    "Patient": (("contact", ("name", "telecom", "address", "organization")),),
}  # fmt: skip
"""At least one of these: app-1, cmp-1, con-1, con-2, ppc-1, obs-3, org-1, pat-1."""
_NOT_BOTH: dict[str, tuple[tuple[str, str, str], ...]] = {
    "AuditEvent": (("entity", "name", "query"),),
    "CarePlan": (("activity", "reference", "detail"),),
    "Composition": (("section", "emptyReason", "entry"),),
    "List": (("", "emptyReason", "entry"),),
    "Observation": (("", "dataAbsentReason", "value[x]"),),
    "QuestionnaireResponse": (("item", "answer", "item"),),
}
"""Never both: sev-1, cpl-3, cmp-2, lst-1, obs-6, qrs-1."""
_NEEDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Goal": (("target", "detail[x]", "measure"),),
    "ServiceRequest": (("", "orderDetail", "code"),),
}
"""The first needs the second: gol-1, prr-1."""
_CODES: dict[str, dict[str, tuple[str, frozenset[str]]]] = {
    "AllergyIntolerance": {
        "clinicalStatus": ("allergyintolerance-clinical", frozenset({"active", "inactive", "resolved"})),
        "verificationStatus": (
            "allergyintolerance-verification", frozenset({"unconfirmed", "confirmed", "refuted", "entered-in-error"}),
        ),
    },
    "Condition": {
        "clinicalStatus": (
            "condition-clinical", frozenset({"active", "recurrence", "relapse", "inactive", "remission", "resolved"}),
        ),
        "verificationStatus": (
            "condition-ver-status",
            frozenset({"unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"}),
        ),
    },
}  # fmt: skip
_RECURSIVE = frozenset({("Composition", "section"), ("QuestionnaireResponse", "item")})
_FLAT = frozenset(
    (kind, path)
    for listed in (_ONE_OF, _NOT_BOTH)
    for kind, rules in listed.items()
    for path, *_ in rules
    if "." not in path and (kind, path) not in _RECURSIVE
)
"""Places whose objects are all at one level, so that a look at them together tells whether any can break a rule."""
_ENDED = frozenset({"inactive", "resolved", "remission"})
_UNDATED = ("proposed", "cancelled", "waitlist")
_CALLED_OFF = ("cancelled", "noshow")
"""No sets: what was sent may be no word at all, and then cannot be looked up in one."""
_WRONG_RECORD = "entered-in-error"


def rules(kind: str) -> tuple[Rule, ...]:
    """What the invariants ask of a resource of this type itself."""
    return (
        *(_one_of(kind, *it) for it in _ONE_OF.get(kind, ())),
        *(_not_both(kind, *it) for it in _NOT_BOTH.get(kind, ())),
        *(_needs(kind, *it) for it in _NEEDS.get(kind, ())),
        *(_codes(name, *it) for name, it in _CODES.get(kind, {}).items()),
        *((_other(kind),) if kind in _OTHERS else ()),
    )


def _one_of(kind: str, path: str, members: tuple[str, ...]) -> Rule:
    message = f"needs at least one of {', '.join(f'`{one}`' for one in members)}"
    names, is_flat = _spelt(*members), (kind, path) in _FLAT
    outer, _, inner = path.partition(".")

    def faults(resource: Resource) -> Iterator[Wrong]:
        for place, it in _at(kind, resource, path):
            if names.isdisjoint(it):
                yield place, "invariant", message

    def is_kept(resource: Resource) -> bool:
        if inner:
            return not [it for it in resource[outer] if inner in it]
        return is_flat and not any(map(names.isdisjoint, resource[path]))

    def is_kept_by_all(resource: Resource) -> bool:
        return not names.isdisjoint(resource)

    return Rule(outer, faults, is_kept) if path else Rule(ALWAYS, faults, is_kept_by_all)


def _not_both(kind: str, path: str, one: str, other: str) -> Rule:
    beside, is_list, others = f"_{one}", bool(path) and (kind, path) in _FLAT, _spelt(other)

    def faults(resource: Resource) -> Iterator[Wrong]:
        for place, it in _at(kind, resource, path):
            if (one in it or beside in it) and _has(it, other):
                yield _below(place, other.removesuffix("[x]")), "invariant", f"may not stand beside `{one}`"

    def is_kept(resource: Resource) -> bool:
        said = [it for it in resource[path] if one in it or beside in it] if is_list else ()
        return is_list and all(map(others.isdisjoint, said))

    return Rule(path or one, faults, _answers_alone if kind == "QuestionnaireResponse" else is_kept)


def _answers_alone(response: Resource) -> bool:
    """The quick look: no item has both answers and items of its own."""
    listed = response["item"]
    while listed:
        inner = []
        for it in listed:
            if "item" in it:
                if "answer" in it or "_answer" in it:
                    return False
                inner += it["item"]
            elif "answer" in it:
                inner += [one for answer in it["answer"] if "item" in answer for one in answer["item"]]
        listed = inner
    return True


def _needs(kind: str, path: str, one: str, other: str) -> Rule:
    def faults(resource: Resource) -> Iterator[Wrong]:
        for place, it in _at(kind, resource, path):
            if _has(it, one) and not _has(it, other):
                yield _below(place, other), "invariant", f"is missing; `{one}` needs it"

    return Rule(path or one, faults)


def _codes(name: str, system: str, codes: frozenset[str]) -> Rule:
    """R4 binds this concept to a code system of its own; codes of others may stand there, as real senders write."""
    known = sorted(codes)
    message = f"is not one of {', '.join(f'`{one}`' for one in known)}"

    def faults(resource: Resource) -> Iterator[Wrong]:
        for at, it in enumerate(_objects(_object(resource.get(name)).get("coding"))):
            if it.get("system") == TERMINOLOGY + system and it.get("code") not in known:
                yield f"{name}.coding[{at}].code", "code-invalid", message

    def is_kept(resource: Resource) -> bool:
        return not [it for it in resource[name].get("coding", ()) if it.get("code") not in codes]

    return Rule(name, faults, is_kept)


def _other(kind: str) -> Rule:
    def faults(resource: Resource) -> Iterator[Wrong]:
        return ((place, "invariant", message) for place, message in _OTHERS[kind][1](resource))

    return Rule(_OTHERS[kind][0], faults, _QUICK.get(kind, unsure), is_left=kind == "Parameters")


def _allergy(it: Resource) -> Iterator[tuple[str, str]]:
    is_wrong = _is(it, "verificationStatus", _WRONG_RECORD)
    if is_wrong and "clinicalStatus" in it:
        yield "clinicalStatus", "may not stand in a record entered in error"
    if not is_wrong and "clinicalStatus" not in it:
        yield "clinicalStatus", "is missing; only a record entered in error has none"


def _appointment(it: Resource) -> Iterator[tuple[str, str]]:
    has_start, has_end, status = _has(it, "start"), _has(it, "end"), it.get("status")
    if has_start != has_end:
        yield "end" if has_start else "start", "is missing; send both ends or neither"
    elif not has_start and status not in _UNDATED:
        yield "start", "is missing; only what is proposed, cancelled or waited for has none"
    if "cancelationReason" in it and status not in _CALLED_OFF:
        yield "cancelationReason", "may stand only where status is `cancelled` or `noshow`"


def _condition(it: Resource) -> Iterator[tuple[str, str]]:
    if _has(it, "abatement[x]") and not any(_is(it, "clinicalStatus", code) for code in _ENDED):
        yield "clinicalStatus", "must be `inactive`, `resolved` or `remission` in what has abated"
    if _is(it, "verificationStatus", _WRONG_RECORD) and "clinicalStatus" in it:
        yield "clinicalStatus", "may not stand in a record entered in error"


def _group(it: Resource) -> Iterator[tuple[str, str]]:
    if "member" in it and it.get("actual") is not True:
        yield "member", "may stand only in an actual group"


def _list(it: Resource) -> Iterator[tuple[str, str]]:
    for at, entry in enumerate(_objects(it.get("entry"))):
        if "deleted" in entry and it.get("mode") != "changes":
            yield f"entry[{at}].deleted", "may stand only where mode is `changes`"
        if "date" in entry and it.get("mode") != "working":
            yield f"entry[{at}].date", "may stand only where mode is `working`"


def _observation(it: Resource) -> Iterator[tuple[str, str]]:
    own = {(str(one.get("system")), str(one.get("code"))) for one in _objects(_object(it.get("code")).get("coding"))}
    for at, part in enumerate(_objects(it.get("component")) if own and _has(it, "value[x]") else []):
        coded = _objects(_object(part.get("code")).get("coding"))
        if own & {(str(one.get("system")), str(one.get("code"))) for one in coded}:
            yield f"component[{at}].code", "is the code of the whole, which has a value already"


def _organization(it: Resource) -> Iterator[tuple[str, str]]:
    for name in ("telecom", "address"):
        for at, one in enumerate(_objects(it.get(name))):
            if one.get("use") == "home":
                yield f"{name}[{at}].use", "may not be `home` for an organisation"


def _parameters(it: Resource) -> Iterator[tuple[str, str]]:
    for at, one in enumerate(_objects(it.get("parameter"))):
        if sum(_has(one, name) for name in ("value[x]", "resource", "part")) != 1:
            yield f"parameter[{at}]", "needs exactly one of a value, a resource and parts"


def _task(it: Resource) -> Iterator[tuple[str, str]]:
    if ends_first(it.get("authoredOn"), it.get("lastModified")):
        yield "lastModified", "is before `authoredOn`"


def _goes_on(condition: Resource) -> bool:
    """The quick look: it has not abated, and stands in no record entered in error."""
    return _ABATED.isdisjoint(condition) and not _is(condition, "verificationStatus", _WRONG_RECORD)


def _has_no_value(observation: Resource) -> bool:
    """The quick look: only what has a value itself can have one twice."""
    return _VALUED.isdisjoint(observation)


def _is_timed(appointment: Resource) -> bool:
    return "start" in appointment and "end" in appointment and "cancelationReason" not in appointment


def _is_at_work(organization: Resource) -> bool:
    return "address" not in organization and "telecom" not in organization


def _say_one_thing(parameters: Resource) -> bool:
    """The quick look: each has a name and one thing more, and so has each of its parts.

    What has an id or an extension fits no plain class, and Parameters are looked at quickly by no other.
    """
    listed = [*parameters["parameter"]]
    for it in listed:
        if len(it) != _NAME_AND_VALUE:
            return False
        if "part" in it:
            listed += it["part"]
    return True


def _forms(kind: str, stem: str) -> frozenset[str]:
    """What a choice element can go by, with a value and with what may stand beside one."""
    return frozenset(it for it in CLASSES[kind].__struct_encode_fields__ if it.lstrip("_").startswith(stem))


_NAME_AND_VALUE = 2
_ABATED, _VALUED = _forms("Condition", "abatement"), _forms("Observation", "value")
_QUICK = {
    "Appointment": _is_timed, "Condition": _goes_on, "Observation": _has_no_value, "Organization": _is_at_work,
    "Parameters": _say_one_thing,
}  # fmt: skip
_OTHERS: dict[str, tuple[str, Callable[[Resource], Iterator[tuple[str, str]]]]] = {
    "AllergyIntolerance": (ALWAYS, _allergy),
    "Appointment": (ALWAYS, _appointment),
    "Condition": (ALWAYS, _condition),
    "Group": ("member", _group),
    "List": ("entry", _list),
    "Observation": ("component", _observation),
    "Organization": (ALWAYS, _organization),
    "Parameters": ("parameter", _parameters),
    "Task": ("lastModified", _task),
}
"""ait-1, ait-2; app-2 to app-4; con-4, con-5; grp-1; lst-2, lst-3; obs-7; org-2, org-3; inv-1 of both."""


def _at(kind: str, resource: Resource, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects at a path with their places; of sections and items also those inside."""
    found = [("", resource)]
    for name in path.split(".") if path else ():
        found = [it for place, holder in found for it in _listed(kind, holder, name, place)]
    yield from found


def _listed(kind: str, holder: dict[str, Any], name: str, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for at, it in enumerate(_objects(holder.get(name))):
        where = _below(place, f"{name}[{at}]")
        yield where, it
        if (kind, name) in _RECURSIVE:
            yield from _listed(kind, it, name, where)
            for number, answer in enumerate(_objects(it.get("answer"))):
                yield from _listed(kind, answer, name, f"{where}.answer[{number}]")


@cache
def _spelt(*names: str) -> frozenset[str]:
    """As they stand with a value, and with what may stand beside one."""
    return frozenset((*names, *(f"_{it}" for it in names)))


def _has(value: dict[str, Any], name: str) -> bool:
    """With a value or with what may stand beside one; of `value[x]` any form."""
    if name.endswith("[x]"):
        stem = name[:-3]
        return any(it.lstrip("_").startswith(stem) and it.lstrip("_")[len(stem) :][:1].isupper() for it in value)
    return not _spelt(name).isdisjoint(value)


def _is(resource: Resource, name: str, code: str) -> bool:
    return any(it.get("code") == code for it in _objects(_object(resource.get(name)).get("coding")))


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[dict[str, Any]]:
    return [it for it in value if isinstance(it, dict)] if isinstance(value, list) else []
