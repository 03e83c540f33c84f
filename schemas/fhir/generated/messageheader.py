"""FHIR R4 MessageHeader. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Coding, ContactPoint, Element, Extension, Meta, Narrative, Reference


class MessageHeader(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="MessageHeader"):
    """FHIR MessageHeader."""

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
    eventCoding: Coding | UnsetType = UNSET
    eventUri: Uri | UnsetType = UNSET
    eventUri__element: Element | UnsetType = field(default=UNSET, name="_eventUri")
    destination: Many[MessageHeaderDestination] | UnsetType = UNSET
    sender: Reference | UnsetType = UNSET
    enterer: Reference | UnsetType = UNSET
    author: Reference | UnsetType = UNSET
    source: MessageHeaderSource
    responsible: Reference | UnsetType = UNSET
    reason: CodeableConcept | UnsetType = UNSET
    response: MessageHeaderResponse | UnsetType = UNSET
    focus: Many[Reference] | UnsetType = UNSET
    definition: Uri | UnsetType = UNSET
    definition__element: Element | UnsetType = field(default=UNSET, name="_definition")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('eventCoding', 'eventUri',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class MessageHeaderDestination(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MessageHeaderDestination."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    target: Reference | UnsetType = UNSET
    endpoint: Uri
    endpoint__element: Element | UnsetType = field(default=UNSET, name="_endpoint")
    receiver: Reference | UnsetType = UNSET


class MessageHeaderSource(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MessageHeaderSource."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    software: String | UnsetType = UNSET
    software__element: Element | UnsetType = field(default=UNSET, name="_software")
    version: String | UnsetType = UNSET
    version__element: Element | UnsetType = field(default=UNSET, name="_version")
    contact: ContactPoint | UnsetType = UNSET
    endpoint: Uri
    endpoint__element: Element | UnsetType = field(default=UNSET, name="_endpoint")


class MessageHeaderResponse(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MessageHeaderResponse."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    identifier: Id
    identifier__element: Element | UnsetType = field(default=UNSET, name="_identifier")
    code: Literal["ok", "transient-error", "fatal-error"]
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    details: Reference | UnsetType = UNSET
