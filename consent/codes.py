"""Codes that mean the same, codes that contain others, and codes that nobody here knows."""

from functools import lru_cache

from consent.question import Coding
from schemas.codes.nwd import SHARING_CATEGORY
from schemas.codes.systems import LOINC, SNOMED, V3_ACT, V3_ACT_REASON, V3_CONFIDENTIALITY, V3_PARTICIPATION

RESOURCE_TYPES = "http://hl7.org/fhir/resource-types"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
CONSENT_ACTION = "http://terminology.hl7.org/CodeSystem/consentaction"
BREAK_GLASS = Coding(V3_ACT_REASON, "BTG")

_ALIASES = {
    "http://hl7.org/fhir/v3/ActReason": V3_ACT_REASON,
    "http://terminology.hl7.org/ValueSet/v3-ActReason": V3_ACT_REASON,
    "http://terminology.hl7.org/ValueSet/v3-PurposeOfUse": V3_ACT_REASON,
    "http://hl7.org/fhir/ValueSet/v3-PurposeOfUse": V3_ACT_REASON,
    "urn:oid:2.16.840.1.113883.5.8": V3_ACT_REASON,
    "http://hl7.org/fhir/v3/ActCode": V3_ACT,
    "http://terminology.hl7.org/ValueSet/v3-ActCode": V3_ACT,
    "http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy": V3_ACT,
    "http://terminology.hl7.org/CodeSystem/v3-InformationSensitivityPolicy": V3_ACT,
    "http://hl7.org/fhir/ValueSet/v3-InformationSensitivityPolicy": V3_ACT,
    "urn:oid:2.16.840.1.113883.5.4": V3_ACT,
    "http://hl7.org/fhir/v3/Confidentiality": V3_CONFIDENTIALITY,
    "http://terminology.hl7.org/ValueSet/v3-Confidentiality": V3_CONFIDENTIALITY,
    "http://terminology.hl7.org/ValueSet/v3-ConfidentialityClassification": V3_CONFIDENTIALITY,
    "http://hl7.org/fhir/ValueSet/v3-ConfidentialityClassification": V3_CONFIDENTIALITY,
    "urn:oid:2.16.840.1.113883.5.25": V3_CONFIDENTIALITY,
    "http://hl7.org/fhir/v3/ParticipationType": V3_PARTICIPATION,
    "http://terminology.hl7.org/ValueSet/v3-ParticipationType": V3_PARTICIPATION,
    "urn:oid:2.16.840.1.113883.5.90": V3_PARTICIPATION,
    "http://hl7.org/fhir/consentaction": CONSENT_ACTION,
    "http://hl7.org/fhir/observation-category": OBSERVATION_CATEGORY,
    "http://hl7.org/fhir/ValueSet/observation-category": OBSERVATION_CATEGORY,
    "http://hl7.org/fhir/ValueSet/resource-types": RESOURCE_TYPES,
    "http://hl7.org/fhir/fhir-types": RESOURCE_TYPES,
    "http://hl7.org/fhir/StructureDefinition": RESOURCE_TYPES,
    "urn:oid:2.16.840.1.113883.6.1": LOINC,
    "urn:oid:2.16.840.1.113883.6.96": SNOMED,
}

_PURPOSES = {
    "HOPERAT": "CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM HLEGAL HOUTCOMS HPRGRP HQUALIMP HSYSADMIN "
    "LABELING METAMGT MEMADMIN MILCDM PATADMIN PATSFTY PERFMSR RECORDMGT SYSDEV TRAIN",
    "SYSDEV": "HTEST",
    "HPAYMT": "CLMATTCH COVAUTH COVERAGE REMITADV",
    "COVERAGE": "ELIGDTRM ELIGVER ENROLLM MILDCRG",
    "HRESCH": "BIORCH CLINTRCH CLINTRCHNPC CLINTRCHPC DSRCH POARCH PRECLINTRCH TRANSRCH",
    "CLINTRCH": "CLINTRCHNPC CLINTRCHPC PRECLINTRCH",
    "PATRQT": "FAMRQT PWATRNY SUPNWK",
    "PUBHLTH": "DISASTER THREAT",
    "TREAT": "CLINTRL COC ETREAT POPHLTH TREATDS",
    "ETREAT": "BTG ERTREAT",
    "HMARKT": "",
}

_SENSITIVITIES = {
    "ETH": "ETHUD OPIOIDUD SUD",
    "SUD": "ETHUD OPIOIDUD",
    "MH": "PSY PSYTHPN BH",
    "BH": "COGN DVD EMOTDIS MH PSY PSYTHPN SUD ETHUD OPIOIDUD",
    "PSY": "PSYTHPN",
    "SEX": "SPI STD HIV",
    "STD": "HIV",
    "SOC": "",
    "IDS": "",
}
_MORE_SENSITIVITIES = (
    "HIV SDV SCA GDIS TBOO VIO SICKLE CELEB EMP PDS PHY PRS VIP TAB LOCIS DEMO DOB GENDER LIVARG MARST RACE REL "
    "ADOL CTCOMPT PATAUTH SAFE ADJUNCT VIPPOL SPI STD COMPT ACOCOMPT FMCOMPT HRCOMPT LRCOMPT PACOMPT RESCOMPT RMGTCOMPT"
)
_LEVELS = "ULMNRV"
_ACTIONS = "collect access use disclose correct"
_CATEGORIES = "activity exam imaging laboratory procedure social-history survey therapy vital-signs"

_KNOWN = {
    V3_ACT_REASON: {*_PURPOSES, *" ".join(_PURPOSES.values()).split()},
    V3_ACT: {*_SENSITIVITIES, *" ".join(_SENSITIVITIES.values()).split(), *_MORE_SENSITIVITIES.split()},
    V3_CONFIDENTIALITY: set(_LEVELS),
    CONSENT_ACTION: set(_ACTIONS.split()),
    OBSERVATION_CATEGORY: set(_CATEGORIES.split()),
}
_OPEN = frozenset({LOINC, SNOMED, RESOURCE_TYPES, SHARING_CATEGORY})
"""Systems whose codes we compare without a list of them."""


@lru_cache(maxsize=4096)
def plain(system: str, code: str) -> Coding:
    """The one spelling of a code: aliases of its system resolved, stray slash and version gone."""
    bare = system.strip().split("|", 1)[0].rstrip("/")
    found = _ALIASES.get(bare, bare)
    if found.startswith("http://hl7.org/fhir/StructureDefinition"):
        found = RESOURCE_TYPES
    tidy = code.strip()
    return Coding(found, _folded(found, tidy))


def is_known(code: Coding) -> bool:
    """True when we can tell what the code means; a refusal that names any other counts as matching."""
    return code.system in _OPEN or code.code in _KNOWN.get(code.system, ())


def is_sensitivity(code: Coding) -> bool:
    """True for a label that says why something is sensitive, or how confidential it is."""
    return code.system in {V3_CONFIDENTIALITY, V3_ACT}


@lru_cache(maxsize=4096)
def within(wanted: Coding) -> frozenset[Coding]:
    """A purpose or sensitivity and every code that it contains."""
    tree = {V3_ACT_REASON: _PURPOSES, V3_ACT: _SENSITIVITIES}.get(wanted.system, {})
    found, open_codes = {wanted.code}, [wanted.code]
    while open_codes:
        children = set(tree.get(open_codes.pop(), "").split()) - found
        found |= children
        open_codes.extend(children)
    return frozenset(Coding(wanted.system, code) for code in found)


def permitted_by(wanted: Coding) -> frozenset[Coding]:
    """What a permission that names this code covers; breaking the glass is never meant unless it is said."""
    if wanted.system == V3_CONFIDENTIALITY:
        return _levels(wanted, upwards=False)
    return within(wanted) - ({BREAK_GLASS} - {wanted})


def refused_by(wanted: Coding) -> frozenset[Coding]:
    """What a refusal that names this code covers."""
    return _levels(wanted, upwards=True) if wanted.system == V3_CONFIDENTIALITY else within(wanted)


def _levels(wanted: Coding, *, upwards: bool) -> frozenset[Coding]:
    at = _LEVELS.find(wanted.code)
    if at < 0:
        return frozenset({wanted})
    codes = _LEVELS[at:] if upwards else _LEVELS[: at + 1]
    return frozenset(Coding(V3_CONFIDENTIALITY, code) for code in codes)


def _folded(system: str, code: str) -> str:
    """v3 codes and actions have one case only; a code in another case is the same code."""
    if code in _KNOWN.get(system, ()):
        return code
    return {known.upper(): known for known in _KNOWN.get(system, ())}.get(code.upper(), code)
