"""What one row of a spreadsheet becomes."""

import pytest

from adapters.contract import Decoded, Outcome, Severity
from schemas.codes.nwd import ELEMENT_DELETED
from schemas.fhir.retold import Telling
from tests.unit.csv.samples import CONSENT, CONTACT, GOOD, decoded, resources, said


def test_a_referral_row_is_a_referral() -> None:
    """The ready map reads the headings that people use."""
    found = decoded(GOOD)

    assert (found.outcome, found.control_id, found.kind) == (Outcome.ACCEPTED, "R1", "referral")
    assert resources(found, "ServiceRequest")[0]["authoredOn"] == "2026-02-28"
    assert found.addressee.codes == (("to", "cafe"),)


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("17/04/1990", "1990-04-17"), ("3/4/1990", "1990-04-03"), ("17-04-1990", "1990-04-17"),
        ("17.04.1990", "1990-04-17"), ("1990-04-17", "1990-04-17"), ("17 Apr 1990", "1990-04-17"),
        ("17th April 1990", "1990-04-17"), ("17/04/1990 00:00:00", "1990-04-17"), ("3-Sept-1990", "1990-09-03"),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them_here(written: str, born: str) -> None:
    """The day comes first."""
    assert resources(decoded(GOOD | {"DOB": written}), "Patient")[0]["birthDate"] == born


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("17/04/90", "two digits"), ("04/17/1990", "month first"), ("33000", "count of days"),
        ("31/02/1990", "exists"), ("17/04/1990 12:30", "DD/MM/YYYY"), ("1 " * 4000, "DD/MM/YYYY"),
        ("soon", "DD/MM/YYYY"), ("17/04/2090", "future"), ("17/4-1990", "DD/MM/YYYY"),
    ],
)  # fmt: skip
def test_a_date_that_could_be_another_is_refused(written: str, mend: str) -> None:
    """With its column and the way to mend it, and without what was written."""
    found = decoded(GOOD | {"DOB": written})

    assert found.outcome is Outcome.REFUSED
    assert [it.where for it in found.issues] == ["column `DOB`"]
    assert mend in found.issues[0].message
    assert written not in found.issues[0].message


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3", "- x(1)", "'=1", "\t=1", "＝1"])
def test_a_formula_is_refused(cell: str) -> None:
    """Wherever it stands."""
    found = decoded(GOOD | {"Reason": cell})

    assert found.outcome is Outcome.REFUSED
    assert said(found) == ["error column `Reason`: is a formula; put its value there (copy, then paste as values)"]


@pytest.mark.parametrize("cell", ["+44 7700 900001", "-", "- sleeps badly\n- eats little", "'+44 7700 900001"])
def test_what_only_looks_like_a_formula_is_taken(cell: str) -> None:
    """Telephone numbers, dashes and points of a list."""
    assert decoded(GOOD | {"Reason": cell}).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("cell", ["S\x07M", "S\x1bM", "S\ufffeM"])
def test_a_control_character_is_refused(cell: str) -> None:
    """Neither FHIR nor XML can carry it."""
    assert said(decoded(GOOD | {"First name": cell})) == [
        "error column `First name`: holds a control character; type it anew"
    ]


@pytest.mark.parametrize("number", ["9991234500.0", "'9991234500", "999-123-4500", "999 123\u00a04500"])
def test_what_programs_do_to_numbers_is_undone(number: str) -> None:
    """A number that became a decimal, or text by an apostrophe, or was cut into groups."""
    found = decoded(GOOD | {"NHS no": number})

    assert found.outcome is Outcome.ACCEPTED
    assert resources(found, "Patient")[0]["identifier"][0]["value"] == "9991234500"


@pytest.mark.parametrize("number", ["", "9991234501", "not known", "12345", "9999999999"])
def test_a_number_that_is_missing_or_wrong_leaves_the_person_unverified(number: str) -> None:
    """The row is taken, and put before a person."""
    found = decoded(GOOD | {"NHS no": number})

    assert found.outcome is Outcome.FLAGGED
    assert [it.where for it in found.issues] == ["column `NHS no`"]


def test_a_word_of_urgency_that_is_not_in_the_map_refuses_the_row() -> None:
    """The profile can add words."""
    refused = decoded(GOOD | {"Urgency": "red"})
    taken = decoded(GOOD | {"Urgency": "Red"}, words={"urgency": {"red": "emergency"}})

    assert (refused.outcome, refused.issues[0].where) == (Outcome.REFUSED, "column `Urgency`")
    assert resources(taken, "ServiceRequest")[0]["priority"] == "stat"


def test_a_column_that_is_not_in_the_map_is_named() -> None:
    """Its words are not passed on in silence."""
    found = decoded(GOOD | {"Shoe size": "9"})

    assert found.outcome is Outcome.FLAGGED
    assert [it.where for it in found.issues] == ["column `Shoe size`"]
    assert decoded(GOOD | {"Shoe size": "9"}, ignore=["shoe size"]).outcome is Outcome.ACCEPTED


def test_every_fault_of_a_row_is_told_at_once() -> None:
    """Nobody mends a row five times."""
    found = decoded({"DOB": "x", "Surname": "EXAMPLE", "Urgency": "red", "Reason": "=1", "Phone": "-"})

    assert {it.where for it in found.issues} == {
        "column `DOB`", "column `Given name`", "column `Urgency`", "column `Reason`", "column `Service`",
    }  # fmt: skip


def test_a_carers_name_alone_grants_nothing() -> None:
    """It is known who the carer is, and no more."""
    found = decoded(GOOD | {"Carer": "Kim EXAMPLE", "Carer phone": "07700 900002"})

    assert found.outcome is Outcome.ACCEPTED
    assert len(resources(found, "RelatedPerson")) == 1
    assert resources(found, "Consent") == []


@pytest.mark.parametrize(
    "more",
    [
        {"Carer agreed": "Y"},
        {"Carer": "Kim EXAMPLE", "Carer agreed": "Y"},
        {"Carer": "Kim EXAMPLE", "Carer agreed": "Y", "Carer agreed date": "28/02/2026"},
        {"Carer": "Kim EXAMPLE", "Carer agreed": "Y", "Carer may know": "care plan"},
        {"Carer agreed": "Y", "Carer agreed date": "28/02/2026", "Carer may know": "care plan"},
        {"Carer": "Kim EXAMPLE", "Carer agreed": "N"},
    ],
)
def test_a_bare_yes_beside_a_referral_grants_nothing(more: dict[str, str]) -> None:
    """The referral goes on its way, and a person looks at the rest."""
    found = decoded(GOOD | more)

    assert found.outcome is Outcome.FLAGGED
    assert resources(found, "Consent") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"Carer agreed": "Y?"},
        {"Carer agreed": "TRUE"},
        {"Carer agreed date": "28/02/26"},
        {"Carer agreed date": "01/01/2027"},
        {"Carer may know": "the lot"},
        {"Relationship": "Housemate"},
        {"Carer phone": "0" * 201},
    ],
)
def test_what_is_wrong_with_a_carer_never_stops_a_referral(wrong: dict[str, str]) -> None:
    """It reaches its service; nothing is granted or refused, and a person looks."""
    told = {
        "Carer agreed": "Y",
        "Carer agreed date": "28/02/2026",
        "Carer may know": "care plan",
        "Carer": "Kim EXAMPLE",
    }
    found = decoded(GOOD | told | wrong)

    assert found.outcome is Outcome.FLAGGED
    assert resources(found, "Consent") == []
    assert len(resources(found, "ServiceRequest")) == 1


def test_a_doubt_about_a_carer_names_its_own_column() -> None:
    """Once, with what it means for the agreement; and nobody is asked to mend an agreement about nobody."""
    told = {"Carer agreed": "Y", "Carer agreed date": "28/02/2026", "Carer may know": "care plan"}
    found = decoded(GOOD | told | {"Carer": "Kim EXAMPLE", "Carer phone": "0" * 201})
    named = decoded(GOOD | {"Carer": "Kim EXAMPLE", "Carer phone": "0" * 201})

    assert (
        said(found)
        == said(named)
        == ["warning column `Carer phone`: is longer than 200; it has no effect on what the carer may know"]
    )
    assert said(decoded(GOOD | told)) == [
        "warning column `Carer agreed`: grants nothing and refuses nothing: no carer is named"
    ]


@pytest.mark.parametrize(("agreed", "kind"), [("Y", "permit"), ("no", "deny")])
def test_a_dated_answer_about_a_named_carer_counts(agreed: str, kind: str) -> None:
    """Beside a referral too; the day stays a day."""
    told = {"Carer agreed": agreed, "Carer agreed date": "28/02/2026", "Carer may know": "care plan; appointments"}
    found = decoded(GOOD | {"Carer": "Kim EXAMPLE"} | told)

    consent = resources(found, "Consent")[0]
    assert (consent["provision"]["type"], consent["dateTime"]) == (kind, "2026-02-28")
    assert found.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("lacking", ["Agreed", "Date", "Carer name", "May know"])
def test_a_consent_form_that_lacks_anything_is_refused(lacking: str) -> None:
    """An explicit Y, a date, a named carer and what may be told: less grants nothing."""
    found = decoded(CONSENT | {lacking: ""}, map="carer-consent")

    assert (found.outcome, found.bundle) == (Outcome.REFUSED, None)
    assert decoded(CONSENT, map="carer-consent").outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("agreed", ["ok", "1", "TRUE", "x", "maybe", "✓", "Y?n", "Y?", "(y)", "no?"])
def test_only_a_written_out_yes_is_a_yes(agreed: str) -> None:
    """A mark is no agreement."""
    assert decoded(CONSENT | {"Agreed": agreed}, map="carer-consent").outcome is Outcome.REFUSED


def test_a_contact_stays_out_of_the_clinical_record_unless_the_person_agreed() -> None:
    """An empty cell means no."""
    kept_out = decoded(CONTACT, map="contact-log")
    shared = decoded(CONTACT | {"Share with NHS record": "y"}, map="contact-log")

    tags = [resources(it, "Communication")[0].get("meta", {}).get("tag") for it in (kept_out, shared)]
    assert tags[0][0]["code"] == "not-for-clinical-record"
    assert tags[1] is None


@pytest.mark.parametrize(
    ("date", "time", "sent"),
    [
        ("28/02/2026", "14:30", "2026-02-28T14:30:00+00:00"),
        ("28/02/2026 2.30 pm", "", "2026-02-28T14:30:00+00:00"),
        ("01/07/2025", "14:30", "2025-07-01T13:30:00+00:00"),
        ("2026-02-28T14:30:00Z", "", "2026-02-28T14:30:00+00:00"),
        ("28/02/2026", "", "2026-02-28"),
        ("2026-02-28 00:00:00", "", "2026-02-28"),
    ],
)
def test_the_time_of_a_contact_is_local(date: str, time: str, sent: str) -> None:
    """Summer time counts; a day without a time stays a day."""
    found = decoded(CONTACT | {"Date": date, "Time": time}, map="contact-log")

    assert resources(found, "Communication")[0]["sent"] == sent


@pytest.mark.parametrize("date", ["26/10/2025 01:30", "30/03/2025 01:30"])
def test_the_hour_of_the_clock_change_is_refused(date: str) -> None:
    """It came twice or not at all."""
    found = decoded(CONTACT | {"Date": date}, map="contact-log")

    assert "clock change" in found.issues[0].message


def test_a_day_provider_is_told_what_the_person_needs() -> None:
    """Days, access, transport and funding stand with the referral; an emergency contact grants nothing."""
    more = {"Days": "Tue, Thu", "Access needs": "Hearing loop", "Emergency contact": "Kim EXAMPLE"}
    found = decoded(GOOD | more | {"Start date": "09/03/2026"}, map="day-provider")

    asked = resources(found, "ServiceRequest")[0]
    assert asked["note"] == [{"text": "Days: Tue, Thu"}, {"text": "Access needs: Hearing loop"}]
    assert asked["occurrencePeriod"] == {"start": "2026-03-09"}
    assert resources(found, "Consent") == []


@pytest.mark.parametrize(
    "nothing",
    [
        *("no", "nil", "none", "None known.", "none identified", "no known risk", "No known risks", "no risk"),
        *("no risks", "N/A", "-"),
    ],
)
def test_words_for_no_risk_make_no_flag(nothing: str) -> None:
    """A flag that says `none` would be read as a risk; any other words are kept as they are."""
    assert resources(decoded(GOOD | {"Risk": nothing}), "Flag") == []
    assert resources(decoded(GOOD | {"Risk": "No lift"}), "Flag")[0]["code"] == {"text": "No lift"}


def test_a_name_that_could_be_cut_in_two_ways_is_refused() -> None:
    """A comma says where."""
    plain = {name: it for name, it in GOOD.items() if name not in {"Surname", "First name"}}

    assert decoded(plain | {"Name": "Mary Ann Example"}).outcome is Outcome.REFUSED
    name = resources(decoded(plain | {"Name": "Example, Mary Ann"}), "Patient")[0]["name"][0]
    assert (name["family"], name["given"]) == ("Example", ["Mary Ann"])


def test_a_row_without_a_number_of_its_own_is_known_by_what_it_says() -> None:
    """The same row is the same message in whatever file it comes."""
    plain = {name: it for name, it in GOOD.items() if name != "Our ref"}

    assert decoded(plain).control_id == decoded(plain).control_id != decoded(plain | {"Reason": "x"}).control_id


def test_a_trial_is_no_live_record() -> None:
    """`test = true` while a charity tries it out."""
    assert decoded(GOOD, test=True).is_test


def test_a_field_may_be_spread_over_several_columns() -> None:
    """Addresses and notes; two columns of any other field are refused, for nobody knows which is meant."""
    more = {"Address 1": "1 MADE UP ROAD", "Town": "TESTTOWN", "Notes": "Likes tea", "Comments": "Has a dog"}
    found = decoded(GOOD | more)

    assert resources(found, "Patient")[0]["address"] == [{"text": "1 MADE UP ROAD, TESTTOWN"}]
    assert resources(found, "ServiceRequest")[0]["note"] == [{"text": "Likes tea\nHas a dog"}]
    assert "both are `birth_date`" in decoded(GOOD | {"Born": "17/04/1990"}).issues[0].message


def test_a_second_telephone_is_as_safe_as_the_first() -> None:
    """What the row says of messages holds for both; a mobile alone is the number."""
    both = {"Phone": "01632 960001", "Mobile": "07700 900001", "Safe to leave message": "Y", "Email": "a@example.org"}

    telecom = resources(decoded(GOOD | both), "Patient")[0]["telecom"]
    alone = resources(decoded(GOOD | {"Mobile": "07700 900001"}), "Patient")[0]["telecom"]

    assert [(it["value"], it.get("use"), len(it.get("extension", []))) for it in telecom] == [
        ("01632 960001", None, 1), ("07700 900001", "mobile", 1), ("a@example.org", None, 0),
    ]  # fmt: skip
    assert alone == [{"system": "phone", "value": "07700 900001"}]


def test_a_number_of_a_row_is_short_and_on_one_line() -> None:
    """It goes into answers and logs of the sender's own."""
    for wrong in ("R" * 65, "R\n1"):
        found = decoded(GOOD | {"Our ref": wrong})
        assert (found.outcome, [it.where for it in found.issues]) == (Outcome.REFUSED, ["column `Our ref`"])


def test_everything_that_is_told_of_a_carer_is_kept() -> None:
    """Number, telephone, address, relation, and for how long."""
    more = {
        "Relationship": "Wife", "Carer phone": "07700 900002", "Carer email": "kim@example.org", "Carer ID": "K1",
        "From": "01/03/2026", "Until": "31/08/2026", "Withdrawn": "Y",
    }  # fmt: skip
    found = decoded(CONSENT | more, map="carer-consent")

    carer, consent = resources(found, "RelatedPerson")[0], resources(found, "Consent")[0]
    assert [it["value"] for it in carer["telecom"]] == ["07700 900002", "kim@example.org"]
    assert (carer["identifier"][0]["value"], carer["relationship"][0]["coding"][0]["code"]) == ("K1", "SPS")
    assert consent["provision"]["period"] == {"start": "2026-03-01", "end": "2026-08-31"}
    assert consent["status"] == "inactive"


def gone(found: Decoded) -> list[str]:
    """What a row takes away of what was told of the person before."""
    marks = resources(found, "Patient")[0].get("extension", [])
    return [it["valueCode"] for it in marks if it["url"] == ELEMENT_DELETED]


def test_a_number_does_not_outlive_a_row_that_says_it_is_not_safe() -> None:
    """Else it would stand there as safe, as it was told before."""
    found = decoded(GOOD | {"Phone": "", "Safe to call": "N"})

    assert gone(found) == ["Patient.telecom:phone"] and found.telling is Telling.FIELDS
    assert [it.severity for it in found.issues] == [Severity.INFORMATION]
    both = decoded(GOOD | {"Phone": "", "Safe to call": "N", "Email": "delete"})
    assert gone(both) == ["Patient.telecom:email", "Patient.telecom:phone"]
    assert gone(decoded(GOOD | {"Phone": "07700900001", "Safe to call": "N"})) == []
    assert gone(decoded(GOOD | {"Phone": "", "Safe to call": "Y", "Safe to leave message": ""})) == []


def test_delete_takes_away_by_column() -> None:
    """A second number is not taken away by itself, for it would take the first with it: a person looks."""
    assert gone(decoded(GOOD | {"Phone": "Delete", "Postcode": "delete"})) == [
        "Patient.telecom:phone",
        "Patient.address",
    ]
    assert gone(decoded(GOOD | {"Phone": "delete", "Mobile": "07700900001"})) == []

    found = decoded(GOOD | {"Mobile": "delete"})
    assert gone(found) == [] and [it.where for it in found.issues] == ["column `Mobile`"]
