"""A list takes a while to make: what was refused meanwhile is not in it when it leaves."""

import io
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from starlette.requests import Request

from gateway.api import exports, plain, referrals
from gateway.api.border import Call
from gateway.api.token import Caller
from gateway.house import House
from gateway.intake import consents
from gateway.intake.accept import take
from gateway.parties import asker
from gateway.store.verbs.store import Store
from schemas.policy_words import Role
from tests.opened import opened_here
from tests.town import OTHER, PERSON, consent, referral

LISTS: dict[str, tuple[Any, dict[str, str]]] = {
    "FHIR": (referrals.inbox, {}),
    "plain": (plain.list_referrals, {}),
    "CSV": (exports.referrals, {"form": "csv"}),
    "XLSX": (exports.referrals, {"form": "xlsx"}),
}


class Meanwhile:
    """The store; something happens when a list that was made is looked over for the first time."""

    def __init__(self, store: Store, happens: Callable[[], Awaitable[None]]) -> None:
        self._store, self._happens, self._has = store, happens, False

    async def stand(self, decided: Any) -> Any:
        """As the store, after what happens."""
        if not self._has:
            self._has = True
            await self._happens()
        return await self._store.stand(decided)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_here(tmp_path) as made:
        yield made


def call(house: House, service: str, **path: str) -> Call:
    """A call of a worker of a service."""
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "path_params": path}
    caller = Caller("app", service, Role.REGISTERED_PROFESSIONAL, "TREAT", "jo.1", "Jo", 0)
    who = asker(house.directory, service, caller.role, person=caller.person)
    return Call(house, Request(scope), caller, who)


def unpacked(body: bytes) -> bytes:
    """The answer, unpacked where it is a workbook."""
    if body[:2] != b"PK":
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize(("handler", "path"), LISTS.values(), ids=LISTS)
async def test_a_list_under_way_leaves_without_what_was_refused_meanwhile(
    house: House, handler: Any, path: dict[str, str]
) -> None:
    """Everything was read and decided on; then the person refuses the café; then the list leaves."""
    for number, who in enumerate((PERSON, OTHER), 1):
        await take(house, "engine", referral(number, who, to="CAFE").encode())
    listed = orjson.loads(bytes((await referrals.inbox(call(house, "cafe"))).body))["entry"]
    kept, lost = (one["resource"]["id"].encode() for one in listed)
    patient = listed[1]["resource"]["subject"]["reference"]

    async def refuse() -> None:
        assert await consents.create_consent(
            house, call(house, "cmht").asker, patient, consent(patient), purpose="TREAT"
        )

    before = unpacked(bytes((await handler(call(house, "cafe", **path))).body))
    house.store = cast("Store", Meanwhile(house.store, refuse))
    after = unpacked(bytes((await handler(call(house, "cafe", **path))).body))

    assert kept in before and lost in before
    assert kept in after and lost not in after
