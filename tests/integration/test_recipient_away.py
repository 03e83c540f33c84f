"""A recipient that is away is not hammered, and gets everything when it is back."""

from pathlib import Path

from tests.town import PERSON, referral, town


async def test_few_attempts_while_away_and_all_delivered_after(tmp_path: Path) -> None:
    """Thirty referrals about thirty people: a handful of attempts, then each referral exactly once."""
    async with town(tmp_path) as place:
        place.answers["/cafe"] = 503
        for number in range(1, 31):
            person = PERSON.replace("0700001", f"07{number:05d}").replace("9991234500^^^^NHS", "")
            assert "MSA|AA" in await place.send(referral(number, person))
        await place.hook("/cafe", "referral.received", number=5)
        tried = len([1 for where, _, _ in place.hooks if where == "/cafe"])
        del place.answers["/cafe"]
        before = len(place.hooks)
        await place.hook("/cafe", "referral.received", number=tried + 30)
        ids = [headers["webhook-id"] for where, headers, _ in place.hooks[before:] if where == "/cafe"]

    assert tried <= 16
    assert len(set(ids)) == 30 == len(ids)
