"""FHIR R4 Device. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Base64Binary, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, ContactPoint, Element, Extension, Identifier, Meta, Narrative, Quantity, Reference


class Device(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Device"):
    """FHIR Device."""

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
    definition: Reference | UnsetType = UNSET
    udiCarrier: Many[DeviceUdiCarrier] | UnsetType = UNSET
    status: Literal["active", "inactive", "entered-in-error", "unknown"] | UnsetType = UNSET
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: Many[CodeableConcept] | UnsetType = UNSET
    distinctIdentifier: String | UnsetType = UNSET
    distinctIdentifier__element: Element | UnsetType = field(default=UNSET, name="_distinctIdentifier")
    manufacturer: String | UnsetType = UNSET
    manufacturer__element: Element | UnsetType = field(default=UNSET, name="_manufacturer")
    manufactureDate: DateTime | UnsetType = UNSET
    manufactureDate__element: Element | UnsetType = field(default=UNSET, name="_manufactureDate")
    expirationDate: DateTime | UnsetType = UNSET
    expirationDate__element: Element | UnsetType = field(default=UNSET, name="_expirationDate")
    lotNumber: String | UnsetType = UNSET
    lotNumber__element: Element | UnsetType = field(default=UNSET, name="_lotNumber")
    serialNumber: String | UnsetType = UNSET
    serialNumber__element: Element | UnsetType = field(default=UNSET, name="_serialNumber")
    deviceName: Many[DeviceDeviceName] | UnsetType = UNSET
    modelNumber: String | UnsetType = UNSET
    modelNumber__element: Element | UnsetType = field(default=UNSET, name="_modelNumber")
    partNumber: String | UnsetType = UNSET
    partNumber__element: Element | UnsetType = field(default=UNSET, name="_partNumber")
    type: CodeableConcept | UnsetType = UNSET
    specialization: Many[DeviceSpecialization] | UnsetType = UNSET
    version: Many[DeviceVersion] | UnsetType = UNSET
    property: Many[DeviceProperty] | UnsetType = UNSET
    patient: Reference | UnsetType = UNSET
    owner: Reference | UnsetType = UNSET
    contact: Many[ContactPoint] | UnsetType = UNSET
    location: Reference | UnsetType = UNSET
    url: Uri | UnsetType = UNSET
    url__element: Element | UnsetType = field(default=UNSET, name="_url")
    note: Many[Annotation] | UnsetType = UNSET
    safety: Many[CodeableConcept] | UnsetType = UNSET
    parent: Reference | UnsetType = UNSET


class DeviceUdiCarrier(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DeviceUdiCarrier."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    deviceIdentifier: String | UnsetType = UNSET
    deviceIdentifier__element: Element | UnsetType = field(default=UNSET, name="_deviceIdentifier")
    issuer: Uri | UnsetType = UNSET
    issuer__element: Element | UnsetType = field(default=UNSET, name="_issuer")
    jurisdiction: Uri | UnsetType = UNSET
    jurisdiction__element: Element | UnsetType = field(default=UNSET, name="_jurisdiction")
    carrierAIDC: Base64Binary | UnsetType = UNSET
    carrierAIDC__element: Element | UnsetType = field(default=UNSET, name="_carrierAIDC")
    carrierHRF: String | UnsetType = UNSET
    carrierHRF__element: Element | UnsetType = field(default=UNSET, name="_carrierHRF")
    entryType: Literal["barcode", "rfid", "manual", "card", "self-reported", "unknown"] | UnsetType = UNSET
    entryType__element: Element | UnsetType = field(default=UNSET, name="_entryType")


class DeviceDeviceName(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DeviceDeviceName."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    name: String
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    type: Literal["udi-label-name", "user-friendly-name", "patient-reported-name", "manufacturer-name", "model-name", "other"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")


class DeviceSpecialization(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DeviceSpecialization."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    systemType: CodeableConcept
    version: String | UnsetType = UNSET
    version__element: Element | UnsetType = field(default=UNSET, name="_version")


class DeviceVersion(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DeviceVersion."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    component: Identifier | UnsetType = UNSET
    value: String
    value__element: Element | UnsetType = field(default=UNSET, name="_value")


class DeviceProperty(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DeviceProperty."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept
    valueQuantity: Many[Quantity] | UnsetType = UNSET
    valueCode: Many[CodeableConcept] | UnsetType = UNSET
