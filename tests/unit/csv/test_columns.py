"""Which column is which, whatever stands between and beside them."""

from tests.unit.csv.test_files import AT, HEADER, ROW, codec, fates


def test_the_delimiter_is_the_one_that_makes_most_headings_known() -> None:
    """Not the one that makes most cells: a heading may hold a list."""
    listed = "Tea; talk; quiet; walk; art; music; garden; cooking; yoga; swimming"

    found = fates(codec(ignore=[listed]), f"{HEADER},{listed}\r\n{ROW.format(n=1)},\r\n".encode())

    assert found == ["row 2: accepted"]


def test_every_column_of_a_field_reaches_the_message() -> None:
    """An address in two columns is in the row's own message too, in the order of the sheet."""
    header, row = HEADER + ",Address 1,Town", ROW.format(n=1) + ",1 MADE UP ROAD,TESTTOWN"

    (part,) = codec().split(f"{header}\r\n{row}\r\n".encode()).parts
    bundle = codec().decode(part.raw, received_at=AT).bundle

    assert bundle is not None
    people = [it["resource"] for it in bundle["entry"] if it["resource"]["resourceType"] == "Patient"]
    assert people[0]["address"] == [{"text": "1 MADE UP ROAD, TESTTOWN"}]
