"""The plain class of a Bundle by its type: what its entries need is there, and what they may not have is no element.

Source: FHIR R4 4.0.1, invariants bdl-1 to bdl-5.
"""

from typing import Any

from msgspec import UNSET, Struct, UnsetType, defstruct

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
_COUNTED = ("searchset", "history")


def _bundle(kind: str) -> type[Struct]:
    needed, strange = _ENTRIES[kind]
    own: list[Any] = [*((it, _KINDS[it]) for it in needed), *((it, UnsetType, UNSET) for it in strange)]
    entry: Any = defstruct("_Entry", own, bases=(MADE["BundleEntry"],), kw_only=True)
    fields: list[tuple[str, Any, Any]] = [("entry", Many[entry] | UnsetType, UNSET)]
    if kind not in _COUNTED:
        fields.append(("total", UnsetType, UNSET))
    return defstruct("_Bundle", fields, bases=(PLAIN["Bundle"],), kw_only=True, tag="Bundle", module=__name__)


PLAIN_BUNDLES = {it: _bundle(it) for it in _ENTRIES}
"""By the type of the Bundle."""
