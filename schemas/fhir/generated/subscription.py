"""FHIR R4 Subscription. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Instant, Many, MediaType, Nested, String, Uri
from schemas.fhir.generated.datatypes import ContactPoint, Element, Extension, Meta, Narrative


class Subscription(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Subscription"):
    """FHIR Subscription."""

    id: Id | UnsetType = UNSET
    meta: Meta | UnsetType = UNSET
    implicitRules: Uri | UnsetType = UNSET
    implicitRules__element: Element | UnsetType = field(default=UNSET, name="_implicitRules")
    language: Code | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    text: Narrative | UnsetType = UNSET
    contained: Many[Nested] | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    status: Literal["requested", "active", "error", "off"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    contact: Many[ContactPoint] | UnsetType = UNSET
    end: Instant | UnsetType = UNSET
    end__element: Element | UnsetType = field(default=UNSET, name="_end")
    reason: String
    reason__element: Element | UnsetType = field(default=UNSET, name="_reason")
    criteria: String
    criteria__element: Element | UnsetType = field(default=UNSET, name="_criteria")
    error: String | UnsetType = UNSET
    error__element: Element | UnsetType = field(default=UNSET, name="_error")
    channel: SubscriptionChannel


class SubscriptionChannel(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR SubscriptionChannel."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: Literal["rest-hook", "websocket", "email", "sms", "message"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    endpoint: Uri | UnsetType = UNSET
    endpoint__element: Element | UnsetType = field(default=UNSET, name="_endpoint")
    payload: MediaType | UnsetType = UNSET
    payload__element: Element | UnsetType = field(default=UNSET, name="_payload")
    header: Many[String] | UnsetType = UNSET
    header__element: Many[Element] | UnsetType = field(default=UNSET, name="_header")
