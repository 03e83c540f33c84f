"""FHIR R4 Patient. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Date, DateTime, Id, Integer, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Address, Attachment, CodeableConcept, ContactPoint, Element, Extension, HumanName, Identifier, Meta, Narrative, Period, Reference


class Patient(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Patient"):
    """FHIR Patient."""

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
    active: Boolean | UnsetType = UNSET
    active__element: Element | UnsetType = field(default=UNSET, name="_active")
    name: Many[HumanName] | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    gender: Literal["male", "female", "other", "unknown"] | UnsetType = UNSET
    gender__element: Element | UnsetType = field(default=UNSET, name="_gender")
    birthDate: Date | UnsetType = UNSET
    birthDate__element: Element | UnsetType = field(default=UNSET, name="_birthDate")
    deceasedBoolean: Boolean | UnsetType = UNSET
    deceasedBoolean__element: Element | UnsetType = field(default=UNSET, name="_deceasedBoolean")
    deceasedDateTime: DateTime | UnsetType = UNSET
    deceasedDateTime__element: Element | UnsetType = field(default=UNSET, name="_deceasedDateTime")
    address: Many[Address] | UnsetType = UNSET
    maritalStatus: CodeableConcept | UnsetType = UNSET
    multipleBirthBoolean: Boolean | UnsetType = UNSET
    multipleBirthBoolean__element: Element | UnsetType = field(default=UNSET, name="_multipleBirthBoolean")
    multipleBirthInteger: Integer | UnsetType = UNSET
    multipleBirthInteger__element: Element | UnsetType = field(default=UNSET, name="_multipleBirthInteger")
    photo: Many[Attachment] | UnsetType = UNSET
    contact: Many[PatientContact] | UnsetType = UNSET
    communication: Many[PatientCommunication] | UnsetType = UNSET
    generalPractitioner: Many[Reference] | UnsetType = UNSET
    managingOrganization: Reference | UnsetType = UNSET
    link: Many[PatientLink] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('deceasedBoolean', 'deceasedDateTime',)), (False, ('multipleBirthBoolean', 'multipleBirthInteger',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.deceasedBoolean is self.deceasedDateTime is self.multipleBirthBoolean is self.multipleBirthInteger is UNSET):
            type(self).choose__(self)


class PatientContact(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR PatientContact."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    relationship: Many[CodeableConcept] | UnsetType = UNSET
    name: HumanName | UnsetType = UNSET
    telecom: Many[ContactPoint] | UnsetType = UNSET
    address: Address | UnsetType = UNSET
    gender: Literal["male", "female", "other", "unknown"] | UnsetType = UNSET
    gender__element: Element | UnsetType = field(default=UNSET, name="_gender")
    organization: Reference | UnsetType = UNSET
    period: Period | UnsetType = UNSET


class PatientCommunication(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR PatientCommunication."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    language: CodeableConcept
    preferred: Boolean | UnsetType = UNSET
    preferred__element: Element | UnsetType = field(default=UNSET, name="_preferred")


class PatientLink(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR PatientLink."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    other: Reference
    type: Literal["replaced-by", "replaces", "refer", "seealso"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
