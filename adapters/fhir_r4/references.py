"""Finds references in a resource and turns those that resolve into the fullUrls of our Bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.fhir import Resource

_ATTACHMENTS = frozenset({"attachment", "contentAttachment", "valueAttachment", "sourceAttachment"})
_Path = tuple[Any, ...]
"""(path of what holds it, its name or number): written out only for what is found."""


@dataclass(frozen=True, slots=True)
class Found:
    """The references of one resource, in its order, its attachments, and which of its parts have modifiers.

    Not those of contained resources.
    """

    references: list[tuple["_Path", dict[str, Any]]]
    attachments: list[tuple["_Path", dict[str, Any]]]
    modified: list["_Path"]


def gathered(resource: Resource) -> Found:
    """Every Reference that says a literal or a type, every Attachment and modifier: found once, looked at often."""
    found = Found([], [], [])
    _gather(resource, (), found)
    return found


def rewrite(found: Found, known: Mapping[str, str]) -> None:
    """Replace every reference, and every attachment's address, that stands in `known`."""
    for _, reference in found.references:
        target = literal(reference)
        if target in known:
            reference["reference"] = known[target]
    for _, attachment in found.attachments:
        if attachment.get("url") in known:
            attachment["url"] = known[attachment["url"]]


def element(path: "_Path") -> tuple[str, ...]:
    """The names on the way to a reference, without numbers."""
    names: list[str] = []
    while path:
        path, name = path
        if type(name) is str:
            names.append(name)
    return tuple(reversed(names))


def literal(reference: object) -> str:
    """What a Reference says literally, without a version; empty when it says nothing so."""
    said = reference.get("reference") if isinstance(reference, dict) else None
    return said.partition("/_history/")[0] if isinstance(said, str) else ""


def _gather(value: Any, path: "_Path", found: Found) -> None:
    if type(value) is list:
        for at, item in enumerate(value):
            if type(item) is dict or type(item) is list:
                _gather(item, (path, at), found)
        return
    if type(value.get("reference")) is str or _says_its_type(value.get("type")):
        found.references.append((path, value))
    if "modifierExtension" in value and path:
        found.modified.append(path)
    for name, item in value.items():
        if type(item) is dict or type(item) is list:
            if name in _ATTACHMENTS and type(item) is dict:
                found.attachments.append(((path, name), item))
            if name != "contained":
                _gather(item, (path, name), found)


def _says_its_type(kind: object) -> bool:
    """True for the type of a Reference; other elements of that name hold codes, which begin small."""
    return type(kind) is str and kind[:1].isupper()


def place(where: str, path: "_Path") -> str:
    """The path written out, below `where`."""
    if not path:
        return where
    held_by, name = path
    above = place(where, held_by)
    return f"{above}[{name}]" if isinstance(name, int) else f"{above}.{name}"
