"""FHIR datatypes as HL7 v2 composites, each by its own table."""

from typing import Any

import pytest

from adapters.hl7v2.written import UNNAMED, address, concept, identifier, name, person, practice, stamp, telecom

NHS = "https://fhir.nhs.uk/Id/nhs-number"


def pid(**patient: Any) -> list[str]:
    """The fields of PID of a Patient with these elements, by their number."""
    return person(patient, "1^^^RXX01^MR").split("|") + [""] * 30


@pytest.mark.parametrize(
    ("system", "written"),
    [
        ("http://snomed.info/sct", "35489007^Depression^SCT"),
        ("http://loinc.org", "35489007^Depression^LN"),
        ("http://hl7.org/fhir/sid/icd-10", "35489007^Depression^I10"),
        ("urn:nwd:rxx01:diagnosis", "35489007^Depression^L"),
        ("urn:nwd:haven:diagnosis", "35489007^Depression^99haven"),
        ("http://terminology.hl7.org/CodeSystem/v2-0133", "35489007^Depression^HL70133"),
    ],
)
def test_a_code_goes_with_its_system(system: str, written: str) -> None:
    """By the names of table 0396; one of the reader's own is local, and one of another organisation's says whose."""
    assert concept({"coding": [{"system": system, "code": "35489007", "display": "Depression"}]}, "rxx01") == written


def test_a_code_is_written_with_its_words_and_its_second_code() -> None:
    """CE-1 to 3 and CE-4 to 6; words alone stand in CE-2."""
    sct = {"system": "http://snomed.info/sct", "code": "35489007", "display": "Depression"}

    assert (
        concept({"coding": [{"code": "F32"}, sct], "text": "Low mood"}, "rxx01")
        == "F32^Low mood^^35489007^Depression^SCT"
    )
    assert concept({"coding": [{"code": "F32"}, sct], "text": "Depression"}, "rxx01") == "F32^^^35489007^Depression^SCT"
    assert concept({"coding": [{"code": "F32"}], "text": "F32"}, "rxx01") == "F32"
    assert concept({"text": "Low mood"}, "rxx01") == "^Low mood"
    assert concept(None, "rxx01") == ""


@pytest.mark.parametrize(
    ("gender", "code"), [("female", "F"), ("male", "M"), ("other", "O"), ("unknown", "U"), (None, "")]
)
def test_the_sex_of_table_0001(gender: str | None, code: str) -> None:
    """PID-8."""
    assert pid(gender=gender)[8] == code


@pytest.mark.parametrize(
    ("died", "fields"),
    [
        ({"deceasedDateTime": "2026-02-28"}, ["20260228", "Y"]),
        ({"deceasedBoolean": True}, ["", "Y"]),
        ({"deceasedBoolean": False}, ["", "N"]),
        ({}, ["", ""]),
    ],
)
def test_a_death_is_a_yes_with_its_date_where_that_is_known(died: dict[str, Any], fields: list[str]) -> None:
    """PID-30, beside PID-29: some read only one. That somebody lives is said where it is known."""
    assert pid(**died)[29:31] == fields


def test_a_person_stands_in_the_fields_of_pid() -> None:
    """PID-3, 5, 7, 8, 11, 13, 15 and 16; who has no name to show is said to be unnamed."""
    sent = pid(
        name=[{"family": "EXAMPLE", "given": ["SAM"]}],
        birthDate="1990-04-17",
        address=[{"city": "TESTTOWN"}],
        telecom=[{"system": "phone", "value": "01632960001", "use": "home"}],
        communication=[{"language": {"text": "Welsh"}}],
        maritalStatus={"coding": [{"code": "M"}]},
    )

    assert sent[:17] == [
        *("PID", "1", "", "1^^^RXX01^MR", "", "EXAMPLE^SAM", "", "19900417", "", "", "", "^^TESTTOWN", ""),
        *("01632960001^PRN^PH", "", "Welsh", "M"),
    ]
    assert pid()[5] == UNNAMED == "^^^^^^U"


def test_a_language_is_said_in_words_where_there_are_any() -> None:
    """Its text, else the display of its code, else the code."""
    coding = {"code": "cy", "display": "Welsh"}
    told = ({"text": "Cymraeg", "coding": [coding]}, {"coding": [coding]}, {"coding": [{"code": "cy"}]})

    assert [pid(communication=[{"language": it}])[15] for it in told] == ["Cymraeg", "Welsh", "cy"]


def test_a_birth_keeps_its_hour() -> None:
    """PID-7 by the extension patient-birthTime."""
    born = {"extension": [{"url": "urn:other"}, {"url": "urn:time", "valueDateTime": "1990-04-17T04:30:00+01:00"}]}

    assert pid(birthDate="1990-04-17", _birthDate=born)[7] == "19900417043000+0100"


@pytest.mark.parametrize(
    ("found", "written"),
    [
        ({"system": NHS, "value": "9991234500"}, "9991234500^^^NHS^NH"),
        ({"system": "urn:nwd:rxx01:mrn", "value": "7"}, "7^^^rxx01^MR"),
        ({"system": "urn:other", "value": "7"}, "7^^^^MR"),
        ({"system": "urn:nwd:rxx01:mrn", "value": "7", "assigner": {"display": "RXX01"}}, "7^^^RXX01^MR"),
        ({"system": "urn:nwd:rxx01:mrn", "value": "7", "type": {"coding": [{"code": "PI"}]}}, "7^^^rxx01^PI"),
        ({"system": "urn:nwd:rxx01:mrn", "value": "7", "type": {"text": "CASE"}}, "7^^^rxx01^CASE"),
    ],
)
def test_a_number_goes_with_who_gave_it_and_its_type(found: dict[str, Any], written: str) -> None:
    """CX-1, 4 and 5."""
    assert identifier(found) == written


@pytest.mark.parametrize(
    ("found", "written"),
    [
        ({"family": "EXAMPLE", "given": ["SAM", "LEE", "KIM"]}, "EXAMPLE^SAM^LEE KIM"),
        ({"family": "EXAMPLE", "prefix": ["DR"], "suffix": ["MBE", "OBE"]}, "EXAMPLE^^^MBE OBE^DR"),
        ({"text": "Sam Example"}, "Sam Example"),
        ({"given": ["SAM"], "text": "Sam Example"}, "^SAM"),
        *(
            ({"family": "EXAMPLE", "use": use}, f"EXAMPLE^^^^^^{code}")
            for use, code in (
                *(("old", "BAD"), ("usual", "D"), ("official", "L"), ("maiden", "M"), ("anonymous", "MSK")),
                *(("nickname", "N"), ("temp", "NAV")),
            )
        ),
    ],
)
def test_a_name_stands_in_the_parts_of_xpn(found: dict[str, Any], written: str) -> None:
    """Family, given, further given, suffix, prefix, and its use by table 0200."""
    assert name(found) == written


@pytest.mark.parametrize(
    ("found", "written"),
    [
        (
            {
                "line": ["1 ROAD", "FLAT 2"],
                "city": "TOWN",
                "district": "COUNTY",
                "postalCode": "ZZ99",
                "country": "GBR",
            },
            "1 ROAD^FLAT 2^TOWN^COUNTY^ZZ99^GBR",
        ),
        ({"line": ["FLAT 2", "THE MILL", "1 ROAD"], "city": "TOWN"}, "FLAT 2^THE MILL, 1 ROAD^TOWN"),
        ({"text": "1 ROAD, TOWN"}, "1 ROAD, TOWN"),
        ({"line": ["1 ROAD"], "text": "1 ROAD, TOWN"}, "1 ROAD"),
        *(({"city": "TOWN", "use": use}, f"^^TOWN^^^^{code}") for use, code in (("home", "H"), ("work", "B"))),
        *(({"city": "TOWN", "use": use}, f"^^TOWN^^^^{code}") for use, code in (("temp", "C"), ("old", "BA"))),
    ],
)
def test_an_address_stands_in_the_parts_of_xad(found: dict[str, Any], written: str) -> None:
    """Two lines, city, district, postcode, country, and its use by table 0190."""
    assert address(found) == written


@pytest.mark.parametrize(
    ("found", "written"),
    [
        ({"system": "phone", "value": "1", "use": "home"}, "1^PRN^PH"),
        ({"system": "phone", "value": "1", "use": "work"}, "1^WPN^PH"),
        ({"system": "phone", "value": "1", "use": "mobile"}, "1^PRS^PH"),
        ({"system": "fax", "value": "1"}, "1^^FX"),
        ({"system": "pager", "value": "1"}, "1^^BP"),
        ({"system": "other", "value": "1"}, "1^^MD"),
        ({"system": "email", "value": "a@b.org", "use": "home"}, "^PRN^Internet^a@b.org"),
    ],
)
def test_a_telephone_stands_in_the_parts_of_xtn(found: dict[str, Any], written: str) -> None:
    """Use and equipment by tables 0201 and 0202; an e-mail address in its own part."""
    assert telecom(found) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (None, ""),
        ("2026", "2026"),
        ("2026-03", "202603"),
        ("2026-03-01", "20260301"),
        ("2026-03-01T10:00:00+00:00", "20260301100000+0000"),
        ("2026-07-01T10:00:00.250+01:00", "20260701100000.250+0100"),
    ],
)
def test_a_time_is_as_precise_as_it_was(text: str | None, written: str) -> None:
    """A day stays a day; a fraction and an offset are kept."""
    assert stamp(text) == written


def test_the_practice_and_the_doctor_stand_apart() -> None:
    """PD1-3 with its code, PD1-4."""
    practice_at = {"type": "Organization", "display": "TOWN SURGERY", "identifier": {"value": "Y00001"}}
    found = practice({"generalPractitioner": [practice_at, {"type": "Practitioner", "display": "DR JO EXAMPLE"}]})

    assert found == ["PD1|||TOWN SURGERY^^Y00001|^DR JO EXAMPLE"]
