"""Reading a crisis plan that was written as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hl7v2.plan_text import elements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warning signs: not sleeping", [("warning-sign", "not sleeping")]),
        ("WARNING SIGNS\n* not sleeping\n\n* pacing", [("warning-sign", "not sleeping"), ("warning-sign", "pacing")]),
        ("1. What helps:\n1) music\n2) a walk", [("what-helps", "music"), ("what-helps", "a walk")]),
        ("What to avoid - crowds", [("what-to-avoid", "crowds")]),
        ("Place of safety: Haven Café", [("place-of-safety", "Haven Café")]),
        ("People to call:\nAlex: 01632 960002", [("person-to-call", "Alex: 01632 960002")]),
        ("What helps:\n- music: calm", [("what-helps", "music: calm")]),
    ],
)
def test_headings_that_people_use_are_known(text: str, expected: list[tuple[str, str]]) -> None:
    """With or without a colon, a number, bullets."""
    assert elements(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Words without a heading",
        "Medication: lithium",
        "Risk history:\nmuch",
        "Notes - What helps me is not known here: x",
    ],
)
def test_what_has_no_known_heading_is_left_to_the_document(text: str) -> None:
    """Nothing is guessed."""
    assert elements(text) == []


@pytest.mark.parametrize("heading", ["Medication: lithium", "Medication:\nlithium", "Risk: lithium", "Notes: lithium"])
def test_what_stands_under_another_heading_is_never_taken(heading: str) -> None:
    """Medication is not what helps, even when it follows directly."""
    assert elements(f"What helps:\nmusic\n{heading}\nmore of it") == [("what-helps", "music")]


def test_medication_is_not_a_person_to_call() -> None:
    """The list of people ends at a clinical heading."""
    assert elements("People to call:\nAlex: 01632 960002\nMedication: lithium") == [
        ("person-to-call", "Alex: 01632 960002")
    ]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """No text fails, and no part is empty."""
    assert all(words.strip() for _, words in elements(text + "\nWhat helps:" + text))
