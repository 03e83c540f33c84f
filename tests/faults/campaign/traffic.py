"""Seeded traffic: new messages, repeats, other orders, ids that are used again, and people who revoke."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.faults.campaign.journal import Journal
from tests.faults.campaign.town import RECIPIENTS
from tests.faults.campaign.wires import AWAY, Sender, digest, jsons
from tests.faults.senders import control_id, family, nhs_number, referral

_TOGETHER = 8
_AGAIN_SHARE, _HTTP_SHARE, _CLASH_SHARE, _REVOKE_SHARE = 0.25, 0.25, 0.1, 0.3
_LOOKS, _LOOK_AGAIN_SECONDS, _TROUBLE, _TOKEN_OVER = 30, 0.2, 500, 401
_OWN_HEADERS = frozenset({"date", "content-length"})


@dataclass(slots=True)
class Traffic:
    """Messages without end; what was not answered is sent again, unchanged, before anything new."""

    sender: Sender
    journal: Journal
    chance: random.Random
    people: int = 12
    to: tuple[str, ...] = RECIPIENTS
    revokes: bool = True
    sent: list[str] = field(default_factory=list)
    refused: set[tuple[int, str]] = field(default_factory=set)
    patients: dict[int, str] = field(default_factory=dict)
    _number: int = 0

    async def turn(self) -> None:
        """One batch, down two connections and over HTTP at once, in no order; now and then somebody revokes."""
        batch = self.sender.unanswered(self.sent)[: 2 * _TOGETHER] or self._new()
        batch += self.chance.sample(self.sent, min(len(self.sent), round(_TOGETHER * _AGAIN_SHARE)))
        self.chance.shuffle(batch)
        cut = round(len(batch) * _HTTP_SHARE)
        over_http, first, second = batch[:cut], batch[cut::2], batch[cut + 1 :: 2]
        acts = [self.sender.by_http(over_http), self.sender.by_mllp(first), self.sender.by_mllp(second)]
        if self.revokes and self.chance.random() < _REVOKE_SHARE:
            acts.append(self.revoke(self.chance.randrange(0, self.people, 2), self.chance.choice(self.to)))
        await asyncio.gather(*acts)

    async def finish(self, *, by_http: bool = False, turns: int = 30) -> None:
        """Until everything that was sent has been answered."""
        for _ in range(turns):
            if not (rest := self.sender.unanswered(self.sent)):
                return
            await (self.sender.by_http(rest) if by_http else self.sender.by_mllp(rest))

    def message(self, *, to: str, person: int) -> str:
        """A new referral, remembered as sent from now on."""
        self._number += 1
        made = referral(self._number, to=to.upper(), person=person)
        self.sent.append(made)
        told = {"to": to, "person": person, "marks": [nhs_number(person), family(person)]}
        self.journal.note("message", id=control_id(made), sha=digest(made), **told)
        return made

    def _new(self) -> list[str]:
        made = []
        for _ in range(_TOGETHER):
            to, person = self.chance.choice(self.to), self.chance.randrange(self.people)
            made.append(self.message(to=to, person=person))
            if self.chance.random() < _CLASH_SHARE:
                made.append(self._clash(made[-1], to=to, person=person))
        return made

    def _clash(self, message: str, *, to: str, person: int) -> str:
        """The same id with another body: senders reset their counters."""
        other = message.replace("LOW MOOD", "LOW MOOD AGAIN")
        self.sent.append(other)
        told = {"to": to, "person": person, "marks": [nhs_number(person), family(person)]}
        self.journal.note("message", id=control_id(other), sha=digest(other), clashes=True, **told)
        return other

    async def revoke(self, person: int, service: str, *, tries: int = 1) -> bool:
        """A person refuses one service everything; binding once it was answered, and looked at straight after."""
        if (person, service) in self.refused:
            return True
        for _ in range(tries):
            try:
                if await self._revoked(person, service):
                    self.refused.add((person, service))
                    await self._look(person, service)
                    return True
            except AWAY:
                self.sender.tokens.clear()
        return False

    async def _revoked(self, person: int, service: str) -> bool:
        patient = self.patients.get(person) or await self.sender.patient(person)
        if patient is None:
            return False
        self.patients[person] = patient
        reader = await self.sender.token(service, "registered-professional")
        before, _, _ = await self.sender.call("GET", f"/fhir/{patient}", reader)
        token = await self.sender.token("cmht", "registered-professional")
        headers = {"idempotency-key": f"refuse-{person}-{service}"}
        asked = self.journal.note("revoking", person=person, service=service)
        status, body, _ = await self.sender.call(
            "POST", "/consents", token, json=refusal(patient, service), headers=headers
        )
        told = jsons(body) if status != 201 else {}
        self.journal.note("revoked" if status == 201 else "not-revoked", person=person, service=service,
                          asked=asked["at"], status=status, told=told, before=before)  # fmt: skip
        return status == 201

    async def _look(self, person: int, service: str) -> None:
        """The refused service reads the person, and somebody who does not exist: the answers must not differ.

        Asked again when a fault came in between: then one of them says what is wrong with the gateway, or that the
        token of a moment ago is over, for a clock went on by an hour.
        """
        asked = (self.patients[person], f"Patient/{'a' * 26}")
        for _ in range(_LOOKS):
            token = await self.sender.token(service, "registered-professional")
            answers = [await self.sender.call("GET", f"/fhir/{one}", token) for one in asked]
            if all(one[0] < _TROUBLE and one[0] != _TOKEN_OVER for one in answers):
                break
            self.sender.tokens.clear()
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        status = [one[0] for one in answers]
        same = answers[0][:2] == answers[1][:2] and _plain(answers[0][2]) == _plain(answers[1][2])
        self.journal.note("looked", person=person, service=service, status=status, same=same)


def _plain(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items() if name.lower() not in _OWN_HEADERS}


def refusal(patient: str, service: str) -> dict[str, Any]:
    """A FHIR Consent by which a person refuses one service everything."""
    codes = "http://terminology.hl7.org/CodeSystem"
    recipient = {"coding": [{"system": f"{codes}/v3-ParticipationType", "code": "PRCP"}]}
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": f"{codes}/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": f"{codes}/v3-ActCode", "code": "INFA"}]}],
        "patient": {"reference": patient},
        "dateTime": "2026-11-01T09:00:00Z",
        "performer": [{"reference": patient}],
        "policyRule": {"coding": [{"system": f"{codes}/v3-ActCode", "code": "OPTOUT"}]},
        "provision": {
            "type": "deny",
            "actor": [{"role": recipient, "reference": {"reference": f"HealthcareService/{service}"}}],
        },
    }
