"""A referral goes on to another team as REF, with what travels with it as far as that team may see it."""

import asyncio
from pathlib import Path

from tests.town import Town, referral, town

_HTT = '''[[service]]
id = "htt"
organisation = "trust"
name = "Town Home Treatment"
class = "htt"
addresses = ["HTT"]
[[agreement]]
id = "sharing"'''
_ENGINE = '''[[partner]]
id = "htt-engine"
organisation = "trust"
service = "htt"
adapter = "hl7v2"
send = { wire = "http", url = "http://127.0.0.1:HOOK/htt", timeout_seconds = 1 }
[partner.profile]
writes = ["REF"]
[[subscription]]
id = "htt-ref"
service = "htt"
events = ["referral.received"]
partner = "htt-engine"
[[partner]]
id = "cafe-fhir"'''
_CHANGE = {'[[agreement]]\nid = "sharing"': _HTT, '[[partner]]\nid = "cafe-fhir"': _ENGINE}


async def sent(place: Town) -> str:
    """The first message that came to the other team's engine."""
    for _ in range(1000):
        for path, _, body in place.hooks:
            if path == "/htt":
                return body.decode()
        await asyncio.sleep(0.02)
    raise AssertionError("nothing came")


async def test_a_diagnosis_and_an_allergy_travel_with_a_referral(tmp_path: Path) -> None:
    """The clinical team sees them; what is for nobody else, and free text that nothing labels, stays behind."""
    beside = (
        "DG1|1||F32^Depressive episode^I10\rAL1|1|DA|X1^Penicillin^L|SV|Rash\rOBX|1|TX|N1^Ward note^L||for the ward"
    )
    async with town(tmp_path, change=_CHANGE) as place:
        assert "MSA|AA" in await place.send(f"{referral(1, to='HTT')}\r{beside}")
        lines = (await sent(place)).split("\r")

    named = {line[:3]: line for line in lines}
    assert "REF^I12" in named["MSH"]
    assert named["DG1"] == "DG1|1||F32^Depressive episode^I10"
    assert named["AL1"] == "AL1|1|DA|X1^Penicillin|SV|Rash"
    assert "for the ward" not in "".join(lines)
