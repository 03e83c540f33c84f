"""The contract suite: what every codec promises, to be run on any adapter by its own tests.

    from adapters.suite import CodecContract

    class TestCallSlip(CodecContract):
        adapter = CallSlip()
        accepted = (b"S1;9991234500;...",)

Needs pytest and hypothesis, which the distribution brings along with its extra `suite`.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from adapters.contract import (
    Adapter,
    Codec,
    Decoded,
    FileCodec,
    Outcome,
    Recipient,
    Released,
    Rendition,
    Severity,
    Unsendable,
    Verdict,
)
from schemas.codes.nwd import COMMUNICATION_KIND
from schemas.codes.systems import NHS_NUMBER
from schemas.events import EventType
from schemas.fhir import Resource
from schemas.fhir.check import check

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_TAKEN = frozenset({Outcome.ACCEPTED, Outcome.FLAGGED})
_ANY = (
    b"", b"\x00", b"\xff\xfe", b"{}", b"[]", b"<a/>", b"MSH|^~\\&|", b"a,b\r\n1,2\r\n", b'{"resourceType":"Bundle"}',
    b"\x0bMSH|^~\\&|A|B|C|D|1||REF^I12|1|P|2.4\x1c\r", "Zoë".encode("utf-16"), b"(" * 3000, b"9" * 5000,
)  # fmt: skip
_QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


class CodecContract:
    """Subclass it in a test module with `adapter`, and with samples that your codec takes and refuses."""

    adapter: ClassVar[Adapter]
    options: ClassVar[Mapping[str, Any]] = {}
    """The options of the profile that the samples need."""
    accepted: ClassVar[tuple[bytes, ...]] = ()
    """Whole, made-up messages that the codec takes; the more kinds, the better."""
    refused: ClassVar[tuple[bytes, ...]] = (b"rubbish",)
    """Messages that it must refuse."""

    @property
    def codec(self) -> Codec:
        """A new codec, as the gateway makes one for each partner."""
        return self.adapter.codec(self.adapter.profile.model_validate(dict(self.options)))

    def test_the_adapter_has_a_name_and_every_option_says_what_it_means(self) -> None:
        """The configuration page is made from these sentences."""
        assert self.adapter.name.isidentifier()
        assert issubclass(self.adapter.profile, BaseModel)
        assert all(field.description for field in self.adapter.profile.model_fields.values())

    @given(data=st.data())
    @_QUICK
    def test_any_bytes_are_read_without_an_error_and_can_be_answered(self, data: st.DataObject) -> None:
        """Decode never raises, and there is a reply for whatever becomes of the message."""
        raw = data.draw(self._bytes())

        decoded = self.codec.decode(raw, received_at=AT)

        for outcome in Outcome:
            assert isinstance(self.codec.reply(decoded, Verdict(outcome, decoded.issues, AT, UUID(int=1))), bytes)

    @given(data=st.data())
    @_QUICK
    def test_the_same_bytes_always_say_the_same(self, data: st.DataObject) -> None:
        """A codec is pure: replay decodes what was decoded before."""
        raw = data.draw(self._bytes())

        assert self.codec.decode(raw, received_at=AT) == self.codec.decode(raw, received_at=AT)

    @given(data=st.data())
    @_QUICK
    def test_what_is_taken_is_sound_and_what_is_refused_says_why(self, data: st.DataObject) -> None:
        """Whatever the bytes."""
        self._holds(self.codec.decode(data.draw(self._bytes()), received_at=AT))

    def test_the_samples_are_taken(self) -> None:
        """With something to tell, about exactly one person."""
        for raw in self.accepted:
            decoded = self.codec.decode(raw, received_at=AT)
            assert decoded.outcome in _TAKEN, decoded.issues
            assert decoded.control_id, "a repeat is known by its control id"
            self._holds(decoded)

    def test_the_samples_are_refused(self) -> None:
        """Each with a place and a mend."""
        for raw in self.refused:
            decoded = self.codec.decode(raw, received_at=AT)
            assert decoded.outcome is Outcome.REFUSED
            self._holds(decoded)

    def test_no_issue_says_who_it_is_about(self) -> None:
        """Issues are shown to operators: they name places, never names, numbers or dates of a person."""
        for raw in (*self.accepted, *(it[: len(it) // 2] for it in self.accepted)):
            whole = self.codec.decode(raw, received_at=AT)
            said = " ".join(f"{it.where} {it.message}" for it in whole.issues)
            known = _of_person(self.codec.decode(raw, received_at=AT).bundle)
            assert not [it for it in known if it in said]

    def test_what_is_released_is_written_or_named_unsendable(self) -> None:
        """Always the same bytes for the same release: a repeat must carry them again."""
        try:
            rendition = self.codec.encode(_RELEASED)
        except Unsendable as error:
            assert str(error)
            return
        assert isinstance(rendition, Rendition)
        assert rendition.control_id
        assert rendition == self.codec.encode(_RELEASED)

    def test_a_file_taken_apart_is_messages(self) -> None:
        """A codec of files gives each message its own bytes and place, and gives back what could not be taken."""
        codec = self.codec
        if not isinstance(codec, FileCodec):
            return
        for raw in (*self.accepted, *self.refused, *_ANY):
            parts = codec.split(raw)
            assert parts == codec.split(raw)
            assert all(it.where for it in parts.parts)
            if parts.parts:
                assert codec.returned(raw, dict.fromkeys(range(len(parts.parts)), "mend it")).body

    def _bytes(self) -> st.SearchStrategy[bytes]:
        """Anything, and the samples cut short, doubled and with a byte changed."""
        whole = st.sampled_from((*self.accepted, *self.refused, *_ANY))
        cut = st.tuples(whole, st.integers(0, 2000)).map(lambda it: it[0][: it[1]])
        changed = st.tuples(whole, st.integers(0, 2000), st.integers(0, 255)).map(_changed)
        return st.one_of(whole, cut, changed, whole.map(lambda it: it + it), st.binary(max_size=300))

    def _holds(self, decoded: Decoded) -> None:
        for issue in decoded.issues:
            assert issue.where, issue
            assert issue.message, issue
        if decoded.outcome is Outcome.REFUSED:
            assert any(it.severity in {Severity.ERROR, Severity.FATAL} for it in decoded.issues)
        if decoded.outcome in _TAKEN and not decoded.is_test:
            _sound(decoded)


def _changed(drawn: tuple[bytes, int, int]) -> bytes:
    raw, at, byte = drawn
    return raw[:at] + bytes([byte]) + raw[at + 1 :]


def _sound(decoded: Decoded) -> None:
    bundle = decoded.bundle
    assert bundle is not None, "what is taken has a Bundle"
    assert not list(check(bundle)), "the Bundle is FHIR R4"
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls), "each entry has a fullUrl of its own"
    assert all(it.startswith("urn:uuid:") for it in urls), "fullUrls are urn:uuid"
    people = [it for it in bundle["entry"] if it["resource"]["resourceType"] == "Patient"]
    assert len(people) == 1, "a message is about exactly one Patient"
    assert all(set(it.focus) <= set(urls) and it.focus for it in decoded.occurrences), "events are of what is there"
    inner = {it for it in _references(bundle) if it.startswith("urn:uuid:")}
    if not inner <= set(urls):
        assert decoded.outcome is Outcome.FLAGGED, "references inside lead somewhere, or a person looks"


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for it in value.values():
            yield from _references(it)
    if isinstance(value, list):
        for it in value:
            yield from _references(it)


def _of_person(bundle: Resource | None) -> list[str]:
    entries = (bundle or {}).get("entry", [])
    people: list[Resource] = [it["resource"] for it in entries if it["resource"]["resourceType"] == "Patient"]
    person = people[0] if people else {}
    names = [part for it in person.get("name", []) for part in (it.get("family", ""), *it.get("given", []))]
    numbers = [it.get("value", "") for it in person.get("identifier", [])]
    return [it for it in (*names, *numbers, person.get("birthDate", "")) if len(it) > 3]


_RELEASED = Released(
    event_id=UUID(int=7),
    rendition_id=UUID(int=7),
    event_type=EventType.CONTACT_RECORDED,
    occurred_at=AT,
    released_at=AT,
    recipient=Recipient("cmht", "Community Team", "Trust", "RXX01"),
    patient={
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [{"system": NHS_NUMBER, "value": "9991234500"}],
        "name": [{"family": "EXAMPLE", "given": ["SAM"]}],
        "birthDate": "1990-04-17",
    },
    resources=(
        {
            "resourceType": "Communication",
            "id": "c1",
            "status": "completed",
            "category": [{"coding": [{"system": COMMUNICATION_KIND, "code": "contact-note"}]}],
            "subject": {"reference": "Patient/p1"},
            "sent": "2026-11-22",
            "payload": [{"contentString": "=came and talked"}],
        },
    ),
    references=("Communication/c1",),
    attribution="Haven Crisis Café (non-clinical source)",
)
"""What the gate might release, for the encoder of any adapter."""
