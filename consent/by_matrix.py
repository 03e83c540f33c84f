"""`nwd decide` under a whole matrix: the same judge as in service, told only what the request file says."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from consent.alone import DIRECTORY, Answer, Word, is_of, is_restricted, refused
from consent.asking import Asked, RequestUnreadable
from consent.errors import ConsentUnreadable
from consent.judge import UkJudge
from consent.label import label
from consent.periods import span
from consent.question import (
    Agreement,
    Asker,
    Channel,
    Decision,
    Extent,
    Facts,
    Link,
    Override,
    Question,
    StoredConsent,
)
from consent.read_fhir import read
from consent.site import CLINICAL
from schemas.fhir import Resource
from schemas.policy_words import Role, ServiceClass

_SERVICE = "asking-service"
_ORGANISATION = "asking-organisation"
_PERSON = "asking-person"


def decide_by_matrix(
    judge: UkJudge, consents: Iterable[Resource], asked: Asked, resources: Sequence[Resource]
) -> Answer:
    """The matrix's answer; a link, an agreement or a class that the request does not state does not exist."""
    asked = asked if _is_placed(asked) else replace(asked, missing=(*asked.missing, "role"))
    if asked.missing:
        return refused(asked, resources)
    asker, facts = _asker(asked), _facts(asked, consents, resources)
    decided = [
        (f"{it.get('resourceType')}/{it.get('id', '')}", _decide(judge, it, asker, facts, asked))
        for it in resources
        if it.get("resourceType") not in DIRECTORY and is_of(it, asked)
    ]
    kept = [(name, found) for name, found in decided if asked.target in {None, name}]
    visible = tuple(name for name, found in kept if found.releases)
    hidden = tuple(name for name, found in kept if not found.releases)
    reasons = tuple(dict.fromkeys(reason for _, found in kept for reason in found.reasons))
    obligations = {key: text for _, found in kept for key, text in found.obligations.items()}
    return Answer(_word([found for _, found in kept]), visible, hidden, reasons, obligations)


def _word(found: Sequence[Decision]) -> Word:
    shown = [it for it in found if it.releases]
    if not shown:
        return Word.DENY
    whole = len(shown) == len(found) and all(it.extent is Extent.FULL for it in shown)
    return Word.PERMIT if whole else Word.REDACTED


def _decide(judge: UkJudge, resource: Resource, asker: Asker, facts: Facts, asked: Asked) -> Decision:
    action = next((it.code for it in asked.request.actions), "")
    patient = sorted(asked.patient)[0]
    item = judge.label(resource)
    known = item.reference in _names(asked.environment.get("already_knows"))
    item = replace(item, known_to=asker.references) if known else item
    question = Question(asker, patient, item, asked.request.purposes, action, asked.request.at, Channel.READ)
    return judge.decide(replace(question, override=_override(asked, patient)), facts)


def _is_placed(asked: Asked) -> bool:
    """True when the request says in what part the asker asks, or the asker is the person."""
    return bool(asked.circumstances.roles or _stated(asked) or asked.request.names & asked.patient)


def _stated(asked: Asked) -> str | None:
    """The class of service that an actor states, by itself or as a role."""
    given = [str(it["service_class"]) for it in asked.actors if "service_class" in it]
    return next(iter([*given, *sorted(asked.circumstances.roles & set(ServiceClass))]), None)


def _asker(asked: Asked) -> Asker:
    own = ServiceClass.PATIENT if asked.request.names & asked.patient else ServiceClass.SOCIAL_PRESCRIBING
    stated = _stated(asked) or own
    if stated not in set(ServiceClass):
        raise RequestUnreadable(f"`service_class` of an actor must be one of {', '.join(ServiceClass)}")
    role = next(iter(sorted(asked.circumstances.roles & set(Role))), Role.VOLUNTEER)
    clinical = asked.circumstances.roles & CLINICAL
    return Asker(
        service=_SERVICE,
        service_class=ServiceClass(stated),
        organisation=_ORGANISATION,
        role=Role.REGISTERED_PROFESSIONAL if clinical else Role(role),
        person=_PERSON,
        references=asked.request.names,
        commissioned=all(it.get("commissioned", True) for it in asked.actors),
    )


def _override(asked: Asked, patient: str) -> Override | None:
    """A break-glass grant that the request states: its ground, reason and end."""
    given = asked.environment.get("override")
    if not isinstance(given, dict):
        return None
    until = span(given["until"]).last if "until" in given else asked.request.at + timedelta(minutes=60)
    return Override("stated", patient, str(given.get("reason", "")), until, str(given.get("ground", "")), _PERSON)


def _names(raw: object) -> frozenset[str]:
    return frozenset(str(it) for it in raw) if isinstance(raw, list) else frozenset()


def _facts(asked: Asked, consents: Iterable[Resource], resources: Sequence[Resource]) -> Facts:
    given = asked.environment
    since = asked.request.at - timedelta(days=1)
    stored = (StoredConsent(f"{at}", 1, it) for at, it in enumerate(consents) if _is_about(it, asked))
    return Facts(
        consents=tuple(stored),
        links=(Link(_SERVICE, "stated", since),) if given.get("link") is True else (),
        agreements=(_agreement(resources, since),) if given.get("agreement") is True else (),
        restricted=is_restricted(asked, resources),
        birth_date=next((it.get("birthDate") for it in resources if it.get("resourceType") == "Patient"), None),
        capacity_lacking=given.get("capacity_lacking") is True,
        identity_uncertain=given.get("identity_uncertain") is True,
        unsafe_carers=asked.request.names if given.get("unsafe_carer") is True else frozenset(),
    )


def _is_about(consent: Resource, asked: Asked) -> bool:
    try:
        return bool(read(consent).patient & asked.patient)
    except ConsentUnreadable:
        return False


def _agreement(resources: Sequence[Resource], since: datetime) -> Agreement:
    """A stated agreement is with everybody whose data is in the file."""
    parties = {name for it in resources if (name := label(it, ()).written_by_organisation) is not None}
    return Agreement("stated", frozenset({_ORGANISATION, *parties}), frozenset(), frozenset(), since, None)
