"""FHIR R4 Bundle. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Decimal, Id, Instant, Many, Nested, String, UnsignedInt, Uri
from schemas.fhir.generated.datatypes import Element, Extension, Identifier, Meta, Signature


class Bundle(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Bundle"):
    """FHIR Bundle."""

    id: Id | UnsetType = UNSET
    meta: Meta | UnsetType = UNSET
    implicitRules: Uri | UnsetType = UNSET
    implicitRules__element: Element | UnsetType = field(default=UNSET, name="_implicitRules")
    language: Code | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    identifier: Identifier | UnsetType = UNSET
    type: Literal["document", "message", "transaction", "transaction-response", "batch", "batch-response", "history", "searchset", "collection"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    timestamp: Instant | UnsetType = UNSET
    timestamp__element: Element | UnsetType = field(default=UNSET, name="_timestamp")
    total: UnsignedInt | UnsetType = UNSET
    total__element: Element | UnsetType = field(default=UNSET, name="_total")
    link: Many[BundleLink] | UnsetType = UNSET
    entry: Many[BundleEntry] | UnsetType = UNSET
    signature: Signature | UnsetType = UNSET


class BundleLink(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR BundleLink."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    relation: String
    relation__element: Element | UnsetType = field(default=UNSET, name="_relation")
    url: Uri
    url__element: Element | UnsetType = field(default=UNSET, name="_url")


class BundleEntry(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR BundleEntry."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    link: Many[BundleLink] | UnsetType = UNSET
    fullUrl: Uri | UnsetType = UNSET
    fullUrl__element: Element | UnsetType = field(default=UNSET, name="_fullUrl")
    resource: Nested | UnsetType = UNSET
    search: BundleEntrySearch | UnsetType = UNSET
    request: BundleEntryRequest | UnsetType = UNSET
    response: BundleEntryResponse | UnsetType = UNSET


class BundleEntrySearch(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR BundleEntrySearch."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    mode: Literal["match", "include", "outcome"] | UnsetType = UNSET
    mode__element: Element | UnsetType = field(default=UNSET, name="_mode")
    score: Decimal | UnsetType = UNSET
    score__element: Element | UnsetType = field(default=UNSET, name="_score")


class BundleEntryRequest(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR BundleEntryRequest."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    method: Literal["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]
    method__element: Element | UnsetType = field(default=UNSET, name="_method")
    url: Uri
    url__element: Element | UnsetType = field(default=UNSET, name="_url")
    ifNoneMatch: String | UnsetType = UNSET
    ifNoneMatch__element: Element | UnsetType = field(default=UNSET, name="_ifNoneMatch")
    ifModifiedSince: Instant | UnsetType = UNSET
    ifModifiedSince__element: Element | UnsetType = field(default=UNSET, name="_ifModifiedSince")
    ifMatch: String | UnsetType = UNSET
    ifMatch__element: Element | UnsetType = field(default=UNSET, name="_ifMatch")
    ifNoneExist: String | UnsetType = UNSET
    ifNoneExist__element: Element | UnsetType = field(default=UNSET, name="_ifNoneExist")


class BundleEntryResponse(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR BundleEntryResponse."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    status: String
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    location: Uri | UnsetType = UNSET
    location__element: Element | UnsetType = field(default=UNSET, name="_location")
    etag: String | UnsetType = UNSET
    etag__element: Element | UnsetType = field(default=UNSET, name="_etag")
    lastModified: Instant | UnsetType = UNSET
    lastModified__element: Element | UnsetType = field(default=UNSET, name="_lastModified")
    outcome: Nested | UnsetType = UNSET
