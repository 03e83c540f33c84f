"""The classes that nearly every resource fits, made of the generated ones: smaller, and so cheaper to fill.

They leave out what stands beside primitives (`_birthDate`), ids and extensions of parts that seldom have any, what no
message may hold (`modifierExtension`), and what the value of an extension seldom is: an element that is not there costs
time too. A resource is
read together with all that it contains, and a Bundle with all that it brings; a resource that stands anywhere else fits
none of them. Letters of ids and addresses in a Bundle are left to whoever looks at them all at once. Whatever fits here
fits the generated classes too.
"""

import re
import sys
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import NODEFAULT, UNSET, Struct, UnsetType, defstruct, field, structs

from schemas.fhir import primitives
from schemas.fhir.choice import EXTENSION
from schemas.fhir.datatype_rules import RULES, ends_first
from schemas.fhir.extensions import looks
from schemas.fhir.generated import datatypes
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.primitives import DATE_TIME, DAY

KNOWN = {
    "Date": "2000-01-01", "DateTime": "2000-01-01", "Instant": "2000-01-01T00:00:00Z", "Id": "1", "Uri": "urn:x",
    "MediaType": "application/pdf",
}  # fmt: skip
"""One word of each kind, which an enumeration cannot do without; all others are read by the pattern."""
_PARAMETER = "ParametersParameter"
"""The rules of Parameters count the values of all of them together, in fewer steps than each by itself."""
_FORMS = (
    "Annotation", "Boolean", "Code", "CodeableConcept", "Coding", "DateTime", "Identifier", "Integer", "Period",
    "PositiveInt", "Quantity", "Reference", "String", "Uri",
)  # fmt: skip
_FEW_FORMS = {EXTENSION: _FORMS, _PARAMETER: (*_FORMS, "Canonical", "Date", "Instant")}
_NAMES = {
    "id": "Short | UnsetType", "contained": "Many[Held] | UnsetType", "resource": "Held | UnsetType",
    "fullUrl": "Filled | UnsetType",
}  # fmt: skip
"""How elements of resources and of a Bundle's entries are written here."""
_NEVER = "modifierExtension"
"""Refused wherever it stands: nobody here knows what it changes."""
_WITH_ID = {"Address", "ContactPoint", "HumanName", "PatientContact", "Reference"}
_WITH_EXTENSION = {"Address", "Coding", "ContactPoint", EXTENSION, "HumanName", "Identifier"}
_WRAPPERS = ("Bundle", _PARAMETER)
"""Parts of these hold what is told, and say nothing themselves."""
_ENTRY = "BundleEntry"
_HELD_ELSEWHERE = {("BundleEntryResponse", "outcome"), ("ParametersParameter", "resource")}
"""Where resources stand that nobody would look at."""
_LENGTH_OF_A_DAY = 10
_ENDS = ("start", "end")
_BEGINNING, _END = r"\A", r"\Z"
_MOMENT = re.compile(DATE_TIME).match
_MOMENTS = re.compile(rf"{DATE_TIME.removesuffix(_END)} {DATE_TIME.removeprefix(_BEGINNING)}").match
_DAYS = re.compile(rf"{DAY.removesuffix(_END)}{DAY.removeprefix(_BEGINNING)}").match
_KEPT = ("__post_init__", "choose__")
_DATATYPES = {name for name, it in vars(datatypes).items() if isinstance(it, type)}
_parts, _ABSENT = structs.astuple, len(_FORMS)
_look = looks(("extension", *(f"value{it}" for it in _FORMS))).get

Filled = Annotated[str, msgspec.Meta(min_length=1)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


def _one_form(it: Any) -> None:
    """An extension has an address and a value in one form, or extensions inside it, as it is defined."""
    if _parts(it).count(UNSET) != _ABSENT:
        raise ValueError("an extension needs one value or extensions, not both")
    look = _look(it.url)
    if look is not None and not look(it):
        raise ValueError("an extension is not as it is defined")


def _in_order(it: Any) -> None:
    """A period does not end before it starts, and both are well written; they are read in one stroke."""
    start, end = it.start, it.end
    if start is UNSET or end is UNSET:
        is_kept = start is end or _MOMENT(end if start is UNSET else start) is not None
    elif start <= end and len(start) == len(end) == _LENGTH_OF_A_DAY:
        is_kept = _DAYS(start + end) is not None
    else:
        is_kept = _MOMENTS(f"{start} {end}") is not None and not ends_first(start, end)
    if not is_kept:
        raise ValueError("a period ends before it starts, or holds what is no date")


def _of_a_system(it: Any) -> None:
    """Where the system stands, nothing of it can be missing; else as the generated class looks at it."""
    if it.system is UNSET:
        _OF_A_SYSTEM[type(it).__name__](it)


def _generated() -> list[type[Struct]]:
    modules = [datatypes, *(sys.modules[it.__module__] for it in CLASSES.values())]
    found = [it for module in modules for it in vars(module).values() if isinstance(it, type)]
    return [it for it in dict.fromkeys(found) if issubclass(it, Struct) and it is not Struct]


def _plain(cls: type[Struct]) -> Any:
    name = cls.__name__
    fields = [_field(cls, it) for it in structs.fields(cls) if not _is_rare(name, it.name)]
    own = {"__post_init__": _QUICK[name]} if name in _QUICK else {it: vars(cls)[it] for it in _KEPT if it in vars(cls)}
    if name == _PARAMETER:
        own = {}
    tag: dict[str, Any] = {"tag_field": "resourceType", "tag": name} if name in CLASSES else {}
    return defstruct(
        name, fields, kw_only=True, forbid_unknown_fields=True, gc=False, module=__name__, namespace=own, **tag
    )


def _is_rare(owner: str, name: str) -> bool:
    if any(name in rule.names for rule in RULES.get(owner, ())):
        return False
    if name == _NEVER or (name == "id" and owner not in CLASSES and owner not in _WITH_ID):
        return True
    if name == "extension" and owner not in CLASSES:
        return owner not in _WITH_EXTENSION and (owner in _DATATYPES or owner.startswith(_WRAPPERS))
    if name.startswith("value") and owner in _FEW_FORMS:
        return name.removeprefix("value") not in _FEW_FORMS[owner]
    return (owner, name) in _HELD_ELSEWHERE or (name.endswith("__element") and owner not in RULES)


def _field(cls: type[Struct], it: structs.FieldInfo) -> tuple[str, Any, Any]:
    is_ours = cls.__name__ == _ENTRY or cls.__name__ in CLASSES
    kind = _NAMES.get(it.name) if is_ours else None
    if cls.__name__ == "Period" and it.name in _ENDS:
        kind = "Filled | UnsetType"
    elif cls.__name__ not in _QUICK and any(it.encode_name in rule.names for rule in RULES.get(cls.__name__, ())):
        kind = it.type
    default: Any = {} if it.default is NODEFAULT else {"default": it.default}
    return it.name, kind or cls.__annotations__[it.name], field(name=it.encode_name, **default)


def _open(name: str, known: str) -> type[StrEnum]:
    """As an open enumeration: msgspec asks a function about a word in fewer steps than a pattern.

    What it leaves in the object is a match in place of the string. What rules look at is read as the generated class
    reads it, or by the rule itself.
    """
    (_, limit) = get_args(getattr(primitives, name))

    class Word(StrEnum, metaclass=primitives.Open):
        WORD = known
        _missing_ = re.compile(limit.pattern.removeprefix(_BEGINNING)).match  # type: ignore[assignment]

    return Word


_QUICK = {
    EXTENSION: _one_form, "Period": _in_order, "ContactPoint": _of_a_system, "Quantity": _of_a_system,
}  # fmt: skip
"""The rules of what stands nearly everywhere, where the generated classes have them more at length."""
_OF_A_SYSTEM = {it: vars(datatypes)[it].__post_init__ for it in ("ContactPoint", "Quantity")}
MADE = {it.__name__: _plain(it) for it in _generated()}
"""By the name of the generated class."""
Held = reduce(or_, [MADE[it] for it in CLASSES if it != "Bundle"])
globals().update(
    {it: value for it, value in vars(primitives).items() if not it.startswith("_")}
    | {it: _open(it, known) for it, known in KNOWN.items()}
    | {"Literal": Literal, "UnsetType": UnsetType}
    | MADE
)
"""Where the types of fields are looked up by name, as they are written in the generated classes."""
PLAIN: dict[str, type[Struct]] = {it: MADE[it] for it in CLASSES}
"""By the type of the resource."""
