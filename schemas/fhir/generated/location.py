"""FHIR R4 Location. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Decimal, Id, Many, Nested, String, Time, Uri
from schemas.fhir.generated.datatypes import Address, CodeableConcept, Coding, ContactPoint, Element, Extension, Identifier, Meta, Narrative, Reference


class Location(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Location"):
    """FHIR Location."""

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
    identifier: Many[Identifier] | UnsetType = UNSET
    status: Literal["active", "suspended", "inactive"] | UnsetType = UNSET
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    operationalStatus: Coding | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    alias: Many[String] | UnsetType = UNSET
    alias__element: Many[Element] | UnsetType = field(default=UNSET, name="_alias")
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    mode: Literal["instance", "kind"] | UnsetType = UNSET
    mode__element: Element | UnsetType = field(default=UNSET, name="_mode")
    type: Many[CodeableConcept] | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    address: Address | UnsetType = UNSET
    physicalType: CodeableConcept | UnsetType = UNSET
    position: LocationPosition | UnsetType = UNSET
    managingOrganization: Reference | UnsetType = UNSET
    partOf: Reference | UnsetType = UNSET
    hoursOfOperation: Many[LocationHoursOfOperation] | UnsetType = UNSET
    availabilityExceptions: String | UnsetType = UNSET
    availabilityExceptions__element: Element | UnsetType = field(default=UNSET, name="_availabilityExceptions")
    endpoint: Many[Reference] | UnsetType = UNSET


class LocationPosition(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR LocationPosition."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    longitude: Decimal
    longitude__element: Element | UnsetType = field(default=UNSET, name="_longitude")
    latitude: Decimal
    latitude__element: Element | UnsetType = field(default=UNSET, name="_latitude")
    altitude: Decimal | UnsetType = UNSET
    altitude__element: Element | UnsetType = field(default=UNSET, name="_altitude")


class LocationHoursOfOperation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR LocationHoursOfOperation."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    daysOfWeek: Many[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] | UnsetType = UNSET
    daysOfWeek__element: Many[Element] | UnsetType = field(default=UNSET, name="_daysOfWeek")
    allDay: Boolean | UnsetType = UNSET
    allDay__element: Element | UnsetType = field(default=UNSET, name="_allDay")
    openingTime: Time | UnsetType = UNSET
    openingTime__element: Element | UnsetType = field(default=UNSET, name="_openingTime")
    closingTime: Time | UnsetType = UNSET
    closingTime__element: Element | UnsetType = field(default=UNSET, name="_closingTime")
