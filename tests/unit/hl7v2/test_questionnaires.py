"""The answers of a questionnaire: how final, when, which of several, and each by its kind."""

from typing import Any

import pytest

from tests.unit.hl7v2.samples import PID, Decode, every, only

PHQ = "OBR|{n}|R1|D{n}|PHQ9^PHQ-9^L|||{at}||||||||||||||||||{status}"


def order(n: int = 1, at: str = "20260301090000", status: str = "F") -> str:
    """An OBR of a PHQ-9."""
    return PHQ.format(n=n, at=at, status=status)


def answered(decode: Decode, *lines: str) -> list[dict[str, Any]]:
    """The answers to the one question."""
    (item,) = only(decode("ORU^R01", PID, order(), *lines), "QuestionnaireResponse")["item"]
    answers: list[dict[str, Any]] = item["answer"]
    return answers


@pytest.mark.parametrize(
    ("code", "status"),
    [
        *(("F", "completed"), ("", "completed"), ("C", "amended")),
        *(("P", "in-progress"), ("R", "in-progress"), ("X", "entered-in-error")),
    ],
)
def test_how_final_the_answers_are(decode: Decode, code: str, status: str) -> None:
    """OBR-25 by table 0123."""
    found = decode("ORU^R01", PID, order(status=code), "OBX|1|NM|Q1||2")

    assert only(found, "QuestionnaireResponse")["status"] == status


@pytest.mark.parametrize(
    ("at", "authored"), [("20260301080000", "2026-03-01T08:00:00+00:00"), ("", "2026-03-01T09:15:00+00:00")]
)
def test_answers_without_a_time_are_as_old_as_the_message(decode: Decode, at: str, authored: str) -> None:
    """OBR-22, else OBR-7, else MSH-7."""
    found = decode("ORU^R01", PID, order(at=at), "OBX|1|NM|Q1||2")

    assert only(found, "QuestionnaireResponse")["authored"] == authored


def test_two_questionnaires_of_a_message_stay_two(decode: Decode) -> None:
    """Each OBR by itself, and each can be told of."""
    found = decode("ORU^R01", PID, order(1), "OBX|1|NM|Q1||2", order(2), "OBX|1|NM|Q1||3", order(3), "OBX|1|NM|Q1||1")

    made = every(found, "QuestionnaireResponse")
    assert [it["item"][0]["answer"][0]["valueInteger"] for it in made] == [2, 3, 1]
    assert len({it.focus for it in found.occurrences}) == 3


@pytest.mark.parametrize("kind", ["CE", "CWE"])
def test_a_code_is_a_coding_and_words_alone_are_a_string(decode: Decode, kind: str) -> None:
    """OBX-5 CE or CWE; several repetitions are several answers."""
    answers = answered(decode, f"OBX|1|{kind}|Q1||A3^Nearly every day~^Sometimes")

    assert answers == [
        {"valueCoding": {"system": "urn:nwd:rxx01:answer", "code": "A3", "display": "Nearly every day"}},
        {"valueString": "Sometimes"},
    ]


def test_repetitions_of_a_number_are_several_answers(decode: Decode) -> None:
    """And an empty one is none."""
    assert answered(decode, "OBX|1|NM|Q1||2~~2.5~many") == [
        {"valueInteger": 2},
        {"valueDecimal": 2.5},
        {"valueString": "many"},
    ]


@pytest.mark.parametrize(
    ("said", "written"), [("2.50", "2.50"), ("+2.50", "2.50"), ("-02.50", "-2.50"), ("00.5", "0.5"), ("0.0", "0.0")]
)
def test_a_decimal_is_as_precise_as_it_was_told(decode: Decode, said: str, written: str) -> None:
    """And is written as FHIR writes numbers."""
    (answer,) = answered(decode, f"OBX|1|NM|Q1||{said}")

    assert str(answer["valueDecimal"]) == written


@pytest.mark.parametrize(("code", "kept"), [("F", 2), ("C", 2), ("D", 1), ("W", 1), ("X", 1)])
def test_an_answer_that_was_taken_back_is_none(decode: Decode, code: str, kept: int) -> None:
    """OBX-11: deleted, posted as wrong, or never to be had (table 0085)."""
    found = decode("ORU^R01", PID, order(), "OBX|1|NM|Q1||2||||||F", f"OBX|2|NM|Q2||3||||||{code}")

    assert len(only(found, "QuestionnaireResponse")["item"]) == kept
