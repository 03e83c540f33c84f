"""A real Chromium for tests of the console, and the accessibility rules that its pages must meet."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, async_playwright, expect

from tests.deploy.toolbox import CACHE, alone
from tests.patience import SECONDS

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


async def chromium() -> str:
    """The path of a Chromium: NWD_CHROMIUM, the search path, or, where the machine lets us, freshly installed."""
    found = os.environ.get("NWD_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None and os.environ.get("CI") == "true":
        found = await _installed()
    if found is None:
        if os.environ.get("CI") == "true":
            raise RuntimeError("no Chromium, and it cannot be installed; set NWD_CHROMIUM to its path")
        pytest.skip("NO CHROMIUM: the console is not tested in a browser; install it, or set NWD_CHROMIUM")
    return found


async def _installed() -> str | None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return None
    with alone(CACHE / "apt"):
        for command in ("update -qq", "install -y -qq chromium"):
            line = f"DEBIAN_FRONTEND=noninteractive apt-get {command} >/dev/null"
            process = await asyncio.create_subprocess_shell(line)
            await process.wait()
    return shutil.which("chromium")


@contextlib.asynccontextmanager
async def browsing() -> AsyncIterator[Page]:
    """One page without scripts of the site's own: the console must do without them."""
    path, longest = await chromium(), SECONDS * 1000
    expect.set_options(timeout=longest)
    async with async_playwright() as tool:
        browser = await tool.chromium.launch(executable_path=path, args=_ARGUMENTS, timeout=longest)
        page = await browser.new_page()
        page.set_default_timeout(longest)
        yield page
        await browser.close()


async def faults_of(page: Page) -> list[str]:
    """What the whole page, its style sheet loaded, breaks of WCAG 2.2 A and AA, as far as a machine can tell."""
    await page.wait_for_load_state("load")
    found = await Axe().run(page, options=_RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]
