"""What is wrong with a row is said in the column to mend, and harms nothing else."""

import pytest

from adapters.contract import Outcome
from adapters.csv import ready
from tests.unit.csv.samples import CONSENT, CONTACT, GOOD, decoded, resources, said


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"Carer ID": "not one id"}, "column `Carer ID`"),
        ({"Carer phone": "0" * 201}, "column `Carer phone`"),
        ({"Carer email": "x" * 201}, "column `Carer email`"),
        ({"Relationship": "Boss"}, "column `Relationship`"),
        ({"May know": "care plan, the lot"}, "column `May know`"),
        ({"Until": "01/01/2020", "From": "01/01/2021"}, "row"),
        ({"Carer name": "Kim Ann SAMPLE"}, "column `Carer name`"),
        ({"Withdrawn": "perhaps"}, "column `Withdrawn`"),
    ],
)
def test_what_is_wrong_with_a_consent_form_is_found_in_its_column(cells: dict[str, str], where: str) -> None:
    """Each fault by the heading of the sheet."""
    found = decoded(CONSENT | cells, map="carer-consent")

    assert found.outcome is Outcome.REFUSED
    assert [it.where for it in found.issues] == [where]


@pytest.mark.parametrize("name", ["Kim Ann SAMPLE", "SAMPLE", "SAMPLE, ", ", Kim"])
def test_a_name_that_could_be_cut_in_two_ways_is_told_how_to_write(name: str) -> None:
    """It is not said to be missing."""
    found = decoded(CONSENT | {"Carer name": name}, map="carer-consent")

    assert said(found) == ["error column `Carer name`: could be cut in more than one way; write it as `FAMILY, Given`"]


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"Outcome": "fine"}, "column `Outcome`"),
        ({"Attended": "perhaps"}, "column `Attended`"),
        ({"Date": "28/02/2027"}, "column `Date`"),
        ({"Time": "25:00"}, "column `Date`"),
        ({"Service": "the cafe"}, "column `Service`"),
        ({"Next step": "x" * 10_001}, "row"),
    ],
)
def test_what_is_wrong_with_a_contact_is_found_in_its_column(cells: dict[str, str], where: str) -> None:
    """Each fault by the heading of the sheet."""
    found = decoded(CONTACT | cells, map="contact-log")

    assert [it.where for it in found.issues] == [where]


def test_a_contact_keeps_what_was_agreed_and_how_it_ended() -> None:
    """Outcomes in words or MHSDS numbers."""
    found = decoded(CONTACT | {"Outcome": "999", "Next step": "Ring", "Notes": "Talked"}, map="contact-log")

    told = resources(found, "Communication")[0]
    assert told["reasonCode"][0]["coding"][0]["code"] == "06"
    assert [it["contentString"] for it in told["payload"]] == ["Agreed: Ring", "Talked"]


@pytest.mark.parametrize("name", ready.NAMES)
def test_no_issue_repeats_what_a_cell_says(name: str) -> None:
    """Whatever stands in whichever column, and in a column that nobody knows."""
    headings = [it.headings[0] for it in ready.load(name).columns] + ["Shoe size"]
    for wrong in ("Zz Canary Zz", "=ZzCanary", "31/13/1990 ZzCanary", "ZzCanary\n" * 50, "zzcanary" * 2000):
        for at in range(len(headings)):
            cells = {it: wrong if n == at else "" for n, it in enumerate(headings)}
            said = " ".join(f"{it.where} {it.message}" for it in decoded(cells, map=name).issues)
            assert "canary" not in said.casefold()


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"Surname": ""}, "column `Surname`"),
        ({"Email": "x" * 201}, "column `Email`"),
        ({"Phone": "0" * 201}, "column `Phone`"),
        ({"Postcode": "x" * 201}, "column `Postcode`"),
        ({"Surname": "x" * 201}, "column `Surname`"),
    ],
)
def test_what_is_wrong_with_a_person_is_found_in_its_column(cells: dict[str, str], where: str) -> None:
    """What is too long for a name or a number is no name or number."""
    found = decoded(GOOD | cells)

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.REFUSED, [where])


def test_a_carer_that_cannot_be_kept_is_told_of() -> None:
    """The referral goes on its way without."""
    found = decoded(GOOD | {"Carer": "Kim EXAMPLE", "Carer phone": "0" * 201})

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, ["column `Carer phone`"])
    assert resources(found, "RelatedPerson") == []


def test_a_carer_with_half_a_name_is_no_named_carer() -> None:
    """A consent form needs both."""
    cells = {name: it for name, it in CONSENT.items() if name != "Carer name"} | {"Carer surname": "EXAMPLE"}
    found = decoded(cells, map="carer-consent")

    assert [it.where for it in found.issues] == ["column `Carer given name`"]


NAMED = {name: it for name, it in GOOD.items() if name not in {"Surname", "First name"}}
MAPS = {id(CONTACT): "contact-log", id(CONSENT): "carer-consent"}


@pytest.mark.parametrize(
    ("base", "cells", "where"),
    [
        (GOOD, {"Address": "x" * 201}, "column `Address`"),
        (GOOD, {"DOB": "17/04/1700"}, "column `DOB`"),
        (GOOD, {"Date": "28/02/1700"}, "column `Date`"),
        (GOOD, {"First name": "x" * 201}, "column `First name`"),
        (GOOD, {"Reason": ""}, "column `Reason`"),
        (GOOD, {"Service": "two words"}, "column `Service`"),
        (NAMED, {"Name": "EXAMPLE, " + "x" * 201}, "column `Name`"),
        (NAMED, {"Name": "x" * 201 + ", SAM"}, "column `Name`"),
        (CONTACT, {"Attended": ""}, "column `Attended`"),
        (CONTACT, {"Date": "28/02/1700"}, "column `Date`"),
        (CONTACT, {"Notes": "x" * 9_999, "Comments": "x"}, "column `Notes`"),
        (CONSENT, {"Agreed": ""}, "column `Agreed`"),
        (CONSENT, {"Date": "28/02/1700"}, "column `Date`"),
        (CONSENT, {"From": "28/02/1700"}, "column `From`"),
        (CONSENT, {"Until": "28/02/2300"}, "column `Until`"),
        (CONSENT, {"Carer name": "EXAMPLE, " + "x" * 201}, "column `Carer name`"),
        (CONSENT, {"Carer name": "x" * 201 + ", Kim"}, "column `Carer name`"),
        (CONSENT, {"Carer name": "", "Carer surname": "x" * 201, "Carer first name": "Kim"}, "column `Carer surname`"),
        (CONSENT, {"Carer name": "", "Carer surname": "A", "Carer first name": "x" * 201}, "column `Carer first name`"),
    ],
)
def test_every_fault_of_a_form_is_told_at_a_column_of_the_sheet(
    base: dict[str, str], cells: dict[str, str], where: str
) -> None:
    """By the heading that the sheet has for it."""
    found = decoded(base | cells, map=MAPS.get(id(base), "referral"))

    assert found.outcome is Outcome.REFUSED
    assert [it.where for it in found.issues] == [where]


@pytest.mark.parametrize("number", ["9.99123E+09", "9.9912345E9", "9,99123E+09", "1E+10"])
def test_a_number_that_lost_its_digits_is_nobodys(number: str) -> None:
    """Two people's may look the same, so that it is not kept as a number; the person is taken, unverified."""
    found = decoded(GOOD | {"NHS no": number})

    assert found.outcome is Outcome.FLAGGED
    assert "scientific notation" in said(found)[0]
    assert "identifier" not in resources(found, "Patient")[0]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Phone": "7.7009E+09"}, []),
        ({"Phone": "7.7009E+09", "Mobile": "07700900002"}, ["07700900002"]),
        ({"Phone": "01632960001", "Mobile": "7.7009E+09"}, ["01632960001"]),
        ({"Carer": "EXAMPLE, Kim", "Carer phone": "7.7009E+09"}, []),
    ],
)
def test_a_telephone_number_that_lost_its_digits_takes_no_other_one_away(
    cells: dict[str, str], told: list[str]
) -> None:
    """Nobody can ring it: what was told before stays, and a person looks."""
    found = decoded(GOOD | cells)

    assert found.outcome is Outcome.FLAGGED
    assert ["scientific notation" in it for it in said(found)] == [True]
    people = resources(found, "Patient") + resources(found, "RelatedPerson")
    assert [it["value"] for one in people for it in one.get("telecom", [])] == told


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u202a", "\u202c", "\ufeff", "\u2060", " \u200b "])
def test_a_sign_that_nobody_sees_is_no_part_of_a_cell(mark: str) -> None:
    """As they come along from web pages and address books, at either end; a formula behind one stays a formula."""
    found = decoded({f"{mark}{name}": f"{mark}{it}{mark}" for name, it in GOOD.items()})
    formula = decoded(GOOD | {"Reason": f"{mark}=1+1"})

    assert (found.outcome, found.issues) == (decoded(GOOD).outcome, ())
    assert [it.where for it in formula.issues] == ["column `Reason`"]


@pytest.mark.parametrize(
    ("column", "number", "is_short"),
    [
        ("Phone", "1632960001", True), ("Phone", "1632 960001", True), ("Mobile", "7700900001", True),
        ("Phone", "01632960001", False), ("Phone", "+441632960001", False), ("Phone", "111", False),
        ("Phone", "unknown", False),
    ],
)  # fmt: skip
def test_a_telephone_number_that_lost_its_nought_is_doubted(column: str, number: str, is_short: bool) -> None:
    """A spreadsheet takes it for a count; it is kept as it came, and a person looks."""
    found = decoded(GOOD | {column: number})

    assert [it.where for it in found.issues] == ([f"column `{column}`"] if is_short else [])
    assert found.outcome is (Outcome.FLAGGED if is_short else Outcome.ACCEPTED)


@pytest.mark.parametrize(
    ("born", "said_of_it"),
    [
        ("17/04/1890", ["warning column `DOB`: is more than 120 years ago; check the date of birth"]),
        ("17/04/2090", ["error column `DOB`: lies in the future"]),
        ("17/04/1990", []),
    ],
)
def test_a_birth_long_ago_is_put_before_a_person(born: str, said_of_it: list[str]) -> None:
    """The row is taken; one of somebody not yet born comes back, told once."""
    assert said(decoded(GOOD | {"DOB": born})) == said_of_it


def test_a_referral_is_taken_back_by_its_number() -> None:
    """Without one nobody knows which."""
    row = GOOD | {"Our ref": "", "Status": "cancelled"}

    assert said(decoded(row)) == [
        "warning column `Our ref`: is missing; which referral is taken back cannot be told: send its number"
    ]
