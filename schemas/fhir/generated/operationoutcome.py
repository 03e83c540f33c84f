"""FHIR R4 OperationOutcome. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Meta, Narrative


class OperationOutcome(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="OperationOutcome"):
    """FHIR OperationOutcome."""

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
    issue: Many[OperationOutcomeIssue]


class OperationOutcomeIssue(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR OperationOutcomeIssue."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    severity: Literal["fatal", "error", "warning", "information"]
    severity__element: Element | UnsetType = field(default=UNSET, name="_severity")
    code: Literal["invalid", "structure", "required", "value", "invariant", "security", "login", "unknown", "expired", "forbidden", "suppressed", "processing", "not-supported", "duplicate", "multiple-matches", "not-found", "deleted", "too-long", "code-invalid", "extension", "too-costly", "business-rule", "conflict", "transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled", "informational"]
    code__element: Element | UnsetType = field(default=UNSET, name="_code")
    details: CodeableConcept | UnsetType = UNSET
    diagnostics: String | UnsetType = UNSET
    diagnostics__element: Element | UnsetType = field(default=UNSET, name="_diagnostics")
    location: Many[String] | UnsetType = UNSET
    location__element: Many[Element] | UnsetType = field(default=UNSET, name="_location")
    expression: Many[String] | UnsetType = UNSET
    expression__element: Many[Element] | UnsetType = field(default=UNSET, name="_expression")
