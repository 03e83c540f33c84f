"""NHS numbers are cleaned, checked and never guessed."""

import pytest

from schemas.nhs_number import NhsNumberFault, clean, fault, masked


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("999 123 4501", NhsNumberFault.CHECK_DIGIT),
        ("9991234500", None),
        ("999-123-4519", None),
        ("3333333333", NhsNumberFault.PLACEHOLDER),
        ("1000000001", NhsNumberFault.PLACEHOLDER),
        *((digit * 10, NhsNumberFault.PLACEHOLDER) for digit in "0123456789"),
        ("999123450", NhsNumberFault.NOT_TEN_DIGITS),
        ("٩٩٩١٢٣٤٥٠١", NhsNumberFault.NOT_TEN_DIGITS),
    ],
)
def test_fault_names_what_is_wrong(typed: str, expected: NhsNumberFault | None) -> None:
    """A number is right, or the fault says in which way it is wrong."""
    assert fault(clean(typed)) is expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9991234500", "**********"),
        ("A9991234500-2 999-123-4519", "A**********-2 **********"),
        ("9991234501", "9991234501"),
        ("19991234500", "19991234500"),
        ("0000000000", "0000000000"),
        ("", ""),
    ],
)
def test_a_number_in_a_text_can_be_masked(text: str, shown: str) -> None:
    """Only one that can be a person's, and that stands alone: a long counter stays what it is."""
    assert masked(text) == shown
