"""FHIR R4 Coverage. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Id, Many, Nested, PositiveInt, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Money, Narrative, Period, Quantity, Reference


class Coverage(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Coverage"):
    """FHIR Coverage."""

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
    status: Literal["active", "cancelled", "draft", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    type: CodeableConcept | UnsetType = UNSET
    policyHolder: Reference | UnsetType = UNSET
    subscriber: Reference | UnsetType = UNSET
    subscriberId: String | UnsetType = UNSET
    subscriberId__element: Element | UnsetType = field(default=UNSET, name="_subscriberId")
    beneficiary: Reference
    dependent: String | UnsetType = UNSET
    dependent__element: Element | UnsetType = field(default=UNSET, name="_dependent")
    relationship: CodeableConcept | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    payor: Many[Reference]
    class_: Many[CoverageClass] | UnsetType = field(default=UNSET, name="class")
    order: PositiveInt | UnsetType = UNSET
    order__element: Element | UnsetType = field(default=UNSET, name="_order")
    network: String | UnsetType = UNSET
    network__element: Element | UnsetType = field(default=UNSET, name="_network")
    costToBeneficiary: Many[CoverageCostToBeneficiary] | UnsetType = UNSET
    subrogation: Boolean | UnsetType = UNSET
    subrogation__element: Element | UnsetType = field(default=UNSET, name="_subrogation")
    contract: Many[Reference] | UnsetType = UNSET


class CoverageClass(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CoverageClass."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept
    value: String
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")


class CoverageCostToBeneficiary(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CoverageCostToBeneficiary."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    valueQuantity: Quantity | UnsetType = UNSET
    valueMoney: Money | UnsetType = UNSET
    exception: Many[CoverageCostToBeneficiaryException] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('valueQuantity', 'valueMoney',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class CoverageCostToBeneficiaryException(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CoverageCostToBeneficiaryException."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept
    period: Period | UnsetType = UNSET
