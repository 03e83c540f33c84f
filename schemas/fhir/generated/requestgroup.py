"""FHIR R4 RequestGroup. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Age, Annotation, CodeableConcept, Duration, Element, Expression, Extension, Identifier, Meta, Narrative, Period, Range, Reference, RelatedArtifact, Timing


class RequestGroup(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="RequestGroup"):
    """FHIR RequestGroup."""

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
    instantiatesCanonical: Many[Uri] | UnsetType = UNSET
    instantiatesCanonical__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesCanonical")
    instantiatesUri: Many[Uri] | UnsetType = UNSET
    instantiatesUri__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesUri")
    basedOn: Many[Reference] | UnsetType = UNSET
    replaces: Many[Reference] | UnsetType = UNSET
    groupIdentifier: Identifier | UnsetType = UNSET
    status: Literal["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    intent: Literal["proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"]
    intent__element: Element | UnsetType = field(default=UNSET, name="_intent")
    priority: Literal["routine", "urgent", "asap", "stat"] | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")
    code: CodeableConcept | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    authoredOn: DateTime | UnsetType = UNSET
    authoredOn__element: Element | UnsetType = field(default=UNSET, name="_authoredOn")
    author: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    action: Many[RequestGroupAction] | UnsetType = UNSET


class RequestGroupAction(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR RequestGroupAction."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    prefix: String | UnsetType = UNSET
    prefix__element: Element | UnsetType = field(default=UNSET, name="_prefix")
    title: String | UnsetType = UNSET
    title__element: Element | UnsetType = field(default=UNSET, name="_title")
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    textEquivalent: String | UnsetType = UNSET
    textEquivalent__element: Element | UnsetType = field(default=UNSET, name="_textEquivalent")
    priority: Literal["routine", "urgent", "asap", "stat"] | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")
    code: Many[CodeableConcept] | UnsetType = UNSET
    documentation: Many[RelatedArtifact] | UnsetType = UNSET
    condition: Many[RequestGroupActionCondition] | UnsetType = UNSET
    relatedAction: Many[RequestGroupActionRelatedAction] | UnsetType = UNSET
    timingDateTime: DateTime | UnsetType = UNSET
    timingDateTime__element: Element | UnsetType = field(default=UNSET, name="_timingDateTime")
    timingAge: Age | UnsetType = UNSET
    timingPeriod: Period | UnsetType = UNSET
    timingDuration: Duration | UnsetType = UNSET
    timingRange: Range | UnsetType = UNSET
    timingTiming: Timing | UnsetType = UNSET
    participant: Many[Reference] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    groupingBehavior: Literal["visual-group", "logical-group", "sentence-group"] | UnsetType = UNSET
    groupingBehavior__element: Element | UnsetType = field(default=UNSET, name="_groupingBehavior")
    selectionBehavior: Literal["any", "all", "all-or-none", "exactly-one", "at-most-one", "one-or-more"] | UnsetType = UNSET
    selectionBehavior__element: Element | UnsetType = field(default=UNSET, name="_selectionBehavior")
    requiredBehavior: Literal["must", "could", "must-unless-documented"] | UnsetType = UNSET
    requiredBehavior__element: Element | UnsetType = field(default=UNSET, name="_requiredBehavior")
    precheckBehavior: Literal["yes", "no"] | UnsetType = UNSET
    precheckBehavior__element: Element | UnsetType = field(default=UNSET, name="_precheckBehavior")
    cardinalityBehavior: Literal["single", "multiple"] | UnsetType = UNSET
    cardinalityBehavior__element: Element | UnsetType = field(default=UNSET, name="_cardinalityBehavior")
    resource: Reference | UnsetType = UNSET
    action: Many[RequestGroupAction] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('timingDateTime', 'timingAge', 'timingPeriod', 'timingDuration', 'timingRange', 'timingTiming',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.timingDateTime is self.timingAge is self.timingPeriod is self.timingDuration is self.timingRange is self.timingTiming is UNSET):
            type(self).choose__(self)


class RequestGroupActionCondition(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR RequestGroupActionCondition."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    kind: Literal["applicability", "start", "stop"]
    kind__element: Element | UnsetType = field(default=UNSET, name="_kind")
    expression: Expression | UnsetType = UNSET


class RequestGroupActionRelatedAction(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR RequestGroupActionRelatedAction."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    actionId: Id
    actionId__element: Element | UnsetType = field(default=UNSET, name="_actionId")
    relationship: Literal["before-start", "before", "before-end", "concurrent-with-start", "concurrent", "concurrent-with-end", "after-start", "after", "after-end"]
    relationship__element: Element | UnsetType = field(default=UNSET, name="_relationship")
    offsetDuration: Duration | UnsetType = UNSET
    offsetRange: Range | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('offsetDuration', 'offsetRange',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.offsetDuration is self.offsetRange is UNSET):
            type(self).choose__(self)
