"""Numbers stay as they were written, for what 1.10 says is not what 1.1 says, and are counted with all the same."""

import copy
import pickle

import orjson
import pytest

from schemas.fhir.check import check
from schemas.fhir.numbers import as_written, load, written
from schemas.fhir.read import read, read_marked
from schemas.fhir.xml_read import read_xml
from schemas.fhir.xml_write import write_xml
from tests.made_up.fhir import about, bundle, patient

WRITTEN = [
    "1.10", "100.00", "0.10", "-1.50", "1e3", "1E-7", "2.5e+10", "0.1234567890123456789",
    "123456789012345678901234567890", "18446744073709551616", "1" * 100 + ".0",
]  # fmt: skip
NOTHING_BUT_NUMBERS = ["1", "0", "-5", "1.1", "1.0", "0.5", "0.00001", "37.25"]
_PLAN = about("CarePlan", status="active", intent="plan")


def observation(number: str) -> bytes:
    """What was measured, as JSON in which the number stands so."""
    quantity = f'{{"value": {number}, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}'
    return (
        '{"resourceType": "Observation", "status": "final", "code": {"text": "dose"}, "subject": {"reference": '
        f'"Patient/pat"}}, "valueQuantity": {quantity}}}'
    ).encode()


def sent(number: str) -> bytes:
    """A referral with what was measured."""
    text = orjson.dumps(bundle(patient(), _PLAN, {"resourceType": "Observation"})).decode()
    return text.replace('{"resourceType":"Observation"}', observation(number).decode()).encode()


@pytest.mark.parametrize("text", [*WRITTEN, *NOTHING_BUT_NUMBERS])
def test_a_number_goes_out_as_it_came(text: str) -> None:
    """Through every reading and writing, by whoever writes it."""
    there = orjson.dumps({"value": written(text)})
    back = orjson.dumps(load(there))
    assert back == there
    assert there.replace(b"\t", b"") == f'{{"value":{text}}}'.encode()


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_counts_as_what_it_is(text: str) -> None:
    """It equals the nearest float, and may be copied."""
    number = written(text)
    assert number == float(text)
    assert isinstance(number, float)
    for one in (copy.deepcopy(number), pickle.loads(pickle.dumps(number))):
        assert (str(one), f"{one}", repr(one)) == (text, text, text)
    assert f"{written('1.10'):.3f}" == "1.100"


@pytest.mark.parametrize("text", NOTHING_BUT_NUMBERS)
def test_most_numbers_are_nothing_but_numbers(text: str) -> None:
    """What would be written so anyway."""
    assert type(written(text)) in {int, float}


@pytest.mark.parametrize("text", [*WRITTEN[:-1], *NOTHING_BUT_NUMBERS])
def test_numbers_are_the_same_in_xml(text: str) -> None:
    """There and back."""
    resource = read(observation(text))
    in_xml = write_xml(resource)
    assert f'<value value="{text}"/>'.encode() in in_xml
    assert orjson.dumps(read_xml(in_xml)["valueQuantity"]) == orjson.dumps(resource["valueQuantity"])


@pytest.mark.parametrize("text", ["1e400", "1e999", "01.5", "1.", "1" * 41])
def test_a_number_that_no_reader_could_hold_is_refused_in_xml(text: str) -> None:
    """With its place."""
    raw = write_xml(read(observation("1.5"))).replace(b'value="1.5"', f'value="{text}"'.encode())
    assert [it.where for it in check(read_xml(raw))] == ["Observation.valueQuantity.value"]


def test_rules_count_with_numbers_as_they_are_written() -> None:
    """The check looks at what is measured, however it is written."""
    resource = read(observation("1.50"))
    assert not check(resource)
    resource["valueRange"] = {"low": {"value": written("2.50")}, "high": {"value": written("1.50")}}
    del resource["valueQuantity"]
    assert [it.where for it in check(resource)] == ["Observation.valueRange.high"]


def test_two_readings_say_the_same() -> None:
    """What is looked at is what is kept."""
    for raw in (sent("1.10"), b"\xef\xbb\xbf" + sent("1.10"), sent("123456789012345678901")):
        resource = read_marked(raw)[0]
        assert as_written(raw, resource) == resource
        assert orjson.dumps(as_written(raw, resource)) != orjson.dumps(resource)
