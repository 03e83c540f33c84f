"""A referral goes on to another team as REF, with what travels with it as far as that team may see it."""

from pathlib import Path

import pytest

from tests.made_up.fhir import referral as referral_in_fhir
from tests.town import PERSON, home_treatment, referral, told_by_hl7, town

_NEXT = '[[partner]]\nid = "cafe-fhir"'
_REF = 'organisation = "haven"\nwrites = ["REF"]'
_ENGINE = told_by_hl7("htt", "trust", "referral.received", profile='writes = ["REF"]') + _NEXT
_CHANGE = home_treatment() | {_NEXT: _ENGINE}


async def test_a_diagnosis_and_an_allergy_travel_with_a_referral(tmp_path: Path) -> None:
    """The clinical team sees them; what is for nobody else, and free text that nothing labels, stays behind."""
    beside = (
        "DG1|1||F32^Depressive episode^I10\rAL1|1|DA|X1^Penicillin^L|SV|Rash\rOBX|1|TX|N1^Ward note^L||for the ward"
    )
    async with town(tmp_path, change=_CHANGE) as place:
        assert "MSA|AA" in await place.send(f"{referral(1, to='HTT')}\r{beside}")
        lines = (await place.hl7()).split("\r")

    named = {line[:3]: line for line in lines}
    assert "REF^I12" in named["MSH"]
    assert named["DG1"] == "DG1|1||F32^Depressive episode^I10"
    assert named["AL1"] == "AL1|1|DA|X1^Penicillin^L|SV|Rash"
    assert "for the ward" not in "".join(lines)


_WHOLE = (
    "RF1|A|A|HAVEN^Crisis support|RP^Opinion|O|REF1|20261130|20261231|20261101091500|01^Low mood",
    "PRD|RP|DOE^JO^^^DR|||01632960009^WPN^PH||C1234567^GMC",
    f"PID|1||{PERSON}",
    "PD1|||Made Up Practice^^Y99999|^Gee Pee",
    "NK1|1|SAMPLE^ALEX|SIS|3 MADE UP ROAD^^TESTTOWN|01632960002^PRN^PH||N",
    "DG1|1||F32^Depressive episode^I10",
    "AL1|1|DA|X1^Penicillin^L|SV|Rash",
    "OBX|1|TX|N1^Ward note^L||Slept badly||||||F",
    "PV1|1|O|CLINIC1|||||||724|||||||||V55",
    "NTE|1||A note",
)
_OTHER = 'id = "other"\nname = "Other"'


def out_to(service: str, organisation: str) -> dict[str, str]:
    """One more partner, to whom referrals go as REF; no other subscription of the café."""
    return home_treatment("other") | {
        'service = "cafe"\nevents': 'service = "club"\nevents',
        '[[organisation]]\nid = "haven"': f'[[organisation]]\n{_OTHER}\n[[organisation]]\nid = "haven"',
        'parties = ["trust", "haven"]': 'parties = ["trust", "haven", "other"]',
        _NEXT: told_by_hl7(service, organisation, "referral.received", profile=_REF) + _NEXT,
    }


def message(to: str) -> str:
    """A referral with everything that may travel with one."""
    head = "MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|20261101091500||REF^I12|1|P|2.4"
    return "\r".join((head, *_WHOLE[:2], f"PRD|RT|To^them|||||{to}", *_WHOLE[2:]))


async def test_all_that_may_be_seen_comes_out_as_it_went_in(tmp_path: Path) -> None:
    """Within a charity whose services share one inbox: next of kin, the doctor who refers and how to reach them too."""
    change = out_to("cafe", "haven") | {
        'id = "engine"\norganisation = "trust"\nservice = "cmht"': 'id = "engine"\norganisation = "haven"',
        "[partner.listen]\nport = 0": '[partner.profile]\norganisation = "haven"\n[partner.listen]\nport = 0',
    }
    async with town(tmp_path, change=change) as place:
        assert "MSA|AA" in await place.send(message("HAVEN"))
        lines = (await place.hl7()).split("\r")

    named = {line[:6]: line for line in lines}
    for whole in _WHOLE[1:2] + _WHOLE[4:]:
        assert whole in lines, named
    assert "PD1|||Made Up Practice^^Y99999|^Gee Pee" in lines


@pytest.mark.parametrize(
    ("service", "to", "beside"),
    [("htt", "HTT", {"DG1", "AL1", "PV1", "NTE"}), ("cafe", "HAVEN", {"PV1"})],
)
async def test_a_class_of_service_gets_what_the_policy_lets_through(
    tmp_path: Path, service: str, to: str, beside: set[str]
) -> None:
    """Next of kin and the name of the doctor need more than a referral; the service that refers is named to all."""
    organisation = "other" if service == "htt" else "haven"
    async with town(tmp_path, change=out_to(service, organisation)) as place:
        assert "MSA|AA" in await place.send(message(to))
        lines = (await place.hl7()).split("\r")

    assert {line[:3] for line in lines} & {"NK1", "DG1", "AL1", "OBX", "PV1", "NTE"} == beside
    assert "PRD|RP|Town CMHT, 01632 960001" in lines
    assert not [line for line in lines if "SAMPLE" in line or "DOE" in line]


async def test_who_refers_in_fhir_goes_out_as_who_refers(tmp_path: Path) -> None:
    """The doctor and how to reach them, of the referral's requester alone."""
    doctor = {"resourceType": "Practitioner", "id": "doc", "name": [{"family": "DOE", "given": ["JO"]}]}
    role = {"resourceType": "PractitionerRole", "id": "role", "practitioner": {"reference": "#doc"},
            "telecom": [{"system": "phone", "value": "01632960009", "use": "work"}]}  # fmt: skip
    other = {"resourceType": "Practitioner", "id": "other", "name": [{"family": "ROE"}]}
    sent_in = referral_in_fhir(requester={"reference": "#role"}, performer=[{"reference": "HealthcareService/cafe"}])
    sent_in["contained"] += [other, doctor, role]
    sent_in["extension"] = [{"url": "urn:x", "valueReference": {"reference": "#other"}}]
    change = out_to("cafe", "haven") | {
        'service = "cafe"\nadapter = "fhir_r4"': 'adapter = "fhir_r4"',
    }
    async with town(tmp_path, change=change) as place:
        status, said, _ = await place.call("POST", "/messages/cafe-fhir", await place.token(), json=sent_in)
        assert status in {201, 202}, said
        lines = (await place.hl7()).split("\r")

    assert "PRD|RP|DOE^JO|||01632960009^WPN^PH" in lines
    assert "ROE" not in "".join(lines)
