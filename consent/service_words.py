"""Which class of service, and in what role, by the words in which a request or a record says it."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from consent.told import folded
from schemas.policy_words import Role, ServiceClass

_CLASS_KEYS = ("service_class", "serviceClass", "class", "service_type", "serviceType", "service", "kind", "type")
_RECORD_KEYS = ("type", "category", "specialty", "code", "name")
_CLASSES = tuple(
    (kind, re.compile(rf"(^|_)({words})(_|s_|s$|$)"))
    for kind, words in {
        ServiceClass.CAFE: "cafe|crisis_cafe|safe_haven|sanctuary|crisis_house",
        ServiceClass.HTT: "htt|crht|crhtt|home_treatment|crisis_team|crisis_resolution|trust_crisis_line"
        "|nhs_crisis_line|111|option_2",
        ServiceClass.HELPLINE: "helpline|charity_line|listening_line|charity_crisis_line",
        ServiceClass.CMHT: "cmht|community_mental_health|community_mental_health_team|mental_health_team",
        ServiceClass.SOCIAL_PRESCRIBING: "social_prescribing|social_prescriber|link_worker|day_service|day_opportunitie"
        "|day_opportunity|day_centre|day_center",
        ServiceClass.GP: "gp|general_practice|general_practitioner|gp_practice|primary_care",
        ServiceClass.CARER: "carer|caregiver|relative|parent|mother|father|guardian|next_of_kin|proxy|partner|spouse"
        "|attorney|deputy|related_person|relatedperson|mum|mom|dad|daughter|son|wife|husband|brother|(?<!ward_)sister"
        "|sibling|(?:grand|step)(?:mother|father|parent|daughter|son)|aunt|uncle|niece|nephew|cousin|girlfriend"
        "|boyfriend|friend|neighbou?r|family_member|parental_responsibility"
        "|mth|fth|prn|sps|husb|chil|dau|sonc|sib|bro|sis|nok|dompart|fammemb|frnd|nbor|guard|h?powatt",
        ServiceClass.PATIENT: "patient|data_subject|self",
    }.items()
)
_ROLES = tuple(
    (role, re.compile(rf"(^|_)({words})(_|s_|s$|$)"))
    for role, words in {
        Role.PRIVACY_OFFICER: "privacy_officer|ig_lead|information_governance|caldicott_guardian",
        Role.OPERATOR: "operator|engineer",
        Role.REGISTERED_PROFESSIONAL: "registered_professional|clinician|practitioner|doctor|physician|surgeon|gp"
        "|psychiatrist|psychologist|nurse|midwife|paramedic|pharmacist|social_worker|occupational_therapist|amhp"
        "|physiotherapist|health_visitor|dentist|dietitian|radiographer|podiatrist|r8000|r8001|r8003",
        Role.VOLUNTEER: "volunteer",
        Role.MANAGER: "manager",
        Role.SERVICE_INBOX: "service_inbox",
        Role.WORKER: "worker|staff|support|helper|receptionist|clerk",
    }.items()
)
_NOT_YET = re.compile(r"(^|_)(student|(?<!physician_)assistant)(_|$)")
"""Who learns a profession or helps in it is not registered in it."""


def stated_class(actors: Iterable[Mapping[str, Any]], roles: Iterable[str]) -> ServiceClass | None:
    """The class of service that the actors state: by a key for it, by the role, by the kind of party, by its name.

    Whoever asks as a relative is judged as one, wherever else they help; of two services the one that sees less counts.
    """
    known = list(actors)
    if any(str(it.get("reference", "")).startswith("RelatedPerson/") for it in known):
        return ServiceClass.CARER
    by_key = [found for it in known if (found := _first(_CLASSES, _by_key(it))) is not None]
    kinds = ["related person" for it in known if str(it.get("reference", "")).startswith("Person/")]
    names = [str(it["display"]) for it in known if it.get("display")]
    return min(by_key, key=_LEAST.index) if by_key else _first(_CLASSES, (*sorted(roles), *kinds, *names))


_LEAST = (
    *(ServiceClass.CARER, ServiceClass.PATIENT, ServiceClass.SOCIAL_PRESCRIBING, ServiceClass.HELPLINE),
    *(ServiceClass.CAFE, ServiceClass.GP, ServiceClass.CMHT, ServiceClass.HTT),
)
"""The classes by how much they see: of those that two parties of one request give, the first."""


def _by_key(actor: Mapping[str, Any]) -> list[str]:
    return [text for key in _CLASS_KEYS for text in texts(actor.get(key))]


def recorded_class(records: Iterable[Mapping[str, Any]]) -> ServiceClass | None:
    """The class of service that the record gives to whoever asks: by type, specialty or name."""
    return _first(_CLASSES, [text for it in records for key in _RECORD_KEYS for text in texts(it.get(key))])


def stated_role(roles: Iterable[str]) -> Role | None:
    """The role that these words mean; of several the one that sees least in a matrix, then the professional."""
    known = list(roles)
    found = {role for word in known if (role := _first(_ROLES, [word])) is not None}
    if any(_NOT_YET.search(folded(word)) for word in known):
        found = found - {Role.REGISTERED_PROFESSIONAL} | {Role.WORKER}
    return next((role for role, _ in _ROLES if role in found), None)


def texts(value: Any) -> list[str]:
    """Every word in a text, a Coding, a CodeableConcept or a list of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for it in value for text in texts(it)]
    if isinstance(value, dict):
        own = [value[key] for key in ("code", "display", "text", "name") if isinstance(value.get(key), str)]
        return [*own, *texts(value.get("coding"))]
    return []


_Word = TypeVar("_Word", bound=StrEnum)


def _first(table: Iterable[tuple[_Word, re.Pattern[str]]], words: Iterable[str]) -> _Word | None:
    """What the first word that means anything means."""
    rows = list(table)
    return next((kind for word in words for kind, pattern in rows if pattern.search(folded(word))), None)
