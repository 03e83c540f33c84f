"""Under which system the numbers of people go."""

from tests.unit.hl7v2.samples import PID, Decode, only

RF1 = "RF1|A|U|710^Crisis support"


def test_numbers_go_under_the_system_and_type_that_own_them(decode: Decode) -> None:
    """A GMC number is the council's, `MRN` is `MR` of table 0203, and a type of the sender's own is only words."""
    pid = PID.replace("^MRN~", "^MRN~0700009^^^RXX01^PAS~")

    found = decode("REF^I12", RF1, "PRD|RP|DOE^JO|||||C1234567^GMC~77^LOCAL", pid)

    doctor, person = only(found, "Practitioner"), only(found, "Patient")
    assert [it["system"] for it in doctor["identifier"]] == [
        "https://fhir.hl7.org.uk/Id/gmc-number", "urn:nwd:rxx01:practitioner",
    ]  # fmt: skip
    types = {it["value"]: it["type"] for it in person["identifier"] if "type" in it}
    assert types["0700001"]["coding"][0]["code"] == "MR"
    assert types["0700009"] == {"text": "PAS"}
