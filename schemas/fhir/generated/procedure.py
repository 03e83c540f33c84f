"""FHIR R4 Procedure. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Age, Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Range, Reference


class Procedure(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Procedure"):
    """FHIR Procedure."""

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
    partOf: Many[Reference] | UnsetType = UNSET
    status: Literal["preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: CodeableConcept | UnsetType = UNSET
    category: CodeableConcept | UnsetType = UNSET
    code: CodeableConcept | UnsetType = UNSET
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    performedDateTime: DateTime | UnsetType = UNSET
    performedDateTime__element: Element | UnsetType = field(default=UNSET, name="_performedDateTime")
    performedPeriod: Period | UnsetType = UNSET
    performedString: String | UnsetType = UNSET
    performedString__element: Element | UnsetType = field(default=UNSET, name="_performedString")
    performedAge: Age | UnsetType = UNSET
    performedRange: Range | UnsetType = UNSET
    recorder: Reference | UnsetType = UNSET
    asserter: Reference | UnsetType = UNSET
    performer: Many[ProcedurePerformer] | UnsetType = UNSET
    location: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    bodySite: Many[CodeableConcept] | UnsetType = UNSET
    outcome: CodeableConcept | UnsetType = UNSET
    report: Many[Reference] | UnsetType = UNSET
    complication: Many[CodeableConcept] | UnsetType = UNSET
    complicationDetail: Many[Reference] | UnsetType = UNSET
    followUp: Many[CodeableConcept] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    focalDevice: Many[ProcedureFocalDevice] | UnsetType = UNSET
    usedReference: Many[Reference] | UnsetType = UNSET
    usedCode: Many[CodeableConcept] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('performedDateTime', 'performedPeriod', 'performedString', 'performedAge', 'performedRange',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.performedDateTime is self.performedPeriod is self.performedString is self.performedAge is self.performedRange is UNSET):
            type(self).choose__(self)


class ProcedurePerformer(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ProcedurePerformer."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    function: CodeableConcept | UnsetType = UNSET
    actor: Reference
    onBehalfOf: Reference | UnsetType = UNSET


class ProcedureFocalDevice(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ProcedureFocalDevice."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    action: CodeableConcept | UnsetType = UNSET
    manipulated: Reference
