"""Why something was or was not told: to a recipient in words that reveal nothing of what it may not see."""

import json
from pathlib import Path

from tests.integration.test_attacks import person, record
from tests.integration.test_own_referral import FAR, form, plan_of_the_line
from tests.town import Town, consent, referral, town


async def explained(place: Town, event: str, service: str, role: str) -> str:
    status, said, _ = await place.call("GET", f"/explain/{event}", await place.token(service, role))
    assert status == 200
    return json.dumps(said)


async def test_why_sharing_stopped_names_nothing_of_what_is_hidden(tmp_path: Path) -> None:
    """The notice goes to the café, and every record of the person is decided on for it: none of them is named."""
    async with town(tmp_path) as place:
        reference = await place.referred()
        patient, team = await person(place, reference), await place.token("cmht", "registered-professional")
        _, refused, _ = await record(place, team, consent(patient))
        event = (await place.hook("/cafe", "sharing.stopped"))["id"]

        told = await explained(place, event, "cafe", "manager")
        officer = await explained(place, event, "cafe", "privacy-officer")

    assert "looks the same from here" in told
    assert not [one for one in (patient, reference, f"Consent/{refused['id']}", "refused this", "cell") if one in told]
    assert patient in officer and f"Consent/{refused['id']}" in officer


async def test_a_recipient_is_no_sender_and_hears_of_no_other(tmp_path: Path) -> None:
    """Two services are told that sharing has stopped: neither is told that the other was."""
    club = (
        '[[subscription]]\nid = "club-hook"\nservice = "club"\nevents = ["sharing.stopped", "referral.received"]\n'
        'webhook = { url = "http://127.0.0.1:HOOK/club", secret_file = "SECRET_FILE" }\n'
    )
    async with town(tmp_path, change={"[[client]]": club + "[[client]]"}) as place:
        patient, team = (
            await person(place, await place.referred()),
            await place.token("cmht", "registered-professional"),
        )
        assert "MSA|AA" in await place.send(referral(2, to="club"))
        await place.hook("/club", "referral.received")
        everybody = consent(patient)
        del everybody["provision"]["actor"]
        assert (await record(place, team, everybody))[0] == 201
        events = [(await place.hook(f"/{one}", "sharing.stopped"))["id"] for one in ("cafe", "club")]

        told = [
            {line["who"] for line in json.loads(await explained(place, event, one, role))}
            for event, one in zip(events, ("cafe", "club"), strict=True)
            for role in ("manager", "registered-professional")
        ]

    assert events[0] == events[1]
    assert told == [{"cafe"}, {"cafe"}, {"club"}, {"club"}]


async def test_why_something_was_told_names_what_was_shown_alone(tmp_path: Path) -> None:
    """Of a message the café saw one part: the decisions on the others are not told, nor that there were any."""
    async with town(tmp_path) as place:
        reference = await place.referred()
        body = await place.hook("/cafe", "referral.received")

        told = json.loads(await explained(place, body["id"], "cafe", "manager"))

    assert [line["outcome"] for line in told] == ["permit"]
    assert any(reference in one for one in told[0]["because"])
    assert all(": permit, " in one for one in told[0]["because"])


async def test_a_sender_is_told_of_no_service_that_it_did_not_name(tmp_path: Path) -> None:
    """What a charity writes of somebody reaches those who look after them: who they are is nothing it may know."""
    hooks = {'"contact.recorded"]': '"contact.recorded", "care-plan.updated"]'}
    async with town(tmp_path, change=FAR | hooks) as place:
        await place.referred()
        message, _, _ = await plan_of_the_line(place)
        await place.hook("/cmht", "care-plan.updated")

        told = [await explained(place, message, "line", role) for role in ("manager", "registered-professional")]
        officer = await explained(place, message, "line", "privacy-officer")

    assert [[line["who"] for line in json.loads(one)] for one in told] == [["app.line"]] * 2
    assert {line["who"] for line in json.loads(officer)} == {"app.line", "cmht"}


async def test_a_sender_is_not_told_that_somebody_refused_whom_it_named(tmp_path: Path) -> None:
    """It hears that the referral was not passed on, and what to do: not what the person said to others."""
    async with town(tmp_path, change=FAR) as place:
        patient, team = await person(place, await place.referred()), await place.token("cmht", "manager")
        _, refused, _ = await record(place, team, consent(patient))
        _, said, _ = await place.call("POST", "/api/referrals", await place.token("line", "worker"), json=form("cafe"))
        await place.settled()

        told = await explained(place, said["message"], "line", "manager")

    assert [line["outcome"] for line in json.loads(told)] == ["accepted", "deny"]
    assert f"Consent/{refused['id']}" not in told and "refused" not in told
