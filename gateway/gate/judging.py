"""Ask the judge about everything in hand, and keep only what it lets through; an error is a denial."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import orjson
import structlog

from consent.decide import HARM_TEST
from consent.names import reference_names
from consent.override import DESPITE_REFUSAL
from consent.question import Asker, Channel, Coding, Decision, Extent, Facts, Item, Outcome, Override, Question, Reason
from consent.redact import RESTRICTED
from gateway.gate.facts import escalated, facts_of, item_of, known_to, looked_at, resource_of, version_of
from gateway.gate.naming import named
from gateway.gate.own import is_own
from gateway.gate.third_parties import Close, close_to, without_others
from gateway.gate.whereabouts import hidden
from gateway.house import House
from gateway.store.verbs.reading import Dossier, Held
from schemas.clock import from_micros
from schemas.codes.systems import V3_ACT_REASON
from schemas.fhir import Resource
from schemas.policy_words import Category, ServiceClass

_CLINICAL = frozenset({ServiceClass.CMHT, ServiceClass.HTT})
_STATUTORY = _CLINICAL | {ServiceClass.GP}
_ASKED = frozenset({"active", "declined"})
"""How a referral stands that nobody has cancelled."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asking:
    """Who wants to see what, for what, by which exit."""

    asker: Asker
    purpose: str
    channel: Channel
    at: int
    action: str = "access"
    escalated: frozenset[str] = frozenset()
    """Notes that somebody escalated: whoever may see something of one may see the whole."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One resource in hand, what was decided on it and what of it may be shown."""

    held: Held
    item: Item
    decision: Decision
    shown: Resource | None


@dataclass(frozen=True, slots=True)
class Brief:
    """What lies before the judge whoever asks: resources in hand and the facts on them, as of one moment."""

    dossier: Dossier
    items: Sequence[tuple[Held, Item]]
    facts: Mapping[int, Facts]
    """By the record from which a resource came; one for all where nothing was merged."""
    escalated: frozenset[str]
    looked_at: frozenset[str]
    close: Close
    cuts: dict[tuple[int, Extent, bool], bytes] = field(default_factory=dict)
    """What was let through of each resource, for whoever may see as much of it."""


def judge_all(house: House, asking: Asking, dossier: Dossier, resources: Sequence[Held]) -> list[Judged]:
    """A decision on each resource, under one set of facts."""
    return judge_brief(house, asking, brief(house, dossier, resources, at=asking.at))


def brief(house: House, dossier: Dossier, resources: Sequence[Held], *, at: int) -> Brief:
    """Make ready what does not depend on who asks; good for askers of this moment, under the settings of now."""
    homes = {held.home for held in resources} if dossier.merged_at is not None else {0}
    facts = {home: facts_of(dossier, house.directory, home=home) for home in homes}
    found = [(held, _as_addressed(held, item_of(held, house.judge), dossier, at)) for held in resources]
    if dossier.circumstances:
        found = [(held, replace(item, known_to=known_to(dossier, held.reference))) for held, item in found]
    return Brief(dossier, found, facts, escalated(dossier), looked_at(dossier), close_to(dossier))


def judge_brief(house: House, asking: Asking, before: Brief) -> list[Judged]:
    """A decision on each resource of a brief for one asker."""
    dossier = before.dossier
    if asking.asker.service_class is ServiceClass.PATIENT and not is_own(house, asking.asker, dossier):
        return [Judged(held, item, _not_theirs(house), None) for held, item in before.items]
    asking = replace(asking, escalated=before.escalated) if before.escalated else asking
    question = _question(house, asking, dossier)
    judged = [_judge(house, asking, before, question, told) for told in before.items]
    return [without_place(one, dossier) for one in judged] if dossier.resources else judged


def _as_addressed(held: Held, item: Item, dossier: Dossier, at: int) -> Item:
    """A referral is its addressee's while it is open: declined, or the person discharged, it is a tie no more.

    One that was cancelled stays, so that the addressee can be told so.
    """
    mine = [one for one in dossier.links if one.service == item.addressed_to]
    over = bool(mine) and all(one.until is not None and one.until <= at for one in mine)
    return replace(item, addressed_to=None) if over and held.status in _ASKED else item


def without_place(one: Judged, dossier: Dossier) -> Judged:
    """Blank, where the decision says so, every word by which the records of the person tell where they are."""
    if one.shown is None or RESTRICTED not in one.decision.obligations:
        return one
    return replace(one, shown=hidden(one.shown, dossier.tells_where))


def why(judged: Sequence[Judged], asking: Asking) -> bytes:
    """The decisions as audit detail: what, to what extent, under which consents and policy, and why."""
    return orjson.dumps(
        {
            "service": asking.asker.service,
            "role": asking.asker.role.value,
            "person": asking.asker.person,
            "purpose": asking.purpose,
            "channel": asking.channel.value,
            "decisions": [_told(one) for one in judged],
        }
    )


def _told(one: Judged) -> dict[str, object]:
    decision = one.decision
    return {
        "reference": one.held.reference,
        "version": one.held.version,
        "categories": sorted(category.value for category in one.item.categories),
        "outcome": decision.outcome.value,
        "extent": decision.extent.value,
        "policy": decision.policy_version,
        "consents": [list(pair) for pair in decision.consents],
        "reasons": [{"code": r.code, "text": r.text, "source": r.source} for r in decision.reasons],
    }


def _override(house: House, asking: Asking, dossier: Dossier, patient: str) -> Override | None:
    """A grant in force to this very person and service: first one that holds against a refusal, then the latest.

    It opens reading for care, never deliveries.
    """
    looks = asking.channel in {Channel.READ, Channel.SEARCH} and asking.action == "access"
    if not dossier.overrides or not looks or not house.judge.is_care(asking.purpose):
        return None
    who = (asking.asker.person, asking.asker.service)
    mine = [it for it in dossier.overrides if (it.person, it.service) == who and it.until > asking.at]
    if not mine:
        return None
    one = max(reversed(mine), key=lambda it: it.ground in DESPITE_REFUSAL)
    until = from_micros(one.until)
    return Override(one.id, patient, one.reason.decode(), until, one.ground, one.person, one.released_by)


def _question(house: House, asking: Asking, dossier: Dossier) -> Callable[[Item], Question]:
    """What is asked, of whichever item."""
    patient = f"patient-{dossier.patient}"
    override = _override(house, asking, dossier, patient)
    purpose, at = frozenset({Coding(V3_ACT_REASON, asking.purpose)}), from_micros(asking.at)
    return lambda item: Question(
        asking.asker, patient, item, purpose, asking.action, at, channel=asking.channel, override=override
    )


def _judge(
    house: House, asking: Asking, before: Brief, question: Callable[[Item], Question], told: tuple[Held, Item]
) -> Judged:
    held, item = told
    facts = next(iter(before.facts.values())) if len(before.facts) == 1 else before.facts[held.home]
    try:
        decision = _less_of_a_consent(asking.asker, held, house.judge.decide(question(item), facts))
        decision = _once_looked_at(before, held, _whole_if_escalated(asking, item, decision))
        shown = _seen(house, asking.asker, before, told, decision) if decision.releases else None
    except Exception as error:  # whatever goes wrong inside a decision is a denial that names the error
        _log.error("decision_failed", error=type(error).__name__)
        return Judged(held, item, _denied(house, error), None)
    return Judged(held, item, decision, shown)


def _seen(house: House, asker: Asker, before: Brief, told: tuple[Held, Item], decision: Decision) -> Resource | None:
    """What the decision lets through of it, without what others told that this asker may not see."""
    cut = _cut(house, before, told, decision)
    return without_others(house, asker, before.close, (told[1], decision), cut) if cut else None


def _cut(house: House, before: Brief, told: tuple[Held, Item], decision: Decision) -> bytes:
    """What the decision lets through of it, empty for nothing; it rests on nothing else of who asks."""
    limits = decision.extent, RESTRICTED in decision.obligations
    cut = before.cuts.get((told[0].row, *limits))
    if cut is None:
        cut = house.generation.cuts.of((*told, *limits), partial(_made_cut, house, told, decision))
        before.cuts[told[0].row, *limits] = cut
    return cut


def _made_cut(house: House, told: tuple[Held, Item], decision: Decision) -> Resource | None:
    """What is let through, with our services named."""
    shown = house.judge.redact(resource_of(told[0]), told[1], decision)
    return None if shown is None else named(house.directory, told[0], shown)


def _less_of_a_consent(asker: Asker, held: Held, decision: Decision) -> Decision:
    """A Consent names other services and carers: whoever did not write it down learns that there is one, no more.

    A service outside the statutory ones learns only of those that name it, or everybody.
    """
    foreign = held.type == "Consent" and held.written_by_organisation != asker.organisation
    if not foreign or asker.service_class is ServiceClass.PATIENT or not decision.releases:
        return decision
    if asker.service_class not in _STATUTORY and not _concerns(resource_of(held).get("provision", {}), asker):
        reason = Reason("consent-of-others", "this Consent is about other services", "gate")
        return replace(decision, outcome=Outcome.DENY, extent=Extent.NONE, reasons=(reason,))
    return replace(decision, extent=Extent.EXTRACT) if decision.extent is Extent.FULL else decision


def _concerns(provision: Resource, asker: Asker) -> bool:
    """True when some provision names the asker, or nobody in particular."""
    actors = [one.get("reference", {}) for one in provision.get("actor", ())]
    named = {name for it in actors for name in reference_names(it)}
    inside = any(_concerns(one, asker) for one in provision.get("provision", ()))
    return inside or not actors or bool(named & asker.references)


def _whole_if_escalated(asking: Asking, item: Item, decision: Decision) -> Decision:
    """A recorded human escalation opens a note to the clinicians who may see that there is one, and to nobody else."""
    clinical = asking.asker.service_class in _CLINICAL and decision.extent is Extent.EXTRACT
    if not clinical or item.categories != {Category.CONTACT} or item.reference not in asking.escalated:
        return decision
    source = f"circumstance escalated {item.reference}"
    reason = Reason("escalated", "a worker of the service that wrote it escalated this note", source)
    return replace(decision, extent=Extent.FULL, reasons=(*decision.reasons, reason))


def _once_looked_at(before: Brief, held: Held, decision: Decision) -> Decision:
    """What a professional has to look at before the person does is not there until one has looked at this version."""
    if HARM_TEST not in decision.obligations or version_of(held) in before.looked_at:
        return decision
    reason = Reason("not-looked-at", "no professional has recorded that the person may see this", "gate")
    return replace(decision, outcome=Outcome.DENY, extent=Extent.NONE, reasons=(reason,))


def _not_theirs(house: House) -> Decision:
    reason = Reason("not-theirs", "an app for people themselves shows each nothing but their own record", "gate")
    return Decision(Outcome.DENY, Extent.NONE, (reason,), house.judge.version)


def _denied(house: House, error: Exception) -> Decision:
    reason = Reason("error", f"the decision failed with {type(error).__name__}; nothing is shown", "gate")
    return Decision(Outcome.DENY, Extent.NONE, (reason,), house.judge.version)
