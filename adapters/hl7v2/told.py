"""OBX of what an event tells: its words line by line or as a PDF, and the files that may be seen."""

import base64

from adapters.contract import Released
from adapters.hl7v2.beside_out import files
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.wording import headline, lines
from adapters.hl7v2.written import components, raw, safe

_LONGEST_LINE = 10_000


def text(released: Released, profile: SenderProfile) -> list[str]:
    """The words, an OBX of type TX for each line."""
    pieces = [piece for line in lines(released, profile.zone) for piece in _pieces(line)]
    return [
        raw("OBX", str(number), "TX", _title(released), "", safe(piece), "", "", "", "", "", "F")
        for number, piece in enumerate(pieces, 1)
    ]


def content(released: Released, profile: SenderProfile) -> tuple[str, list[str]]:
    """How the words are shown (TXA-3, table 0191), and their OBX with those of the files."""
    drawn = _drawn(released, profile) if profile.documents_as == "pdf" else None
    shown, said = ("AP", [_page(released, drawn)]) if drawn else ("TX", text(released, profile))
    return shown, [*said, *files(released.resources, profile.organisation, after=len(said))]


def _drawn(released: Released, profile: SenderProfile) -> bytes | None:
    from adapters.hl7v2 import pdf  # noqa: PLC0415 - half a second to load, and few ask for it

    return pdf.drawn(lines(released, profile.zone), released.released_at)


def _page(released: Released, drawn: bytes) -> str:
    said = components("", "Application", "PDF", "Base64", base64.b64encode(drawn).decode())
    return raw("OBX", "1", "ED", _title(released), "", said, "", "", "", "", "", "F")


def _title(released: Released) -> str:
    return components("NWD", headline(released.event_type, "The service"))


def _pieces(line: str) -> list[str]:
    return [
        whole[start : start + _LONGEST_LINE]
        for whole in line.splitlines()
        for start in range(0, len(whole), _LONGEST_LINE)
    ]
