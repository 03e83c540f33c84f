"""What one class of recipient sees of a case, asked of the judge as the gateway asks."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from consent.judge import UkJudge
from consent.question import (
    Agreement,
    Asker,
    Channel,
    Coding,
    Decision,
    Extent,
    Facts,
    Item,
    Link,
    Question,
    StoredConsent,
)
from schemas.codes.nwd import WHOM_TO_ASK
from schemas.codes.systems import V3_ACT_REASON
from schemas.fhir import Resource
from schemas.policy_words import Role, ServiceClass
from tests.corpus.cases import Case

ORGANISATIONS = {
    "cmht": "northshire", "htt": "northshire", "cafe": "haven", "helpline": "listeners", "gp": "practice",
    "social-prescribing": "link-workers", "carer": "nobody", "patient": "nobody",
}  # fmt: skip
"""Which organisation runs the service of each class; the services go by the name of their class."""
_ALWAYS = frozenset({"resourceType", "id", "meta", "subject", "patient", "for", "beneficiary", "status", "intent"})
"""What stands in every extract: which item it is, and whose."""
_ADDRESSED = frozenset({"ServiceRequest", "Task", "Communication"})
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def seen(judge: UkJudge, case: Case, column: ServiceClass, *, words: bool = False) -> Any:
    """`full`, the elements of the extract, or `nothing`, by resource; with `words`, the extracts as one text."""
    resources = {it["fullUrl"]: it["resource"] for it in case.expected.get("entry", [])}
    shown = {
        name: _shown(judge, case, column, name)
        for name, resource in resources.items()
        if resource["resourceType"] != "MessageHeader"
    }
    if words:
        return json.dumps([kept for decision, kept in shown.values() if decision.extent is Extent.EXTRACT])
    return {name: _in_words(decision, kept) for name, (decision, kept) in shown.items()}


def kept(judge: UkJudge, case: Case, column: ServiceClass) -> list[Resource]:
    """What of every resource of the case is left for this class."""
    names = [it["fullUrl"] for it in case.expected["entry"] if it["resource"]["resourceType"] != "MessageHeader"]
    return [it for name in names if (it := _shown(judge, case, column, name)[1]) is not None]


def _in_words(decision: Decision, kept: Resource | None) -> Any:
    if kept is None or not decision.releases:
        return "nothing"
    if decision.extent is Extent.FULL:
        return "full"
    asked = any(it.get("url") == WHOM_TO_ASK for it in kept.get("extension", []))
    return sorted(set(kept) - _ALWAYS - ({"extension"} if asked else set())) + (["whom to ask"] if asked else [])


def _shown(judge: UkJudge, case: Case, column: ServiceClass, name: str) -> tuple[Decision, Resource | None]:
    resource = next(it["resource"] for it in case.expected["entry"] if it["fullUrl"] == name)
    resource = resource | {"id": name.partition("/")[2]}
    item = _item(judge, case, resource)
    question = Question(
        asker=_asker(case, column),
        patient="Patient/1",
        item=item,
        purpose=frozenset({Coding(V3_ACT_REASON, "PATRQT" if column is ServiceClass.PATIENT else "TREAT")}),
        action="access",
        at=case.received_at + timedelta(hours=1),
        channel=Channel.READ,
    )
    decision = judge.decide(question, _facts(case))
    return decision, judge.redact(resource, item, decision) if decision.releases else None


def _item(judge: UkJudge, case: Case, resource: Resource) -> Item:
    """The facts on one resource, with what only the store knows of it: who wrote it, to whom it goes."""
    addressed = case.about.get("addressed_to") if resource["resourceType"] in _ADDRESSED else None
    return replace(
        judge.label(resource),
        written_by_organisation=case.about.get("organisation", "northshire"),
        written_by_service=case.about.get("service"),
        addressed_to=addressed,
    )


def _asker(case: Case, column: ServiceClass) -> Asker:
    carer = frozenset({"RelatedPerson/1"}) if column is ServiceClass.CARER else frozenset()
    return Asker(column.value, column, ORGANISATIONS[column.value], Role.WORKER, "worker-1", carer)


def _facts(case: Case) -> Facts:
    """An adult on the books of every service, under one agreement of all; the Consents of the case if it says so."""
    resources = [it["resource"] | {"id": it["fullUrl"].partition("/")[2]} for it in case.expected.get("entry", [])]
    consents = [it for it in resources if it["resourceType"] == "Consent"] if case.about.get("consents_apply") else []
    people = [it for it in resources if it["resourceType"] == "Patient"]
    agreement = Agreement("all", frozenset(ORGANISATIONS.values()), frozenset(), frozenset(), _LONG_AGO, None)
    return Facts(
        consents=tuple(StoredConsent(it["id"], 1, it) for it in consents),
        links=tuple(Link(it.value, "caseload", _LONG_AGO) for it in ServiceClass),
        agreements=(agreement,),
        birth_date=people[0].get("birthDate") if people else None,
    )
