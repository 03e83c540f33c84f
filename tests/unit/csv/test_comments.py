"""Comments on the cells of a workbook."""

import io

import openpyxl
from openpyxl.comments import Comment

from adapters.csv.adapter import CsvAdapter
from tests.unit.csv.samples import GOOD

CODEC = CsvAdapter().codec(CsvAdapter().profile.model_validate({"organisation": "haven", "map": "referral"}))


def workbook(comment: str) -> bytes:
    """One good row, and what is written beside its reason."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(list(GOOD))
    page.append(list(GOOD.values()))
    if comment:
        page["H2"].comment = Comment(comment, "JO")
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def test_what_is_written_beside_a_cell_is_remarked_on() -> None:
    """The rows are taken, and nobody takes a comment for told; what it says is not repeated."""
    with_one, without = CODEC.split(workbook("Do not ring the house")), CODEC.split(workbook(""))

    assert [(str(it.severity), it.where) for it in with_one.issues] == [("information", "file")]
    assert "ring" not in with_one.issues[0].message
    assert (without.issues, len(with_one.parts)) == ((), 1)
