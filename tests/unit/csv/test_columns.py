"""Which column is which, whatever stands between and beside them."""

from tests.unit.csv.test_files import AT, HEADER, ROW, codec, fates


def test_the_delimiter_is_the_one_that_makes_most_headings_known() -> None:
    """Not the one that makes most cells: a heading may hold a list."""
    listed = "Tea; talk; quiet; walk; art; music; garden; cooking; yoga; swimming"

    found = fates(codec(ignore=[listed]), f"{HEADER},{listed}\r\n{ROW.format(n=1)},\r\n".encode())

    assert found == ["row 2: accepted"]


def test_headings_are_known_without_their_dots_and_spaces() -> None:
    """As forms and databases write them; so are those of the profile, and those to be left out."""
    header = "Ref,N.H.S. No.,SURNAME *,FirstName,D.O.B.,Help_wanted,Service,LastSeen"
    made = codec(columns={"Help wanted": "reason"}, ignore=["Last seen"])

    found = fates(made, f"{header}\r\nR1,9991234500,EXAMPLE,SAM,17/04/1990,Low mood,cafe,May\r\n".encode())

    assert found == ["row 2: accepted"]


def test_every_column_of_a_field_reaches_the_message() -> None:
    """An address in two columns is in the row's own message too, in the order of the sheet."""
    header, row = HEADER + ",Address 1,Town", ROW.format(n=1) + ",1 MADE UP ROAD,TESTTOWN"

    (part,) = codec().split(f"{header}\r\n{row}\r\n".encode()).parts
    bundle = codec().decode(part.raw, received_at=AT).bundle

    assert bundle is not None
    people = [it["resource"] for it in bundle["entry"] if it["resource"]["resourceType"] == "Patient"]
    assert people[0]["address"] == [{"text": "1 MADE UP ROAD, TESTTOWN"}]


def test_a_row_that_cannot_be_read_goes_back_as_it_was() -> None:
    """With its headings, so that what was written is not lost."""
    (part,) = codec().split(f"{HEADER}\r\n{ROW.format(n=1)},one,too many\r\n".encode()).parts

    assert part.fault is not None
    assert part.raw == f"{HEADER}\r\n{ROW.format(n=1)},one,too many\r\n".encode()


def test_rows_need_no_number_of_their_own() -> None:
    """A sheet without such a column is read all the same."""
    rows = [ROW.format(n=n).partition(",")[2] for n in (1, 2)]
    header = HEADER.partition(",")[2]

    found = fates(codec(), "\r\n".join([header, rows[0], rows[1].replace("SAM", "KIM")]).encode())

    assert found == ["row 2: accepted", "row 3: accepted"]
