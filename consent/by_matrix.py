"""`nwd decide` under a whole matrix: the same judge as in service, told only what the request file says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from consent.alone import DIRECTORY, Answer, Asked, RequestUnreadable, Word, is_of
from consent.judge import UkJudge
from consent.label import label
from consent.question import (
    Agreement,
    Asker,
    Channel,
    Decision,
    Extent,
    Facts,
    Link,
    Question,
    StoredConsent,
)
from schemas.fhir import Resource
from schemas.policy_words import Role, ServiceClass

_SERVICE = "asking-service"
_ORGANISATION = "asking-organisation"


def decide_by_matrix(
    judge: UkJudge, consents: Iterable[Resource], raw: Mapping[str, Any], asked: Asked, resources: Sequence[Resource]
) -> Answer:
    """The matrix's answer; a link, an agreement or a class that the request does not state does not exist."""
    asker, facts = _asker(raw, asked), _facts(raw, asked, consents, resources)
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
    question = Question(
        asker, patient, judge.label(resource), asked.request.purposes, action, asked.request.at, Channel.READ
    )
    return judge.decide(question, facts)


def _asker(raw: Mapping[str, Any], asked: Asked) -> Asker:
    actors = raw.get("normalised", raw).get("actor", ())
    column = next((it["service_class"] for it in actors if "service_class" in it), None)
    if column is None:
        column = ServiceClass.PATIENT if asked.request.names & asked.patient else ServiceClass.SOCIAL_PRESCRIBING
    role = next((it["role"] for it in actors if it.get("role") in set(Role)), Role.VOLUNTEER)
    commissioned = all(it.get("commissioned", True) for it in actors)
    if column not in set(ServiceClass):
        raise RequestUnreadable(f"`service_class` of an actor must be one of {', '.join(ServiceClass)}")
    return Asker(
        _SERVICE, ServiceClass(column), _ORGANISATION, Role(role), None, asked.request.names, commissioned=commissioned
    )


def _facts(raw: Mapping[str, Any], asked: Asked, consents: Iterable[Resource], resources: Sequence[Resource]) -> Facts:
    given = raw.get("normalised", raw).get("environment", {})
    since = asked.request.at - timedelta(days=1)
    stored = (StoredConsent(f"{at}", 1, it) for at, it in enumerate(consents) if is_of(it, asked))
    return Facts(
        consents=tuple(stored),
        links=(Link(_SERVICE, "stated", since),) if given.get("link") is True else (),
        agreements=(_agreement(resources, since),) if given.get("agreement") is True else (),
        restricted=given.get("restricted") is not None and given.get("restricted") is not False,
        birth_date=next((it.get("birthDate") for it in resources if it.get("resourceType") == "Patient"), None),
        capacity_lacking=given.get("capacity_lacking") is True,
    )


def _agreement(resources: Sequence[Resource], since: datetime) -> Agreement:
    """A stated agreement is with everybody whose data is in the file."""
    parties = {name for it in resources if (name := label(it, ()).written_by_organisation) is not None}
    return Agreement("stated", frozenset({_ORGANISATION, *parties}), frozenset(), frozenset(), since, None)
