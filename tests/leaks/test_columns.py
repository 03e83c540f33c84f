"""Canaries by the other columns of the matrix: a helpline, a day service, a carer; what was parked; backups."""

import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from schemas.events import EventType
from tests.integration.test_attacks import record
from tests.integration.test_backup import taken
from tests.leaks.canaries import BORN, NUMBER, POSTCODE, Canary, Planted, planted
from tests.leaks.exits import Bytes, ask_all
from tests.leaks.searching import hits
from tests.patience import eventually
from tests.town import Town, consent, town

pytestmark = pytest.mark.asyncio(loop_scope="module")
EXTRACTS = {
    "line": frozenset(["demographics", "referral-reason", "risk-summary", "staff-safety-alert", "crisis-plan"]),
    "day": frozenset(["demographics", "referral-reason", "staff-safety-alert"]),
}
"""What the policy shows a helpline and a day service that somebody was referred to: named elements, no more."""
FOR_A_CARER = frozenset(
    [
        *("demographics", "referral-reason", "risk-summary", "care-plan-summary", "medication", "diagnosis"),
        *("nhs-appointment", "discharge", "third-sector-contact"),
    ]
)
"""What a carer hears in named elements with the person's consent; of the crisis plan the whole."""
_ALL = ", ".join(f'"{one.value}"' for one in EventType)


def settings() -> dict[str, str]:
    """A helpline and a day service, each of its own, told of everything with what they may see of it."""
    parties = "".join(
        f'[[organisation]]\nid = "{one}-org"\nname = "{one} org"\n[[service]]\nid = "{one}"\n'
        f'organisation = "{one}-org"\nname = "{one}"\nclass = "{kind}"\n'
        for one, kind in (("line", "helpline"), ("day", "social-prescribing"))
    )
    hooks = "".join(
        f'[[subscription]]\nid = "{one}-hook"\nservice = "{one}"\nevents = [{_ALL}]\npayload = "extract"\n'
        f'webhook = {{ url = "http://127.0.0.1:HOOK/{one}", secret_file = "SECRET_FILE" }}\n'
        for one in EXTRACTS
    )
    team = '[[partner]]\nid = "trust-fhir"\norganisation = "trust"\nservice = "cmht"\nadapter = "fhir_r4"\n'
    return {
        '[[agreement]]\nid = "sharing"\nparties = ["trust", "haven"]': f'{parties}[[agreement]]\nid = "sharing"\n'
        'parties = ["trust", "haven", "line-org", "day-org"]',
        "[[client]]": f"{hooks}{team}[[client]]",
        'services = ["cafe", "club", "cmht"]': 'services = ["cafe", "club", "cmht", "line", "day"]',
        'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "trust-fhir"]',
        'owner = "ops"': 'owner = "ops"\nfinds_per_minute = 1000',
    }


class Told:
    """A town that knows one person, and the canaries of what it was told."""

    def __init__(self, place: Town, folder: Path, messages: list[Planted], references: list[str]) -> None:
        """`references` is everything on record."""
        self.place, self.folder, self.references = place, folder, references
        self.canaries: list[Canary] = [one for message in messages for one in message.canaries]

    @property
    def patient(self) -> str:
        """The person's reference."""
        return next(one for one in self.references if one.startswith("Patient/"))

    def words(self, categories: frozenset[str], *, whole: frozenset[str] = frozenset()) -> set[str]:
        """The named elements of these categories, and all of others."""
        return {it.word for it in self.canaries if (it.named and it.category in categories) or it.category in whole}

    def found(self, pieces: list[bytes]) -> dict[str, str]:
        """The words that stand in these pieces in any wrapping, with the category and place of each."""
        names = {it.word: f"{it.category} {it.path}" for it in self.canaries}
        every = [*names, POSTCODE, BORN, BORN.replace("-", "")]
        return {word: names.get(word, word) for word in hits(b"\n".join(pieces), every, numbers=[NUMBER])}

    def beyond(self, pieces: list[bytes], allowed: set[str]) -> list[str]:
        """What stands in them that may not."""
        return sorted(name for word, name in self.found(pieces).items() if word not in allowed)


async def tell(place: Town, folder: Path, *, start: int) -> Told:
    """The team tells everything that it knows of somebody whom it refers to both."""
    team, messages = await place.token("cmht", "registered-professional"), planted(start=start, to=("line", "day"))
    for one in messages:
        status, answer, _ = await place.call("POST", "/messages/trust-fhir", team, data=json.dumps(one.bundle))
        assert status in {201, 202}, (one.category, answer)
    _, listed, _ = await place.call("GET", "/referrals", await place.token("line"))
    patient = listed["entry"][0]["resource"]["subject"]["reference"]
    _, all_, _ = await place.call("GET", f"/fhir/{patient}/$everything", team)
    names = {f"{it['resource']['resourceType']}/{it['resource']['id']}" for it in all_["entry"]}
    return Told(place, folder, messages, sorted(names))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Told]:
    folder = tmp_path_factory.mktemp("columns")
    async with town(folder, change=settings()) as place:
        made = await tell(place, folder, start=0)
        await place.settled()
        yield made


@pytest.mark.parametrize("service", EXTRACTS)
async def test_a_helpline_and_a_day_service_get_the_named_elements_of_their_column(told: Told, service: str) -> None:
    """By webhook and by every way of asking: what their column opens, and nothing else."""
    got, allowed = Bytes(), told.words(EXTRACTS[service])
    await ask_all(told.place, await told.place.token(service, "worker"), told.references, got, acts=False)
    sent = [body for path, _, body in told.place.hooks if path == f"/{service}"]

    assert told.beyond([*got.every, *sent], allowed) == []
    shown = {it.category for it in told.canaries if it.word in told.found([*got.every, *sent])}
    assert shown == EXTRACTS[service] - {"demographics"} and told.found(sent)


async def test_a_carer_hears_nothing_unagreed_and_no_more_than_was_agreed(told: Told) -> None:
    """As the worker who tells them reads it: before consent not a word, after it their column."""
    team, patient = await told.place.token("cmht", "registered-professional"), told.patient
    carer = next(one for one in told.references if one.startswith("RelatedPerson/"))
    path = f"/patients/{patient.partition('/')[2]}/carers/{carer.partition('/')[2]}"
    agreed = consent(patient, "permit")
    agreed["provision"]["actor"][0]["reference"] = {"reference": carer}

    before = await told.place.call("GET", path, team)
    assert (await record(told.place, team, agreed))[0] == 201
    _, heard, _ = await told.place.call("GET", path, team)

    assert told.found([json.dumps(before[:2]).encode()]) == {} and before[0] == 404
    body = [json.dumps(heard).encode()]
    assert told.beyond(body, told.words(FOR_A_CARER, whole=frozenset({"crisis-plan"}))) == []
    shown = {it.category for it in told.canaries if it.word in told.found(body)}
    assert "crisis-plan" in shown and shown <= FOR_A_CARER | {"crisis-plan"}


async def test_no_file_of_a_backup_holds_a_word_of_anybody(told: Told) -> None:
    """Data and keys, each by itself and both together: everything is sealed, and what wraps the keys is elsewhere."""
    await taken(told.place, told.folder)

    files = [path for name in ("b1", "b2") for path in (told.folder / name).rglob("*") if path.is_file()]

    assert len(files) > 2
    assert told.beyond([path.read_bytes() for path in files], set()) == []


async def all_parked(place: Town, operator: str) -> list[dict[str, str]]:
    """What is parked, once every recipient has refused."""
    _, found, _ = await place.call("GET", "/ops/parked", operator)
    return list(found) if len(found) == len(EXTRACTS) else []


async def test_what_was_parked_goes_out_by_what_holds_when_it_is_put_back(tmp_path: Path) -> None:
    """The helpline was refused meanwhile and gets what the law leaves; the day service gets its column."""
    async with town(tmp_path, change=settings()) as place:
        place.answers |= {"/line": 410, "/day": 410}
        told = await tell(place, tmp_path, start=5000)
        operator, got = await place.token("cmht", "operator"), Bytes()
        parked = await eventually(partial(all_parked, place, operator), told=lambda: "not all is parked")
        team = await place.token("cmht", "registered-professional")
        assert (await record(place, team, consent(told.patient, service="line")))[0] == 201
        before = len(place.hooks)
        place.answers.clear()

        for one in parked:
            name = one["id"].partition("/")[2]
            for method, path in (("GET", f"/ops/parked/{name}/preview"), ("POST", f"/ops/parked/{name}/replay")):
                got.take(path, json.dumps((await place.call(method, path, operator))[1]).encode())
        await place.hook("/line", "sharing.stopped")
        await place.hook("/day", "demographics.updated")

        sent = {one: [body for path, _, body in place.hooks[before:] if path == f"/{one}"] for one in EXTRACTS}
        assert told.beyond([*got.every, json.dumps(parked).encode()], set()) == []
        assert told.beyond(sent["line"], told.words(frozenset({"staff-safety-alert"}))) == []
        assert told.beyond(sent["day"], told.words(EXTRACTS["day"])) == [] and told.found(sent["day"])
