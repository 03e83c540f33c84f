"""What patient administration systems in England and Wales write beside the standard, with made-up values."""

from typing import Any

import pytest

from adapters.contract import Outcome
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from tests.unit.hl7v2.samples import PID, RECEIVED, Decode, decoded, every, only

RF1 = "RF1|A||710|||^^REF77"
NHS = "https://fhir.nhs.uk/Id/nhs-number"


def numbers(decode: Decode, pid: str) -> list[tuple[str, str]]:
    found = only(decode("ADT^A31", f"{pid}|A^B"), "Patient").get("identifier", [])
    return [(it["system"].rpartition("/")[2].rpartition(":")[2], it["value"]) for it in found]


def person(decode: Decode, **fields: str) -> dict[str, Any]:
    """PID of a person with the given fields, such as `f30`."""
    row = ["PID", "", "", "77^^^RXX01^MR", "", "A^B", *[""] * 27]
    for name, value in fields.items():
        row[int(name[1:])] = value
    return only(decode("ADT^A31", "|".join(row)), "Patient")


@pytest.mark.parametrize(
    ("pid", "found"),
    [
        ("PID|||77^^^RXX01^MR|", [("mrn", "77")]),
        ("PID|||^^9991234500^NHS^NH|", [("nhs-number", "9991234500")]),
        ("PID|||^^0700001^RXX01^MRN|", [("mrn", "0700001")]),
        *((f"PID|||^^{it}^RXX01^MRN|", []) for it in ("BCV", "ISO", "M10", "M11", "NPI", "npi")),
        ('PID|||4078323^""^^RXX01^HOSP~""^""^^NHS^NHS|', [("mrn", "4078323")]),
        ("PID||^NSTS03^^NHS^NHS|77^^^RXX01^HOSP|", [("mrn", "77")]),
        ("PID||98765^^^108^MR|9991234500^^^NHS^NH~77^^^212^PI|",
         [("nhs-number", "9991234500"), ("mrn", "77"), ("mrn", "98765")]),
        ("PID|||9991234500^^^&2.16.840.1.113883.2.1.4.1&ISO|", [("nhs-number", "9991234500")]),
        ("PID|||999\u00a0123\u00a04500^^^NHS^NH|", [("nhs-number", "9991234500")]),
    ],
)  # fmt: skip
def test_a_number_is_found_wherever_its_sender_writes_it(
    decode: Decode, pid: str, found: list[tuple[str, str]]
) -> None:
    """In component 3, in PID-2, by the authority's object identifier; and none is made of a mark alone."""
    assert numbers(decode, pid) == found


@pytest.mark.parametrize(("value", "is_one"), [("9991234500", True), ("999 123 4500", True), ("QQ123456C", False)])
def test_ten_digits_in_pid_19_are_the_nhs_number(decode: Decode, value: str, is_one: bool) -> None:
    """The national number has that field to itself in England; whatever else stands there is none."""
    found = person(decode, f19=value)["identifier"]

    assert (NHS in [it["system"] for it in found]) is is_one


@pytest.mark.parametrize(("written", "code"), [("NSTS01", "01"), ("01", "01"), ("1", "01"), ("nsts03", "03")])
def test_the_trace_status_is_read_however_it_is_written(decode: Decode, written: str, code: str) -> None:
    """PID-32."""
    found = person(decode, f3="9991234500^^^NHS^NH", f32=written)

    assert f"'code': '{code}'" in str(found["identifier"])


@pytest.mark.parametrize("said", ["1", "TRUE", "D"])
def test_a_word_about_death_that_nobody_knows_is_put_before_a_person(decode: Decode, said: str) -> None:
    """It is not read as alive, and not as dead."""
    found = decode("ADT^A31", f"PID|||77^^^RXX01^MR||A^B{'|' * 25}{said}")

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, ["PID-30"])


def test_a_death_to_come_is_flagged(decode: Decode) -> None:
    """PID-29 after the message."""
    found = decode("ADT^A31", f"PID|||77^^^RXX01^MR||A^B{'|' * 24}20990101|Y")

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, ["PID-29"])


def test_phones_are_told_apart_by_the_words_that_senders_use(decode: Decode) -> None:
    """`MOB` and `MOD` are mobiles; the parts of a number are put together with its country."""
    phones = (
        "01632960001^^HOME~07700900001^^MOB~07700900002^PH^MOD~^PRN^PH^^44^01632^960009^1"
        "2~^PRS^CP~07700900003^PRN^CP~07700900004^WPN^CP~^PRN^CP^sam@example.org~^PRN^PH^^^^^^^(01632)960010~^PRN^PH^^^^^^Day"
    )
    found = person(decode, f13=phones, f14="01632960003^PH^WPN")["telecom"]

    assert [(it["value"], it["use"]) for it in found] == [
        ("01632960001", "home"),
        ("07700900001", "mobile"),
        ("07700900002", "mobile"),
        ("+44 1632 960009 ext. 12", "home"),
        ("07700900003", "mobile"),
        ("07700900004", "work"),
        ("sam@example.org", "home"),
        ("(01632)960010", "home"),
        ("01632960003", "work"),
    ]


def test_what_is_only_a_kind_of_address_is_none(decode: Decode) -> None:
    """`^^^^^^TEMP` says that there is no temporary address."""
    found = person(decode, f11="1 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ^^HOME~^^^^^^TEMP")["address"]

    assert [it["use"] for it in found] == ["home"]


def test_kin_have_a_name_and_a_role(decode: Decode) -> None:
    """`""` is nobody's name; `NK` is next of kin and `EC` an emergency contact."""
    found = decode("REF^I12", RF1, PID, "NK1|1|EXAMPLE^ALEX|04||||NK", 'NK1|2|""|Not Set||||EC', "NK1|3|A^B|09||||EC")

    roles = [it["relationship"][1]["coding"][0]["code"] for it in every(found, "RelatedPerson")]
    assert roles == ["N", "C"]


@pytest.mark.parametrize("code", ["P", "N"])
def test_a_code_with_two_meanings_has_none(decode: Decode, code: str) -> None:
    """A partner in table 0002 is separated in the NHS Data Dictionary."""
    assert "maritalStatus" not in person(decode, f16=code)


def test_where_a_referral_comes_from(decode: Decode) -> None:
    """ZU1-13."""
    request = only(decode("REF^I12", RF1, PID, "ZU1||2|C|||300||||1|||GP|2"), "ServiceRequest")

    (source,) = request["extension"]
    assert source["url"].endswith("Extension-UKCore-SourceOfServiceRequest")
    assert source["valueCodeableConcept"]["text"] == "GP"


@pytest.mark.parametrize(("said", "outcome"), [("1", Outcome.ACCEPTED), ("2", Outcome.FLAGGED), ("N", Outcome.FLAGGED)])
def test_a_no_to_sharing_in_a_feed_is_put_before_a_person(decode: Decode, said: str, outcome: Outcome) -> None:
    """ZU8-2; no Consent is made of either answer."""
    found = decode("REF^I12", RF1, PID, f"ZU8|U|{said}")

    assert (found.outcome, every(found, "Consent")) == (outcome, [])


def test_a_mark_for_hiding_that_nobody_knows_hides(decode: Decode) -> None:
    """ZU8-4."""
    assert "address" not in only(decode("REF^I12", RF1, PID, "ZU8||||S"), "Patient")


@pytest.mark.parametrize(
    ("segment", "where"), [("PD1|||PRACTICE" + "|" * 9 + "Y", "PD1-12"), ("ARV|1|A|DEM^Demographics", "ARV-3")]
)
def test_a_protected_person_is_hidden_too(decode: Decode, segment: str, where: str) -> None:
    """The protection indicator, and the access restrictions of v2.8; it is said which of them hides."""
    found = decode("ADT^A31", PID, segment, "NK1|1|EXAMPLE^ALEX|SPO")

    assert not any(it in str(found.bundle) for it in ("MADE UP", "01632", "ALEX", "PRACTICE"))
    assert only(found, "Patient")["meta"]["security"][0]["code"] == "R"
    assert where in [it.where for it in found.issues]


def test_no_protection_hides_nothing(decode: Decode) -> None:
    """PD1-12 `N`, empty, and what is not of its table: a restriction outlasts the message."""
    for segment in ("PD1" + "|" * 12 + "N", "PD1" + "|" * 12 + "20260301", "PD1" + "|" * 12 + '""', "PD1|"):
        assert only(decode("ADT^A31", PID, segment), "Patient")["address"]


@pytest.mark.parametrize(
    ("event", "segments", "second"),
    [
        ("REF^I12", (RF1, "RF1|A||710|||^^REF78"), "RF1[2]"),
        ("SIU^S12", ("SCH|A1||||||||||^^^202603021000", "SCH|A2||||||||||^^^202603021000"), "SCH[2]"),
        ("ADT^A08", ("PV1|1|O", "PV1|2|I"), "PV1[2]"),
    ],
)
def test_what_stands_twice_where_one_is_read_is_flagged(
    decode: Decode, event: str, segments: tuple[str, ...], second: str
) -> None:
    """A second referral in one message is not lost in silence."""
    found = decode(event, PID, *segments)

    assert found.outcome is Outcome.FLAGGED
    assert second in [it.where for it in found.issues]


@pytest.mark.parametrize(("head", "where"), [("|2.4", "MSH-11"), ("P|", "MSH-12")])
def test_what_a_header_leaves_out_is_remarked_on(decode: Decode, head: str, where: str) -> None:
    """An empty processing id or version is taken, and said."""
    found = decode("REF^I12", RF1, PID, head=head)

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.ACCEPTED, [where])


@pytest.mark.parametrize("pid", ["PID|1||~||", "PID|1||^^^RXX01^MR||^^^^MX", 'PID|1||""||""', "PID|1||^^M11^RXX01^MR"])
def test_a_message_about_nobody_is_refused(decode: Decode, pid: str) -> None:
    """Separators, authorities and titles are neither a number nor a name."""
    found = decode("REF^I12", RF1, pid)

    assert (found.outcome, found.issues[-1].where) == (Outcome.REFUSED, "PID-3")


@pytest.mark.parametrize("place", ["ZID-3", "PID-3.1"])
def test_a_place_that_is_no_field_of_pid_holds_no_number(decode: Decode, place: str) -> None:
    """What a profile names elsewhere is not looked for in PID."""
    pid = "PID|||9991234500^^^NHS^NH||EXAMPLE^SAM"
    found = decode("ADT^A31", pid, nhs_number_places=(place,), nhs_number_untyped=(place,))

    systems = [it["system"] for it in only(found, "Patient")["identifier"]]
    assert "https://fhir.nhs.uk/Id/nhs-number" not in systems


@pytest.mark.parametrize(
    ("written", "said", "read_as"),
    [
        ("Can’t cope – Zoë".encode("cp1252"), "Can’t cope – Zoë", ["MSH-18"]),
        ("Can’t cope – Zoë".encode(), "Can’t cope – Zoë", ["MSH-18"]),
        ("Zoë".encode("latin-1"), "Zoë", []),
        (b"Zo\x81", "", ["NTE"]),
    ],
    ids=["Windows quotation marks", "UTF-8", "what it says", "no alphabet at all"],
)
def test_a_latin_alphabet_in_name_only(written: bytes, said: str, read_as: list[str]) -> None:
    """MSH-18 `8859/1`: what can only be something else is read as that, and somebody looks."""
    head = b"MSH|^~\\&|P|R|E|H|20260301||REF^I12|7|P|2.4||||||8859/1\rRF1|P|R||||REF1\r"
    raw = head + PID.encode() + b"\rNTE|1||" + written

    found = Hl7Codec(SenderProfile()).decode(raw, received_at=RECEIVED)

    assert [it.where for it in found.issues if it.where in {"MSH-18", "NTE"}] == read_as
    assert ([it["text"] for it in only(found, "ServiceRequest")["note"]] if said else []) == ([said] if said else [])


def test_blanks_behind_the_last_segment_are_passed_over() -> None:
    """As a sender that fills up its records leaves them."""
    assert decoded("ADT^A31", PID, "PV1|1|O", "   ", "").outcome is Outcome.ACCEPTED


def test_a_line_break_in_capitals_is_one(decode: Decode) -> None:
    r"""`\.BR\`, as some engines write it."""
    found = decode("REF^I12", "RF1|P|R||||REF1", PID, "NTE|1||one\\.BR\\two\\.SP2\\three")

    assert only(found, "ServiceRequest")["note"] == [{"text": "one\ntwo\nthree"}]


@pytest.mark.parametrize(
    "number",
    [
        "9991234500^^^https://fhir.nhs.uk/Id/nhs-number", "9991234500^^^NHSNO", "9991234500^^^^NHS Number",
        "9991234500^^^NHSNumber^PI",
    ],
)  # fmt: skip
def test_more_names_of_the_nhs_number(decode: Decode, number: str) -> None:
    """As English systems write the authority or the type."""
    patient = only(decode("ADT^A31", f"PID|||0700001^^^RXX01^MRN~{number}||EXAMPLE^SAM"), "Patient")

    assert [it["value"] for it in patient["identifier"]] == ["9991234500", "0700001"]
    assert patient["identifier"][0]["system"] == NHS


@pytest.mark.parametrize(
    ("pid", "where"),
    [
        ("PID||9991234500|0700001^^^RXX01^MRN||EXAMPLE^SAM", ["PID-2.1"]),
        ("PID|||9991234500||EXAMPLE^SAM", ["PID-3.1"]),
        ("PID|||9991234500^^^NHS||EXAMPLE^SAM", []),
        ("PID||9991234500|0700001~9991234500^^^NHS||EXAMPLE^SAM", []),
        ("PID|||9991234501||EXAMPLE^SAM", []),
        ("PID|||9991234500^^^RXX01^MRN||EXAMPLE^SAM", []),
    ],
)
def test_a_bare_number_that_may_be_the_nhs_number_is_remarked_on(decode: Decode, pid: str, where: list[str]) -> None:
    """Ten digits with a right check digit, of no type and no authority, where there is no NHS number."""
    assert [it.where for it in decode("ADT^A31", pid).issues] == where
