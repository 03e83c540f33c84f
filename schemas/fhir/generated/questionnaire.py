"""FHIR R4 Questionnaire. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Date, DateTime, Decimal, Id, Integer, Many, Markdown, Nested, String, Time, Uri
from schemas.fhir.generated.datatypes import Attachment, CodeableConcept, Coding, ContactDetail, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Reference, UsageContext


class Questionnaire(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Questionnaire"):
    """FHIR Questionnaire."""

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
    url: Uri | UnsetType = UNSET
    url__element: Element | UnsetType = field(default=UNSET, name="_url")
    identifier: Many[Identifier] | UnsetType = UNSET
    version: String | UnsetType = UNSET
    version__element: Element | UnsetType = field(default=UNSET, name="_version")
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    title: String | UnsetType = UNSET
    title__element: Element | UnsetType = field(default=UNSET, name="_title")
    derivedFrom: Many[Uri] | UnsetType = UNSET
    derivedFrom__element: Many[Element] | UnsetType = field(default=UNSET, name="_derivedFrom")
    status: Literal["draft", "active", "retired", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    experimental: Boolean | UnsetType = UNSET
    experimental__element: Element | UnsetType = field(default=UNSET, name="_experimental")
    subjectType: Many[Code] | UnsetType = UNSET
    subjectType__element: Many[Element] | UnsetType = field(default=UNSET, name="_subjectType")
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    publisher: String | UnsetType = UNSET
    publisher__element: Element | UnsetType = field(default=UNSET, name="_publisher")
    contact: Many[ContactDetail] | UnsetType = UNSET
    description: Markdown | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    useContext: Many[UsageContext] | UnsetType = UNSET
    jurisdiction: Many[CodeableConcept] | UnsetType = UNSET
    purpose: Markdown | UnsetType = UNSET
    purpose__element: Element | UnsetType = field(default=UNSET, name="_purpose")
    copyright: Markdown | UnsetType = UNSET
    copyright__element: Element | UnsetType = field(default=UNSET, name="_copyright")
    approvalDate: Date | UnsetType = UNSET
    approvalDate__element: Element | UnsetType = field(default=UNSET, name="_approvalDate")
    lastReviewDate: Date | UnsetType = UNSET
    lastReviewDate__element: Element | UnsetType = field(default=UNSET, name="_lastReviewDate")
    effectivePeriod: Period | UnsetType = UNSET
    code: Many[Coding] | UnsetType = UNSET
    item: Many[QuestionnaireItem] | UnsetType = UNSET


class QuestionnaireItem(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR QuestionnaireItem."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    linkId: String
    linkId__element: Element | UnsetType = field(default=UNSET, name="_linkId")
    definition: Uri | UnsetType = UNSET
    definition__element: Element | UnsetType = field(default=UNSET, name="_definition")
    code: Many[Coding] | UnsetType = UNSET
    prefix: String | UnsetType = UNSET
    prefix__element: Element | UnsetType = field(default=UNSET, name="_prefix")
    text: String | UnsetType = UNSET
    text__element: Element | UnsetType = field(default=UNSET, name="_text")
    type: Literal["group", "display", "question", "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url", "choice", "open-choice", "attachment", "reference", "quantity"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    enableWhen: Many[QuestionnaireItemEnableWhen] | UnsetType = UNSET
    enableBehavior: Literal["all", "any"] | UnsetType = UNSET
    enableBehavior__element: Element | UnsetType = field(default=UNSET, name="_enableBehavior")
    required: Boolean | UnsetType = UNSET
    required__element: Element | UnsetType = field(default=UNSET, name="_required")
    repeats: Boolean | UnsetType = UNSET
    repeats__element: Element | UnsetType = field(default=UNSET, name="_repeats")
    readOnly: Boolean | UnsetType = UNSET
    readOnly__element: Element | UnsetType = field(default=UNSET, name="_readOnly")
    maxLength: Integer | UnsetType = UNSET
    maxLength__element: Element | UnsetType = field(default=UNSET, name="_maxLength")
    answerValueSet: Uri | UnsetType = UNSET
    answerValueSet__element: Element | UnsetType = field(default=UNSET, name="_answerValueSet")
    answerOption: Many[QuestionnaireItemAnswerOption] | UnsetType = UNSET
    initial: Many[QuestionnaireItemInitial] | UnsetType = UNSET
    item: Many[QuestionnaireItem] | UnsetType = UNSET


class QuestionnaireItemEnableWhen(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR QuestionnaireItemEnableWhen."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    question: String
    question__element: Element | UnsetType = field(default=UNSET, name="_question")
    operator: Literal["exists", "=", "!=", ">", "<", ">=", "<="]
    operator__element: Element | UnsetType = field(default=UNSET, name="_operator")
    answerBoolean: Boolean | UnsetType = UNSET
    answerBoolean__element: Element | UnsetType = field(default=UNSET, name="_answerBoolean")
    answerDecimal: Decimal | UnsetType = UNSET
    answerDecimal__element: Element | UnsetType = field(default=UNSET, name="_answerDecimal")
    answerInteger: Integer | UnsetType = UNSET
    answerInteger__element: Element | UnsetType = field(default=UNSET, name="_answerInteger")
    answerDate: Date | UnsetType = UNSET
    answerDate__element: Element | UnsetType = field(default=UNSET, name="_answerDate")
    answerDateTime: DateTime | UnsetType = UNSET
    answerDateTime__element: Element | UnsetType = field(default=UNSET, name="_answerDateTime")
    answerTime: Time | UnsetType = UNSET
    answerTime__element: Element | UnsetType = field(default=UNSET, name="_answerTime")
    answerString: String | UnsetType = UNSET
    answerString__element: Element | UnsetType = field(default=UNSET, name="_answerString")
    answerCoding: Coding | UnsetType = UNSET
    answerQuantity: Quantity | UnsetType = UNSET
    answerReference: Reference | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('answerBoolean', 'answerDecimal', 'answerInteger', 'answerDate', 'answerDateTime', 'answerTime', 'answerString', 'answerCoding', 'answerQuantity', 'answerReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class QuestionnaireItemAnswerOption(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR QuestionnaireItemAnswerOption."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    valueInteger: Integer | UnsetType = UNSET
    valueInteger__element: Element | UnsetType = field(default=UNSET, name="_valueInteger")
    valueDate: Date | UnsetType = UNSET
    valueDate__element: Element | UnsetType = field(default=UNSET, name="_valueDate")
    valueTime: Time | UnsetType = UNSET
    valueTime__element: Element | UnsetType = field(default=UNSET, name="_valueTime")
    valueString: String | UnsetType = UNSET
    valueString__element: Element | UnsetType = field(default=UNSET, name="_valueString")
    valueCoding: Coding | UnsetType = UNSET
    valueReference: Reference | UnsetType = UNSET
    initialSelected: Boolean | UnsetType = UNSET
    initialSelected__element: Element | UnsetType = field(default=UNSET, name="_initialSelected")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('valueInteger', 'valueDate', 'valueTime', 'valueString', 'valueCoding', 'valueReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class QuestionnaireItemInitial(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR QuestionnaireItemInitial."""

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
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('valueBoolean', 'valueDecimal', 'valueInteger', 'valueDate', 'valueDateTime', 'valueTime', 'valueString', 'valueUri', 'valueAttachment', 'valueCoding', 'valueQuantity', 'valueReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
