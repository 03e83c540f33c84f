"""FHIR R4 AuditEvent. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Base64Binary, Boolean, Code, Id, Instant, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Coding, Element, Extension, Meta, Narrative, Period, Reference


class AuditEvent(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="AuditEvent"):
    """FHIR AuditEvent."""

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
    type: Coding
    subtype: Many[Coding] | UnsetType = UNSET
    action: Literal["C", "R", "U", "D", "E"] | UnsetType = UNSET
    action__element: Element | UnsetType = field(default=UNSET, name="_action")
    period: Period | UnsetType = UNSET
    recorded: Instant
    recorded__element: Element | UnsetType = field(default=UNSET, name="_recorded")
    outcome: Literal["0", "4", "8", "12"] | UnsetType = UNSET
    outcome__element: Element | UnsetType = field(default=UNSET, name="_outcome")
    outcomeDesc: String | UnsetType = UNSET
    outcomeDesc__element: Element | UnsetType = field(default=UNSET, name="_outcomeDesc")
    purposeOfEvent: Many[CodeableConcept] | UnsetType = UNSET
    agent: Many[AuditEventAgent]
    source: AuditEventSource
    entity: Many[AuditEventEntity] | UnsetType = UNSET


class AuditEventAgent(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AuditEventAgent."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    role: Many[CodeableConcept] | UnsetType = UNSET
    who: Reference | UnsetType = UNSET
    altId: String | UnsetType = UNSET
    altId__element: Element | UnsetType = field(default=UNSET, name="_altId")
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    requestor: Boolean
    requestor__element: Element | UnsetType = field(default=UNSET, name="_requestor")
    location: Reference | UnsetType = UNSET
    policy: Many[Uri] | UnsetType = UNSET
    policy__element: Many[Element] | UnsetType = field(default=UNSET, name="_policy")
    media: Coding | UnsetType = UNSET
    network: AuditEventAgentNetwork | UnsetType = UNSET
    purposeOfUse: Many[CodeableConcept] | UnsetType = UNSET


class AuditEventAgentNetwork(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AuditEventAgentNetwork."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    address: String | UnsetType = UNSET
    address__element: Element | UnsetType = field(default=UNSET, name="_address")
    type: Literal["1", "2", "3", "4", "5"] | UnsetType = UNSET
    type__element: Element | UnsetType = field(default=UNSET, name="_type")


class AuditEventSource(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AuditEventSource."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    site: String | UnsetType = UNSET
    site__element: Element | UnsetType = field(default=UNSET, name="_site")
    observer: Reference
    type: Many[Coding] | UnsetType = UNSET


class AuditEventEntity(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AuditEventEntity."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    what: Reference | UnsetType = UNSET
    type: Coding | UnsetType = UNSET
    role: Coding | UnsetType = UNSET
    lifecycle: Coding | UnsetType = UNSET
    securityLabel: Many[Coding] | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    query: Base64Binary | UnsetType = UNSET
    query__element: Element | UnsetType = field(default=UNSET, name="_query")
    detail: Many[AuditEventEntityDetail] | UnsetType = UNSET


class AuditEventEntityDetail(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AuditEventEntityDetail."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: String
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    valueString: String | UnsetType = UNSET
    valueString__element: Element | UnsetType = field(default=UNSET, name="_valueString")
    valueBase64Binary: Base64Binary | UnsetType = UNSET
    valueBase64Binary__element: Element | UnsetType = field(default=UNSET, name="_valueBase64Binary")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('valueString', 'valueBase64Binary',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
