"""The plain class of a Bundle by its type: what its entries need is there, and what they may not have is no element.

Source: FHIR R4 4.0.1, invariants bdl-1 to bdl-5.
"""

from typing import Any

from msgspec import UNSET, Struct, UnsetType, defstruct, structs

from schemas.fhir.plain import MADE, PLAIN, Held
from schemas.fhir.primitives import Many

_KINDS: dict[str, Any] = {
    "resource": Held, "request": MADE["BundleEntryRequest"], "response": MADE["BundleEntryResponse"],
}  # fmt: skip
_BROUGHT = (("resource",), ("request", "response", "search"))
_ASKED = (("request",), ("response", "search"))
_ANSWERED = (("response",), ("request", "search"))
_ENTRIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "document": _BROUGHT, "message": _BROUGHT, "collection": _BROUGHT, "batch": _ASKED, "transaction": _ASKED,
    "batch-response": _ANSWERED, "transaction-response": _ANSWERED,
    "searchset": (("resource",), ("request", "response")), "history": (("request", "response"), ("search",)),
}  # fmt: skip
"""What an entry needs, and what it may not have."""
_TAG = {"tag_field": "resourceType", "tag": "Bundle"}
_COUNTED = ("searchset", "history")


def _bundle(kind: str) -> type[Struct]:
    needed, strange = _ENTRIES[kind]
    entry: Any = _made(MADE["BundleEntry"], strange, {it: (it, _KINDS[it]) for it in needed}, {})
    own = {"entry": ("entry", Many[entry] | UnsetType, UNSET)}
    return _made(PLAIN["Bundle"], () if kind in _COUNTED else ("total",), own, _TAG)


def _made(cls: type[Struct], without: tuple[str, ...], own: dict[str, Any], tag: dict[str, Any]) -> type[Struct]:
    """The class without some elements, and with others in place of its own."""
    listed = [own.get(it.name, (it.name, it.type, it.default)) for it in structs.fields(cls) if it.name not in without]
    return defstruct(cls.__name__, listed, kw_only=True, forbid_unknown_fields=True, gc=False, **tag)


PLAIN_BUNDLES = {it: _bundle(it) for it in _ENTRIES}
"""By the type of the Bundle."""
