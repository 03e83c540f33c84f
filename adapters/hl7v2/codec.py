"""The HL7 v2 codec: one message in, FHIR and an acknowledgement out; what was released in, a document out."""

import re
from collections.abc import Callable
from datetime import datetime

from adapters.contract import Decoded, Issue, Outcome, Released, Rendition, Severity, Verdict
from adapters.hl7v2 import adt, adt_out, mdm, mdm_out, merge, oru, ref, ref_out, rri, rri_out, siu, split
from adapters.hl7v2.ack import BETWEEN_FRAMES, replies
from adapters.hl7v2.bundle import Draft, finished
from adapters.hl7v2.charset import is_other
from adapters.hl7v2.faults import Fault, Refused, note, warning
from adapters.hl7v2.header import Header, peek, restored
from adapters.hl7v2.profile import SenderProfile
from schemas.codes import v2_event
from schemas.fhir.retold import Telling

MAPPERS: dict[tuple[str, str], Callable[[Draft], list[str]]] = {
    **{("REF", it): ref.refer for it in ("I12", "I13", "I14")},
    **{("RRI", it): rri.answer for it in ("I12", "I13", "I14")},
    **{("ADT", it): adt.notify for it in ("A01", "A03", "A04", "A05", "A08", "A28", "A31")},
    **{("ADT", it): merge.unite for it in ("A34", "A39", "A40")},
    ("ORU", "R01"): oru.report,
    **{("SIU", it): siu.schedule for it in ("S12", "S14", "S15", "S26")},
    ("MDM", "T02"): mdm.file_document,
}
"""The events that are taken, and what maps them."""

_WRITERS = {
    "REF": (ref_out.fits, ref_out.referral),
    "RRI": (rri_out.fits, rri_out.answer),
    "ADT": (adt_out.fits, adt_out.notice),
}
"""By the name in `writes`: what is written so, and who writes it."""
_VERSION = re.compile(r"2\.[1-9](\.\d+)?")
_SINGLE = ("EVN", "PD1", "PV1", "RF1", "SCH", "TXA")
_FRAME = frozenset({"MSH", "MSA", "ERR", "SFT", "RGS"})
"""Segments that say nothing of a person; EVN is looked at in every message."""
_MOST_UNREAD = 20
_KIND = re.compile(r"[A-Z]{3}(\^[A-Z]\d\d)?")
_LONGEST_CONTROL_ID = 199


class Hl7Codec:
    """The codec for one partner's profile."""

    def __init__(self, profile: SenderProfile) -> None:
        self._profile = profile

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        """Read one message, framed or bare. Never raises for bad input: what is wrong stands in `issues`."""
        raw = unframed(raw)
        header = peek(raw)
        try:
            message = split.parse(raw, fallback=self._profile.charset_fallback)
            draft = Draft(message, self._profile, received_at)
            return _decoded(draft, header)
        except Fault as fault:
            return refused(header, fault.issue)

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
        """The acknowledgement, unframed; empty when the sender wants none (enhanced mode).

        When it wants both a commit and an application acknowledgement, the two stand one after the other with
        frame ends between them, so that framing the whole makes two frames.
        """
        return BETWEEN_FRAMES.join(replies(restored(decoded.envelope), verdict))

    def encode(self, released: Released) -> Rendition:
        """What the profile's `writes` has a message of its own for, else an MDM^T02 document that can be filed."""
        fitting = (write for name, (fits, write) in _WRITERS.items() if name in self._profile.writes and fits(released))
        return next(fitting, mdm_out.document)(released, self._profile)


def unframed(raw: bytes) -> bytes:
    """The message without its MLLP frame, if it has one."""
    bare = raw.strip(b"\r\n")
    if not bare.startswith(b"\x0b"):
        return raw
    return bare[1:].removesuffix(b"\x1c")


def refused(header: Header, issue: Issue) -> Decoded:
    """What cannot be taken, with the means to answer it."""
    return Decoded(
        Outcome.REFUSED, _kind(header), header.control_id, is_test=_is_test(header), issues=(issue,),
        envelope=header.mapping(),
    )  # fmt: skip


def _decoded(draft: Draft, header: Header) -> Decoded:
    focus = _mapper(draft)(draft)
    _unread(draft)
    bundle = finished(draft, focus)
    sent = draft.moment(draft.message.header, 7)
    return Decoded(
        outcome=_outcome(draft),
        kind=_kind(header),
        control_id=header.control_id,
        bundle=bundle,
        occurrences=() if draft.is_sealed else tuple(draft.occurrences),
        addressee=draft.addressee,
        links=() if draft.is_sealed else tuple(draft.links),
        merges=() if draft.is_sealed else tuple(draft.merges),
        only_if_linked=draft.only_if_linked,
        telling=Telling.ELEMENTS,
        is_test=_is_test(header),
        sent_at=sent.instant if sent else None,
        issues=tuple(dict.fromkeys(draft.issues)),
        envelope=header.mapping(),
    )


def _mapper(draft: Draft) -> Callable[[Draft], list[str]]:
    header = draft.message.header
    if not header.text(10) or len(header.text(10)) > _LONGEST_CONTROL_ID:
        raise Refused("required", "MSH-10", f"must be an id of 1 to {_LONGEST_CONTROL_ID} characters")
    if header.text(12) and not _VERSION.fullmatch(header.text(12)):
        raise Refused("not-supported", "MSH-12", "is not a version that is read here; send 2.1 to 2.9")
    if header.text(11).upper() not in {"", "P", *v2_event.REJECTING_PROCESSING_IDS}:
        raise Refused("not-supported", "MSH-11", "is not a processing id; send P, or T or D for a test")
    _whole(draft)
    mapper = MAPPERS.get((header.text(9).upper(), draft.trigger))
    if mapper is None:
        taken = ", ".join("^".join(it) for it in MAPPERS)
        known = any(header.text(9).upper() == kind for kind, _ in MAPPERS)
        raise Refused("not-supported", "MSH-9.2" if known else "MSH-9", f"event is not taken here; taken: {taken}")
    event = draft.message.first("EVN")
    if event is not None and event.text(1) and event.text(1) != draft.trigger:
        draft.issues.append(warning("conflict", "EVN-1", "is another event than MSH-9.2; MSH-9.2 counts"))
    _doubts(draft)
    return mapper


def _whole(draft: Draft) -> None:
    """Half a plan would read as all of it: pieces of a message (v2.4, 2.15.2) are put together nowhere here.

    MSH-14 alone tells none: the published samples of ITK have a time there.
    """
    for segment in map(draft.message.first_or_empty, ("DSC", "ADD")):
        if segment.text(1):
            text = "says that this is a piece of a message; pieces are not put together here: send it whole"
            raise Refused("structure", segment.where(1), text)


def _doubts(draft: Draft) -> None:
    """What the standard asks for and one can do without, and what stands twice where one is read."""
    header = draft.message.header
    for place, stands_for in ((11, "P"), (12, "2.4")):
        if not header.text(place):
            draft.issues.append(note("required", f"MSH-{place}", f"is empty; read as {stands_for}"))
    if draft.message.charset != draft.profile.charset_fallback and is_other(header.text(18), draft.message.charset):
        text = f"names another character set than that of the bytes; read as {draft.message.charset}: name that"
        draft.issues.append(warning("value", "MSH-18", text))
    for name in draft.message.repeated(_SINGLE):
        message = f"a second {name} in one message; only the first is read, send the other in its own"
        draft.issues.append(warning("structure", f"{name}[2]", message))


def _unread(draft: Draft) -> None:
    """Nothing that a sender says goes without a word: what no mapper has looked at is named."""
    for name in [it for it in draft.message.unread() if it not in _FRAME][:_MOST_UNREAD]:
        draft.issues.append(note("not-supported", name, "is not read in this message; it stays in the original"))


def _outcome(draft: Draft) -> Outcome:
    if draft.is_sealed:
        return Outcome.QUARANTINED
    doubtful = any(it.severity is Severity.WARNING for it in draft.issues)
    return Outcome.FLAGGED if doubtful else Outcome.ACCEPTED


def _kind(header: Header) -> str:
    kind = "^".join(header.type.split(header.encoding[0])[:2])
    return kind if _KIND.fullmatch(kind) else "HL7 v2"


def _is_test(header: Header) -> bool:
    return header.processing_id[:1].upper() in v2_event.REJECTING_PROCESSING_IDS
