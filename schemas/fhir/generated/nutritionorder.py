"""FHIR R4 NutritionOrder. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Quantity, Ratio, Reference, Timing


class NutritionOrder(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="NutritionOrder"):
    """FHIR NutritionOrder."""

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
    instantiates: Many[Uri] | UnsetType = UNSET
    instantiates__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiates")
    status: Literal["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    intent: Literal["proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"]
    intent__element: Element | UnsetType = field(default=UNSET, name="_intent")
    patient: Reference
    encounter: Reference | UnsetType = UNSET
    dateTime: DateTime
    dateTime__element: Element | UnsetType = field(default=UNSET, name="_dateTime")
    orderer: Reference | UnsetType = UNSET
    allergyIntolerance: Many[Reference] | UnsetType = UNSET
    foodPreferenceModifier: Many[CodeableConcept] | UnsetType = UNSET
    excludeFoodModifier: Many[CodeableConcept] | UnsetType = UNSET
    oralDiet: NutritionOrderOralDiet | UnsetType = UNSET
    supplement: Many[NutritionOrderSupplement] | UnsetType = UNSET
    enteralFormula: NutritionOrderEnteralFormula | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET


class NutritionOrderOralDiet(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR NutritionOrderOralDiet."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: Many[CodeableConcept] | UnsetType = UNSET
    schedule: Many[Timing] | UnsetType = UNSET
    nutrient: Many[NutritionOrderOralDietNutrient] | UnsetType = UNSET
    texture: Many[NutritionOrderOralDietTexture] | UnsetType = UNSET
    fluidConsistencyType: Many[CodeableConcept] | UnsetType = UNSET
    instruction: String | UnsetType = UNSET
    instruction__element: Element | UnsetType = field(default=UNSET, name="_instruction")


class NutritionOrderOralDietNutrient(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR NutritionOrderOralDietNutrient."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    modifier: CodeableConcept | UnsetType = UNSET
    amount: Quantity | UnsetType = UNSET


class NutritionOrderOralDietTexture(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR NutritionOrderOralDietTexture."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    modifier: CodeableConcept | UnsetType = UNSET
    foodType: CodeableConcept | UnsetType = UNSET


class NutritionOrderSupplement(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR NutritionOrderSupplement."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    productName: String | UnsetType = UNSET
    productName__element: Element | UnsetType = field(default=UNSET, name="_productName")
    schedule: Many[Timing] | UnsetType = UNSET
    quantity: Quantity | UnsetType = UNSET
    instruction: String | UnsetType = UNSET
    instruction__element: Element | UnsetType = field(default=UNSET, name="_instruction")


class NutritionOrderEnteralFormula(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR NutritionOrderEnteralFormula."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    baseFormulaType: CodeableConcept | UnsetType = UNSET
    baseFormulaProductName: String | UnsetType = UNSET
    baseFormulaProductName__element: Element | UnsetType = field(default=UNSET, name="_baseFormulaProductName")
    additiveType: CodeableConcept | UnsetType = UNSET
    additiveProductName: String | UnsetType = UNSET
    additiveProductName__element: Element | UnsetType = field(default=UNSET, name="_additiveProductName")
    caloricDensity: Quantity | UnsetType = UNSET
    routeofAdministration: CodeableConcept | UnsetType = UNSET
    administration: Many[NutritionOrderEnteralFormulaAdministration] | UnsetType = UNSET
    maxVolumeToDeliver: Quantity | UnsetType = UNSET
    administrationInstruction: String | UnsetType = UNSET
    administrationInstruction__element: Element | UnsetType = field(default=UNSET, name="_administrationInstruction")


class NutritionOrderEnteralFormulaAdministration(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR NutritionOrderEnteralFormulaAdministration."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    schedule: Timing | UnsetType = UNSET
    quantity: Quantity | UnsetType = UNSET
    rateQuantity: Quantity | UnsetType = UNSET
    rateRatio: Ratio | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('rateQuantity', 'rateRatio',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.rateQuantity is self.rateRatio is UNSET):
            type(self).choose__(self)
