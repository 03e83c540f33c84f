"""What people write in cells: every word that is taken without a map of one's own, and what it means."""

import pytest

from adapters.contract import Outcome
from tests.unit.csv.samples import CONSENT, CONTACT, GOOD, decoded, resources, said

URGENCY = {
    "routine": "routine Normal standard 3",
    "urgent": "urgent soon 2",
    "asap": "very-urgent same-day 4",
    "stat": "emergency Immediate 1",
}
GENDER = {
    "male": "m Male man 1",
    "female": "F female woman 2",
    "other": "other non_binary nonbinary NB 9",
    "unknown": "unknown not-known not-stated prefer-not-to-say 0 x u",
}
ATTENDED = {
    "Attended": "y Yes true attended came seen",
    "Did not attend": "n no false DNA did-not-attend did-not-come not-seen",
}
OUTCOME = {
    "01": "01 1 disconnected",
    "02": "02 2 advice advice-given",
    "03": "03 3 signposted",
    "04": "04 4 non_urgent-referral referred-on",
    "05": "05 5 urgent-referral",
    "06": "06 6 emergency-services 999 ambulance",
    "98": "98 other",
}
RELATIONSHIP = {
    "carer": "carer unpaid-carer",
    "spouse": "spouse husband wife civil-partner",
    "partner": "partner",
    "parent": "parent mother mum father dad",
    "child": "child son daughter",
    "sibling": "sibling brother sister",
    "friend": "friend",
    "other": "other neighbour aunt uncle grandparent grandmother grandfather",
}
STATUS = {"active": "new open active sent referred", "revoked": "cancelled canceled withdrawn closed-in-error"}
CATEGORY = {
    "demographics": "demographics contact-details",
    "referral-reason": "referral referral-reason referral_reason",
    "risk-summary": "risk risk-summary risk_summary",
    "crisis-plan": "crisis-plan crisis_plan safety-plan",
    "care-plan-summary": "care-plan care-plan-summary care_plan_summary",
    "medication": "medication medicines meds",
    "diagnosis": "diagnosis",
    "nhs-appointment": "appointments appointment nhs_appointment",
    "discharge": "discharge discharge-plans",
    "third-sector-contact": "visits contacts third_sector_contact",
}


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    """Every word with its meaning; in the tables a `-` is a space and a `_` a hyphen."""
    return [
        (word.replace("-", " ").replace("_", "-"), meant) for meant, words in table.items() for word in words.split()
    ]


@pytest.mark.parametrize(("word", "priority"), each(URGENCY))
def test_how_urgent_a_referral_is(word: str, priority: str) -> None:
    """The numbers are the clinical response priorities of the MHSDS."""
    assert resources(decoded(GOOD | {"Urgency": word}), "ServiceRequest")[0]["priority"] == priority


@pytest.mark.parametrize(("word", "gender"), each(GENDER))
def test_administrative_gender(word: str, gender: str) -> None:
    """The numbers are those of the NHS Data Dictionary."""
    assert resources(decoded(GOOD | {"Gender": word}), "Patient")[0]["gender"] == gender


@pytest.mark.parametrize(("word", "status"), each(STATUS))
def test_whether_a_referral_stands(word: str, status: str) -> None:
    """One that is taken back is cancelled."""
    assert resources(decoded(GOOD | {"Status": word}), "ServiceRequest")[0]["status"] == status


@pytest.mark.parametrize(("word", "topic"), each(ATTENDED))
def test_whether_somebody_came(word: str, topic: str) -> None:
    """In the contact log of a café or a day service."""
    found = decoded(CONTACT | {"Attended": word}, map="contact-log")

    assert resources(found, "Communication")[0]["topic"]["text"] == topic


@pytest.mark.parametrize(("word", "code"), each(OUTCOME))
def test_what_came_of_a_contact(word: str, code: str) -> None:
    """MHSDS drop-in contact outcomes."""
    found = decoded(CONTACT | {"Outcome": word}, map="contact-log")

    assert resources(found, "Communication")[0]["reasonCode"][0]["coding"][0]["code"] == code


@pytest.mark.parametrize(("word", "meant"), each(RELATIONSHIP))
def test_who_a_carer_is(word: str, meant: str) -> None:
    """A word stands for the same relationship as the word of its group."""
    (carer,) = resources(decoded(CONSENT | {"Relationship": word}, map="carer-consent"), "RelatedPerson")
    (same,) = resources(decoded(CONSENT | {"Relationship": meant}, map="carer-consent"), "RelatedPerson")

    assert carer["relationship"] == same["relationship"]


@pytest.mark.parametrize(("word", "category"), each(CATEGORY))
def test_what_a_carer_may_know(word: str, category: str) -> None:
    """One of the sharing categories."""
    (consent,) = resources(decoded(CONSENT | {"May know": word}, map="carer-consent"), "Consent")

    assert [it["code"] for it in consent["provision"]["class"]] == [category]


@pytest.mark.parametrize("word", ["-", "--", "n/a", "NA", "n/k", "nk", "none", "not known", "unknown", "tbc", "?"])
def test_what_stands_for_an_empty_cell(word: str) -> None:
    """In a column of numbers and addresses it says nothing, and is no telephone number."""
    found = decoded(GOOD | {"Phone": word})

    assert found.outcome is Outcome.ACCEPTED
    assert "telecom" not in resources(found, "Patient")[0]


@pytest.mark.parametrize(("word", "said_so"), [("y", "permit"), ("Yes", "permit"), ("n", "deny"), ("No", "deny")])
def test_yes_and_no(word: str, said_so: str) -> None:
    """To whether the person agreed."""
    (consent,) = resources(decoded(CONSENT | {"Agreed": word}, map="carer-consent"), "Consent")

    assert consent["provision"]["type"] == said_so


@pytest.mark.parametrize("behind", ["00:00", "00:00:00"])
def test_midnight_behind_a_date_says_nothing(behind: str) -> None:
    """Exports write it behind every date."""
    assert resources(decoded(GOOD | {"DOB": f"17/04/1990 {behind}"}), "Patient")[0]["birthDate"] == "1990-04-17"


@pytest.mark.parametrize("time", ["soon", "0:30 pm", "13:00 pm", "25:00", "12:60", "12:00:61"])
def test_a_time_that_no_clock_shows_says_how_to_write_one(time: str) -> None:
    """At the column of the date that it belongs to."""
    found = decoded(CONTACT | {"Time": time}, map="contact-log")

    assert said(found) == ["error column `Date`: is not a time: HH:MM"]


def test_a_stamp_that_is_none_says_how_to_write_one() -> None:
    """It begins like one."""
    found = decoded(CONTACT | {"Date": "2026-02-28Tsoon"}, map="contact-log")

    assert said(found) == ["error column `Date`: is not a date and time: DD/MM/YYYY HH:MM"]


def test_a_month_that_no_calendar_has_is_told() -> None:
    """It has the letters of one."""
    assert said(decoded(GOOD | {"DOB": "17 Foo 1990"})) == ["error column `DOB`: is not a date that exists: DD/MM/YYYY"]
