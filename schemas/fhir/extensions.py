"""What UK Core and NHS England say of their own extensions: which form of value each has, or which parts.

A part goes by a short name; what goes by an address may stand beside the parts, as it is an extension of its own.
"""

from collections.abc import Callable, Collection, Iterator
from operator import attrgetter
from typing import Any, TypeAlias

from msgspec import UNSET

from schemas.fhir.defined import Defined, Part
from schemas.fhir.generated.extensions import EXTENSIONS

Look: TypeAlias = Callable[[Any], bool]
Reader: TypeAlias = Callable[[Any], object]

_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
_COUNT = ("valuePositiveInt", "valueUnsignedInt")
_ALSO = {
    _CORE + "BirthSex": Defined(("valueCode",)),
    _CORE + "DeliveryChannel": Defined(("valueCode",)),
    _CORE + "OtherContactSystem": Defined(("valueCoding",)),
    _CORE + "AddressKey": Defined(parts=(Part("type", ("valueCoding",)),)),
    _CORE + "MedicationRepeatInformation": Defined(
        parts=(
            Part("numberOfRepeatPrescriptionsIssued", _COUNT, is_single=True),
            Part("numberOfRepeatPrescriptionsAllowed", _COUNT, is_single=True),
        )
    ),
}
"""As the NHS itself writes them: the Personal Demographics Service, slots of BaRS and examples of UK Core.

The Electronic Prescription Service has other names for the repeats of a medicine.
"""


def faults(value: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with an extension as it is defined: place below it, FHIR IssueType code, and how to mend it."""
    url = value.get("url")
    defined = _DEFINED.get(url) if isinstance(url, str) else None
    if defined is None:
        return
    if not defined.parts:
        yield from _value(value, defined.forms, is_needed=defined.needs_value)
        return
    for name in value:
        if name.lstrip("_").startswith("value"):
            yield name, "structure", "may not stand in this extension; send its parts"
    yield from _parts(value.get("extension"), {it.name: it for it in defined.parts})


def _value(value: dict[str, Any], forms: tuple[str, ...], *, is_needed: bool) -> Iterator[tuple[str, str, str]]:
    said = [it for it in value if it.lstrip("_").startswith("value")]
    shown = " or ".join(f"`{it}`" for it in forms)
    for name in said:
        if name.lstrip("_") not in forms:
            yield name, "structure", f"is not what this extension holds; send {shown}"
    if is_needed and not said:
        yield "value[x]", "required", f"is missing; send {shown}"


def _parts(listed: object, parts: dict[str, Part]) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    known = ", ".join(f"`{it}`" for it in parts)
    for at, it in enumerate(listed if isinstance(listed, list) else []):
        url = it.get("url") if isinstance(it, dict) else None
        if not isinstance(url, str) or ":" in url:
            continue
        place = f"extension[{at}]"
        if url not in parts:
            yield f"{place}.url", "structure", f"is no part of this extension; its parts are {known}"
            continue
        if url in seen and parts[url].is_single:
            yield place, "structure", "stands twice; this extension has one of it"
        seen.add(url)
        for name, code, message in _value(it, parts[url].forms, is_needed=True):
            yield f"{place}.{name}", code, message
    for name in sorted(it.name for it in parts.values() if it.is_needed and it.name not in seen):
        yield "extension", "required", f"lacks its part `{name}`"


def _both(defined: Defined, also: Defined | None) -> Defined:
    """With the other forms and parts that are taken for it."""
    if also is None:
        return defined
    more = {it.name: it.forms for it in also.parts}
    parts = tuple(
        Part(it.name, it.forms + more.get(it.name, ()), is_needed=it.is_needed, is_single=it.is_single)
        for it in defined.parts
    )
    strange = tuple(it for it in also.parts if it.name not in {own.name for own in defined.parts})
    return Defined(defined.forms + also.forms, parts + strange, needs_value=defined.needs_value)


def looks(names: Collection[str]) -> dict[str, Look]:
    """By address, whether an extension that has one value, or extensions inside it, is as it is defined.

    The extension is an object with attributes of these names.
    """
    return {url: _look(it, names) for url, it in _DEFINED.items()}


def _look(defined: Defined, names: Collection[str]) -> Look:
    if defined.parts:
        return _look_at_parts(defined.parts, [_readers(it.forms, names) for it in defined.parts])
    return _says(*_readers(defined.forms if defined.needs_value else (*defined.forms, "extension"), names))


def _readers(forms: tuple[str, ...], names: Collection[str]) -> tuple[Reader, tuple[Reader, ...]]:
    """Reads the last of these forms, which is the usual one, and the others, and what may stand beside primitives."""
    every = (*reversed(forms), *(f"{it}__element" for it in forms))
    found: list[Reader] = [attrgetter(it) for it in every if it in names]
    return (found[0], tuple(found[1:])) if found else (lambda _: UNSET, ())


def _says(usual: Reader, others: tuple[Reader, ...]) -> Look:
    def is_said(it: object) -> bool:
        return usual(it) is not UNSET or any(read(it) is not UNSET for read in others)

    return is_said


def _look_at_parts(parts: tuple[Part, ...], readers: list[tuple[Reader, tuple[Reader, ...]]]) -> Look:
    """Nearly always each part stands once, and in its usual form."""
    usual = {it.name: of_it[0] for it, of_it in zip(parts, readers, strict=True)}
    says = {it.name: _says(*of_it) for it, of_it in zip(parts, readers, strict=True)}
    needed = {it.name for it in parts if it.is_needed}
    single = [it.name for it in parts if it.is_single]

    def is_kept(it: Any) -> bool:
        listed = it.extension
        if listed is UNSET:
            return False
        seen = set()
        for one in listed:
            read = usual.get(one.url)
            if read is None or read(one) is UNSET:
                return are_kept(listed)
            seen.add(one.url)
        return (len(seen) == len(listed) and needed <= seen) or are_kept(listed)

    def are_kept(listed: list[Any]) -> bool:
        for one in listed:
            if not (says[one.url](one) if one.url in says else ":" in one.url):
                return False
        urls = [one.url for one in listed]
        return needed.issubset(urls) and all(urls.count(one) <= 1 for one in single)

    return is_kept


_DEFINED = {url: _both(it, _ALSO.get(url)) for url, it in EXTENSIONS.items()}
