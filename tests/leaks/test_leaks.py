"""A canary in every field of every category, searched for in every byte that leaves on every exit."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from schemas.events import EventType
from schemas.policy_words import Category
from tests.faults.mllp_partner import MllpPartner, mllp_partner
from tests.integration.test_attacks import record
from tests.leaks.canaries import BORN, NUMBER, PHONE, POSTCODE, Canary, Planted, planted
from tests.leaks.exits import Bytes, ask_all, ask_console
from tests.leaks.searching import hits
from tests.town import Town, consent, town

EXTRACT_FOR_CAFE = frozenset(
    [
        *("demographics", "referral-reason", "risk-summary", "staff-safety-alert", "crisis-plan"),
        *("care-plan-summary", "safeguarding", "nhs-appointment", "discharge"),
    ]
)
"""What the policy shows a café by a minimum extract: with a live link and an agreement, without consent."""
STAYS = frozenset({"staff-safety-alert"})
"""What safeguarding law leaves standing after a refusal, of what an extract names in words."""
pytestmark = pytest.mark.asyncio(loop_scope="module")
_DOCUMENTS = ("referral.received", "care-plan.updated", "document.received", "discharge.notified")
_ALL = ", ".join(f'"{one.value}"' for one in EventType)


def settings(port: int) -> dict[str, str]:
    """Every kind of recipient of everything: webhooks with content, MLLP, a service of another trust."""
    hooks = "".join(
        f'[[subscription]]\nid = "{one}-hook-all"\nservice = "{one}"\nevents = [{_ALL}]\npayload = "extract"\n'
        f'webhook = {{ url = "http://127.0.0.1:HOOK/{one}", secret_file = "SECRET_FILE" }}\n'
        for one in ("club", "htt")
    )
    mllp = (
        '[[partner]]\nid = "gp-out"\norganisation = "north"\nservice = "gp"\nadapter = "hl7v2"\n'
        f'[partner.send]\nhost = "127.0.0.1"\nport = {port}\n[[subscription]]\nid = "gp-mllp"\nservice = "gp"\n'
        f'partner = "gp-out"\nevents = {json.dumps(_DOCUMENTS)}\n'
        '[[partner]]\nid = "trust-fhir"\norganisation = "trust"\nservice = "cmht"\nadapter = "fhir_r4"\n'
    )
    east = (
        '[[organisation]]\nid = "east"\nname = "East Trust"\n[[service]]\nid = "htt"\norganisation = "east"\n'
        'name = "East HTT"\nclass = "htt"\n[[organisation]]\nid = "north"\nname = "North Surgery"\n'
        '[[service]]\nid = "gp"\norganisation = "north"\nname = "North GP"\nclass = "gp"\n'
    )
    return {
        '[[agreement]]\nid = "sharing"\nparties = ["trust", "haven"]': f'{east}[[agreement]]\nid = "sharing"\n'
        'parties = ["trust", "haven", "east", "north"]',
        'events = ["referral.received", "referral.updated", "referral.cancelled", "sharing.stopped"]\n': (
            f'events = [{_ALL}]\npayload = "extract"\n'
        ),
        "[[client]]": f"{hooks}{mllp}[[client]]",
        'services = ["cafe", "club", "cmht"]': 'services = ["cafe", "club", "cmht", "htt", "gp"]',
        'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "cafe-fhir", "trust-fhir"]',
        'owner = "ops"': 'owner = "ops"\nfinds_per_minute = 1000',
    }


@dataclass(slots=True)
class Scene:
    """A gateway that knows one person, and what each recipient got of them."""

    place: Town
    mllp: MllpPartner
    messages: list[Planted]
    references: list[str]
    echoes: Bytes
    got: dict[str, Bytes] = field(default_factory=dict)

    @property
    def canaries(self) -> list[Canary]:
        """Every canary of every message."""
        return [one for message in self.messages for one in message.canaries]

    def found(self, *pieces: bytes) -> set[str]:
        """The words of the person that stand in these pieces in any wrapping."""
        words = [one.word for one in self.canaries] + [POSTCODE, BORN, BORN.replace("-", "")]
        return {word for piece in pieces for word in hits(piece, words, numbers=[NUMBER])}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """What all tests look at, and none changes: they run in any order."""
    async with opened(tmp_path_factory.mktemp("leaks")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def refusing(tmp_path: Path) -> AsyncIterator[Scene]:
    """The same, of one test alone."""
    async with opened(tmp_path) as made:
        yield made


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Scene]:
    """A gateway that was told everything."""
    async with mllp_partner() as partner, town(folder, change=settings(partner.port)) as place:
        yield await told(place, partner)


async def told(place: Town, partner: MllpPartner) -> Scene:
    """The team tells everything it knows of a person whom it has referred to the café; everybody has heard of it."""
    team, echoes = await place.token("cmht", "registered-professional"), Bytes()
    messages = planted()
    for one in messages:
        status, answer, headers = await place.call("POST", "/messages/trust-fhir", team, data=json.dumps(one.bundle))
        assert status in {201, 202}, (one.category, answer)
        echoes.take("create echo", json.dumps([answer, sorted(headers.items())]).encode())
    everything = await _everything(place, team)
    await place.settled()
    assert len(partner.came) >= 2
    return Scene(place, partner, messages, sorted(_references(everything)), echoes)


async def _everything(place: Town, token: str) -> str:
    _, found, _ = await place.call("GET", "/referrals", await place.token())
    patient = found["entry"][0]["resource"]["subject"]["reference"]
    _, all_, _ = await place.call("GET", f"/fhir/{patient}/$everything", token)
    return json.dumps(all_)


def _references(everything: str) -> set[str]:
    entries = json.loads(everything)["entry"]
    return {f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in entries}


async def swept(scene: Scene, service: str, role: str | None, *, acts: bool = True) -> Bytes:
    """All that leaves to one recipient now: the API asked for everything, and what was sent to it."""
    got = Bytes()
    token = await scene.place.token(service, role)
    await ask_all(scene.place, token, scene.references, got, acts=acts)
    for path, headers, body in scene.place.hooks:
        if path == f"/{service}":
            got.take("webhook", json.dumps(sorted(headers.items())).encode(), body)
    if service == "gp":
        got.take("mllp", *(one.encode() for one in scene.mllp.came))
    return got


def unexpected(scene: Scene, got: Bytes, allowed: set[str]) -> dict[str, list[str]]:
    """By exit, what left that may not, as category and path, never the word alone."""
    names = {one.word: f"{one.category} {one.path}" for one in scene.canaries}
    whole = scene.found(*got.every) - allowed
    if not whole:
        return {}
    found = {name: sorted(names.get(it, it) for it in scene.found(body) - allowed) for name, body in got.left.items()}
    return {name: words for name, words in found.items() if words}


async def test_the_writer_sees_every_canary(scene: Scene) -> None:
    """What the team told is on record whole: a canary that were not there could not leak."""
    everything = await _everything(scene.place, await scene.place.token("cmht", "registered-professional"))

    lost = [one for one in scene.canaries if one.word not in scene.found(everything.encode())]

    assert [f"{one.category} {one.path}" for one in lost] == []


@pytest.mark.parametrize(
    ("service", "role"),
    [("club", "manager"), ("club", None), ("club", "privacy-officer"), ("htt", "registered-professional")],
)  # fmt: skip
async def test_nothing_leaves_to_a_service_that_has_no_tie(scene: Scene, service: str, role: str | None) -> None:
    """Not a word, a number, its hash, a date of birth or a postcode, on any exit, in any wrapping."""
    got = await swept(scene, service, role)

    assert unexpected(scene, got, set()) == {}


async def test_the_cafe_gets_the_named_elements_and_nothing_else(scene: Scene) -> None:
    """By webhook, MLLP, read, search, plain view, file: named elements of the categories that the policy opens."""
    allowed = {one.word for one in scene.canaries if one.named and one.category in EXTRACT_FOR_CAFE}

    got = await swept(scene, "cafe", "worker", acts=False)

    assert unexpected(scene, got, allowed) == {}
    seen = scene.found(*got.every)
    shown = {one.category for one in scene.canaries if one.word in seen}
    assert shown == EXTRACT_FOR_CAFE - {"demographics", "safeguarding"}
    assert any(PHONE.encode() in one for one in got.every)
    assert scene.found(got.left["webhook"]) and b"ZQUOLL" in got.left["GET /api/exports/referrals.csv"]


async def test_the_cafe_is_shown_no_label(scene: Scene) -> None:
    """That something is about mental illness is told by its label alone: no extract carries one."""
    got = Bytes()
    await ask_all(scene.place, await scene.place.token("cafe", "worker"), scene.references, got, acts=False)

    assert [name for name, body in got.left.items() if b'"PSY"' in body] == []


async def test_a_surgery_gets_no_therapy_note_and_no_third_partys_words(scene: Scene) -> None:
    """By MLLP and read: the whole of what the policy opens to a GP, named elements of safeguarding, nothing else."""
    whole = {one.value for one in Category} - {"therapy-notes", "third-party", "safeguarding", "third-sector-contact"}
    allowed = {
        one.word for one in scene.canaries if one.category in whole or (one.named and one.category in EXTRACT_FOR_CAFE)
    }

    got = await swept(scene, "gp", "registered-professional", acts=False)

    assert unexpected(scene, got, allowed | {POSTCODE, BORN, BORN.replace("-", ""), NUMBER}) == {}
    assert scene.found(got.left["mllp"])


async def test_operators_see_structure_and_no_person(scene: Scene) -> None:
    """The console, the ledger, what is parked or stuck, the audit, previews: not one canary."""
    operator = await scene.place.token("cmht", "operator")
    got = await swept(scene, "cmht", "operator", acts=False)
    _, rows, _ = await scene.place.call("GET", "/ops/messages", operator)
    names = [str(row["message_id"]) for row in rows]
    await ask_console(scene.place, operator, names, got)
    for name in names:
        for path in (f"/ops/messages/{name}/preview", f"/explain/{name}"):
            _, answer, _ = await scene.place.call("GET", path, operator)
            got.take(path.partition(name)[0], json.dumps(answer).encode())

    assert unexpected(scene, got, set()) == {}


async def test_answers_to_what_was_sent_repeat_nothing(scene: Scene) -> None:
    """The echo of a creation names places and ids."""
    assert unexpected(scene, scene.echoes, set()) == {}


async def test_after_a_refusal_the_cafe_gets_what_the_law_leaves(refusing: Scene) -> None:
    """The person refuses: from then on only the staff-safety alert's words are read, and nothing is sent."""
    scene = refusing
    patient = next(one for one in scene.references if one.startswith("Patient/"))
    team = await scene.place.token("cmht", "registered-professional")
    sent = len(scene.place.hooks)
    assert (await record(scene.place, team, consent(patient)))[0] == 201
    allowed = {one.word for one in scene.canaries if one.named and one.category in STAYS}

    got = Bytes()
    await ask_all(scene.place, await scene.place.token("cafe", "worker"), scene.references, got, acts=False)
    await scene.place.hook("/cafe", "sharing.stopped")

    got.take("webhook", *(body for path, _, body in scene.place.hooks[sent:] if path == "/cafe"))
    assert unexpected(scene, got, allowed) == {}


@pytest.mark.parametrize("exit_", ["webhook", "mllp", "GET /fhir/x", "console /console", "header"])
async def test_a_leak_that_is_planted_on_an_exit_is_found(scene: Scene, exit_: str) -> None:
    """The control: one canary of each category put where it may not be is told with its category and place."""
    for message in scene.messages:
        if not message.canaries:
            continue
        one, got = message.canaries[-1], Bytes()
        got.take(exit_, b"200", json.dumps({"x": one.word.encode().hex()}).encode())

        assert unexpected(scene, got, set()) == {exit_: [f"{one.category} {one.path}"]}
