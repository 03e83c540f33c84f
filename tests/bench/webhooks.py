"""From MLLP in to webhooks out: a referral to its one service, a crisis plan to five services that hold the person."""

import asyncio
from itertools import count
from time import perf_counter

import aiohttp
import uvloop

from schemas.ids import message_id
from tests.bench.measure import carried, cpu_seconds, percentiles
from tests.bench.served import served
from tests.bench.store_acks import send
from tests.faults.receivers import Receiver, receiving
from tests.faults.rig import Rig
from tests.faults.senders import referral

SERVICES = ("one", "two", "three", "four", "five")
_PEOPLE = 20
_MESSAGES = 200
_PLANS = """
[partner.profile]
documents = { CRISISPLAN = "crisis-plan" }
""" + "".join(
    f"""
[[subscription]]
id = "{name}-plans"
service = "{name}"
events = ["care-plan.updated"]
webhook = {{ url = "http://127.0.0.1:PORT/{name}", secret_file = "secret" }}
"""
    for name in SERVICES
)


def main() -> None:
    """Print messages and webhooks a second, how long each took, and what the HTTP client alone can do."""
    uvloop.run(_main())


async def _main() -> None:
    numbers = count(1)
    async with receiving() as hooks:
        async with served(hooks.port, SERVICES, more=_PLANS.replace("PORT", str(hooks.port))) as rig:
            referrals = [_referral(next(numbers), n, name) for n in range(_PEOPLE) for name in SERVICES]
            await _played(rig, hooks, "a referral to 1 webhook", referrals, each=1)
            plans = [plan(next(numbers), n % _PEOPLE) for n in range(_MESSAGES)]
            await _played(rig, hooks, "a crisis plan to 5 webhooks", plans, each=len(SERVICES))
        await _client_alone(hooks)


async def _played(rig: Rig, hooks: Receiver, title: str, messages: list[str], *, each: int) -> None:
    """All at once for the rate; then one after the other for how long one takes."""
    half = len(messages) // 2
    assert rig.process is not None
    begun = cpu_seconds(rig.process.pid)
    rate = await _rate(rig, hooks, messages[:half], each)
    used = carried(cpu_seconds(rig.process.pid) - begun, half)
    took: list[float] = []
    for message in messages[half:]:
        took.extend(await _one(rig, hooks, message, each))
    print(f"  {title:<28} {rate:>7,.0f} msg/s ({rate * each:,.0f} webhooks/s)   alone: {percentiles(took)}", flush=True)
    print(f"    the gateway: {used}", flush=True)


async def _rate(rig: Rig, hooks: Receiver, messages: list[str], each: int) -> float:
    wanted = len(hooks.came) + len(messages) * each
    begun = perf_counter()
    await send(rig.ports["mllp.engine"], [_framed(one) for one in messages], pipelined=True)
    await hooks.until(lambda: len(hooks.came) >= wanted)
    return len(messages) / (perf_counter() - begun)


async def _one(rig: Rig, hooks: Receiver, message: str, each: int) -> list[float]:
    name = str(message_id("engine", message.split("|", 10)[9], message.encode()))
    begun = asyncio.get_running_loop().time()
    await send(rig.ports["mllp.engine"], [_framed(message)], pipelined=False)
    await hooks.until(lambda: sum(one.webhook_id == name for one in hooks.came[-each * 2 :]) >= each)
    return [one.at - begun for one in hooks.came if one.webhook_id == name]


async def _client_alone(hooks: Receiver) -> None:
    """The same client posting the same body to the same receiver, with nothing before it."""
    body, times = hooks.came[-1].body, 500
    async with aiohttp.ClientSession() as session:
        begun = perf_counter()
        for _ in range(times // 8):
            await asyncio.gather(*(_post(session, hooks.port, body) for _ in range(8)))
        print(f"  the HTTP client alone, 8 at once {times / (perf_counter() - begun):,.0f} webhooks/s")


async def _post(session: aiohttp.ClientSession, port: int, body: bytes) -> None:
    headers = {"webhook-id": "bench"}
    async with session.post(f"http://127.0.0.1:{port}/alone", data=body, headers=headers) as answer:
        assert answer.status == 204


def _referral(number: int, person: int, service: str) -> str:
    return referral(number, to=service.upper(), person=person)


def plan(number: int, person: int) -> str:
    """An MDM^T02 that carries a crisis plan about one of many made-up people."""
    segments = referral(number, to="ONE", person=person).replace("REF^I12", "MDM^T02").split("\r")
    stamp = "20261101090000"
    lines = ("Warning signs:", "- Stops answering", "What helps:", "- A walk")
    observations = [f"OBX|{n}|TX|CRISISPLAN^Plan||{line}||||||F" for n, line in enumerate(lines, 1)]
    body = (f"TXA|1|CRISISPLAN|TX|{stamp}|||||||^^|DOC{number}|||||AU|||AV", *observations)
    return "\r".join((segments[0], f"EVN|T02|{stamp}", segments[3], "PV1|1|O|CMHT^NORTH", *body))


def _framed(message: str) -> bytes:
    return b"\x0b" + message.encode() + b"\x1c\r"


if __name__ == "__main__":
    main()
