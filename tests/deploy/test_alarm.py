"""A real Prometheus, with our configuration and alarms, looking at a real gateway."""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

from tests.deploy.toolbox import tool
from tests.patience import eventually
from tests.ports import free_ports
from tests.town import town

PROMETHEUS = Path(__file__).parents[2] / "deploy" / "prometheus"
_TOLD = {
    "[http]": "[telemetry]\nmetrics_port = 0\n[http]",
    "opened_within_seconds = 3600": "opened_within_seconds = 1",
    '"delivery.withheld", "contact': '"delivery.withheld", "referral.unopened", "contact',
}


@contextlib.asynccontextmanager
async def prometheus(folder: Path, target: str) -> AsyncIterator[str]:
    """Prometheus with deploy's files: the gateway at one address instead of a name, and a second for ten."""
    text = (PROMETHEUS / "prometheus.yml").read_text()
    found = re.sub(
        r"dns_sd_configs:\n(?: {6}.*\n)+", f'static_configs:\n      - targets: ["{target}"]\n', text, count=1
    )
    assert found != text
    (folder / "prometheus.yml").write_text(
        found.replace("10s", "1s").replace("scrape_timeout: 5s", "scrape_timeout: 1s")
    )
    (folder / "alarms.yml").write_text((PROMETHEUS / "alarms.yml").read_text())
    [port] = free_ports(1)
    where = f"127.0.0.1:{port}"
    program = tool("promtool").with_name("prometheus")
    process = await asyncio.create_subprocess_exec(
        program, f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/series",
        f"--web.listen-address={where}", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"GOMAXPROCS": "1"},
    )  # fmt: skip
    try:
        yield f"http://{where}"
    finally:
        process.terminate()
        await process.wait()


async def firing(session: aiohttp.ClientSession, url: str) -> set[str]:
    """The alarms that stand now; none while Prometheus is not up."""
    try:
        async with session.get(f"{url}/api/v1/alerts") as answer:
            told: dict[str, Any] = await answer.json()
    except aiohttp.ClientError:
        return set()
    return {one["labels"]["alertname"] for one in told["data"]["alerts"] if one["state"] == "firing"}


async def until(session: aiohttp.ClientSession, url: str, *, stands: bool) -> set[str]:
    """The alarms once that of an unopened referral stands, or stands no more."""
    found: set[str] = set()

    async def look() -> bool:
        found.clear()
        found.update(await firing(session, url))
        return ("NwdReferralUnopened" in found) is stands

    await eventually(look, told=lambda: f"only these stand: {found}")
    return found


async def test_it_rings_for_a_referral_that_nobody_opens_until_somebody_does(tmp_path: Path) -> None:
    """From the MLLP message to the alarm, and back to quiet when a human has opened it; nothing else rings."""
    tool("promtool")
    async with contextlib.AsyncExitStack() as stack:
        place = await stack.enter_async_context(town(tmp_path, change=_TOLD))
        target = place.ports["metrics"].removeprefix("http://")
        url = await stack.enter_async_context(prometheus(tmp_path, target))
        reference = await place.referred()

        rang = await until(place.session, url, stands=True)
        await place.call("POST", f"/referrals/{reference.partition('/')[2]}/open", await place.token())
        quiet = await until(place.session, url, stands=False)

    assert (rang, quiet) == ({"NwdReferralUnopened"}, set())
