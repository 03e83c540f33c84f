"""A document in words or as a PDF, and the files that go with it."""

import base64
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.split import parse
from adapters.hl7v2.tree import Message
from schemas.events import EventType
from tests.unit.hl7v2.test_mdm_out import released

FILE = base64.b64encode(b"%PDF-1.4 made up %%EOF").decode()
LETTER: dict[str, Any] = {
    "resourceType": "DocumentReference",
    "type": {
        "coding": [{"system": "http://snomed.info/sct", "code": "736253002", "display": "Mental health crisis plan"}]
    },
    "content": [
        {"attachment": {"contentType": "application/pdf", "data": FILE}},
        {"attachment": {"contentType": "text/plain", "title": "not here"}},
    ],
}


def note(text: str) -> dict[str, Any]:
    """A contact note of the café."""
    return {"resourceType": "Communication", "payload": [{"contentString": text}]}


def written(*resources: dict[str, Any], **profile: Any) -> Message:
    """The document that a partner with this profile gets."""
    found = released(EventType.CONTACT_RECORDED, *resources)
    return parse(Hl7Codec(SenderProfile.model_validate(profile)).encode(found).body)


def pages(message: Message) -> str:
    """The words of the PDF in the first OBX."""
    line = message.all("OBX")[0]
    assert (line.text(2), line.text(5, 2), line.text(5, 3), line.text(5, 4)) == ("ED", "Application", "PDF", "Base64")
    read = PdfReader(BytesIO(base64.b64decode(line.text(5, 5), validate=True)))
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


@pytest.mark.parametrize(
    "said",
    ["Zoë Łukasz Siân ŵŷ “quoted” – €5 ½", "{nb} of **2** __tablets__", "Reached on 01632\t960001\nthen rang off"],
)
def test_a_pdf_says_what_the_lines_say(said: str) -> None:
    """Every line of the text document, in its order, with its accents."""
    page = pages(written(note(said), documents_as="pdf"))
    lines = [" ".join(it.text(5).split()) for it in written(note(said)).all("OBX")]

    assert page == " ".join(lines)
    assert " ".join(said.split()) in page


def test_a_pdf_is_told_in_the_header_of_the_document() -> None:
    """TXA-3, table 0191: application data, not text."""
    assert written(note("x"), documents_as="pdf").first_or_empty("TXA").text(3) == "AP"
    assert written(note("x")).first_or_empty("TXA").text(3) == "TX"


def test_long_words_run_on_to_further_pages() -> None:
    """Nothing falls off a page."""
    said = " ".join(f"word{number}" for number in range(3_000))

    assert said in pages(written(note(said), documents_as="pdf"))


@pytest.mark.parametrize("said", ["محمد", "小明", "ok 😀"])
def test_what_the_font_cannot_show_goes_as_text(said: str) -> None:
    """A name with a gap where a letter was would be believed."""
    message = written(note(said), documents_as="pdf")

    assert message.first_or_empty("TXA").text(3) == "TX"
    assert said in [it.text(5) for it in message.all("OBX")]


def test_a_whole_book_goes_as_text() -> None:
    """To draw it would hold up every other message for as long as it takes."""
    long = "a dose " * 14_300

    assert written(note(long), documents_as="pdf").first_or_empty("TXA").text(3) == "TX"
    assert written(note(long[:99_000]), documents_as="pdf").first_or_empty("TXA").text(3) == "AP"


def test_the_same_words_give_the_same_bytes() -> None:
    """A repeat carries what was sent before: its date is when it was released, not when it was drawn."""
    codec, found = Hl7Codec(SenderProfile(documents_as="pdf")), released(EventType.CONTACT_RECORDED, note("x"))
    (line,) = parse(codec.encode(found).body).all("OBX")
    dated = PdfReader(BytesIO(base64.b64decode(line.text(5, 5)))).metadata

    assert dated is not None and dated.creation_date == found.released_at
    assert codec.encode(found).body == codec.encode(replace(found)).body


def test_a_pdf_names_nobody_outside_its_pages() -> None:
    """Its title and its author are read by whoever lists files; its language by who reads it aloud."""
    (line,) = written(note("x"), documents_as="pdf").all("OBX")
    read = PdfReader(BytesIO(base64.b64decode(line.text(5, 5))))

    assert read.metadata is not None and set(read.metadata) <= {"/CreationDate", "/Producer"}
    assert read.root_object["/Lang"] == "en-GB"


@pytest.mark.parametrize("profile", [{}, {"documents_as": "pdf"}])
def test_a_file_that_may_be_seen_goes_with_the_document(profile: dict[str, Any]) -> None:
    """OBX ED behind the words, numbered on; an attachment without content is none."""
    *words, file = written(LETTER, **profile).all("OBX")

    assert [it.text(1) for it in (*words, file)] == [str(number) for number in range(1, len(words) + 2)]
    assert (file.text(2), file.text(3), file.text(3, 2)) == ("ED", "736253002", "Mental health crisis plan")
    assert (file.text(5, 3), file.text(5, 4), file.text(5, 5), file.text(11)) == ("PDF", "Base64", FILE, "F")
    assert words
