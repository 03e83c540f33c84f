"""FHIR R4 data types. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each, value_or_extensions
from schemas.fhir.datatype_rules import ruled
from schemas.fhir.primitives import Base64Binary, Boolean, Code, Date, DateTime, Decimal, Id, Instant, Integer, Many, Markdown, MediaType, Oid, PositiveInt, String, System, Time, UnsignedInt, Uri, Uuid, Xhtml


class Element(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Element."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET


class Address(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Address."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    use: Literal["home", "work", "temp", "old", "billing"] | UnsetType = UNSET
    use__element: Element | UnsetType = field(default=UNSET, name="_use")
    type: Literal["postal", "physical", "both"] | UnsetType = UNSET
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    text: String | UnsetType = UNSET
    text__element: Element | UnsetType = field(default=UNSET, name="_text")
    line: Many[String] | UnsetType = UNSET
    line__element: Many[Element] | UnsetType = field(default=UNSET, name="_line")
    city: String | UnsetType = UNSET
    city__element: Element | UnsetType = field(default=UNSET, name="_city")
    district: String | UnsetType = UNSET
    district__element: Element | UnsetType = field(default=UNSET, name="_district")
    state: String | UnsetType = UNSET
    state__element: Element | UnsetType = field(default=UNSET, name="_state")
    postalCode: String | UnsetType = UNSET
    postalCode__element: Element | UnsetType = field(default=UNSET, name="_postalCode")
    country: String | UnsetType = UNSET
    country__element: Element | UnsetType = field(default=UNSET, name="_country")
    period: Period | UnsetType = UNSET


class Age(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Age."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    value: Decimal | UnsetType = UNSET
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    comparator: Literal["<", "<=", ">=", ">"] | UnsetType = UNSET
    comparator__element: Element | UnsetType = field(default=UNSET, name="_comparator")
    unit: String | UnsetType = UNSET
    unit__element: Element | UnsetType = field(default=UNSET, name="_unit")
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    code: Code | UnsetType = UNSET
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    __post_init__ = ruled("Age")  # type: ignore[misc]


class Annotation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Annotation."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    authorReference: Reference | UnsetType = UNSET
    authorString: String | UnsetType = UNSET
    authorString__element: Element | UnsetType = field(default=UNSET, name="_authorString")
    time: DateTime | UnsetType = UNSET
    time__element: Element | UnsetType = field(default=UNSET, name="_time")
    text: Markdown
    text__element: Element | UnsetType = field(default=UNSET, name="_text")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('authorReference', 'authorString',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.authorReference is self.authorString is UNSET):
            type(self).choose__(self)


class Attachment(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Attachment."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    contentType: MediaType | UnsetType = UNSET
    contentType__element: Element | UnsetType = field(default=UNSET, name="_contentType")
    language: Code | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    data: Base64Binary | UnsetType = UNSET
    data__element: Element | UnsetType = field(default=UNSET, name="_data")
    url: Uri | UnsetType = UNSET
    url__element: Element | UnsetType = field(default=UNSET, name="_url")
    size: UnsignedInt | UnsetType = UNSET
    size__element: Element | UnsetType = field(default=UNSET, name="_size")
    hash: Base64Binary | UnsetType = UNSET
    hash__element: Element | UnsetType = field(default=UNSET, name="_hash")
    title: String | UnsetType = UNSET
    title__element: Element | UnsetType = field(default=UNSET, name="_title")
    creation: DateTime | UnsetType = UNSET
    creation__element: Element | UnsetType = field(default=UNSET, name="_creation")
    __post_init__ = ruled("Attachment")  # type: ignore[misc]


class CodeableConcept(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CodeableConcept."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    coding: Many[Coding] | UnsetType = UNSET
    text: String | UnsetType = UNSET
    text__element: Element | UnsetType = field(default=UNSET, name="_text")


class CodeableReference(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CodeableReference."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    concept: CodeableConcept | UnsetType = UNSET
    reference: Reference | UnsetType = UNSET


class Coding(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Coding."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    version: String | UnsetType = UNSET
    version__element: Element | UnsetType = field(default=UNSET, name="_version")
    code: Code | UnsetType = UNSET
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    display: String | UnsetType = UNSET
    display__element: Element | UnsetType = field(default=UNSET, name="_display")
    userSelected: Boolean | UnsetType = UNSET
    userSelected__element: Element | UnsetType = field(default=UNSET, name="_userSelected")


class ContactDetail(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ContactDetail."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    telecom: Many[ContactPoint] | UnsetType = UNSET


class ContactPoint(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ContactPoint."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    system: Literal["phone", "fax", "email", "pager", "url", "sms", "other"] | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    value: String | UnsetType = UNSET
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    use: Literal["home", "work", "temp", "old", "mobile"] | UnsetType = UNSET
    use__element: Element | UnsetType = field(default=UNSET, name="_use")
    rank: PositiveInt | UnsetType = UNSET
    rank__element: Element | UnsetType = field(default=UNSET, name="_rank")
    period: Period | UnsetType = UNSET
    __post_init__ = ruled("ContactPoint")  # type: ignore[misc]


class Contributor(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Contributor."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    type: Literal["author", "editor", "reviewer", "endorser"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    name: String
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    contact: Many[ContactDetail] | UnsetType = UNSET


class Count(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Count."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    value: Decimal | UnsetType = UNSET
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    comparator: Literal["<", "<=", ">=", ">"] | UnsetType = UNSET
    comparator__element: Element | UnsetType = field(default=UNSET, name="_comparator")
    unit: String | UnsetType = UNSET
    unit__element: Element | UnsetType = field(default=UNSET, name="_unit")
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    code: Code | UnsetType = UNSET
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    __post_init__ = ruled("Count")  # type: ignore[misc]


class DataRequirement(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DataRequirement."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    type: Code
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    profile: Many[System] | UnsetType = UNSET
    profile__element: Many[Element] | UnsetType = field(default=UNSET, name="_profile")
    subjectCodeableConcept: CodeableConcept | UnsetType = UNSET
    subjectReference: Reference | UnsetType = UNSET
    mustSupport: Many[String] | UnsetType = UNSET
    mustSupport__element: Many[Element] | UnsetType = field(default=UNSET, name="_mustSupport")
    codeFilter: Many[DataRequirementCodeFilter] | UnsetType = UNSET
    dateFilter: Many[DataRequirementDateFilter] | UnsetType = UNSET
    limit: PositiveInt | UnsetType = UNSET
    limit__element: Element | UnsetType = field(default=UNSET, name="_limit")
    sort: Many[DataRequirementSort] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('subjectCodeableConcept', 'subjectReference',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.subjectCodeableConcept is self.subjectReference is UNSET):
            type(self).choose__(self)


class DataRequirementCodeFilter(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DataRequirementCodeFilter."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    path: String | UnsetType = UNSET
    path__element: Element | UnsetType = field(default=UNSET, name="_path")
    searchParam: String | UnsetType = UNSET
    searchParam__element: Element | UnsetType = field(default=UNSET, name="_searchParam")
    valueSet: Uri | UnsetType = UNSET
    valueSet__element: Element | UnsetType = field(default=UNSET, name="_valueSet")
    code: Many[Coding] | UnsetType = UNSET


class DataRequirementDateFilter(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DataRequirementDateFilter."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    path: String | UnsetType = UNSET
    path__element: Element | UnsetType = field(default=UNSET, name="_path")
    searchParam: String | UnsetType = UNSET
    searchParam__element: Element | UnsetType = field(default=UNSET, name="_searchParam")
    valueDateTime: DateTime | UnsetType = UNSET
    valueDateTime__element: Element | UnsetType = field(default=UNSET, name="_valueDateTime")
    valuePeriod: Period | UnsetType = UNSET
    valueDuration: Duration | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('valueDateTime', 'valuePeriod', 'valueDuration',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.valueDateTime is self.valuePeriod is self.valueDuration is UNSET):
            type(self).choose__(self)


class DataRequirementSort(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DataRequirementSort."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    path: String
    path__element: Element | UnsetType = field(default=UNSET, name="_path")
    direction: Literal["ascending", "descending"]
    direction__element: Element | UnsetType = field(default=UNSET, name="_direction")


class Distance(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Distance."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    value: Decimal | UnsetType = UNSET
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    comparator: Literal["<", "<=", ">=", ">"] | UnsetType = UNSET
    comparator__element: Element | UnsetType = field(default=UNSET, name="_comparator")
    unit: String | UnsetType = UNSET
    unit__element: Element | UnsetType = field(default=UNSET, name="_unit")
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    code: Code | UnsetType = UNSET
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    __post_init__ = ruled("Distance")  # type: ignore[misc]


class Dosage(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Dosage."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    sequence: Integer | UnsetType = UNSET
    sequence__element: Element | UnsetType = field(default=UNSET, name="_sequence")
    text: String | UnsetType = UNSET
    text__element: Element | UnsetType = field(default=UNSET, name="_text")
    additionalInstruction: Many[CodeableConcept] | UnsetType = UNSET
    patientInstruction: String | UnsetType = UNSET
    patientInstruction__element: Element | UnsetType = field(default=UNSET, name="_patientInstruction")
    timing: Timing | UnsetType = UNSET
    asNeededBoolean: Boolean | UnsetType = UNSET
    asNeededBoolean__element: Element | UnsetType = field(default=UNSET, name="_asNeededBoolean")
    asNeededCodeableConcept: CodeableConcept | UnsetType = UNSET
    site: CodeableConcept | UnsetType = UNSET
    route: CodeableConcept | UnsetType = UNSET
    method: CodeableConcept | UnsetType = UNSET
    doseAndRate: Many[DosageDoseAndRate] | UnsetType = UNSET
    maxDosePerPeriod: Ratio | UnsetType = UNSET
    maxDosePerAdministration: Quantity | UnsetType = UNSET
    maxDosePerLifetime: Quantity | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('asNeededBoolean', 'asNeededCodeableConcept',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.asNeededBoolean is self.asNeededCodeableConcept is UNSET):
            type(self).choose__(self)


class DosageDoseAndRate(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DosageDoseAndRate."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    doseRange: Range | UnsetType = UNSET
    doseQuantity: Quantity | UnsetType = UNSET
    rateRatio: Ratio | UnsetType = UNSET
    rateRange: Range | UnsetType = UNSET
    rateQuantity: Quantity | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('doseRange', 'doseQuantity',)), (False, ('rateRatio', 'rateRange', 'rateQuantity',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.doseRange is self.doseQuantity is self.rateRatio is self.rateRange is self.rateQuantity is UNSET):
            type(self).choose__(self)


class Duration(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Duration."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    value: Decimal | UnsetType = UNSET
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    comparator: Literal["<", "<=", ">=", ">"] | UnsetType = UNSET
    comparator__element: Element | UnsetType = field(default=UNSET, name="_comparator")
    unit: String | UnsetType = UNSET
    unit__element: Element | UnsetType = field(default=UNSET, name="_unit")
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    code: Code | UnsetType = UNSET
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    __post_init__ = ruled("Duration")  # type: ignore[misc]


class ElementDefinition(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinition."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    path: String
    path__element: Element | UnsetType = field(default=UNSET, name="_path")
    representation: Many[Literal["xmlAttr", "xmlText", "typeAttr", "cdaText", "xhtml"]] | UnsetType = UNSET
    representation__element: Many[Element] | UnsetType = field(default=UNSET, name="_representation")
    sliceName: String | UnsetType = UNSET
    sliceName__element: Element | UnsetType = field(default=UNSET, name="_sliceName")
    sliceIsConstraining: Boolean | UnsetType = UNSET
    sliceIsConstraining__element: Element | UnsetType = field(default=UNSET, name="_sliceIsConstraining")
    label: String | UnsetType = UNSET
    label__element: Element | UnsetType = field(default=UNSET, name="_label")
    code: Many[Coding] | UnsetType = UNSET
    slicing: ElementDefinitionSlicing | UnsetType = UNSET
    short: String | UnsetType = UNSET
    short__element: Element | UnsetType = field(default=UNSET, name="_short")
    definition: Markdown | UnsetType = UNSET
    definition__element: Element | UnsetType = field(default=UNSET, name="_definition")
    comment: Markdown | UnsetType = UNSET
    comment__element: Element | UnsetType = field(default=UNSET, name="_comment")
    requirements: Markdown | UnsetType = UNSET
    requirements__element: Element | UnsetType = field(default=UNSET, name="_requirements")
    alias: Many[String] | UnsetType = UNSET
    alias__element: Many[Element] | UnsetType = field(default=UNSET, name="_alias")
    min: UnsignedInt | UnsetType = UNSET
    min__element: Element | UnsetType = field(default=UNSET, name="_min")
    max: String | UnsetType = UNSET
    max__element: Element | UnsetType = field(default=UNSET, name="_max")
    base: ElementDefinitionBase | UnsetType = UNSET
    contentReference: Uri | UnsetType = UNSET
    contentReference__element: Element | UnsetType = field(default=UNSET, name="_contentReference")
    type: Many[ElementDefinitionType] | UnsetType = UNSET
    defaultValueBase64Binary: Base64Binary | UnsetType = UNSET
    defaultValueBase64Binary__element: Element | UnsetType = field(default=UNSET, name="_defaultValueBase64Binary")
    defaultValueBoolean: Boolean | UnsetType = UNSET
    defaultValueBoolean__element: Element | UnsetType = field(default=UNSET, name="_defaultValueBoolean")
    defaultValueCanonical: Uri | UnsetType = UNSET
    defaultValueCanonical__element: Element | UnsetType = field(default=UNSET, name="_defaultValueCanonical")
    defaultValueCode: Code | UnsetType = UNSET
    defaultValueCode__element: Element | UnsetType = field(default=UNSET, name="_defaultValueCode")
    defaultValueDate: Date | UnsetType = UNSET
    defaultValueDate__element: Element | UnsetType = field(default=UNSET, name="_defaultValueDate")
    defaultValueDateTime: DateTime | UnsetType = UNSET
    defaultValueDateTime__element: Element | UnsetType = field(default=UNSET, name="_defaultValueDateTime")
    defaultValueDecimal: Decimal | UnsetType = UNSET
    defaultValueDecimal__element: Element | UnsetType = field(default=UNSET, name="_defaultValueDecimal")
    defaultValueId: Id | UnsetType = UNSET
    defaultValueId__element: Element | UnsetType = field(default=UNSET, name="_defaultValueId")
    defaultValueInstant: Instant | UnsetType = UNSET
    defaultValueInstant__element: Element | UnsetType = field(default=UNSET, name="_defaultValueInstant")
    defaultValueInteger: Integer | UnsetType = UNSET
    defaultValueInteger__element: Element | UnsetType = field(default=UNSET, name="_defaultValueInteger")
    defaultValueMarkdown: Markdown | UnsetType = UNSET
    defaultValueMarkdown__element: Element | UnsetType = field(default=UNSET, name="_defaultValueMarkdown")
    defaultValueOid: Oid | UnsetType = UNSET
    defaultValueOid__element: Element | UnsetType = field(default=UNSET, name="_defaultValueOid")
    defaultValuePositiveInt: PositiveInt | UnsetType = UNSET
    defaultValuePositiveInt__element: Element | UnsetType = field(default=UNSET, name="_defaultValuePositiveInt")
    defaultValueString: String | UnsetType = UNSET
    defaultValueString__element: Element | UnsetType = field(default=UNSET, name="_defaultValueString")
    defaultValueTime: Time | UnsetType = UNSET
    defaultValueTime__element: Element | UnsetType = field(default=UNSET, name="_defaultValueTime")
    defaultValueUnsignedInt: UnsignedInt | UnsetType = UNSET
    defaultValueUnsignedInt__element: Element | UnsetType = field(default=UNSET, name="_defaultValueUnsignedInt")
    defaultValueUri: Uri | UnsetType = UNSET
    defaultValueUri__element: Element | UnsetType = field(default=UNSET, name="_defaultValueUri")
    defaultValueUrl: Uri | UnsetType = UNSET
    defaultValueUrl__element: Element | UnsetType = field(default=UNSET, name="_defaultValueUrl")
    defaultValueUuid: Uuid | UnsetType = UNSET
    defaultValueUuid__element: Element | UnsetType = field(default=UNSET, name="_defaultValueUuid")
    defaultValueAddress: Address | UnsetType = UNSET
    defaultValueAge: Age | UnsetType = UNSET
    defaultValueAnnotation: Annotation | UnsetType = UNSET
    defaultValueAttachment: Attachment | UnsetType = UNSET
    defaultValueCodeableConcept: CodeableConcept | UnsetType = UNSET
    defaultValueCodeableReference: CodeableReference | UnsetType = UNSET
    defaultValueCoding: Coding | UnsetType = UNSET
    defaultValueContactPoint: ContactPoint | UnsetType = UNSET
    defaultValueCount: Count | UnsetType = UNSET
    defaultValueDistance: Distance | UnsetType = UNSET
    defaultValueDuration: Duration | UnsetType = UNSET
    defaultValueHumanName: HumanName | UnsetType = UNSET
    defaultValueIdentifier: Identifier | UnsetType = UNSET
    defaultValueMoney: Money | UnsetType = UNSET
    defaultValuePeriod: Period | UnsetType = UNSET
    defaultValueQuantity: Quantity | UnsetType = UNSET
    defaultValueRange: Range | UnsetType = UNSET
    defaultValueRatio: Ratio | UnsetType = UNSET
    defaultValueRatioRange: RatioRange | UnsetType = UNSET
    defaultValueReference: Reference | UnsetType = UNSET
    defaultValueSampledData: SampledData | UnsetType = UNSET
    defaultValueSignature: Signature | UnsetType = UNSET
    defaultValueTiming: Timing | UnsetType = UNSET
    defaultValueContactDetail: ContactDetail | UnsetType = UNSET
    defaultValueContributor: Contributor | UnsetType = UNSET
    defaultValueDataRequirement: DataRequirement | UnsetType = UNSET
    defaultValueExpression: Expression | UnsetType = UNSET
    defaultValueParameterDefinition: ParameterDefinition | UnsetType = UNSET
    defaultValueRelatedArtifact: RelatedArtifact | UnsetType = UNSET
    defaultValueTriggerDefinition: TriggerDefinition | UnsetType = UNSET
    defaultValueUsageContext: UsageContext | UnsetType = UNSET
    defaultValueDosage: Dosage | UnsetType = UNSET
    meaningWhenMissing: Markdown | UnsetType = UNSET
    meaningWhenMissing__element: Element | UnsetType = field(default=UNSET, name="_meaningWhenMissing")
    orderMeaning: String | UnsetType = UNSET
    orderMeaning__element: Element | UnsetType = field(default=UNSET, name="_orderMeaning")
    fixedBase64Binary: Base64Binary | UnsetType = UNSET
    fixedBase64Binary__element: Element | UnsetType = field(default=UNSET, name="_fixedBase64Binary")
    fixedBoolean: Boolean | UnsetType = UNSET
    fixedBoolean__element: Element | UnsetType = field(default=UNSET, name="_fixedBoolean")
    fixedCanonical: Uri | UnsetType = UNSET
    fixedCanonical__element: Element | UnsetType = field(default=UNSET, name="_fixedCanonical")
    fixedCode: Code | UnsetType = UNSET
    fixedCode__element: Element | UnsetType = field(default=UNSET, name="_fixedCode")
    fixedDate: Date | UnsetType = UNSET
    fixedDate__element: Element | UnsetType = field(default=UNSET, name="_fixedDate")
    fixedDateTime: DateTime | UnsetType = UNSET
    fixedDateTime__element: Element | UnsetType = field(default=UNSET, name="_fixedDateTime")
    fixedDecimal: Decimal | UnsetType = UNSET
    fixedDecimal__element: Element | UnsetType = field(default=UNSET, name="_fixedDecimal")
    fixedId: Id | UnsetType = UNSET
    fixedId__element: Element | UnsetType = field(default=UNSET, name="_fixedId")
    fixedInstant: Instant | UnsetType = UNSET
    fixedInstant__element: Element | UnsetType = field(default=UNSET, name="_fixedInstant")
    fixedInteger: Integer | UnsetType = UNSET
    fixedInteger__element: Element | UnsetType = field(default=UNSET, name="_fixedInteger")
    fixedMarkdown: Markdown | UnsetType = UNSET
    fixedMarkdown__element: Element | UnsetType = field(default=UNSET, name="_fixedMarkdown")
    fixedOid: Oid | UnsetType = UNSET
    fixedOid__element: Element | UnsetType = field(default=UNSET, name="_fixedOid")
    fixedPositiveInt: PositiveInt | UnsetType = UNSET
    fixedPositiveInt__element: Element | UnsetType = field(default=UNSET, name="_fixedPositiveInt")
    fixedString: String | UnsetType = UNSET
    fixedString__element: Element | UnsetType = field(default=UNSET, name="_fixedString")
    fixedTime: Time | UnsetType = UNSET
    fixedTime__element: Element | UnsetType = field(default=UNSET, name="_fixedTime")
    fixedUnsignedInt: UnsignedInt | UnsetType = UNSET
    fixedUnsignedInt__element: Element | UnsetType = field(default=UNSET, name="_fixedUnsignedInt")
    fixedUri: Uri | UnsetType = UNSET
    fixedUri__element: Element | UnsetType = field(default=UNSET, name="_fixedUri")
    fixedUrl: Uri | UnsetType = UNSET
    fixedUrl__element: Element | UnsetType = field(default=UNSET, name="_fixedUrl")
    fixedUuid: Uuid | UnsetType = UNSET
    fixedUuid__element: Element | UnsetType = field(default=UNSET, name="_fixedUuid")
    fixedAddress: Address | UnsetType = UNSET
    fixedAge: Age | UnsetType = UNSET
    fixedAnnotation: Annotation | UnsetType = UNSET
    fixedAttachment: Attachment | UnsetType = UNSET
    fixedCodeableConcept: CodeableConcept | UnsetType = UNSET
    fixedCodeableReference: CodeableReference | UnsetType = UNSET
    fixedCoding: Coding | UnsetType = UNSET
    fixedContactPoint: ContactPoint | UnsetType = UNSET
    fixedCount: Count | UnsetType = UNSET
    fixedDistance: Distance | UnsetType = UNSET
    fixedDuration: Duration | UnsetType = UNSET
    fixedHumanName: HumanName | UnsetType = UNSET
    fixedIdentifier: Identifier | UnsetType = UNSET
    fixedMoney: Money | UnsetType = UNSET
    fixedPeriod: Period | UnsetType = UNSET
    fixedQuantity: Quantity | UnsetType = UNSET
    fixedRange: Range | UnsetType = UNSET
    fixedRatio: Ratio | UnsetType = UNSET
    fixedRatioRange: RatioRange | UnsetType = UNSET
    fixedReference: Reference | UnsetType = UNSET
    fixedSampledData: SampledData | UnsetType = UNSET
    fixedSignature: Signature | UnsetType = UNSET
    fixedTiming: Timing | UnsetType = UNSET
    fixedContactDetail: ContactDetail | UnsetType = UNSET
    fixedContributor: Contributor | UnsetType = UNSET
    fixedDataRequirement: DataRequirement | UnsetType = UNSET
    fixedExpression: Expression | UnsetType = UNSET
    fixedParameterDefinition: ParameterDefinition | UnsetType = UNSET
    fixedRelatedArtifact: RelatedArtifact | UnsetType = UNSET
    fixedTriggerDefinition: TriggerDefinition | UnsetType = UNSET
    fixedUsageContext: UsageContext | UnsetType = UNSET
    fixedDosage: Dosage | UnsetType = UNSET
    patternBase64Binary: Base64Binary | UnsetType = UNSET
    patternBase64Binary__element: Element | UnsetType = field(default=UNSET, name="_patternBase64Binary")
    patternBoolean: Boolean | UnsetType = UNSET
    patternBoolean__element: Element | UnsetType = field(default=UNSET, name="_patternBoolean")
    patternCanonical: Uri | UnsetType = UNSET
    patternCanonical__element: Element | UnsetType = field(default=UNSET, name="_patternCanonical")
    patternCode: Code | UnsetType = UNSET
    patternCode__element: Element | UnsetType = field(default=UNSET, name="_patternCode")
    patternDate: Date | UnsetType = UNSET
    patternDate__element: Element | UnsetType = field(default=UNSET, name="_patternDate")
    patternDateTime: DateTime | UnsetType = UNSET
    patternDateTime__element: Element | UnsetType = field(default=UNSET, name="_patternDateTime")
    patternDecimal: Decimal | UnsetType = UNSET
    patternDecimal__element: Element | UnsetType = field(default=UNSET, name="_patternDecimal")
    patternId: Id | UnsetType = UNSET
    patternId__element: Element | UnsetType = field(default=UNSET, name="_patternId")
    patternInstant: Instant | UnsetType = UNSET
    patternInstant__element: Element | UnsetType = field(default=UNSET, name="_patternInstant")
    patternInteger: Integer | UnsetType = UNSET
    patternInteger__element: Element | UnsetType = field(default=UNSET, name="_patternInteger")
    patternMarkdown: Markdown | UnsetType = UNSET
    patternMarkdown__element: Element | UnsetType = field(default=UNSET, name="_patternMarkdown")
    patternOid: Oid | UnsetType = UNSET
    patternOid__element: Element | UnsetType = field(default=UNSET, name="_patternOid")
    patternPositiveInt: PositiveInt | UnsetType = UNSET
    patternPositiveInt__element: Element | UnsetType = field(default=UNSET, name="_patternPositiveInt")
    patternString: String | UnsetType = UNSET
    patternString__element: Element | UnsetType = field(default=UNSET, name="_patternString")
    patternTime: Time | UnsetType = UNSET
    patternTime__element: Element | UnsetType = field(default=UNSET, name="_patternTime")
    patternUnsignedInt: UnsignedInt | UnsetType = UNSET
    patternUnsignedInt__element: Element | UnsetType = field(default=UNSET, name="_patternUnsignedInt")
    patternUri: Uri | UnsetType = UNSET
    patternUri__element: Element | UnsetType = field(default=UNSET, name="_patternUri")
    patternUrl: Uri | UnsetType = UNSET
    patternUrl__element: Element | UnsetType = field(default=UNSET, name="_patternUrl")
    patternUuid: Uuid | UnsetType = UNSET
    patternUuid__element: Element | UnsetType = field(default=UNSET, name="_patternUuid")
    patternAddress: Address | UnsetType = UNSET
    patternAge: Age | UnsetType = UNSET
    patternAnnotation: Annotation | UnsetType = UNSET
    patternAttachment: Attachment | UnsetType = UNSET
    patternCodeableConcept: CodeableConcept | UnsetType = UNSET
    patternCodeableReference: CodeableReference | UnsetType = UNSET
    patternCoding: Coding | UnsetType = UNSET
    patternContactPoint: ContactPoint | UnsetType = UNSET
    patternCount: Count | UnsetType = UNSET
    patternDistance: Distance | UnsetType = UNSET
    patternDuration: Duration | UnsetType = UNSET
    patternHumanName: HumanName | UnsetType = UNSET
    patternIdentifier: Identifier | UnsetType = UNSET
    patternMoney: Money | UnsetType = UNSET
    patternPeriod: Period | UnsetType = UNSET
    patternQuantity: Quantity | UnsetType = UNSET
    patternRange: Range | UnsetType = UNSET
    patternRatio: Ratio | UnsetType = UNSET
    patternRatioRange: RatioRange | UnsetType = UNSET
    patternReference: Reference | UnsetType = UNSET
    patternSampledData: SampledData | UnsetType = UNSET
    patternSignature: Signature | UnsetType = UNSET
    patternTiming: Timing | UnsetType = UNSET
    patternContactDetail: ContactDetail | UnsetType = UNSET
    patternContributor: Contributor | UnsetType = UNSET
    patternDataRequirement: DataRequirement | UnsetType = UNSET
    patternExpression: Expression | UnsetType = UNSET
    patternParameterDefinition: ParameterDefinition | UnsetType = UNSET
    patternRelatedArtifact: RelatedArtifact | UnsetType = UNSET
    patternTriggerDefinition: TriggerDefinition | UnsetType = UNSET
    patternUsageContext: UsageContext | UnsetType = UNSET
    patternDosage: Dosage | UnsetType = UNSET
    example: Many[ElementDefinitionExample] | UnsetType = UNSET
    minValueDate: Date | UnsetType = UNSET
    minValueDate__element: Element | UnsetType = field(default=UNSET, name="_minValueDate")
    minValueDateTime: DateTime | UnsetType = UNSET
    minValueDateTime__element: Element | UnsetType = field(default=UNSET, name="_minValueDateTime")
    minValueInstant: Instant | UnsetType = UNSET
    minValueInstant__element: Element | UnsetType = field(default=UNSET, name="_minValueInstant")
    minValueTime: Time | UnsetType = UNSET
    minValueTime__element: Element | UnsetType = field(default=UNSET, name="_minValueTime")
    minValueDecimal: Decimal | UnsetType = UNSET
    minValueDecimal__element: Element | UnsetType = field(default=UNSET, name="_minValueDecimal")
    minValueInteger: Integer | UnsetType = UNSET
    minValueInteger__element: Element | UnsetType = field(default=UNSET, name="_minValueInteger")
    minValuePositiveInt: PositiveInt | UnsetType = UNSET
    minValuePositiveInt__element: Element | UnsetType = field(default=UNSET, name="_minValuePositiveInt")
    minValueUnsignedInt: UnsignedInt | UnsetType = UNSET
    minValueUnsignedInt__element: Element | UnsetType = field(default=UNSET, name="_minValueUnsignedInt")
    minValueQuantity: Quantity | UnsetType = UNSET
    maxValueDate: Date | UnsetType = UNSET
    maxValueDate__element: Element | UnsetType = field(default=UNSET, name="_maxValueDate")
    maxValueDateTime: DateTime | UnsetType = UNSET
    maxValueDateTime__element: Element | UnsetType = field(default=UNSET, name="_maxValueDateTime")
    maxValueInstant: Instant | UnsetType = UNSET
    maxValueInstant__element: Element | UnsetType = field(default=UNSET, name="_maxValueInstant")
    maxValueTime: Time | UnsetType = UNSET
    maxValueTime__element: Element | UnsetType = field(default=UNSET, name="_maxValueTime")
    maxValueDecimal: Decimal | UnsetType = UNSET
    maxValueDecimal__element: Element | UnsetType = field(default=UNSET, name="_maxValueDecimal")
    maxValueInteger: Integer | UnsetType = UNSET
    maxValueInteger__element: Element | UnsetType = field(default=UNSET, name="_maxValueInteger")
    maxValuePositiveInt: PositiveInt | UnsetType = UNSET
    maxValuePositiveInt__element: Element | UnsetType = field(default=UNSET, name="_maxValuePositiveInt")
    maxValueUnsignedInt: UnsignedInt | UnsetType = UNSET
    maxValueUnsignedInt__element: Element | UnsetType = field(default=UNSET, name="_maxValueUnsignedInt")
    maxValueQuantity: Quantity | UnsetType = UNSET
    maxLength: Integer | UnsetType = UNSET
    maxLength__element: Element | UnsetType = field(default=UNSET, name="_maxLength")
    condition: Many[Id] | UnsetType = UNSET
    condition__element: Many[Element] | UnsetType = field(default=UNSET, name="_condition")
    constraint: Many[ElementDefinitionConstraint] | UnsetType = UNSET
    mustSupport: Boolean | UnsetType = UNSET
    mustSupport__element: Element | UnsetType = field(default=UNSET, name="_mustSupport")
    isModifier: Boolean | UnsetType = UNSET
    isModifier__element: Element | UnsetType = field(default=UNSET, name="_isModifier")
    isModifierReason: String | UnsetType = UNSET
    isModifierReason__element: Element | UnsetType = field(default=UNSET, name="_isModifierReason")
    isSummary: Boolean | UnsetType = UNSET
    isSummary__element: Element | UnsetType = field(default=UNSET, name="_isSummary")
    binding: ElementDefinitionBinding | UnsetType = UNSET
    mapping: Many[ElementDefinitionMapping] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('defaultValueBase64Binary', 'defaultValueBoolean', 'defaultValueCanonical', 'defaultValueCode', 'defaultValueDate', 'defaultValueDateTime', 'defaultValueDecimal', 'defaultValueId', 'defaultValueInstant', 'defaultValueInteger', 'defaultValueMarkdown', 'defaultValueOid', 'defaultValuePositiveInt', 'defaultValueString', 'defaultValueTime', 'defaultValueUnsignedInt', 'defaultValueUri', 'defaultValueUrl', 'defaultValueUuid', 'defaultValueAddress', 'defaultValueAge', 'defaultValueAnnotation', 'defaultValueAttachment', 'defaultValueCodeableConcept', 'defaultValueCodeableReference', 'defaultValueCoding', 'defaultValueContactPoint', 'defaultValueCount', 'defaultValueDistance', 'defaultValueDuration', 'defaultValueHumanName', 'defaultValueIdentifier', 'defaultValueMoney', 'defaultValuePeriod', 'defaultValueQuantity', 'defaultValueRange', 'defaultValueRatio', 'defaultValueRatioRange', 'defaultValueReference', 'defaultValueSampledData', 'defaultValueSignature', 'defaultValueTiming', 'defaultValueContactDetail', 'defaultValueContributor', 'defaultValueDataRequirement', 'defaultValueExpression', 'defaultValueParameterDefinition', 'defaultValueRelatedArtifact', 'defaultValueTriggerDefinition', 'defaultValueUsageContext', 'defaultValueDosage',)), (False, ('fixedBase64Binary', 'fixedBoolean', 'fixedCanonical', 'fixedCode', 'fixedDate', 'fixedDateTime', 'fixedDecimal', 'fixedId', 'fixedInstant', 'fixedInteger', 'fixedMarkdown', 'fixedOid', 'fixedPositiveInt', 'fixedString', 'fixedTime', 'fixedUnsignedInt', 'fixedUri', 'fixedUrl', 'fixedUuid', 'fixedAddress', 'fixedAge', 'fixedAnnotation', 'fixedAttachment', 'fixedCodeableConcept', 'fixedCodeableReference', 'fixedCoding', 'fixedContactPoint', 'fixedCount', 'fixedDistance', 'fixedDuration', 'fixedHumanName', 'fixedIdentifier', 'fixedMoney', 'fixedPeriod', 'fixedQuantity', 'fixedRange', 'fixedRatio', 'fixedRatioRange', 'fixedReference', 'fixedSampledData', 'fixedSignature', 'fixedTiming', 'fixedContactDetail', 'fixedContributor', 'fixedDataRequirement', 'fixedExpression', 'fixedParameterDefinition', 'fixedRelatedArtifact', 'fixedTriggerDefinition', 'fixedUsageContext', 'fixedDosage',)), (False, ('patternBase64Binary', 'patternBoolean', 'patternCanonical', 'patternCode', 'patternDate', 'patternDateTime', 'patternDecimal', 'patternId', 'patternInstant', 'patternInteger', 'patternMarkdown', 'patternOid', 'patternPositiveInt', 'patternString', 'patternTime', 'patternUnsignedInt', 'patternUri', 'patternUrl', 'patternUuid', 'patternAddress', 'patternAge', 'patternAnnotation', 'patternAttachment', 'patternCodeableConcept', 'patternCodeableReference', 'patternCoding', 'patternContactPoint', 'patternCount', 'patternDistance', 'patternDuration', 'patternHumanName', 'patternIdentifier', 'patternMoney', 'patternPeriod', 'patternQuantity', 'patternRange', 'patternRatio', 'patternRatioRange', 'patternReference', 'patternSampledData', 'patternSignature', 'patternTiming', 'patternContactDetail', 'patternContributor', 'patternDataRequirement', 'patternExpression', 'patternParameterDefinition', 'patternRelatedArtifact', 'patternTriggerDefinition', 'patternUsageContext', 'patternDosage',)), (False, ('minValueDate', 'minValueDateTime', 'minValueInstant', 'minValueTime', 'minValueDecimal', 'minValueInteger', 'minValuePositiveInt', 'minValueUnsignedInt', 'minValueQuantity',)), (False, ('maxValueDate', 'maxValueDateTime', 'maxValueInstant', 'maxValueTime', 'maxValueDecimal', 'maxValueInteger', 'maxValuePositiveInt', 'maxValueUnsignedInt', 'maxValueQuantity',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.defaultValueBase64Binary is self.defaultValueBoolean is self.defaultValueCanonical is self.defaultValueCode is self.defaultValueDate is self.defaultValueDateTime is self.defaultValueDecimal is self.defaultValueId is self.defaultValueInstant is self.defaultValueInteger is self.defaultValueMarkdown is self.defaultValueOid is self.defaultValuePositiveInt is self.defaultValueString is self.defaultValueTime is self.defaultValueUnsignedInt is self.defaultValueUri is self.defaultValueUrl is self.defaultValueUuid is self.defaultValueAddress is self.defaultValueAge is self.defaultValueAnnotation is self.defaultValueAttachment is self.defaultValueCodeableConcept is self.defaultValueCodeableReference is self.defaultValueCoding is self.defaultValueContactPoint is self.defaultValueCount is self.defaultValueDistance is self.defaultValueDuration is self.defaultValueHumanName is self.defaultValueIdentifier is self.defaultValueMoney is self.defaultValuePeriod is self.defaultValueQuantity is self.defaultValueRange is self.defaultValueRatio is self.defaultValueRatioRange is self.defaultValueReference is self.defaultValueSampledData is self.defaultValueSignature is self.defaultValueTiming is self.defaultValueContactDetail is self.defaultValueContributor is self.defaultValueDataRequirement is self.defaultValueExpression is self.defaultValueParameterDefinition is self.defaultValueRelatedArtifact is self.defaultValueTriggerDefinition is self.defaultValueUsageContext is self.defaultValueDosage is self.fixedBase64Binary is self.fixedBoolean is self.fixedCanonical is self.fixedCode is self.fixedDate is self.fixedDateTime is self.fixedDecimal is self.fixedId is self.fixedInstant is self.fixedInteger is self.fixedMarkdown is self.fixedOid is self.fixedPositiveInt is self.fixedString is self.fixedTime is self.fixedUnsignedInt is self.fixedUri is self.fixedUrl is self.fixedUuid is self.fixedAddress is self.fixedAge is self.fixedAnnotation is self.fixedAttachment is self.fixedCodeableConcept is self.fixedCodeableReference is self.fixedCoding is self.fixedContactPoint is self.fixedCount is self.fixedDistance is self.fixedDuration is self.fixedHumanName is self.fixedIdentifier is self.fixedMoney is self.fixedPeriod is self.fixedQuantity is self.fixedRange is self.fixedRatio is self.fixedRatioRange is self.fixedReference is self.fixedSampledData is self.fixedSignature is self.fixedTiming is self.fixedContactDetail is self.fixedContributor is self.fixedDataRequirement is self.fixedExpression is self.fixedParameterDefinition is self.fixedRelatedArtifact is self.fixedTriggerDefinition is self.fixedUsageContext is self.fixedDosage is self.patternBase64Binary is self.patternBoolean is self.patternCanonical is self.patternCode is self.patternDate is self.patternDateTime is self.patternDecimal is self.patternId is self.patternInstant is self.patternInteger is self.patternMarkdown is self.patternOid is self.patternPositiveInt is self.patternString is self.patternTime is self.patternUnsignedInt is self.patternUri is self.patternUrl is self.patternUuid is self.patternAddress is self.patternAge is self.patternAnnotation is self.patternAttachment is self.patternCodeableConcept is self.patternCodeableReference is self.patternCoding is self.patternContactPoint is self.patternCount is self.patternDistance is self.patternDuration is self.patternHumanName is self.patternIdentifier is self.patternMoney is self.patternPeriod is self.patternQuantity is self.patternRange is self.patternRatio is self.patternRatioRange is self.patternReference is self.patternSampledData is self.patternSignature is self.patternTiming is self.patternContactDetail is self.patternContributor is self.patternDataRequirement is self.patternExpression is self.patternParameterDefinition is self.patternRelatedArtifact is self.patternTriggerDefinition is self.patternUsageContext is self.patternDosage is self.minValueDate is self.minValueDateTime is self.minValueInstant is self.minValueTime is self.minValueDecimal is self.minValueInteger is self.minValuePositiveInt is self.minValueUnsignedInt is self.minValueQuantity is self.maxValueDate is self.maxValueDateTime is self.maxValueInstant is self.maxValueTime is self.maxValueDecimal is self.maxValueInteger is self.maxValuePositiveInt is self.maxValueUnsignedInt is self.maxValueQuantity is UNSET):
            type(self).choose__(self)


class ElementDefinitionSlicing(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinitionSlicing."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    discriminator: Many[ElementDefinitionSlicingDiscriminator] | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    ordered: Boolean | UnsetType = UNSET
    ordered__element: Element | UnsetType = field(default=UNSET, name="_ordered")
    rules: Literal["closed", "open", "openAtEnd"]
    rules__element: Element | UnsetType = field(default=UNSET, name="_rules")


class ElementDefinitionSlicingDiscriminator(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinitionSlicingDiscriminator."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    type: Literal["value", "exists", "pattern", "type", "profile"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    path: String
    path__element: Element | UnsetType = field(default=UNSET, name="_path")


class ElementDefinitionBase(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinitionBase."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    path: String
    path__element: Element | UnsetType = field(default=UNSET, name="_path")
    min: UnsignedInt
    min__element: Element | UnsetType = field(default=UNSET, name="_min")
    max: String
    max__element: Element | UnsetType = field(default=UNSET, name="_max")


class ElementDefinitionType(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinitionType."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    code: Uri
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    profile: Many[System] | UnsetType = UNSET
    profile__element: Many[Element] | UnsetType = field(default=UNSET, name="_profile")
    targetProfile: Many[Uri] | UnsetType = UNSET
    targetProfile__element: Many[Element] | UnsetType = field(default=UNSET, name="_targetProfile")
    aggregation: Many[Literal["contained", "referenced", "bundled"]] | UnsetType = UNSET
    aggregation__element: Many[Element] | UnsetType = field(default=UNSET, name="_aggregation")
    versioning: Literal["either", "independent", "specific"] | UnsetType = UNSET
    versioning__element: Element | UnsetType = field(default=UNSET, name="_versioning")


class ElementDefinitionExample(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinitionExample."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    label: String
    label__element: Element | UnsetType = field(default=UNSET, name="_label")
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
    valueCodeableReference: CodeableReference | UnsetType = UNSET
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
    valueRatioRange: RatioRange | UnsetType = UNSET
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
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('valueBase64Binary', 'valueBoolean', 'valueCanonical', 'valueCode', 'valueDate', 'valueDateTime', 'valueDecimal', 'valueId', 'valueInstant', 'valueInteger', 'valueMarkdown', 'valueOid', 'valuePositiveInt', 'valueString', 'valueTime', 'valueUnsignedInt', 'valueUri', 'valueUrl', 'valueUuid', 'valueAddress', 'valueAge', 'valueAnnotation', 'valueAttachment', 'valueCodeableConcept', 'valueCodeableReference', 'valueCoding', 'valueContactPoint', 'valueCount', 'valueDistance', 'valueDuration', 'valueHumanName', 'valueIdentifier', 'valueMoney', 'valuePeriod', 'valueQuantity', 'valueRange', 'valueRatio', 'valueRatioRange', 'valueReference', 'valueSampledData', 'valueSignature', 'valueTiming', 'valueContactDetail', 'valueContributor', 'valueDataRequirement', 'valueExpression', 'valueParameterDefinition', 'valueRelatedArtifact', 'valueTriggerDefinition', 'valueUsageContext', 'valueDosage',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class ElementDefinitionConstraint(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinitionConstraint."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    key: Id
    key__element: Element | UnsetType = field(default=UNSET, name="_key")
    requirements: String | UnsetType = UNSET
    requirements__element: Element | UnsetType = field(default=UNSET, name="_requirements")
    severity: Literal["error", "warning"]
    severity__element: Element | UnsetType = field(default=UNSET, name="_severity")
    human: String
    human__element: Element | UnsetType = field(default=UNSET, name="_human")
    expression: String | UnsetType = UNSET
    expression__element: Element | UnsetType = field(default=UNSET, name="_expression")
    xpath: String | UnsetType = UNSET
    xpath__element: Element | UnsetType = field(default=UNSET, name="_xpath")
    source: Uri | UnsetType = UNSET
    source__element: Element | UnsetType = field(default=UNSET, name="_source")


class ElementDefinitionBinding(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinitionBinding."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    strength: Literal["required", "extensible", "preferred", "example"]
    strength__element: Element | UnsetType = field(default=UNSET, name="_strength")
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    valueSet: Uri | UnsetType = UNSET
    valueSet__element: Element | UnsetType = field(default=UNSET, name="_valueSet")


class ElementDefinitionMapping(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ElementDefinitionMapping."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    identity: Id
    identity__element: Element | UnsetType = field(default=UNSET, name="_identity")
    language: MediaType | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    map: String
    map__element: Element | UnsetType = field(default=UNSET, name="_map")
    comment: String | UnsetType = UNSET
    comment__element: Element | UnsetType = field(default=UNSET, name="_comment")


class Expression(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Expression."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    name: Id | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    language: Code
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    expression: String | UnsetType = UNSET
    expression__element: Element | UnsetType = field(default=UNSET, name="_expression")
    reference: Uri | UnsetType = UNSET
    reference__element: Element | UnsetType = field(default=UNSET, name="_reference")


class Extension(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Extension."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    url: System
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
    valueCodeableReference: CodeableReference | UnsetType = UNSET
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
    valueRatioRange: RatioRange | UnsetType = UNSET
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
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('valueBase64Binary', 'valueBoolean', 'valueCanonical', 'valueCode', 'valueDate', 'valueDateTime', 'valueDecimal', 'valueId', 'valueInstant', 'valueInteger', 'valueMarkdown', 'valueOid', 'valuePositiveInt', 'valueString', 'valueTime', 'valueUnsignedInt', 'valueUri', 'valueUrl', 'valueUuid', 'valueAddress', 'valueAge', 'valueAnnotation', 'valueAttachment', 'valueCodeableConcept', 'valueCodeableReference', 'valueCoding', 'valueContactPoint', 'valueCount', 'valueDistance', 'valueDuration', 'valueHumanName', 'valueIdentifier', 'valueMoney', 'valuePeriod', 'valueQuantity', 'valueRange', 'valueRatio', 'valueRatioRange', 'valueReference', 'valueSampledData', 'valueSignature', 'valueTiming', 'valueContactDetail', 'valueContributor', 'valueDataRequirement', 'valueExpression', 'valueParameterDefinition', 'valueRelatedArtifact', 'valueTriggerDefinition', 'valueUsageContext', 'valueDosage',)),)
    __post_init__ = value_or_extensions(choices__)  # type: ignore[misc]


class HumanName(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR HumanName."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    use: Literal["usual", "official", "temp", "nickname", "anonymous", "old", "maiden"] | UnsetType = UNSET
    use__element: Element | UnsetType = field(default=UNSET, name="_use")
    text: String | UnsetType = UNSET
    text__element: Element | UnsetType = field(default=UNSET, name="_text")
    family: String | UnsetType = UNSET
    family__element: Element | UnsetType = field(default=UNSET, name="_family")
    given: Many[String] | UnsetType = UNSET
    given__element: Many[Element] | UnsetType = field(default=UNSET, name="_given")
    prefix: Many[String] | UnsetType = UNSET
    prefix__element: Many[Element] | UnsetType = field(default=UNSET, name="_prefix")
    suffix: Many[String] | UnsetType = UNSET
    suffix__element: Many[Element] | UnsetType = field(default=UNSET, name="_suffix")
    period: Period | UnsetType = UNSET


class Identifier(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Identifier."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    use: Literal["usual", "official", "temp", "secondary", "old"] | UnsetType = UNSET
    use__element: Element | UnsetType = field(default=UNSET, name="_use")
    type: CodeableConcept | UnsetType = UNSET
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    value: String | UnsetType = UNSET
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    period: Period | UnsetType = UNSET
    assigner: Reference | UnsetType = UNSET


class MarketingStatus(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MarketingStatus."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    country: CodeableConcept | UnsetType = UNSET
    jurisdiction: CodeableConcept | UnsetType = UNSET
    status: CodeableConcept
    dateRange: Period | UnsetType = UNSET
    restoreDate: DateTime | UnsetType = UNSET
    restoreDate__element: Element | UnsetType = field(default=UNSET, name="_restoreDate")


class Meta(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Meta."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    versionId: Id | UnsetType = UNSET
    versionId__element: Element | UnsetType = field(default=UNSET, name="_versionId")
    lastUpdated: Instant | UnsetType = UNSET
    lastUpdated__element: Element | UnsetType = field(default=UNSET, name="_lastUpdated")
    source: Uri | UnsetType = UNSET
    source__element: Element | UnsetType = field(default=UNSET, name="_source")
    profile: Many[System] | UnsetType = UNSET
    profile__element: Many[Element] | UnsetType = field(default=UNSET, name="_profile")
    security: Many[Coding] | UnsetType = UNSET
    tag: Many[Coding] | UnsetType = UNSET


class Money(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Money."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    value: Decimal | UnsetType = UNSET
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    currency: Code | UnsetType = UNSET
    currency__element: Element | UnsetType = field(default=UNSET, name="_currency")


class Narrative(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Narrative."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    status: Literal["generated", "extensions", "additional", "empty"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    div: Xhtml


class ParameterDefinition(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ParameterDefinition."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    name: Code | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    use: Literal["in", "out"]
    use__element: Element | UnsetType = field(default=UNSET, name="_use")
    min: Integer | UnsetType = UNSET
    min__element: Element | UnsetType = field(default=UNSET, name="_min")
    max: String | UnsetType = UNSET
    max__element: Element | UnsetType = field(default=UNSET, name="_max")
    documentation: String | UnsetType = UNSET
    documentation__element: Element | UnsetType = field(default=UNSET, name="_documentation")
    type: Code
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    profile: System | UnsetType = UNSET
    profile__element: Element | UnsetType = field(default=UNSET, name="_profile")


class Period(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Period."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    start: DateTime | UnsetType = UNSET
    start__element: Element | UnsetType = field(default=UNSET, name="_start")
    end: DateTime | UnsetType = UNSET
    end__element: Element | UnsetType = field(default=UNSET, name="_end")
    __post_init__ = ruled("Period")  # type: ignore[misc]


class Population(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Population."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    ageRange: Range | UnsetType = UNSET
    ageCodeableConcept: CodeableConcept | UnsetType = UNSET
    gender: CodeableConcept | UnsetType = UNSET
    race: CodeableConcept | UnsetType = UNSET
    physiologicalCondition: CodeableConcept | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('ageRange', 'ageCodeableConcept',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.ageRange is self.ageCodeableConcept is UNSET):
            type(self).choose__(self)


class ProdCharacteristic(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ProdCharacteristic."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    height: Quantity | UnsetType = UNSET
    width: Quantity | UnsetType = UNSET
    depth: Quantity | UnsetType = UNSET
    weight: Quantity | UnsetType = UNSET
    nominalVolume: Quantity | UnsetType = UNSET
    externalDiameter: Quantity | UnsetType = UNSET
    shape: String | UnsetType = UNSET
    shape__element: Element | UnsetType = field(default=UNSET, name="_shape")
    color: Many[String] | UnsetType = UNSET
    color__element: Many[Element] | UnsetType = field(default=UNSET, name="_color")
    imprint: Many[String] | UnsetType = UNSET
    imprint__element: Many[Element] | UnsetType = field(default=UNSET, name="_imprint")
    image: Many[Attachment] | UnsetType = UNSET
    scoring: CodeableConcept | UnsetType = UNSET


class ProductShelfLife(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ProductShelfLife."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    identifier: Identifier | UnsetType = UNSET
    type: CodeableConcept
    period: Quantity
    specialPrecautionsForStorage: Many[CodeableConcept] | UnsetType = UNSET


class Quantity(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Quantity."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    value: Decimal | UnsetType = UNSET
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
    comparator: Literal["<", "<=", ">=", ">"] | UnsetType = UNSET
    comparator__element: Element | UnsetType = field(default=UNSET, name="_comparator")
    unit: String | UnsetType = UNSET
    unit__element: Element | UnsetType = field(default=UNSET, name="_unit")
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    code: Code | UnsetType = UNSET
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    __post_init__ = ruled("Quantity")  # type: ignore[misc]


class Range(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Range."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    low: Quantity | UnsetType = UNSET
    high: Quantity | UnsetType = UNSET
    __post_init__ = ruled("Range")  # type: ignore[misc]


class Ratio(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Ratio."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    numerator: Quantity | UnsetType = UNSET
    denominator: Quantity | UnsetType = UNSET
    __post_init__ = ruled("Ratio")  # type: ignore[misc]


class RatioRange(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR RatioRange."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    lowNumerator: Quantity | UnsetType = UNSET
    highNumerator: Quantity | UnsetType = UNSET
    denominator: Quantity | UnsetType = UNSET


class Reference(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Reference."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    reference: String | UnsetType = UNSET
    reference__element: Element | UnsetType = field(default=UNSET, name="_reference")
    type: Uri | UnsetType = UNSET
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    identifier: Identifier | UnsetType = UNSET
    display: String | UnsetType = UNSET
    display__element: Element | UnsetType = field(default=UNSET, name="_display")


class RelatedArtifact(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR RelatedArtifact."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    type: Literal["documentation", "justification", "citation", "predecessor", "successor", "derived-from", "depends-on", "composed-of"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    label: String | UnsetType = UNSET
    label__element: Element | UnsetType = field(default=UNSET, name="_label")
    display: String | UnsetType = UNSET
    display__element: Element | UnsetType = field(default=UNSET, name="_display")
    citation: Markdown | UnsetType = UNSET
    citation__element: Element | UnsetType = field(default=UNSET, name="_citation")
    url: Uri | UnsetType = UNSET
    url__element: Element | UnsetType = field(default=UNSET, name="_url")
    document: Attachment | UnsetType = UNSET
    resource: Uri | UnsetType = UNSET
    resource__element: Element | UnsetType = field(default=UNSET, name="_resource")


class SampledData(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR SampledData."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    origin: Quantity
    period: Decimal
    period__element: Element | UnsetType = field(default=UNSET, name="_period")
    factor: Decimal | UnsetType = UNSET
    factor__element: Element | UnsetType = field(default=UNSET, name="_factor")
    lowerLimit: Decimal | UnsetType = UNSET
    lowerLimit__element: Element | UnsetType = field(default=UNSET, name="_lowerLimit")
    upperLimit: Decimal | UnsetType = UNSET
    upperLimit__element: Element | UnsetType = field(default=UNSET, name="_upperLimit")
    dimensions: PositiveInt
    dimensions__element: Element | UnsetType = field(default=UNSET, name="_dimensions")
    data: String | UnsetType = UNSET
    data__element: Element | UnsetType = field(default=UNSET, name="_data")


class Signature(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Signature."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    type: Many[Coding]
    when: Instant
    when__element: Element | UnsetType = field(default=UNSET, name="_when")
    who: Reference
    onBehalfOf: Reference | UnsetType = UNSET
    targetFormat: MediaType | UnsetType = UNSET
    targetFormat__element: Element | UnsetType = field(default=UNSET, name="_targetFormat")
    sigFormat: MediaType | UnsetType = UNSET
    sigFormat__element: Element | UnsetType = field(default=UNSET, name="_sigFormat")
    data: Base64Binary | UnsetType = UNSET
    data__element: Element | UnsetType = field(default=UNSET, name="_data")


class Timing(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR Timing."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    event: Many[DateTime] | UnsetType = UNSET
    event__element: Many[Element] | UnsetType = field(default=UNSET, name="_event")
    repeat: TimingRepeat | UnsetType = UNSET
    code: CodeableConcept | UnsetType = UNSET


class TimingRepeat(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR TimingRepeat."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    boundsDuration: Duration | UnsetType = UNSET
    boundsRange: Range | UnsetType = UNSET
    boundsPeriod: Period | UnsetType = UNSET
    count: PositiveInt | UnsetType = UNSET
    count__element: Element | UnsetType = field(default=UNSET, name="_count")
    countMax: PositiveInt | UnsetType = UNSET
    countMax__element: Element | UnsetType = field(default=UNSET, name="_countMax")
    duration: Decimal | UnsetType = UNSET
    duration__element: Element | UnsetType = field(default=UNSET, name="_duration")
    durationMax: Decimal | UnsetType = UNSET
    durationMax__element: Element | UnsetType = field(default=UNSET, name="_durationMax")
    durationUnit: Literal["s", "min", "h", "d", "wk", "mo", "a"] | UnsetType = UNSET
    durationUnit__element: Element | UnsetType = field(default=UNSET, name="_durationUnit")
    frequency: PositiveInt | UnsetType = UNSET
    frequency__element: Element | UnsetType = field(default=UNSET, name="_frequency")
    frequencyMax: PositiveInt | UnsetType = UNSET
    frequencyMax__element: Element | UnsetType = field(default=UNSET, name="_frequencyMax")
    period: Decimal | UnsetType = UNSET
    period__element: Element | UnsetType = field(default=UNSET, name="_period")
    periodMax: Decimal | UnsetType = UNSET
    periodMax__element: Element | UnsetType = field(default=UNSET, name="_periodMax")
    periodUnit: Literal["s", "min", "h", "d", "wk", "mo", "a"] | UnsetType = UNSET
    periodUnit__element: Element | UnsetType = field(default=UNSET, name="_periodUnit")
    dayOfWeek: Many[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] | UnsetType = UNSET
    dayOfWeek__element: Many[Element] | UnsetType = field(default=UNSET, name="_dayOfWeek")
    timeOfDay: Many[Time] | UnsetType = UNSET
    timeOfDay__element: Many[Element] | UnsetType = field(default=UNSET, name="_timeOfDay")
    when: Many[Literal["MORN", "MORN.early", "MORN.late", "NOON", "AFT", "AFT.early", "AFT.late", "EVE", "EVE.early", "EVE.late", "NIGHT", "PHS", "HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"]] | UnsetType = UNSET
    when__element: Many[Element] | UnsetType = field(default=UNSET, name="_when")
    offset: UnsignedInt | UnsetType = UNSET
    offset__element: Element | UnsetType = field(default=UNSET, name="_offset")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('boundsDuration', 'boundsRange', 'boundsPeriod',)),)
    __post_init__ = ruled("TimingRepeat", choices__)  # type: ignore[misc]


class TriggerDefinition(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR TriggerDefinition."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    type: Literal["named-event", "periodic", "data-changed", "data-added", "data-modified", "data-removed", "data-accessed", "data-access-ended"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    timingTiming: Timing | UnsetType = UNSET
    timingReference: Reference | UnsetType = UNSET
    timingDate: Date | UnsetType = UNSET
    timingDate__element: Element | UnsetType = field(default=UNSET, name="_timingDate")
    timingDateTime: DateTime | UnsetType = UNSET
    timingDateTime__element: Element | UnsetType = field(default=UNSET, name="_timingDateTime")
    data: Many[DataRequirement] | UnsetType = UNSET
    condition: Expression | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('timingTiming', 'timingReference', 'timingDate', 'timingDateTime',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.timingTiming is self.timingReference is self.timingDate is self.timingDateTime is UNSET):
            type(self).choose__(self)


class UsageContext(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR UsageContext."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    code: Coding
    valueCodeableConcept: CodeableConcept | UnsetType = UNSET
    valueQuantity: Quantity | UnsetType = UNSET
    valueRange: Range | UnsetType = UNSET
    valueReference: Reference | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('valueCodeableConcept', 'valueQuantity', 'valueRange', 'valueReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
