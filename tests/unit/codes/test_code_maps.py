"""The code maps hold to what was published."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.codes import mhsds, uk_core, v2_document, v2_event, v2_person

STANDARDS = Path(os.environ.get("NWD_STANDARDS", Path(__file__).parents[4] / "shared" / "standards"))


def _concept_map(name: str) -> Iterator[tuple[str, str]]:
    folder = STANDARDS / "v2-to-fhir" / "codesystems"
    if not folder.is_dir():
        pytest.skip(f"the published concept maps are not at {folder}; set NWD_STANDARDS")
    with (folder / f"HL7 Concept Map_ {name} - Sheet1.csv").open(encoding="utf-8-sig") as file:
        for row in csv.reader(file):
            filled = [cell.strip() for cell in row if cell.strip()]
            if len(filled) > 4 and filled[2].startswith("HL70"):
                yield filled[0], filled[3]


@pytest.mark.parametrize(
    ("published", "ours"),
    [
        ("AdministrativeSex", v2_person.SEX),
        ("NameType", v2_person.NAME_USE),
        ("AddressType[Use]", v2_person.ADDRESS_USE),
        ("TelecommunicationUseCode", v2_person.TELECOM_USE),
        ("Event[EncounterStatus]", v2_event.ENCOUNTER_STATUS),
        ("AllergenType[AllergyIntoleranceCategory]", v2_document.ALLERGEN_CATEGORY),
        ("AllergySeverity[AllergyIntolerance.criticality]", v2_document.ALLERGY_CRITICALITY),
        ("Relationship", {code: target[1] for code, target in v2_person.RELATIONSHIP.items()}),
        (
            "PatientClass[EncounterClass]",
            {code: target[1] for code, target in v2_event.PATIENT_CLASS.items()},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_v2_maps_agree_with_hl7(published: str, ours: dict[str, str]) -> None:
    """Every row that HL7 maps is mapped to the same FHIR code here."""
    rows = dict(_concept_map(published))

    assert rows
    assert {code: ours.get(code) for code in rows} == rows


@pytest.mark.parametrize(
    ("published", "ours"),
    [
        ("mhsds-drop-in-contact-outcome", mhsds.DROP_IN_OUTCOME),
        ("mhsds-attendance", mhsds.ATTENDANCE),
        ("mhsds-consultation-mechanism", mhsds.MECHANISM),
        ("mhsds-clinical-response-priority-type", mhsds.PRIORITY_DISPLAY),
    ],
)
def test_mhsds_lists_agree_with_the_data_dictionary(published: str, ours: dict[str, str]) -> None:
    """Every code of the list is here, with its words."""
    file = STANDARDS / "code-lists" / f"{published}.csv"
    if not file.is_file():
        pytest.skip(f"the published code lists are not at {file}; set NWD_STANDARDS")
    with file.open(encoding="utf-8-sig") as rows:
        expected = {row["code"]: row["display"] for row in csv.DictReader(rows)}

    assert ours == expected


def test_nhs_number_trace_statuses_are_the_eight_of_england() -> None:
    """The trace status runs from 01 to 08 and `verified` is the first."""
    assert list(uk_core.VERIFICATION_STATUSES) == [f"0{number}" for number in range(1, 9)]
    assert uk_core.VERIFIED == "01"
