"""FHIR R4 Parameters. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Base64Binary, Boolean, Code, Date, DateTime, Decimal, Id, Instant, Integer, Many, Markdown, Nested, Oid, PositiveInt, String, Time, UnsignedInt, Uri, Uuid
from schemas.fhir.generated.datatypes import Address, Age, Annotation, Attachment, CodeableConcept, Coding, ContactDetail, ContactPoint, Contributor, Count, DataRequirement, Distance, Dosage, Duration, Element, Expression, Extension, HumanName, Identifier, Meta, Money, ParameterDefinition, Period, Quantity, Range, Ratio, Reference, RelatedArtifact, SampledData, Signature, Timing, TriggerDefinition, UsageContext


class Parameters(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Parameters"):
    """FHIR Parameters."""

    id: Id | UnsetType = UNSET
    meta: Meta | UnsetType = UNSET
    implicitRules: Uri | UnsetType = UNSET
    implicitRules__element: Element | UnsetType = field(default=UNSET, name="_implicitRules")
    language: Code | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    parameter: Many[ParametersParameter] | UnsetType = UNSET


class ParametersParameter(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ParametersParameter."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    name: String
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    valueBase64Binary: Base64Binary | UnsetType = UNSET
    valueBase64Binary__element: Element | UnsetType = field(default=UNSET, name="_valueBase64Binary")
    valueBoolean: Boolean | UnsetType = UNSET
    valueBoolean__element: Element | UnsetType = field(default=UNSET, name="_valueBoolean")
    valueCanonical: Uri | UnsetType = UNSET
    valueCanonical__element: Element | UnsetType = field(default=UNSET, name="_valueCanonical")
    valueCode: Code | UnsetType = UNSET
    valueCode__element: Element | UnsetType = field(default=UNSET, name="_valueCode")
    valueDate: Date | UnsetType = UNSET
    valueDate__element: Element | UnsetType = field(default=UNSET, name="_valueDate")
    valueDateTime: DateTime | UnsetType = UNSET
    valueDateTime__element: Element | UnsetType = field(default=UNSET, name="_valueDateTime")
    valueDecimal: Decimal | UnsetType = UNSET
    valueDecimal__element: Element | UnsetType = field(default=UNSET, name="_valueDecimal")
    valueId: Id | UnsetType = UNSET
    valueId__element: Element | UnsetType = field(default=UNSET, name="_valueId")
    valueInstant: Instant | UnsetType = UNSET
    valueInstant__element: Element | UnsetType = field(default=UNSET, name="_valueInstant")
    valueInteger: Integer | UnsetType = UNSET
    valueInteger__element: Element | UnsetType = field(default=UNSET, name="_valueInteger")
    valueMarkdown: Markdown | UnsetType = UNSET
    valueMarkdown__element: Element | UnsetType = field(default=UNSET, name="_valueMarkdown")
    valueOid: Oid | UnsetType = UNSET
    valueOid__element: Element | UnsetType = field(default=UNSET, name="_valueOid")
    valuePositiveInt: PositiveInt | UnsetType = UNSET
    valuePositiveInt__element: Element | UnsetType = field(default=UNSET, name="_valuePositiveInt")
    valueString: String | UnsetType = UNSET
    valueString__element: Element | UnsetType = field(default=UNSET, name="_valueString")
    valueTime: Time | UnsetType = UNSET
    valueTime__element: Element | UnsetType = field(default=UNSET, name="_valueTime")
    valueUnsignedInt: UnsignedInt | UnsetType = UNSET
    valueUnsignedInt__element: Element | UnsetType = field(default=UNSET, name="_valueUnsignedInt")
    valueUri: Uri | UnsetType = UNSET
    valueUri__element: Element | UnsetType = field(default=UNSET, name="_valueUri")
    valueUrl: Uri | UnsetType = UNSET
    valueUrl__element: Element | UnsetType = field(default=UNSET, name="_valueUrl")
    valueUuid: Uuid | UnsetType = UNSET
    valueUuid__element: Element | UnsetType = field(default=UNSET, name="_valueUuid")
    valueAddress: Address | UnsetType = UNSET
    valueAge: Age | UnsetType = UNSET
    valueAnnotation: Annotation | UnsetType = UNSET
    valueAttachment: Attachment | UnsetType = UNSET
    valueCodeableConcept: CodeableConcept | UnsetType = UNSET
    valueCoding: Coding | UnsetType = UNSET
    valueContactPoint: ContactPoint | UnsetType = UNSET
    valueCount: Count | UnsetType = UNSET
    valueDistance: Distance | UnsetType = UNSET
    valueDuration: Duration | UnsetType = UNSET
    valueHumanName: HumanName | UnsetType = UNSET
    valueIdentifier: Identifier | UnsetType = UNSET
    valueMoney: Money | UnsetType = UNSET
    valuePeriod: Period | UnsetType = UNSET
    valueQuantity: Quantity | UnsetType = UNSET
    valueRange: Range | UnsetType = UNSET
    valueRatio: Ratio | UnsetType = UNSET
    valueReference: Reference | UnsetType = UNSET
    valueSampledData: SampledData | UnsetType = UNSET
    valueSignature: Signature | UnsetType = UNSET
    valueTiming: Timing | UnsetType = UNSET
    valueContactDetail: ContactDetail | UnsetType = UNSET
    valueContributor: Contributor | UnsetType = UNSET
    valueDataRequirement: DataRequirement | UnsetType = UNSET
    valueExpression: Expression | UnsetType = UNSET
    valueParameterDefinition: ParameterDefinition | UnsetType = UNSET
    valueRelatedArtifact: RelatedArtifact | UnsetType = UNSET
    valueTriggerDefinition: TriggerDefinition | UnsetType = UNSET
    valueUsageContext: UsageContext | UnsetType = UNSET
    valueDosage: Dosage | UnsetType = UNSET
    valueMeta: Meta | UnsetType = UNSET
    resource: Nested | UnsetType = UNSET
    part: Many[ParametersParameter] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('valueBase64Binary', 'valueBoolean', 'valueCanonical', 'valueCode', 'valueDate', 'valueDateTime', 'valueDecimal', 'valueId', 'valueInstant', 'valueInteger', 'valueMarkdown', 'valueOid', 'valuePositiveInt', 'valueString', 'valueTime', 'valueUnsignedInt', 'valueUri', 'valueUrl', 'valueUuid', 'valueAddress', 'valueAge', 'valueAnnotation', 'valueAttachment', 'valueCodeableConcept', 'valueCoding', 'valueContactPoint', 'valueCount', 'valueDistance', 'valueDuration', 'valueHumanName', 'valueIdentifier', 'valueMoney', 'valuePeriod', 'valueQuantity', 'valueRange', 'valueRatio', 'valueReference', 'valueSampledData', 'valueSignature', 'valueTiming', 'valueContactDetail', 'valueContributor', 'valueDataRequirement', 'valueExpression', 'valueParameterDefinition', 'valueRelatedArtifact', 'valueTriggerDefinition', 'valueUsageContext', 'valueDosage', 'valueMeta',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.valueBase64Binary is self.valueBoolean is self.valueCanonical is self.valueCode is self.valueDate is self.valueDateTime is self.valueDecimal is self.valueId is self.valueInstant is self.valueInteger is self.valueMarkdown is self.valueOid is self.valuePositiveInt is self.valueString is self.valueTime is self.valueUnsignedInt is self.valueUri is self.valueUrl is self.valueUuid is self.valueAddress is self.valueAge is self.valueAnnotation is self.valueAttachment is self.valueCodeableConcept is self.valueCoding is self.valueContactPoint is self.valueCount is self.valueDistance is self.valueDuration is self.valueHumanName is self.valueIdentifier is self.valueMoney is self.valuePeriod is self.valueQuantity is self.valueRange is self.valueRatio is self.valueReference is self.valueSampledData is self.valueSignature is self.valueTiming is self.valueContactDetail is self.valueContributor is self.valueDataRequirement is self.valueExpression is self.valueParameterDefinition is self.valueRelatedArtifact is self.valueTriggerDefinition is self.valueUsageContext is self.valueDosage is self.valueMeta is UNSET):
            type(self).choose__(self)
