"""One gate: whatever leaves with something of a person in it was decided and committed first, route by route."""

import ast
import json
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from gateway.api.app import ROUTES
from tests.leaks.exits import Call, calls_of_every_route
from tests.leaks.test_leaks import Scene, opened

ROOT = Path(__file__).parents[2]
_CONTENT = frozenset({"load", "raw", "peek", "unseal_audit", "outgoing", "history", "claim"})
"""Verbs of the store that give content, or bytes made of it."""
_MAY_LOAD = frozenset(
    [
        *("gateway/intake/scene.py", "gateway/intake/notices.py", "gateway/intake/replay.py"),
        *("gateway/intake/reread.py", "gateway/erasure.py", "gateway/explain.py", "gateway/console.py"),
        *("gateway/delivery/workers.py", "gateway/delivery/foreseen.py", "gateway/backbone/publisher.py"),
        *("gateway/backbone/outbox.py", "gateway/relay/publish.py", "gateway/relay/rebuild.py"),
    ]
)
"""Beside the gate: what comes in and is looked at again, what carries sealed events, the audited `show`."""
_MADE_BY = {"Released": {"gateway/gate/release.py", "adapters/suite.py"}, "Shown": {"gateway/gate/read.py"}}
_OWN_PAPER = frozenset({"/consent/reviews", "/consent/override/requests"})
"""What the caller's own organisation wrote about its own asking: no record of care."""
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with opened(tmp_path_factory.mktemp("gate")) as made:
        yield made


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@cache
def _modules() -> tuple[tuple[str, ast.Module], ...]:
    found = (path for folder in ("gateway", "adapters") for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())) for path in found)


async def test_only_the_gate_and_what_comes_in_loads_content() -> None:
    """No route, page or command asks the store for content by itself."""
    found = {
        name
        for name, tree in _modules()
        for call in _calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _CONTENT
        if isinstance(call.func.value, ast.Attribute) and call.func.value.attr == "store"
    }

    outside = {name for name in found if not name.startswith("gateway/gate/")}
    assert outside <= _MAY_LOAD, sorted(outside - _MAY_LOAD)


@pytest.mark.parametrize("made", _MADE_BY)
async def test_only_the_gate_makes_what_leaves(made: str) -> None:
    """A `Released` for a sink, a `Shown` for an answer: each is made in one place."""
    found = {
        name
        for name, tree in _modules()
        for call in _calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == made
    }

    assert found <= _MADE_BY[made], sorted(found)


async def test_every_encoder_takes_a_released_and_nothing_else() -> None:
    """The type says so, and the type checker runs on all of it."""
    taken = {
        ast.unparse(node.args.args[1].annotation or ast.Constant(None))
        for _, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name == "encode"
        and node.args.args[:1]
        and node.args.args[0].arg == "self"
    }

    assert taken == {"Released"}


async def test_every_answer_with_content_was_committed_first(scene: Scene) -> None:
    """Route by route, as one who may see everything: no canary leaves without a line in the audit of that very call."""
    team, overseer = "registered-professional", await scene.place.token("cmht", "operator")
    token = await scene.place.token("cmht", team)
    silent: list[str] = []
    walked: set[str] = set()
    for route, call in calls_of_every_route(scene.references):
        before = await _lines(scene, overseer)
        shown = scene.found(*(await _answer(scene, token, call)))
        walked.add(route)
        written = [line for line in (await _lines(scene, overseer))[len(before) :] if line["outcome"] != "deny"]
        if shown and not written and route.partition(" ")[2] not in _OWN_PAPER:
            silent.append(f"{call[0]} {call[1]}")

    assert silent == []
    assert walked == {f"{one.method} {one.path}" for one in ROUTES}


async def test_every_message_that_a_recipient_got_was_released(scene: Scene) -> None:
    """Each webhook's id stands in the audit as a delivery that was permitted."""
    sent = {headers["webhook-id"] for path, headers, _ in scene.place.hooks if path == "/cafe"}
    permitted = {
        line["event_id"]
        for line in await _lines(scene, await scene.place.token("cmht", "operator"))
        if (line["action"], line["outcome"]) == ("deliver", "permit")
    }

    assert sent and sent <= permitted


async def _lines(scene: Scene, token: str) -> list[dict[str, Any]]:
    _, text, _ = await scene.place.call("GET", "/audit/export", token)
    return [json.loads(line) for line in str(text).splitlines()] if isinstance(text, str) else [text]


async def _answer(scene: Scene, token: str, call: Call) -> tuple[bytes, ...]:
    method, path, more = call
    headers = {"authorization": f"Bearer {token}"} | more.get("headers", {})
    given = {name: value for name, value in more.items() if name != "headers"}
    async with scene.place.session.request(method, scene.place.http + path, headers=headers, **given) as answer:
        return (json.dumps(sorted(answer.headers.items())).encode(), await answer.read())
