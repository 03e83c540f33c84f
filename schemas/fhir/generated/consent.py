"""FHIR R4 Consent. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Attachment, CodeableConcept, Coding, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class Consent(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Consent"):
    """FHIR Consent."""

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
    status: Literal["draft", "proposed", "active", "rejected", "inactive", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    scope: CodeableConcept
    category: Many[CodeableConcept]
    patient: Reference | UnsetType = UNSET
    dateTime: DateTime | UnsetType = UNSET
    dateTime__element: Element | UnsetType = field(default=UNSET, name="_dateTime")
    performer: Many[Reference] | UnsetType = UNSET
    organization: Many[Reference] | UnsetType = UNSET
    sourceAttachment: Attachment | UnsetType = UNSET
    sourceReference: Reference | UnsetType = UNSET
    policy: Many[ConsentPolicy] | UnsetType = UNSET
    policyRule: CodeableConcept | UnsetType = UNSET
    verification: Many[ConsentVerification] | UnsetType = UNSET
    provision: ConsentProvision | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('sourceAttachment', 'sourceReference',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.sourceAttachment is self.sourceReference is UNSET):
            type(self).choose__(self)


class ConsentPolicy(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ConsentPolicy."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    authority: Uri | UnsetType = UNSET
    authority__element: Element | UnsetType = field(default=UNSET, name="_authority")
    uri: Uri | UnsetType = UNSET
    uri__element: Element | UnsetType = field(default=UNSET, name="_uri")


class ConsentVerification(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ConsentVerification."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    verified: Boolean
    verified__element: Element | UnsetType = field(default=UNSET, name="_verified")
    verifiedWith: Reference | UnsetType = UNSET
    verificationDate: DateTime | UnsetType = UNSET
    verificationDate__element: Element | UnsetType = field(default=UNSET, name="_verificationDate")


class ConsentProvision(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ConsentProvision."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: Literal["deny", "permit"] | UnsetType = UNSET
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    period: Period | UnsetType = UNSET
    actor: Many[ConsentProvisionActor] | UnsetType = UNSET
    action: Many[CodeableConcept] | UnsetType = UNSET
    securityLabel: Many[Coding] | UnsetType = UNSET
    purpose: Many[Coding] | UnsetType = UNSET
    class_: Many[Coding] | UnsetType = field(default=UNSET, name="class")
    code: Many[CodeableConcept] | UnsetType = UNSET
    dataPeriod: Period | UnsetType = UNSET
    data: Many[ConsentProvisionData] | UnsetType = UNSET
    provision: Many[ConsentProvision] | UnsetType = UNSET


class ConsentProvisionActor(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ConsentProvisionActor."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    role: CodeableConcept
    reference: Reference


class ConsentProvisionData(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ConsentProvisionData."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    meaning: Literal["instance", "related", "dependents", "authoredby"]
    meaning__element: Element | UnsetType = field(default=UNSET, name="_meaning")
    reference: Reference
