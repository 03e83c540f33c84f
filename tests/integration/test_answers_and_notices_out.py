"""Answers as RRI, notices as ADT and documents as PDF, over the wire, as far as the recipient may see them."""

import base64
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.town import PERSON, Town, home_treatment, referral, told_by_hl7, town

_NEXT = '[[partner]]\nid = "cafe-fhir"'
_LISTEN = "[partner.listen]\nport = 0"
_TEAMS = f"""[partner.profile]
[[partner.profile.teams]]
event = "A03"
location = "HTT*"
service = "htt"
effect = "step-down"
says = {{ crisis-number = "01632 960111" }}
{_LISTEN}"""
_LEFT = (
    "MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|20261102091500||ADT^A03|0000000000000009|P|2.4\rEVN|A03|20261102091500\r"
    f"PID|||{PERSON}\rPV1||O|HTT1||||||||||||||||V9|||||||||||||||||||||||||20261102090000"
)


def told(event: str, profile: str, service: str = "cmht", organisation: str = "trust") -> dict[str, str]:
    """The settings by which one more engine is told of an event in its own way."""
    return home_treatment() | {
        _NEXT: told_by_hl7(service, organisation, event, profile=profile) + _NEXT,
        _LISTEN: _TEAMS,
    }


async def sent(place: Town) -> dict[str, list[str]]:
    """The fields of the message that came to the engine, by segment; the last of each name."""
    return {line[:3]: line.split("|") for line in (await place.hl7()).split("\r")}


@pytest.mark.parametrize(
    ("word", "body", "code", "reason"),
    [("accept", {}, "A", ""), ("decline", {"reason": "full", "text": "No room this week"}, "R", "No room this week")],
)
async def test_the_referrers_engine_gets_the_answer_under_its_own_number(
    tmp_path: Path, word: str, body: dict[str, str], code: str, reason: str
) -> None:
    """RF1-6 is the number that it gave; the answer says who gives it and that nobody has verified it."""
    event = "referral.accepted" if word == "accept" else "referral.declined"
    async with town(tmp_path, change=told(event, 'writes = ["RRI"]')) as place:
        reference = await place.referred()
        path = f"/referrals/{reference.partition('/')[2]}/{word}"
        assert (await place.call("POST", path, await place.token(), json=body))[0] == 200
        whole = await place.hl7()
        named = await sent(place)

    assert (named["MSH"][8], named["RF1"][1], named["RF1"][6]) == ("RRI^I12", code, "REF1")
    assert reason in whole and "non-clinical source, not clinically verified" in whole
    assert "0700001" in named["PID"][3] and named["PID"][5].startswith("EXAMPLE")


async def test_a_discharge_reaches_the_engine_that_asks_for_it_as_an_adt(tmp_path: Path) -> None:
    """ADT^A03 with the stay and what a step-down notice says."""
    async with town(tmp_path, change=told("discharge.notified", 'writes = ["ADT"]')) as place:
        await place.referred()
        assert "MSA|AA" in await place.send(_LEFT)
        whole = await place.hl7()
        named = await sent(place)

    assert (named["MSH"][8], named["EVN"][1], named["PV1"][2]) == ("ADT^A03", "A03", "O")
    assert "0700001" in named["PID"][3]
    assert "Crisis number: 01632 960111" in whole and "Next contact: not recorded" in whole


async def test_a_cafe_that_may_see_no_number_gets_a_document_in_place_of_an_adt(tmp_path: Path) -> None:
    """Without a number of its own an ADT would make a second person of the one whom it has."""
    change = told("discharge.notified", 'writes = ["ADT"]', "cafe", "haven")
    async with town(tmp_path, change=change) as place:
        await place.referred()
        assert "MSA|AA" in await place.send(_LEFT)
        named = await sent(place)

    assert named["MSH"][8] == "MDM^T02"


async def test_a_pdf_says_to_a_cafe_no_more_than_the_words_would(tmp_path: Path) -> None:
    """What is drawn has been through the gate like everything else."""
    change = told("referral.received", 'documents_as = "pdf"', "cafe", "haven")
    async with town(tmp_path, change=change) as place:
        assert "MSA|AA" in await place.send(referral(1))
        named = await sent(place)

    read = PdfReader(BytesIO(base64.b64decode(named["OBX"][5].split("^")[4])))
    words = " ".join(page.extract_text() for page in read.pages)
    assert (named["MSH"][8], named["TXA"][3]) == ("MDM^T02", "AP")
    assert "A referral has been received by" in words
    assert not any(it in words for it in ("9991234500", "0700001", "a note for nobody else", "MADE UP ROAD"))
