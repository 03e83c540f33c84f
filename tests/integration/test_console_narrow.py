"""The console on a telephone: nothing of a page lies beside the screen, however long the words in it are."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import browsing
from tests.integration.test_console import token_of
from tests.town import Town, referral, town

_WIDTH = 320
_LONG = "x" * 199
_REACH = "document.documentElement.scrollWidth"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def test_every_page_fits_a_narrow_screen_and_is_worked_by_keys(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """320 pixels, which is WCAG's reflow; signed in and put back without a mouse."""
    place.answers["/cafe"] = 410
    key = {"headers": {"idempotency-key": _LONG}}
    operator = await place.token("cmht", "operator")
    await place.call("POST", "/messages/engine", operator, data=referral(1), **key)
    [parked] = await place.until("/ops/parked", operator)
    [message] = (await place.call("GET", "/ops/messages?source=engine", operator))[1]
    token = await token_of(place, tmp_path, capsys, "--role", "operator", "--person", "jo.1", "--name", _LONG)
    paths = (
        "",
        "/messages",
        f"/messages/{message['message_id']}",
        "/parked",
        f"/parked/{parked['id'].partition('/')[2]}",
        "/shadow",
    )
    async with browsing() as page:
        await page.set_viewport_size({"width": _WIDTH, "height": 640})
        await page.goto(f"{place.http}/console")
        wide = {"sign in": await page.evaluate(_REACH)}
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        await page.get_by_label("Access token").focus()
        await page.keyboard.insert_text(token)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        for path in paths:
            await page.goto(f"{place.http}/console{path}")
            wide[path] = await page.evaluate(_REACH)

    assert {path: width for path, width in wide.items() if width > _WIDTH} == {}
