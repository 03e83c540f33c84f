"""What travels with a referral that is written out, segment by segment."""

from typing import Any

import pytest

from adapters.hl7v2.beside_out import beside, kin
from schemas.fhir.numbers import written

ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
CONTACT = "http://terminology.hl7.org/CodeSystem/v2-0131"
READER = "rxx01"
LOW = {"coding": [{"code": "F32"}], "text": "Low mood"}


def one(kind: str, **said: Any) -> list[str]:
    """The fields of the segment that one resource becomes."""
    *_, segment = beside([{"resourceType": kind, **said}], READER)
    return segment.split("|")


def relative(**said: Any) -> list[str]:
    """The fields of NK1 of a relative with these elements."""
    (segment,) = kin([{"resourceType": "RelatedPerson", "name": [{"family": "EXAMPLE"}], **said}], READER)
    return segment.split("|") + [""] * 8


def related(*codings: tuple[str, str]) -> dict[str, Any]:
    """A relationship for each system and code."""
    return {"relationship": [{"coding": [{"system": system, "code": code}]} for system, code in codings]}


def between(low: int, high: int, /, **more: dict[str, str]) -> dict[str, Any]:
    """A range in hours, with more said of its ends."""
    ends = {"low": {"value": low, "unit": "h"}, "high": {"value": high, "unit": "h"}}
    return {"valueRange": {end: it | more.get(end, {}) for end, it in ends.items()}}


def ratio(numerator: dict[str, Any], denominator: dict[str, Any]) -> dict[str, Any]:
    """A ratio of two quantities."""
    return {"valueRatio": {"numerator": numerator, "denominator": denominator}}


def test_kin_stand_in_the_fields_of_nk1() -> None:
    """Name, address, telephone and telephone at work apart."""
    home = {"system": "phone", "value": "1", "use": "home"}
    sent = relative(address=[{"city": "TOWN"}], telecom=[home, home | {"use": "work", "value": "2"}])

    assert sent[:8] == ["NK1", "1", "EXAMPLE", "", "^^TOWN", "1^PRN^PH", "2^WPN^PH", ""]


@pytest.mark.parametrize(
    ("codings", "relation", "role"),
    [
        ([(ROLE, "SPS")], "SPO", ""),
        ([(ROLE, "MTH")], "MTH", ""),
        ([(CONTACT, "N")], "", "N"),
        ([(CONTACT, "C")], "EMC", ""),
        ([("urn:nwd:rxx01:relation", "NEIGHBOUR")], "NEIGHBOUR^^L", ""),
        ([(ROLE, "SPS"), (CONTACT, "C")], "SPO", "C"),
        ([(CONTACT, "N"), (ROLE, "SPS")], "SPO", "N"),
    ],
)
def test_a_relation_and_a_role_stand_apart(codings: list[tuple[str, str]], relation: str, role: str) -> None:
    """NK1-3 by table 0063, NK1-7 by table 0131."""
    sent = relative(**related(*codings))

    assert (sent[3], sent[7]) == (relation, role)


def test_a_diagnosis_goes_with_its_code_or_by_words() -> None:
    """DG1-3 and, where the code has another name or none, DG1-4."""
    assert one("Condition", code=LOW) == ["DG1", "1", "", "F32", "Low mood"]
    assert one("Condition", code={"text": "Low mood"}) == ["DG1", "1", "", "", "Low mood"]


@pytest.mark.parametrize(
    ("category", "criticality", "fields"),
    [
        ("medication", "high", ["DA", "SV"]),
        ("food", "low", ["FA", "MI"]),
        ("environment", "unable-to-assess", ["EA", ""]),
        ("unheard-of", "unheard-of", ["", ""]),
    ],
)
def test_an_allergy_stands_in_the_fields_of_al1(category: str, criticality: str, fields: list[str]) -> None:
    """Type by table 0127, severity by table 0128, and each reaction in words."""
    reactions = [{"manifestation": [{"text": "Rash"}, {"text": "Cough"}]}]
    sent = one("AllergyIntolerance", code=LOW, category=[category], criticality=criticality, reaction=reactions)

    assert sent == ["AL1", "1", fields[0], "F32^Low mood", fields[1], "Rash~Cough"]


@pytest.mark.parametrize(
    ("value", "kind", "shown", "unit"),
    [
        ({"valueQuantity": {"value": 0.00001, "unit": "mmol/L"}}, "NM", "0.00001", "mmol/L"),
        ({"valueQuantity": {"value": 5, "code": "mg"}}, "NM", "5", "mg"),
        ({"valueQuantity": {"value": 5, "unit": "mg", "comparator": "<"}}, "SN", "<^5", "mg"),
        ({"valueQuantity": {"unit": "mg"}}, "NM", "", "mg"),
        ({"valueQuantity": {"value": written("1e-99"), "unit": "g"}}, "NM", f"0.{'0' * 98}1", "g"),
        ({"valueQuantity": {"value": written("1e-300000000"), "unit": "g"}}, "TX", "1e-300000000 g", ""),
        (
            {"valueQuantity": {"value": written("1E+100"), "unit": "a|b", "comparator": "<"}},
            "TX",
            "<1E+100 a\\F\\b",
            "",
        ),
        ({"valueQuantity": {"value": written("0e-99999999999999999999")}}, "TX", "0e-99999999999999999999", ""),
        (between(1, 5), "SN", "^1^-^5", "h"),
        (between(-2, -1), "SN", "^-2^-^-1", "h"),
        (between(5, 5), "SN", "^5^-^5", "h"),
        (between(5, 1), "TX", "5 h to 1 h", ""),
        (between(1, 5, low={"unit": "min"}), "TX", "1 min to 5 h", ""),
        (between(1, 5, low={"comparator": "<"}, high={"comparator": "<"}), "TX", "<1 h to <5 h", ""),
        ({"valueRange": {"low": {"value": 1, "code": "h"}, "high": {"value": 5, "code": "h"}}}, "SN", "^1^-^5", "h"),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": written("1E+3")}}}, "SN", "^1^-^1000", ""),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": written("1E+100")}}}, "TX", "1 to 1E+100", ""),
        ({"valueRange": {"low": {"value": 4}}}, "TX", "from 4", ""),
        ({"valueRange": {"high": {"value": 4}}}, "TX", "up to 4", ""),
        (ratio({"value": 1}, {"value": 128}), "SN", "^1^:^128", ""),
        (ratio({"value": 5, "unit": "mg"}, {"value": 2, "unit": "mL"}), "TX", "5 mg : 2 mL", ""),
        (ratio({"value": 1, "comparator": "<"}, {"value": 2}), "TX", "<1 : 2", ""),
        (ratio({"value": 1}, {"value": written("1E+100")}), "TX", "1 : 1E+100", ""),
        (ratio({"value": written("1E+100")}, {"value": 1}), "TX", "1E+100 : 1", ""),
        ({"valuePeriod": {"start": "2026-01-01", "end": "2026-01-02"}}, "DR", "20260101^20260102", ""),
        ({"valuePeriod": {"start": "2026-01-01"}}, "DR", "20260101", ""),
        ({"valuePeriod": {"end": "2026-01-02"}}, "DR", "^20260102", ""),
        ({"valueTime": "09:30:00"}, "TM", "093000", ""),
        ({"valueTime": "09:30:00.12345"}, "TX", "09:30:00.12345", ""),
        ({"valueInteger": 0}, "NM", "0", ""),
        ({"valueBoolean": True}, "TX", "yes", ""),
        ({"valueBoolean": False}, "TX", "no", ""),
        ({"valueCodeableConcept": LOW}, "CE", "F32^Low mood", ""),
        ({"valueString": "a | b"}, "TX", "a \\F\\ b", ""),
        ({"valueString": "2026-01-01"}, "TX", "2026-01-01", ""),
        ({"code": LOW}, "TX", "", ""),
    ],
)
def test_what_was_measured_stands_in_the_fields_of_obx(value: dict[str, Any], kind: str, shown: str, unit: str) -> None:
    """Kind, code, value, unit and, in OBX-11, how final it is; a number never as a power of ten."""
    sent = one("Observation", status="final", **{"code": LOW} | value)

    assert sent[:7] == ["OBX", "1", kind, "F32^Low mood", "", shown, unit] and sent[11] == "F"


@pytest.mark.parametrize(
    ("status", "code"), [("final", "F"), ("preliminary", "P"), ("corrected", "C"), ("unheard-of", "")]
)
def test_how_final_a_result_is(status: str, code: str) -> None:
    """OBX-11 by table 0085."""
    assert (one("Observation", code=LOW, status=status) + [""] * 12)[11] == code


def test_a_file_stands_behind_what_was_measured() -> None:
    """As ED under the type of its document; without bytes there is nothing to send."""
    letter = {"type": LOW, "content": [{"attachment": {"contentType": "application/pdf", "data": "JVBERi0="}}, {}]}
    sent = beside(
        [{"resourceType": "DocumentReference", **letter}, {"resourceType": "Observation", "code": LOW}], READER
    )

    assert sent == [
        "OBR|1|||3457005^Patient referral^SCT",
        "OBX|1|TX|F32^Low mood",
        "OBX|2|ED|F32^Low mood||^Application^PDF^Base64^JVBERi0=||||||F",
    ]


def test_a_visit_stands_in_the_fields_of_pv1() -> None:
    """PV1-2, 3, 10, 19, 36, 44 and 45, and of several visits the first."""
    visit = {
        "resourceType": "Encounter",
        "class": {"system": ACT, "code": "IMP"},
        "location": [{"location": {"display": "WARD9"}}],
        "serviceType": {"coding": [{"code": "710"}]},
        "identifier": [{"value": "V1"}],
        "hospitalization": {"dischargeDisposition": {"coding": [{"code": "19"}]}},
        "period": {"start": "2026-02-01", "end": "2026-02-28"},
    }

    (sent,) = (it.split("|") for it in beside([visit, visit | {"class": {}}], READER))

    assert {at: it for at, it in enumerate(sent) if it} == {
        0: "PV1", 1: "1", 2: "I", 3: "WARD9", 10: "710", 19: "V1", 36: "19", 44: "20260201", 45: "20260228",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        *(
            ("Observation", it)
            for it in (
                "code",
                "valueString",
                "valueQuantity",
                "valueCodeableConcept",
                "valueDateTime",
                "valueInteger",
                "valueBoolean",
                "valueRange",
                "valueRatio",
                "valuePeriod",
                "valueTime",
                "interpretation",
                "note",
            )
        ),
        *(("Condition", "code"), ("Encounter", "class")),
    ],
)
def test_what_may_be_seen_of_a_resource_goes_out(kind: str, shown: str) -> None:
    """Also where its code may not; of what shows no more than whom to ask there is no segment."""
    plain: dict[str, Any] = {"valueString": "x", "valueQuantity": {"value": 1}, "valueDateTime": "2026-01-01",
                             "valueTime": "09:30:00", "interpretation": [], "note": []}  # fmt: skip
    value = plain.get(shown, {"text": "x"})

    sent = [it for it in beside([{"resourceType": kind, shown: value}], READER) if not it.startswith("OBR|")]
    assert len(sent) == 1
    assert beside([{"resourceType": kind, "extension": []}], READER) == []


@pytest.mark.parametrize(
    ("said", "named"),
    [("text/plain; charset=utf-8", "PLAIN"), ("text/html;charset=utf-8", "HTML"), ("Application/PDF", "PDF"), ("", "")],
)
def test_a_file_goes_out_as_what_it_is(said: str, named: str) -> None:
    """Whatever stands behind its type, as the character set, and however it is spelt."""
    attachment = {"contentType": said, "data": "U8OpZW4="}
    sent = one("DocumentReference", type=LOW, content=[{"attachment": attachment}])

    assert sent[5] == f"^Application^{named}^Base64^U8OpZW4="


@pytest.mark.parametrize(
    ("kind", "letter"),
    [
        ({"system": ACT, "code": "VR"}, "U"),
        ({"code": "x"}, "U"),
        ({"system": "http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "code": "UNK"}, "U"),
        ({"display": "by video"}, "U"),
    ],
)
def test_a_class_without_a_letter_is_told_as_unknown(kind: dict[str, str], letter: str) -> None:
    """PV1-2 may not be empty, also where its sender left it so."""
    assert [*one("Encounter", **{"class": kind}), "", ""][2] == letter


def test_what_stands_inside_a_result_goes_out_behind_it() -> None:
    """A blood pressure is two numbers; without its parts it would be none."""
    upper = {"code": {"text": "Upper"}, "valueQuantity": {"value": 120, "unit": "mmHg"}}
    pressure = {
        "resourceType": "Observation", "status": "final", "code": {"text": "Pressure"},
        "component": [upper, {"code": {"text": "Lower"}, "valueInteger": 80}],
    }  # fmt: skip
    other = {"resourceType": "Observation", "status": "preliminary", "code": {"text": "Mood"}, "valueString": "low"}

    _, *sent = (it.split("|") for it in beside([{"resourceType": "Patient"}, pressure, other], READER))

    assert [(it[1], it[2], it[3], it[5], it[6], it[11]) for it in sent] == [
        ("1", "TX", "^Pressure", "", "", "F"),
        ("2", "NM", "^Upper", "120", "mmHg", "F"),
        ("3", "NM", "^Lower", "80", "", "F"),
        ("4", "TX", "^Mood", "low", "", "P"),
    ]


V3 = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
OWN = "urn:nwd:rxx01:interpretation"


@pytest.mark.parametrize(
    ("said", "flag", "note"),
    [
        ({"coding": [{"system": V3, "code": "HH", "display": "Critical high"}]}, "HH", ""),
        ({"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0078", "code": "L"}], "text": "L"}, "L", ""),
        ({"coding": [{"code": "x"}, {"system": V3, "code": ">"}], "text": "Off scale high"}, ">", ""),
        ({"coding": [{"system": V3, "code": "H", "display": "Raised"}], "text": "Raised"}, "H", ""),
        ({"coding": [{"system": V3, "code": "H"}], "text": "Ring the ward"}, "H", "Ring the ward"),
        ({"coding": [{"system": V3, "code": "CAR", "display": "Carrier"}]}, "", "Carrier"),
        ({"coding": [{"system": "https://x.example", "code": "H", "display": "Hostile"}]}, "", "Hostile"),
        ({"coding": [{"system": OWN, "code": "Q|X"}], "text": "Q|X"}, "Q\\F\\X", ""),
        ({"coding": [{"system": OWN, "code": "QX"}], "text": "Quite odd"}, "", "Quite odd"),
        ({"coding": [{"system": OWN, "code": "QX", "display": "Quite odd"}]}, "", "Quite odd"),
        ({"coding": [{"system": "urn:nwd:haven:interpretation", "code": "QX"}], "text": "QX"}, "", "QX"),
        ({"text": "High"}, "", "High"),
        ({}, "", ""),
    ],
)
def test_how_far_it_is_out_of_the_usual_goes_by_a_code_that_means_the_same(
    said: dict[str, Any], flag: str, note: str
) -> None:
    """OBX-8 by table 0078 or a code of the reader's own; what it cannot say stands in NTE."""
    sent = beside([{"resourceType": "Observation", "code": LOW, "valueInteger": 1, "interpretation": [said]}], READER)

    _, result, *notes = (it.split("|") for it in sent)
    assert ([*result, *[""] * 9][8], [it[3] for it in notes]) == (flag, [f"Interpretation: {note}"] if note else [])


def test_what_was_noted_of_a_result_stands_right_behind_it() -> None:
    """Each in an NTE, before the next result; files are counted on from the results."""
    high, odd = ({"coding": [{"system": V3, "code": it}]} for it in ("H", "ODD"))
    flagged = {"resourceType": "Observation", "valueInteger": 1, "interpretation": [high, {"text": "x"}, odd | high]}
    noted = [{"text": "fasting", "authorString": "Jo", "time": "2026-01-01"}, {"time": "2026-01-01"}]
    letter = {"resourceType": "DocumentReference", "content": [{"attachment": {"data": "JVBERi0="}}]}

    sent = beside([flagged | {"note": noted}, letter, {"resourceType": "Observation", "valueInteger": 2}], READER)

    assert sent[1:] == [
        "OBX|1|NM|||1|||H~H", "NTE|1||Interpretation: x", "NTE|2||fasting||^Jo|20260101",
        "OBX|2|NM|||2", "OBX|3|ED|||^Application^^Base64^JVBERi0=||||||F",
    ]  # fmt: skip


def test_the_notes_of_the_referral_never_stand_behind_a_result() -> None:
    """Behind the visit, else behind the order; without any result last of all."""
    allergy, result = ({"resourceType": it, "code": LOW} for it in ("AllergyIntolerance", "Observation"))
    visit, note = {"resourceType": "Encounter", "class": {"code": "x"}}, ["NTE|1||ring first"]

    def order(*resources: dict[str, Any]) -> list[str]:
        return [it[:3] for it in beside(list(resources), READER, note)]

    assert order(allergy, result) == ["AL1", "OBR", "NTE", "OBX"]
    assert order(allergy, result, visit) == ["AL1", "OBR", "OBX", "PV1", "NTE"]
    assert order(allergy) == ["AL1", "NTE"]
