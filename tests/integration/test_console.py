"""The engineer's console in a real browser: the same tokens, the same gate, and pages that anybody can use."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from gateway.cli.main import main
from tests.browser import browsing, faults_of
from tests.town import Town, referral, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def token_of(place: Town, folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What `nwd token` prints."""
    key = folder / "private.pem"
    key.write_bytes(place.private_key)
    capsys.readouterr()
    arguments = ["token", "--url", place.http, "--client", "app", "--key", str(key), "--service", "cmht", *more]
    assert await asyncio.to_thread(main, arguments) == 0
    return capsys.readouterr().out.splitlines()[-1]


async def sign_in(page: Page, place: Town, token: str) -> None:
    """Put a token into the form."""
    await page.goto(f"{place.http}/console")
    await page.get_by_label("Access token").fill(token)
    await page.get_by_role("button", name="Sign in").click()


async def slowly(route: Route) -> None:
    """The style sheet, as a busy machine sends it."""
    await asyncio.sleep(0.3)
    await route.continue_()


async def test_an_engineer_finds_previews_and_puts_back_a_parked_delivery(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the sign-in to the delivered webhook; every page on the way meets WCAG 2.2 AA."""
    place.answers["/cafe"] = 410
    await place.referred()
    operator = await place.token("cmht", "operator")
    await place.until("/ops/parked", operator)
    token = await token_of(place, tmp_path, capsys, "--role", "operator", "--person", "jo.1", "--name", "Jo")
    broken: dict[str, list[str]] = {}
    async with browsing() as page:
        await page.route("**/style.css", slowly)
        await page.goto(f"{place.http}/console")
        broken["login"] = await faults_of(page)
        await sign_in(page, place, token)
        await expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        broken["overview"] = await faults_of(page)
        await page.get_by_role("link", name="Messages").click()
        await page.get_by_label("Sender's message id").fill("0000000000000001")
        await page.get_by_role("button", name="Find").click()
        await expect(page.get_by_role("row")).to_have_count(2)
        broken["messages"] = await faults_of(page)
        await page.get_by_role("row").nth(1).get_by_role("link").click()
        await expect(page.get_by_text("Why it was or was not shown")).to_be_visible()
        broken["message"] = await faults_of(page)
        await page.get_by_role("link", name="parked", exact=True).click()
        await expect(page.get_by_text("the same bytes as before")).to_be_visible()
        broken["delivery"] = await faults_of(page)
        del place.answers["/cafe"]
        await page.get_by_role("button", name="Put it back").click()
        await expect(page.get_by_role("status")).to_contain_text("decided again")
        broken["parked"] = await faults_of(page)
        await page.get_by_role("link", name="Shadows").click()
        await expect(page.get_by_role("heading", name="Shadows")).to_be_visible()
        broken["shadows"] = await faults_of(page)
    await place.hook("/cafe", "referral.received", number=2)

    assert {name: found for name, found in broken.items() if found} == {}


async def test_a_referral_to_nobody_is_looked_at_and_its_hold_ended(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The overview leads to it; the reason is needed."""
    await place.send(referral(1, to="NEWPLACE"))
    await place.settled()
    token = await token_of(place, tmp_path, capsys, "--role", "operator", "--person", "jo.1")
    async with browsing() as page:
        await sign_in(page, place, token)
        await page.get_by_role("region", name="Stuck").get_by_role("link").click()
        await expect(page.get_by_text("no service of this gateway has this address").first).to_be_visible()
        await page.get_by_label("What was found").fill("wrong code, sender told")
        await page.get_by_role("button", name="End the hold").click()
        await expect(page.get_by_role("status")).to_contain_text("The hold has ended")
        await page.get_by_role("link", name="Overview").click()
        await expect(page.get_by_role("region", name="Stuck").get_by_role("link")).to_have_count(0)


async def test_nothing_of_a_person_stands_on_any_page(place: Town) -> None:
    """The pages hold ids, times and states; what is about the person stays sealed."""
    place.answers["/cafe"] = 410
    await place.referred()
    operator = await place.token("cmht", "operator")
    [parked] = await place.until("/ops/parked", operator)
    _, [row], _ = await place.call("GET", "/ops/messages?source=engine", operator)
    cookies = {"nwd_token": operator}
    for path in ("", "/messages", f"/messages/{row['message_id']}", "/parked", f"/parked/{parked['id'][9:]}"):
        async with place.session.get(f"{place.http}/console{path}", cookies=cookies) as answer:
            text = await answer.text()
        assert answer.status == 200, path
        assert not any(word in text for word in ("EXAMPLE", "9991234500", "LOW MOOD", "MADE UP")), path


async def test_a_number_of_a_person_in_the_id_of_a_message_is_shown_to_no_operator(place: Town) -> None:
    """Neither on a page nor to a program; its sender gets it back in the acknowledgement as it is."""
    sent = referral(1).replace(f"{1:016d}", "REF-999 123 4500")
    reply = await place.send(sent)
    operator = await place.token("cmht", "operator")
    _, [row], _ = await place.call("GET", "/ops/messages?id=REF-999 123 4500", operator)
    _, ledger, _ = await place.call("GET", "/ops/ledger", operator)
    cookies = {"nwd_token": operator}
    pages = []
    for path in ("/messages", f"/messages/{row['message_id']}"):
        async with place.session.get(f"{place.http}/console{path}", cookies=cookies) as answer:
            pages.append(await answer.text())

    assert "MSA|AA|REF-999 123 4500" in reply
    assert row["id"] == json.loads(ledger)["id"] == "REF-**********"
    assert all("REF-**********" in page and "999 123 4500" not in page for page in pages)


async def test_the_overview_tells_what_readiness_tells(tmp_path: Path) -> None:
    """Brokers that are away stand on the first page, for whoever looks there and not at an alarm."""
    how = 'kind = "kafka"\ndirect_after_seconds = 0\ntimeout_seconds = 1'
    away = {"[http]": f'[backbone]\n{how}\n[kafka]\nservers = ["127.0.0.1:1"]\n[http]'}
    async with town(tmp_path, change=away) as place:
        await place.referred()
        cookies = {"nwd_token": await place.token("cmht", "operator")}
        async with place.session.get(f"{place.http}/console", cookies=cookies) as answer:
            assert "backbone: takes nothing" in await answer.text()


@pytest.mark.parametrize("path", ["", "/messages", "/parked", "/messages/00000000-0000-0000-0000-000000000001"])
async def test_without_a_token_there_is_only_the_sign_in(place: Town, path: str) -> None:
    """Whatever page is asked for."""
    async with place.session.get(f"{place.http}/console{path}", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["location"]) == (303, "/console/login")


async def test_another_role_finds_nothing(place: Town) -> None:
    """A volunteer's token signs in nobody, and opens no page."""
    token = await place.token()
    async with place.session.post(f"{place.http}/console/login", data={"token": token}) as answer:
        assert answer.status == 401 and "nwd_token" not in answer.cookies
    async with place.session.get(f"{place.http}/console", cookies={"nwd_token": token}) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("header", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
async def test_a_form_of_another_site_does_nothing(place: Town, header: dict[str, str]) -> None:
    """Even with the cookie."""
    place.answers["/cafe"] = 410
    await place.referred()
    operator = await place.token("cmht", "operator")
    [parked] = await place.until("/ops/parked", operator)
    url = f"{place.http}/console/parked/{parked['id'][9:]}/replay"
    async with place.session.post(url, cookies={"nwd_token": operator}, headers=header) as answer:
        assert answer.status == 403
    assert len((await place.call("GET", "/ops/parked", operator))[1]) == 1


async def test_pages_forbid_scripts_and_frames(place: Town) -> None:
    """The policy that travels with each page."""
    async with place.session.get(f"{place.http}/console/login") as answer:
        policy, text = answer.headers["content-security-policy"], await answer.text()

    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "<script" not in text


async def test_a_token_ends_with_the_clients_right_to_it(place: Town, tmp_path: Path) -> None:
    """The client is taken out of the settings: its tokens open nothing any more."""
    from gateway.cli.operate import ask

    token = await place.token()
    path = tmp_path / "nwd.toml"
    path.write_text(place.settings.replace('services = ["cafe", "club", "cmht"]', 'services = ["club", "cmht"]'))
    await asyncio.to_thread(ask, path, {"do": "config-apply", "text": path.read_text(), "by": "Jo"})

    assert (await place.call("GET", "/referrals", token))[0] == 401
