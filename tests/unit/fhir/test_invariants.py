"""FHIR's invariants at the border: what no list of elements says, each broken once, beside what only looks so."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.codes.systems import TERMINOLOGY
from schemas.fhir.check import check
from schemas.fhir.datatype_rules import RULES

_CASES = yaml.safe_load(Path(__file__).with_name("invariants.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", _CASES["broken"], ids=lambda it: it["where"])
def test_a_broken_invariant_is_named_by_its_place(case: dict[str, Any]) -> None:
    """That place and no other, in words."""
    found = check(case["resource"])
    assert {it.where for it in found} == {case["where"]}
    assert all(it.message for it in found)


@pytest.mark.parametrize("case", _CASES["kept"], ids=lambda it: str(it["resource"]["resourceType"]))
def test_what_keeps_the_invariants_passes(case: dict[str, Any]) -> None:
    """Also where a rule could be read too strictly."""
    assert check(case["resource"]) == ()


@pytest.mark.parametrize("odd", [[], {}, [{}], None, 1, True], ids=str)
def test_a_code_that_is_none_is_named_and_breaks_nothing(odd: object) -> None:
    """Where an invariant looks at a status or a code, anything may have been sent in its place."""
    appointment = {"resourceType": "Appointment", "status": odd, "cancelationReason": {"text": "ill"}}
    condition = {"resourceType": "Condition", "subject": {"reference": "Patient/1"}}
    condition["clinicalStatus"] = {"coding": [{"system": TERMINOLOGY + "condition-clinical", "code": odd}]}

    places = {it.where for it in (*check(appointment), *check(condition))}

    assert {"Appointment.status", "Condition.clinicalStatus.coding[0].code"} <= places


def test_every_data_type_with_rules_is_broken_once() -> None:
    """By the places of the table."""
    broken = " ".join(it["where"] for it in _CASES["broken"])
    assert all(name.removesuffix("Repeat") in broken for name in RULES)
