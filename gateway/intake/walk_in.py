"""Somebody walks in: a worker of the service writes down what they agree to, in their presence and with a witness."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from datetime import time as time_of_day

import orjson

from adapters.contract import LinkEffect
from consent.question import Asker
from gateway.house import House
from gateway.intake.born import born
from gateway.intake.consents import check_recorder
from gateway.intake.drafting import Writer, draft
from gateway.intake.own_interest import LONGEST, review
from gateway.intake.scene import Acted, ActRefused, acted, draft_url
from gateway.store.verbs.intake import VISIT, EventDraft, LinkDraft
from schemas.clock import LONDON, micros
from schemas.codes.nwd import HANDLING, SHARING_CATEGORY, WITNESS
from schemas.codes.systems import CONSENT_SCOPE, LOINC, V3_ACT, V3_PARTICIPATION
from schemas.events import EventType
from schemas.fhir import Resource
from schemas.fhir.numbers import load
from schemas.ids import event_id
from schemas.policy_words import Category


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the person agrees to: which categories (none: all that consent opens), who heard it, for how many days."""

    categories: Sequence[Category]
    witness: str
    days: int


def check(spoken: Spoken, asker: Asker) -> None:
    """Refuse what no visit can agree to, whoever it is about. Raises `ActRefused`."""
    check_recorder(asker)
    if not 0 <= spoken.days <= LONGEST.days:
        raise ActRefused(f"`days` must be from 0 (this visit) to {LONGEST.days}; ask again at another visit")
    if Category.THIRD_PARTY in spoken.categories:
        raise ActRefused("what third parties told is theirs to give; leave `third-party` out of `scope`")


async def walk_in(house: House, asker: Asker, patient: str, spoken: Spoken, *, key: str | None = None) -> Acted | None:
    """Put the visit and the spoken consent on record; they bind when this returns. None where nobody is meant."""
    located = await house.store.locate(patient)
    if located is None:
        return None
    now = house.clock.now()
    until = _end(now, spoken.days)
    name = f"{asker.service}:{key}" if key else f"walk-in:{asker.service}:{micros(now)}:{time.perf_counter_ns()}"
    url, told_by = draft_url(name), Writer(asker.organisation, asker.service)
    drafted = draft(house, url, _consent(asker, patient, spoken, now, until), told_by, addressee=None)
    detail = orjson.dumps({"person": asker.person, "role": asker.role.value, "witness": spoken.witness})
    said = orjson.dumps({"patient": patient, **asdict(spoken)})
    made = born(house, located.patient, name, said, kind="walk-in", actor=asker.service, detail=detail)
    told = EventDraft(
        event_id(made.message_id, 0), EventType.CONSENT_GRANTED, (url,), micros(now), origin=asker.service
    )
    visit = LinkDraft(asker.service, LinkEffect.LINK, VISIT, micros(until))
    looked_at = review(house, asker, name, url)
    made = replace(made.with_drafts(drafted).with_events(told), links=(visit,), raises_epoch=True, review=looked_at)
    receipt = await house.store.accept(made)
    house.bell.ring()
    return acted(receipt, load(drafted.body))


def _consent(asker: Asker, patient: str, spoken: Spoken, now: datetime, until: datetime) -> Resource:
    role = {"coding": [{"system": V3_PARTICIPATION, "code": "PRCP", "display": "primary information recipient"}]}
    said = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    provision: Resource = {
        "type": "permit",
        "period": {"start": said, "end": (until - timedelta(days=1)).date().isoformat()},
        "actor": [{"role": role, "reference": {"reference": f"HealthcareService/{asker.service}"}}],
    }
    if spoken.categories:
        provision["class"] = [{"system": SHARING_CATEGORY, "code": it.value} for it in spoken.categories]
    return {
        "resourceType": "Consent",
        "meta": {"tag": [{"system": HANDLING, "code": "serves-recorder"}]},
        "extension": [{"url": WITNESS, "valueString": spoken.witness}],
        "status": "active",
        "scope": {"coding": [{"system": CONSENT_SCOPE, "code": "patient-privacy", "display": "Privacy Consent"}]},
        "category": [{"coding": [{"system": LOINC, "code": "59284-0", "display": "Consent Document"}]}],
        "patient": {"reference": patient},
        "dateTime": said,
        "performer": [{"reference": patient}],
        "policyRule": {"coding": [{"system": V3_ACT, "code": "OPTIN"}]},
        "provision": provision,
    }


def _end(now: datetime, days: int) -> datetime:
    """The midnight in London that ends the last day."""
    last = now.astimezone(LONDON).date() + timedelta(days=days + 1)
    return datetime.combine(last, time_of_day(), tzinfo=LONDON)
