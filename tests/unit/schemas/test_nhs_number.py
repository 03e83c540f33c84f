"""NHS numbers are cleaned, checked and never guessed."""

import pytest

from schemas.nhs_number import NhsNumberFault, clean, fault


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
