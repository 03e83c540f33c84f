"""Somebody walks in: found by what they say of themselves, and what they agree to is on record with the same call."""

from starlette.responses import Response

from gateway.api.border import Call, object_of, only, text_in, whole_in
from gateway.api.finding import IDENTITY, find_in
from gateway.api.problem import Refused, absent, json
from gateway.api.referrals import person_needed
from gateway.gate import read
from gateway.intake import walk_in as walking_in
from gateway.intake.walk_in import Spoken
from gateway.store.verbs.intake import AuditDraft
from schemas.clock import micros
from schemas.policy_words import Category


async def walk_in(call: Call) -> Response:
    """A person is here and agrees: `nhs_number`, `family_name`, `given_name`, `birth_date`, `scope`, `witness`, `days`.

    `scope` lists categories, or is `["all"]`; `days` is 0 for this visit, 28 at most. Nobody of this description is
    absent. There is no finding without agreeing: whether somebody is known is itself theirs to tell.
    """
    person_needed(call)
    body = await object_of(call.request)
    only(body, *IDENTITY, "scope", "witness", "days")
    spoken = Spoken(
        _scope(body.get("scope")),
        text_in(body, "witness", required=True, longest=200),
        whole_in(body, "days", default=0),
    )
    walking_in.check(spoken, call.asker)
    found = await find_in(call, body)
    made = await walking_in.walk_in(call.house, call.asker, found, spoken, key=call.key) if found else None
    if made is None or found is None:
        note = AuditDraft("walk-in", call.asker.service, "deny")
        await call.house.store.note([note], now=micros(call.house.clock.now()))
        return absent()
    shown = await read.search(call.house, call.asker, found, purpose=call.caller.purpose)
    sees = [f"{one['resourceType']}/{one['id']}" for one in shown.resources] if shown is not None else []
    until = made.resource["provision"]["period"]["end"]
    said = {"patient": found, "consent": made.reference, "until": until, "sees": sees, "epoch": made.epoch}
    return json(said, 201, {"nwd-epoch": str(made.epoch)})


def _scope(value: object) -> list[Category]:
    known = {one.value for one in Category}
    if value == ["all"]:
        return []
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one in known for one in value):
        raise Refused(400, "value", f'scope: must be ["all"] or a list of {", ".join(sorted(known))}')
    return [Category(one) for one in dict.fromkeys(value)]
