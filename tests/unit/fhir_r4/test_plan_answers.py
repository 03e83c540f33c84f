"""A crisis plan that came as answers: every heading that is known, and which answers count."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.contract import Decoded
from tests.made_up.fhir import about, bundle, patient

Decode = Callable[[Any], Decoded]
HEADINGS = {
    "warning-sign": (
        "Trigger factors", "Triggers", "Relapse indicators", "Relapse indicators / early warning signs",
        "Early warning signs", "Warning signs", "warning-sign",
    ),
    "what-helps": ("Coping strategies", "Coping strategy", "What helps", "What should happen"),
    "what-to-avoid": ("What to avoid",),
    "person-to-call": ("Who should be contacted", "People to call", "person-to-call"),
    "place-of-safety": ("Place of safety", "Places of safety"),
}  # fmt: skip
EVERY = [(element, words) for element, many in HEADINGS.items() for words in many]


def plans(found: Decoded) -> list[dict[str, Any]]:
    """Every CarePlan that was made."""
    entries = found.bundle["entry"] if found.bundle else []
    return [it["resource"] for it in entries if it["resource"]["resourceType"] == "CarePlan"]


def answers(*items: dict[str, Any], status: str = "completed") -> dict[str, Any]:
    """A QuestionnaireResponse of these items."""
    return bundle(patient(), about("QuestionnaireResponse", status=status, item=list(items)))


@pytest.mark.parametrize(("element", "words"), EVERY)
@pytest.mark.parametrize("place", ["linkId", "text"])
def test_every_heading_is_an_element_of_the_plan(decode: Decode, element: str, words: str, place: str) -> None:
    """PRSB Personalised Care and Support Plan 2.0, and our own codes; in the linkId or the text of the question."""
    item = {"linkId": "1", "answer": [{"valueString": "A walk"}], place: words}

    (plan,) = plans(decode(answers(item)))

    (detail,) = (it["detail"] for it in plan["activity"])
    assert (detail["code"]["coding"][0]["code"], detail["description"]) == (element, "A walk")


@pytest.mark.parametrize(
    ("status", "made"), [("completed", 1), ("amended", 1), ("in-progress", 0), ("entered-in-error", 0), ("stopped", 0)]
)
def test_only_finished_answers_are_a_plan(decode: Decode, status: str, made: int) -> None:
    """Half a crisis plan is none."""
    item = {"linkId": "what helps", "answer": [{"valueString": "A walk"}]}

    assert len(plans(decode(answers(item, status=status)))) == made


def test_what_stands_below_a_heading_is_one_element(decode: Decode) -> None:
    """However deep: groups in groups, and questions under an answer."""
    deep = {"linkId": "2", "item": [{"linkId": "3", "answer": [{"valueString": "tea"}]}]}
    below = {"linkId": "4", "answer": [{"valueString": "music", "item": [{"linkId": "5", "answer": [
        {"valueString": "loud"},
    ]}]}]}  # fmt: skip

    (plan,) = plans(decode(answers({"linkId": "what helps", "item": [deep, below]})))

    assert [it["detail"]["description"] for it in plan["activity"]] == ["tea, music, loud"]
