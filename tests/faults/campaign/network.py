"""A gateway in a network namespace of its own, whose packets are lost one way or both: nobody is told anything."""

import asyncio
import contextlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.stage import stage

CUTS = ("both", "in", "out")
OUTSIDE, INSIDE = "10.213.7.1", "10.213.7.2"


def is_allowed() -> bool:
    """True where this machine lets us make network namespaces."""
    if shutil.which("ip") is None or os.geteuid() != 0:
        return False
    name = f"nwd-{secrets.token_hex(3)}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode:
        return False
    _ip("netns", "del", name)
    return True


@contextlib.contextmanager
def namespace() -> Iterator[str]:
    """The name of a namespace that is joined to ours by one cable."""
    mark = secrets.token_hex(3)
    name, near, far = f"nwd-{mark}", f"nwdo{mark}", f"nwdi{mark}"
    _ip("netns", "add", name)
    try:
        _ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name)
        _ip("addr", "add", f"{OUTSIDE}/30", "dev", near)
        _ip("link", "set", near, "up")
        _ip("-n", name, "addr", "add", f"{INSIDE}/30", "dev", far)
        for one in (far, "lo"):
            _ip("-n", name, "link", "set", one, "up")
        yield name
    finally:
        _ip("netns", "del", name)


async def partitions(folder: Path, *, seed: int, cuts: Sequence[str] = CUTS) -> Evidence:
    """Senders and a recipient are cut off for seconds: what they say is lost, what they hear, or both."""
    with namespace() as name:
        async with stage(
            folder, seed=seed, host=INSIDE, far=OUTSIDE, prefix=("ip", "netns", "exec", name), timeout_seconds=2
        ) as it:
            it.traffic.to, it.traffic.revokes = ("pas",), False  # what waits on the way has left the gateway
            await it.start()
            async with it.under_traffic():
                for cut in cuts:
                    await asyncio.sleep(it.chance.uniform(0.3, 1.0))
                    it.fault("network-" + cut)
                    await _lost(name, cut, it.chance.uniform(1.0, 5.0))
            return await it.finish(seconds=120)


async def _lost(name: str, cut: str, seconds: float) -> None:
    """Packets into the namespace, out of it, or both go nowhere for a while."""
    ways = {"in": [()], "out": [("-n", name)], "both": [(), ("-n", name)]}[cut]
    routes = [(*way, INSIDE if not way else OUTSIDE) for way in ways]
    for *where, to in routes:
        _ip(*where, "route", "add", "blackhole", f"{to}/32")
    await asyncio.sleep(seconds)
    for *where, to in routes:
        _ip(*where, "route", "del", "blackhole", f"{to}/32")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
