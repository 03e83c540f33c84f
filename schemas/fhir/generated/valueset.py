"""FHIR R4 ValueSet. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Date, DateTime, Decimal, Id, Integer, Many, Markdown, Nested, String, System, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Coding, ContactDetail, Element, Extension, Identifier, Meta, Narrative, UsageContext


class ValueSet(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="ValueSet"):
    """FHIR ValueSet."""

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
    status: Literal["draft", "active", "retired", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    experimental: Boolean | UnsetType = UNSET
    experimental__element: Element | UnsetType = field(default=UNSET, name="_experimental")
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    publisher: String | UnsetType = UNSET
    publisher__element: Element | UnsetType = field(default=UNSET, name="_publisher")
    contact: Many[ContactDetail] | UnsetType = UNSET
    description: Markdown | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    useContext: Many[UsageContext] | UnsetType = UNSET
    jurisdiction: Many[CodeableConcept] | UnsetType = UNSET
    immutable: Boolean | UnsetType = UNSET
    immutable__element: Element | UnsetType = field(default=UNSET, name="_immutable")
    purpose: Markdown | UnsetType = UNSET
    purpose__element: Element | UnsetType = field(default=UNSET, name="_purpose")
    copyright: Markdown | UnsetType = UNSET
    copyright__element: Element | UnsetType = field(default=UNSET, name="_copyright")
    compose: ValueSetCompose | UnsetType = UNSET
    expansion: ValueSetExpansion | UnsetType = UNSET


class ValueSetCompose(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ValueSetCompose."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    lockedDate: Date | UnsetType = UNSET
    lockedDate__element: Element | UnsetType = field(default=UNSET, name="_lockedDate")
    inactive: Boolean | UnsetType = UNSET
    inactive__element: Element | UnsetType = field(default=UNSET, name="_inactive")
    include: Many[ValueSetComposeInclude]
    exclude: Many[ValueSetComposeInclude] | UnsetType = UNSET


class ValueSetComposeInclude(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ValueSetComposeInclude."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    version: String | UnsetType = UNSET
    version__element: Element | UnsetType = field(default=UNSET, name="_version")
    concept: Many[ValueSetComposeIncludeConcept] | UnsetType = UNSET
    filter: Many[ValueSetComposeIncludeFilter] | UnsetType = UNSET
    valueSet: Many[Uri] | UnsetType = UNSET
    valueSet__element: Many[Element] | UnsetType = field(default=UNSET, name="_valueSet")


class ValueSetComposeIncludeConcept(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ValueSetComposeIncludeConcept."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: Code
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    display: String | UnsetType = UNSET
    display__element: Element | UnsetType = field(default=UNSET, name="_display")
    designation: Many[ValueSetComposeIncludeConceptDesignation] | UnsetType = UNSET


class ValueSetComposeIncludeConceptDesignation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ValueSetComposeIncludeConceptDesignation."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    language: Code | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    use: Coding | UnsetType = UNSET
    value: String
    value__element: Element | UnsetType = field(default=UNSET, name="_value")


class ValueSetComposeIncludeFilter(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ValueSetComposeIncludeFilter."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    property: Code
    property__element: Element | UnsetType = field(default=UNSET, name="_property")
    op: Literal["=", "is-a", "descendent-of", "is-not-a", "regex", "in", "not-in", "generalizes", "exists"]
    op__element: Element | UnsetType = field(default=UNSET, name="_op")
    value: String
    value__element: Element | UnsetType = field(default=UNSET, name="_value")


class ValueSetExpansion(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ValueSetExpansion."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    identifier: Uri | UnsetType = UNSET
    identifier__element: Element | UnsetType = field(default=UNSET, name="_identifier")
    timestamp: DateTime
    timestamp__element: Element | UnsetType = field(default=UNSET, name="_timestamp")
    total: Integer | UnsetType = UNSET
    total__element: Element | UnsetType = field(default=UNSET, name="_total")
    offset: Integer | UnsetType = UNSET
    offset__element: Element | UnsetType = field(default=UNSET, name="_offset")
    parameter: Many[ValueSetExpansionParameter] | UnsetType = UNSET
    contains: Many[ValueSetExpansionContains] | UnsetType = UNSET


class ValueSetExpansionParameter(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ValueSetExpansionParameter."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    name: String
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    valueString: String | UnsetType = UNSET
    valueString__element: Element | UnsetType = field(default=UNSET, name="_valueString")
    valueBoolean: Boolean | UnsetType = UNSET
    valueBoolean__element: Element | UnsetType = field(default=UNSET, name="_valueBoolean")
    valueInteger: Integer | UnsetType = UNSET
    valueInteger__element: Element | UnsetType = field(default=UNSET, name="_valueInteger")
    valueDecimal: Decimal | UnsetType = UNSET
    valueDecimal__element: Element | UnsetType = field(default=UNSET, name="_valueDecimal")
    valueUri: Uri | UnsetType = UNSET
    valueUri__element: Element | UnsetType = field(default=UNSET, name="_valueUri")
    valueCode: Code | UnsetType = UNSET
    valueCode__element: Element | UnsetType = field(default=UNSET, name="_valueCode")
    valueDateTime: DateTime | UnsetType = UNSET
    valueDateTime__element: Element | UnsetType = field(default=UNSET, name="_valueDateTime")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('valueString', 'valueBoolean', 'valueInteger', 'valueDecimal', 'valueUri', 'valueCode', 'valueDateTime',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.valueString is self.valueBoolean is self.valueInteger is self.valueDecimal is self.valueUri is self.valueCode is self.valueDateTime is UNSET):
            type(self).choose__(self)


class ValueSetExpansionContains(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ValueSetExpansionContains."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    system: System | UnsetType = UNSET
    system__element: Element | UnsetType = field(default=UNSET, name="_system")
    abstract: Boolean | UnsetType = UNSET
    abstract__element: Element | UnsetType = field(default=UNSET, name="_abstract")
    inactive: Boolean | UnsetType = UNSET
    inactive__element: Element | UnsetType = field(default=UNSET, name="_inactive")
    version: String | UnsetType = UNSET
    version__element: Element | UnsetType = field(default=UNSET, name="_version")
    code: Code | UnsetType = UNSET
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    display: String | UnsetType = UNSET
    display__element: Element | UnsetType = field(default=UNSET, name="_display")
    designation: Many[ValueSetComposeIncludeConceptDesignation] | UnsetType = UNSET
    contains: Many[ValueSetExpansionContains] | UnsetType = UNSET
