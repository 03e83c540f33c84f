"""Text that tells of somebody else close to the person is theirs: recognised by words alone, and cut."""

import base64
import time
from typing import Any

import pytest

from consent.kin import Others
from consent.third_parties import may_tell, names, without
from schemas.fhir import Resource
from schemas.fhir.check import check

import orjson  # isort: skip

RECORD = Others(frozenset({("ANN", "SAMPLE"), ("Sam", "Example")}), frozenset({"sam", "example"}))
TELLING = {
    "a name after a word for kin": "Lives with his sister Ann in town",
    "a name before it": "Jo (partner) does the shopping",
    "a name that is said to be theirs": "Jo is his flatmate",
    "a name in signs": "Her ex-husband, Tom, has a key",
    "a name by its noun": "his mother's name is Jo",
    "words that were told": "Mum told us that she hides the tablets",
    "words that are told": "the neighbour says there was shouting",
    "words by whom": "Was seen at the river, as reported by his father",
    "according to": "according to her daughter she does not eat",
    "in confidence": "In confidence: the wife is afraid of him",
    "in capitals": "SISTER JO SAYS HE DRINKS",
    "whom the record knows": "Ann Sample has his keys",
    "whom the record knows, the other way round": "Spoke to SAMPLE, Ann",
    "a given name that the record knows": "ann, who is a sister to him",
    "in signs of HTML": '<div xmlns="http://www.w3.org/1999/xhtml">his <b>sister</b> Ann</div>',
    "kept from the person": "his mother doesn't want him to know about the call",
    "a line of its own": "Low mood\nMother says that he drinks",
    "under a heading": "Sister:\nJo",
    "a broken line": "He has lived for some years with his elder sister\nJo in town",
    "by whom, some words on": "Described as withdrawn by his mother",
    "from whom": "Reports to us from mother that he drinks",
    "whose concerns": "Concerns raised by his sister",
    "whose mother": "The mother of the patient reports that he drinks",
    "when they did": "Mother advised on Monday by phone that he drinks",
    "who informed": "Mum informed us that he drinks",
    "no space but a tab": "Sister:\tJo",
    "a space that does not break": "sister\u00a0Jo",
    "an accent at the front": "his sister Élodie",
    "a letter of another alphabet": "his brother Łukasz",
    "what a picture is called": '<img alt="Mum says that he drinks" src="#1"/> a picture',
    "signs that nobody sees": "M\u00adum says, sis\u200bter Jo",
    "wide letters": "ＭＵＭ says that he drinks",
    "letters as numbers": "m&#117;m says that he drinks",
    "no hyphen": "his exhusband Tom",
    "a twin": "his twin Jo",
}
NAMES = {
    "no accents": "Jose Nunez has his keys",
    "accents": "José Núñez has his keys",
    "accents apart": "Jose\u0301 Nu\u0301n\u0303ez has his keys",
    "another apostrophe": "O’Brien, Kay was there",
    "no apostrophe": "Kay OBrien was there",
    "no hyphen": "Ann Marie Smith has his keys",
    "in capitals": "ANN-MARIE SMITH HAS HIS KEYS",
    "over two lines": "Ann-Marie\nSmith has his keys",
}
SILENT = {
    "no name": "Lives with his mother and two children",
    "the person": "Sam, a carer for his mother, is tired",
    "the person by their whole name": "Sam Example is low",
    "a day": "Saw his mother Monday, better since",
    "a service": "Asked for a Carer Assessment and the Carer Support Team",
    "a sentence that ends": "He misses his father. Eats well.",
    "what the person told": "He told nobody; he misses his brother",
    "a word within words": "The reasons for the estimate persisted for the person in Manchester",
    "a worker": "Dr Smith saw him; partner nurse to follow",
    "a code": "Relative risk 2, childhood asthma",
    "lines": "Lives with his mother\nReports low mood\n- Friends\n- Sleeps well",
    "wards": "Seen by Sister Ward; moved to Father Brown ward",
    "units": "Mother and Baby Unit, then the Mother & Baby Unit; Young Carers Project",
    "nobody": "Next of kin: Unknown. Friend - Declined. Children: None. Father: Deceased. Mother: Died 2019",
    "law": "On a Child Protection Plan. Guardian: Court of Protection. Child Benefit stopped",
    "agencies": "Informed by partner agency; Partner Agency: MIND; Partner Violence Service",
    "who was told": "Carer informed and advised to ring 999. Mother informed of plan. Parents informed",
    "danger as the person tells it": "Reports domestic violence from partner. He said he was hit by his father",
    "danger as seen": "Concerns about abuse by his father",
    "the patient's words": "Misses his mother; lost a friend, patient says he will jump",
    "one's own words": "My mum died and I said I want to follow",
    "whoever is a parent": "Mother of two, reports suicidal thoughts",
    "what somebody was": "ex Army, Ex-RAF",
}


def note(text: str) -> Resource:
    return {
        "resourceType": "ServiceRequest", "id": "1", "status": "active", "intent": "order",
        "subject": {"reference": "Patient/1"}, "reasonCode": [{"text": "Low mood"}],
        "note": [{"text": text, "time": "2026-11-20T18:00:00Z"}],
    }  # fmt: skip


def left(resource: Resource, *, confided: bool = False, others: Others = RECORD) -> Resource:
    body = orjson.dumps(resource)
    return without(resource, others, confided=confided) if may_tell(body, others, confided=confided) else resource


@pytest.mark.parametrize("text", TELLING.values(), ids=TELLING)
def test_text_that_tells_of_somebody_else_is_cut_and_the_rest_stands(text: str) -> None:
    """The element goes, and nothing shows that it was there."""
    assert left(note(text)) == {name: it for name, it in note(text).items() if name != "note"}


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_a_known_name_is_found_however_it_is_written(text: str) -> None:
    """Accents, apostrophes and hyphens are left out as often as not."""
    known = Others(frozenset({("José", "Núñez"), ("Kay", "O'Brien"), ("Ann-Marie", "Smith")}))

    assert "note" not in left(note(text), others=known)


@pytest.mark.parametrize("text", ["\nMother says", "\tmum says", "\rHis wives say", "m&#117;m says", "exhusband Tom"])
def test_the_quick_look_sees_a_word_at_the_start_of_a_line(text: str) -> None:
    """In JSON the letter of an escape stands before it."""
    assert "note" not in left(note("Low." + text + " that he drinks"), others=Others())


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_other_text_stays(text: str) -> None:
    """Kin without a name or a word of theirs, the person, workers and services."""
    assert left(note(text)) == note(text)


def test_a_record_of_nobody_else_still_knows_words_for_kin() -> None:
    """What is not on record is recognised by the words."""
    assert "note" not in left(note("his sister Ann says that he drinks"), others=Others())


def test_the_carer_who_asks_is_no_third_party_to_themselves() -> None:
    """Their own name in a text keeps nothing from them."""
    own = Others(frozenset({("ANN", "SAMPLE")}), frozenset({"ann", "sample"}))

    assert "note" in left(note("Keys are with his sister Ann"), others=own)
    assert "note" in left(note("Keys are with Ann Sample"), others=own)


PLAN = "https://nowrongdoor.example/CodeSystem/plan-element"
STEP = "https://nowrongdoor.example/StructureDefinition/step-down-item"


def part(element: str, text: str) -> dict[str, Any]:
    return {
        "detail": {"status": "unknown", "code": {"coding": [{"system": PLAN, "code": element}]}, "description": text}
    }


def item(code: str, text: str) -> dict[str, Any]:
    return {"extension": [{"url": STEP, "valueCode": code}], "contentString": text}


def test_whom_to_ring_is_never_cut_from_a_plan() -> None:
    """The person's plan says that his sister may be rung; what she says of him is another matter."""
    ring, told = (
        part("person-to-call", "His sister Ann says: ring any time"),
        part("warning-sign", "sister Ann says so"),
    )
    plan = {"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"reference": "Patient/1"}}

    assert left(plan | {"activity": [ring, told]}) == plan | {"activity": [ring]}


def test_a_plan_may_name_whoever_the_person_named() -> None:
    """What helps with whom, and whom to keep away from, is the person's own; the same words in a note are not."""
    helps = [part("what-helps", "A walk with his sister Ann"), part("what-to-avoid", "Her ex-husband, Tom")]
    told = part("what-helps", "According to his sister Ann, a walk")
    plan = {"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"reference": "Patient/1"}}

    kept = left(plan | {"activity": [*helps, told], "note": [{"text": "A walk with his sister Ann"}]})

    assert kept == plan | {"activity": helps}


def test_who_holds_care_next_is_never_cut_from_a_notice() -> None:
    """To whom somebody was discharged, and the number to ring."""
    ring, told = item("next-contact", "His sister Ann on Monday"), item("person-told", "sister Ann says no")
    notice = {"resourceType": "Communication", "status": "completed"}

    assert left(notice | {"payload": [ring, told]}) == notice | {"payload": [ring]}


@pytest.mark.parametrize(
    "whole",
    [
        note("Mum told us so") | {"note": [{"text": "Mum told us so"}]},
        {"resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "his sister Ann moves out"},
         "subject": {"reference": "Patient/1"}},
        {"resourceType": "Flag", "status": "active", "code": {"text": "his sister Ann hits him"},
         "subject": {"reference": "Patient/1"}},
        {"resourceType": "Observation", "status": "final", "code": {"text": "Remark"}, "valueString": "Mum says so"},
        {"resourceType": "Condition", "subject": {"reference": "Patient/1"},
         "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">sister Ann</div>'}},
    ],
    ids=lambda it: it["resourceType"],
)  # fmt: skip
def test_what_is_left_is_fhir(whole: Resource) -> None:
    """Where R4 demands words they say that they are withheld; elsewhere nothing is left of them."""
    kept = left(whole)

    assert not check(kept)
    assert b"Ann" not in orjson.dumps(kept) and b"Mum" not in orjson.dumps(kept)


def test_a_file_of_text_is_looked_through() -> None:
    """Its words go, and what it is stays; a picture is left as it is."""
    file = {"contentType": "text/plain", "title": "Letter", "data": base64.b64encode(b"sister Ann says so").decode()}
    image = {"contentType": "image/png", "data": "aGVsbG8="}
    document = {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": file}]}
    picture = {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": image}]}

    assert left(document)["content"] == [{"attachment": {"contentType": "text/plain", "title": "Letter"}}]
    assert left(picture) == picture


def test_the_name_of_a_service_or_worker_stays() -> None:
    """Whom to ring must be known, though a word for kin stands in the name."""
    sent = note("Low") | {"requester": {"reference": "HealthcareService/young", "display": "Young Carers Leeds"}}
    carer = note("Low") | {"requester": {"reference": "RelatedPerson/1", "display": "Carer Jo"}}

    assert left(sent) == sent
    assert left(carer)["requester"] == {"reference": "RelatedPerson/1"}


def test_a_relative_who_is_contained_or_referred_to_has_no_name() -> None:
    """Nor number and address; the person's own plan says who they are."""
    patient = {"reference": "Patient/1"}
    relative = {"resourceType": "RelatedPerson", "id": "a", "patient": patient, "name": [{"given": ["Ann"]}]}
    asserter = {"reference": "RelatedPerson/1", "display": "Ann"}
    told = {"resourceType": "Condition", "subject": patient, "asserter": asserter, "contained": [relative]}

    kept = left(told, others=Others())

    assert kept["contained"] == [{"resourceType": "RelatedPerson", "id": "a", "patient": patient}]
    assert kept["asserter"] == {"reference": "RelatedPerson/1"}
    assert left(told, confided=True) == told
    assert left(told | {"resourceType": "CarePlan"}, others=Others()) == told | {"resourceType": "CarePlan"}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("TEXT/PLAIN", b"Mum says so"),
        ("application/xml", b"<p>Mum says so</p>"),
        ("application/xhtml+xml", b"<p>Mum says so</p>"),
        ("application/rtf", rb"{\rtf1 Mum says so}"),
        ("text/plain", "Mum says so".encode("utf-16")),
    ],
)
def test_each_kind_of_file_that_is_text_is_looked_through(kind: str, data: bytes) -> None:
    """By whatever name and in whatever letters."""
    file = {"contentType": kind, "data": base64.b64encode(data).decode()}
    document = {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": file}]}

    assert left(document, others=Others())["content"] == [{"attachment": {"contentType": kind}}]


def test_words_beside_a_hidden_author_go_with_them() -> None:
    """A note that a relative signed is theirs, whatever it says."""
    signed = note("Low") | {"note": [{"text": "He is low", "authorString": "Ann Sample"}]}

    assert "note" not in left(signed)


CONFIDED = {
    "in confidence": "His sister Ann told us in confidence that he drinks",
    "confided": "Mum confided that she is afraid",
    "by whom": "Disclosed in strict confidence by his father",
    "the other order": "In confidence, his wife says that he drinks",
    "kept from the person": "his mother told us; she does not want him to know",
}
NOT_CONFIDED = {
    "a quotation": "His sister Ann says that he drinks",
    "in themselves": "Mum reports that he is growing. Lacks confidence",
    "by the person": "He confided in his brother",
}


@pytest.mark.parametrize("text", CONFIDED.values(), ids=CONFIDED)
def test_clinicians_are_not_shown_what_was_told_in_confidence(text: str) -> None:
    """Their row of the matrix says that there is something, and whom to ask."""
    assert "note" not in left(note(text), confided=True)


@pytest.mark.parametrize("text", [*NOT_CONFIDED.values(), *SILENT.values()])
def test_clinicians_read_whom_a_text_names_and_quotes(text: str) -> None:
    """Who somebody lives with and what a relative has seen are part of their own rows."""
    assert left(note(text), confided=True) == note(text)


def test_a_person_is_known_by_each_of_their_names() -> None:
    """By parts, by text, and as a contact."""
    told = {"name": [{"given": ["Ann", "Jo"], "family": "Sample"}, {"text": "Annie Sample"}]}

    assert {*names(told)} == {("Ann", "Sample"), ("Jo", "Sample"), ("Annie", "Sample")}
    assert [*names({"name": {"text": "Kim Specimen"}})] == [("Kim", "Specimen")]


@pytest.mark.parametrize("word", ["ex-", "ex ", "mother ", "Ann ", "said from ", "Ann is his ", "mother. said. "])
@pytest.mark.parametrize("confided", [False, True])
def test_no_text_takes_long_to_look_through(word: str, confided: bool) -> None:
    """Whoever sends a long text of such words holds up nobody."""
    text = word * (300_000 // len(word))
    before = time.process_time()

    left(note(text), confided=confided)

    assert time.process_time() - before < 1.0


def test_each_word_for_kin_of_a_long_text_is_looked_at() -> None:
    """What stands far from the first and from the last is found; of more than anybody writes all of it is cut."""
    far = "He misses his brother. " + "Slept well. " * 100
    many = "misses his brother. " * 1_001

    assert "note" not in left(note(far + "His sister Ann came. " + far))
    assert left(note(far + far)) == note(far + far)
    assert "note" not in left(note(many)) and "note" not in left(note(many + "confided"), confided=True)
    assert left(note(many[:10_000])) == note(many[:10_000])
