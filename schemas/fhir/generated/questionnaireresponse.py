"""FHIR R4 QuestionnaireResponse. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Date, DateTime, Decimal, Id, Integer, Many, Nested, String, Time, Uri
from schemas.fhir.generated.datatypes import Attachment, Coding, Element, Extension, Identifier, Meta, Narrative, Quantity, Reference


class QuestionnaireResponse(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="QuestionnaireResponse"):
    """FHIR QuestionnaireResponse."""

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
    identifier: Identifier | UnsetType = UNSET
    basedOn: Many[Reference] | UnsetType = UNSET
    partOf: Many[Reference] | UnsetType = UNSET
    questionnaire: Uri | UnsetType = UNSET
    questionnaire__element: Element | UnsetType = field(default=UNSET, name="_questionnaire")
    status: Literal["in-progress", "completed", "amended", "entered-in-error", "stopped"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    subject: Reference | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    authored: DateTime | UnsetType = UNSET
    authored__element: Element | UnsetType = field(default=UNSET, name="_authored")
    author: Reference | UnsetType = UNSET
    source: Reference | UnsetType = UNSET
    item: Many[QuestionnaireResponseItem] | UnsetType = UNSET


class QuestionnaireResponseItem(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR QuestionnaireResponseItem."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    linkId: String
    linkId__element: Element | UnsetType = field(default=UNSET, name="_linkId")
    definition: Uri | UnsetType = UNSET
    definition__element: Element | UnsetType = field(default=UNSET, name="_definition")
    text: String | UnsetType = UNSET
    text__element: Element | UnsetType = field(default=UNSET, name="_text")
    answer: Many[QuestionnaireResponseItemAnswer] | UnsetType = UNSET
    item: Many[QuestionnaireResponseItem] | UnsetType = UNSET


class QuestionnaireResponseItemAnswer(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR QuestionnaireResponseItemAnswer."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    valueBoolean: Boolean | UnsetType = UNSET
    valueBoolean__element: Element | UnsetType = field(default=UNSET, name="_valueBoolean")
    valueDecimal: Decimal | UnsetType = UNSET
    valueDecimal__element: Element | UnsetType = field(default=UNSET, name="_valueDecimal")
    valueInteger: Integer | UnsetType = UNSET
    valueInteger__element: Element | UnsetType = field(default=UNSET, name="_valueInteger")
    valueDate: Date | UnsetType = UNSET
    valueDate__element: Element | UnsetType = field(default=UNSET, name="_valueDate")
    valueDateTime: DateTime | UnsetType = UNSET
    valueDateTime__element: Element | UnsetType = field(default=UNSET, name="_valueDateTime")
    valueTime: Time | UnsetType = UNSET
    valueTime__element: Element | UnsetType = field(default=UNSET, name="_valueTime")
    valueString: String | UnsetType = UNSET
    valueString__element: Element | UnsetType = field(default=UNSET, name="_valueString")
    valueUri: Uri | UnsetType = UNSET
    valueUri__element: Element | UnsetType = field(default=UNSET, name="_valueUri")
    valueAttachment: Attachment | UnsetType = UNSET
    valueCoding: Coding | UnsetType = UNSET
    valueQuantity: Quantity | UnsetType = UNSET
    valueReference: Reference | UnsetType = UNSET
    item: Many[QuestionnaireResponseItem] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('valueBoolean', 'valueDecimal', 'valueInteger', 'valueDate', 'valueDateTime', 'valueTime', 'valueString', 'valueUri', 'valueAttachment', 'valueCoding', 'valueQuantity', 'valueReference',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.valueBoolean is self.valueDecimal is self.valueInteger is self.valueDate is self.valueDateTime is self.valueTime is self.valueString is self.valueUri is self.valueAttachment is self.valueCoding is self.valueQuantity is self.valueReference is UNSET):
            type(self).choose__(self)
