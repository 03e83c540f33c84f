"""What stands in OBX, however its sender wrote it: files, text, and lines that were taken back."""

import base64

import pytest

from adapters.contract import Outcome
from tests.unit.hl7v2.samples import PID, Decode, only

TXA = "TXA|1|DS|TX|20260228||20260228101500||||||DOC9^PAS|||||AU||AV"
OBR = "OBR|1|P1|D9|LETTER^Letter^L|||20260301090000|||||||||||||||20260301091000|||F"
PDF = base64.b64encode(b"%PDF-1.4 made up %%EOF").decode()


@pytest.mark.parametrize("kind", ["ED", "", "TX", "ST", "FT"])
@pytest.mark.parametrize("encoding", ["Base64", "BASE64", "base64"])
def test_what_is_written_as_a_file_is_one_whatever_obx_2_says(decode: Decode, kind: str, encoding: str) -> None:
    """Its encoding in OBX-5.4 tells it: Base64 is never kept as words."""
    found = decode("MDM^T02", PID, TXA, f"OBX|1|{kind}|||^Application^PDF^{encoding}^{PDF}")

    attachment = only(found, "DocumentReference")["content"][0]["attachment"]
    assert (attachment["contentType"], attachment["data"]) == ("application/pdf", PDF)


@pytest.mark.parametrize("said", [PDF, PDF[:12] + "~" + PDF[12:]])
def test_a_file_sent_as_text_is_refused(decode: Decode, said: str) -> None:
    """A PDF in Base64 is nothing that anybody can read."""
    found = decode("MDM^T02", PID, TXA, f"OBX|1|TX|||{said}")

    assert (found.outcome, found.issues[0].where) == (Outcome.REFUSED, "OBX-2")


def test_a_line_that_was_taken_back_is_left_out(decode: Decode) -> None:
    """OBX-11 `W` may be about somebody else."""
    found = decode("MDM^T02", PID, TXA, "OBX|1|TX|||wrong||||||W", "OBX|2|TX|||right||||||F")

    data = only(found, "DocumentReference")["content"][0]["attachment"]["data"]
    assert base64.b64decode(data) == b"right"
    assert [it.where for it in found.issues] == ["OBX-11"]


@pytest.mark.parametrize("event", ["MDM^T02", "ORU^R01"])
def test_a_document_of_which_every_line_was_taken_back_is_an_error(decode: Decode, event: str) -> None:
    """So that what was kept of it before is no longer current."""
    found = decode(event, PID, TXA if event == "MDM^T02" else OBR, "OBX|1|TX|||wrong||||||X")

    assert only(found, "DocumentReference")["status"] == "entered-in-error"


def test_a_report_with_a_file_is_a_document_whatever_else_it_measured(decode: Decode) -> None:
    """The file is kept; the measurements are named and left in the original."""
    found = decode("ORU^R01", PID, OBR, "OBX|1|CE|R1^Result^L", f"OBX|2|ED|||^AP^PDF^Base64^{PDF}", "OBX|3|NM|C||98")

    content = only(found, "DocumentReference")["content"]
    assert [it["attachment"]["contentType"] for it in content] == ["application/pdf"]
    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.ACCEPTED, ["OBX-2", "OBX[3]-2"])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("C1&DOE&JO&&&DR^20260301", "DR JO DOE"), ("&DOE&JO", "JO DOE"), ("C1^DOE^JO^^^DR", "DR JO DOE"),
        ("Dr Jo Doe", "Dr Jo Doe"), ("Dr Jo Doe^20260301", "Dr Jo Doe"),
    ],
)  # fmt: skip
def test_who_stands_behind_a_report_is_named_as_people_are(decode: Decode, said: str, name: str) -> None:
    """OBR-32 by the standard, and as if it were one person's number and name."""
    found = decode("ORU^R01", PID, f"{OBR}|||||||{said}", "OBX|1|TX|||Words")

    assert only(found, "DocumentReference")["author"] == [{"type": "Practitioner", "display": name}]


def test_a_letter_that_travels_with_a_referral_is_kept(decode: Decode) -> None:
    """As a document of its own beside it; what was measured stays a measurement."""
    letter = f"OBX|1|ED|LET^Referral letter^L||^application^pdf^Base64^{PDF}||||||F"
    found = decode("REF^I12", "RF1|A|R|710|||R1", PID, letter, "OBX|2|NM|W^Weight^L||71|kg|||||F")

    document, request = only(found, "DocumentReference"), only(found, "ServiceRequest")
    assert document["content"][0]["attachment"]["data"] == PDF
    assert document["type"]["text"] == "Referral letter"
    assert len(request["supportingInfo"]) == 2
    assert only(found, "Observation")["valueQuantity"]["value"] == 71


def test_a_letter_of_a_known_kind_is_coded_before_the_senders_own_code(decode: Decode) -> None:
    """By SNOMED CT first: whoever filters by category must know it."""
    letter = f"OBX|1|ED|CRISISPLAN^Crisis plan^L||^application^pdf^Base64^{PDF}||||||F"
    found = decode("REF^I12", "RF1|A|R|710|||R1", PID, letter)

    codings = only(found, "DocumentReference")["type"]["coding"]
    assert codings[0]["system"] == "http://snomed.info/sct"
    assert codings[1]["code"] == "CRISISPLAN"


@pytest.mark.parametrize("broken", [PDF[:-8], "JVBER#", ""])
def test_a_broken_letter_does_not_hold_up_a_referral(decode: Decode, broken: str) -> None:
    """It is flagged, and nothing of it is kept as readable."""
    found = decode("REF^I12", "RF1|A|R|710|||R1", PID, f"OBX|1|ED|LET||^application^pdf^Base64^{broken}")

    assert (found.outcome, found.issues[0].where) == (Outcome.FLAGGED, "OBX-5.5")
    assert found.occurrences[0].type == "referral.received"
    assert "DocumentReference" not in str(found.bundle)


def test_the_primary_care_provider_of_a_referral_is_the_persons_own(decode: Decode) -> None:
    """PRD `PP`."""
    found = only(decode("REF^I12", "RF1|A|R|710|||R1", "PRD|PP|DOE^JO^^^DR", PID), "Patient")

    assert found["generalPractitioner"] == [{"type": "Practitioner", "display": "DR JO DOE"}]


@pytest.mark.parametrize("written", ["^application/pdf^Base64^{}", "^application^pdf^Base64^{}", "^AP^PDF^Base64^{}"])
def test_type_and_subtype_may_stand_in_one_component(decode: Decode, written: str) -> None:
    """As some senders write a media type, with everything behind it one place earlier."""
    found = decode("MDM^T02", PID, TXA, f"OBX|1|ED|||{written.format(PDF)}")

    attachment = only(found, "DocumentReference")["content"][0]["attachment"]
    assert (attachment["contentType"], attachment["data"]) == ("application/pdf", PDF)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("^TEXT^HTML", "text/html"),
        ("^text/html", "text/html"),
        ("^Application^xhtml+xml", "text/html"),
        ("^TEXT^HTM", "text/html"),
        ("^TEXT^XML", "application/xml"),
        ("^application^xml", "application/xml"),
        ("^TEXT^", "text/plain"),
        ("^TEXT^CSV", "text/plain"),
        ("^multipart^x-hl7-cda-level-one", "application/octet-stream"),
    ],
)
def test_text_with_tags_is_not_called_plain(decode: Decode, written: str, kind: str) -> None:
    """A reader of plain text would be shown the tags; what is not known but text is plain."""
    found = decode("MDM^T02", PID, TXA, f"OBX|1|ED|||{written}^Base64^PGI+Tm90ZTwvYj4=")

    assert only(found, "DocumentReference")["content"][0]["attachment"]["contentType"] == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<HTML><b>Note</b>", "text/html"),
        (b"\xef\xbb\xbf\n <!doctype html>", "text/html"),
        (b'<?xml version="1.0"?><note/>', "application/xml"),
        (b"%PDF-1.4 %%EOF", "application/pdf"),
        (b"{\\rtf1 Note}", "application/rtf"),
        (b"\x89PNG IEND", "image/png"),
        (b"<5 hours of sleep", None),
        (b"Seen, <html> was said", None),
    ],
)
@pytest.mark.parametrize(("said", "otherwise"), [("TEXT^PLAIN", "text/plain"), ("AP^", "application/octet-stream")])
def test_what_is_called_plain_or_nothing_is_known_by_its_beginning(
    decode: Decode, content: bytes, kind: str | None, said: str, otherwise: str
) -> None:
    """Whoever opens it must not be shown its tags or its bytes."""
    written = base64.b64encode(content).decode()
    found = decode("MDM^T02", PID, TXA, f"OBX|1|ED|||^{said}^Base64^{written}")

    attachment = only(found, "DocumentReference")["content"][0]["attachment"]
    assert attachment["contentType"] == (kind or otherwise)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<html><b>Note</b></html>", "text/html; charset=utf-8"),
        ('<?xml version="1.0"?><note/>', "application/xml; charset=utf-8"),
        ("{\\E\\rtf1 Note}", "application/rtf"),
        ("Sleeps <5 hours", "text/plain; charset=utf-8"),
    ],
)
def test_lines_of_text_may_be_a_file_of_tags(decode: Decode, text: str, kind: str) -> None:
    """As some record systems write a letter into TX or FT."""
    found = decode("MDM^T02", PID, TXA, f"OBX|1|FT|||{text}")

    assert only(found, "DocumentReference")["content"][0]["attachment"]["contentType"] == kind


@pytest.mark.parametrize("said", ["TIF", "TIFF", "JPG", "JPEG", "PNG", "RTF", "X-RTF", "PDF"])
def test_a_file_of_another_kind_than_it_says_is_refused(decode: Decode, said: str) -> None:
    """However its kind is spelt."""
    found = decode("MDM^T02", PID, TXA, f"OBX|1|ED|||^AP^{said}^Base64^R0lGODlh")

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.REFUSED, ["OBX-5.3"])


@pytest.mark.parametrize(
    ("subtype", "encoding", "kind"),
    [
        ("plain", "A", "text/plain; charset=utf-8"), ("TEXT", "a", "text/plain; charset=utf-8"),
        ("HTML", "A", "text/html"), ("XML", "A", "application/xml"),
    ],
)  # fmt: skip
def test_a_file_may_stand_there_as_it_is(decode: Decode, subtype: str, encoding: str, kind: str) -> None:
    """Table 0299, `A`: no encoding, but the escapes of HL7."""
    found = decode("MDM^T02", PID, TXA, f"OBX|1|ED|||^text^{subtype}^{encoding}^Séen in A\\T\\E\\.br\\Went  home")

    attachment = only(found, "DocumentReference")["content"][0]["attachment"]
    assert attachment["contentType"] == kind
    assert base64.b64decode(attachment["data"]).decode() == "Séen in A&E\nWent  home"


@pytest.mark.parametrize("content", [PDF, ""])
def test_what_is_said_to_stand_there_must_do_so(decode: Decode, content: str) -> None:
    """Base64 of a PDF is nothing that anybody could read, and neither is nothing."""
    assert decode("MDM^T02", PID, TXA, f"OBX|1|ED|||^text^plain^A^{content}").outcome is Outcome.REFUSED


def test_a_document_has_each_of_its_authors_and_its_title(decode: Decode) -> None:
    """TXA-9 repeated, and TXA-25."""
    written = "TXA|1|DS|TX|20260228|||||C1^DOE^JO~^^~C2^ROE^AL|||DOC9" + "|" * 13 + "Review of May"
    made = only(decode("MDM^T02", PID, written, "OBX|1|TX|||x"), "DocumentReference")

    assert [it["display"] for it in made["author"]] == ["JO DOE", "AL ROE"]
    assert made["description"] == "Review of May"


@pytest.mark.parametrize(
    ("content", "kind"),
    [("Séen".encode(), "text/plain; charset=utf-8"), ("Séen".encode("latin-1"), "text/plain"), (b"Seen", "text/plain")],
)
def test_words_say_their_character_set_where_it_is_certain(decode: Decode, content: bytes, kind: str) -> None:
    """Beyond ASCII, sound UTF-8 is UTF-8; what else it may be nobody told."""
    sent = base64.b64encode(content).decode()
    found = decode("MDM^T02", PID, TXA, f"OBX|1|ED|||^text^plain^Base64^{sent}")

    assert only(found, "DocumentReference")["content"][0]["attachment"]["contentType"] == kind
