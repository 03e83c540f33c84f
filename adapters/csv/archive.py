"""An XLSX before anything reads it: what it unpacks to, and no document type in any of its parts."""

import io
import re
import zipfile
import zlib

from adapters.contract import Issue, Severity
from adapters.csv import limits
from adapters.csv.table import Unreadable

_CHUNK = 65_536
_COMMENTS = re.compile(r"(?:comments|threadedcomment)[^/]*\.xml\Z|/(?:threaded)?comments?/")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TEXT = (".xml", ".rels", ".vml")
_NO_XLSX = "is no XLSX that can be read; open it and save it as .xlsx or CSV UTF-8"


def checked(raw: bytes) -> None:
    """Refuse an archive that is broken, a bomb, or XML with definitions of its own. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _sizes(archive.infolist())
            for part in archive.infolist():
                _part(archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise Unreadable("structure", "file", _NO_XLSX) from error


def remarks(raw: bytes) -> tuple[Issue, ...]:
    """What a sound workbook holds beside its cells that somebody may have written something in."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [it.filename.casefold() for it in archive.infolist()]
    if not any(_COMMENTS.search(it) for it in names):
        return ()
    text = "has comments on cells, which are not read; put what matters into a column"
    return (Issue(Severity.INFORMATION, "not-supported", "file", text),)


def _sizes(parts: list[zipfile.ZipInfo]) -> None:
    """By what the archive says of itself; more than it says is never unpacked."""
    if len(parts) > limits.PARTS:
        raise Unreadable("too-long", "file", f"has more than {limits.PARTS} parts; save it anew from the spreadsheet")
    if sum(it.file_size for it in parts) > limits.UNZIPPED_BYTES:
        most = limits.UNZIPPED_BYTES // 1_048_576
        raise Unreadable("too-long", "file", f"is over {most} MiB when unpacked; split it")
    if any(it.file_size > limits.UNZIP_RATIO * max(it.compress_size, 1) for it in parts if it.file_size > _CHUNK):
        text = f"has a part that grows over {limits.UNZIP_RATIO} times when unpacked; save it as CSV UTF-8"
        raise Unreadable("too-long", "file", text)


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.filename.casefold().endswith("vbaproject.bin"):
        raise Unreadable("not-supported", "file", "has macros; save it as .xlsx without them")
    if not part.filename.casefold().endswith(_TEXT):
        return
    with archive.open(part) as stream:
        before = stream.read(4)
        if before[:1] in {b"\xff", b"\xfe", b"\x00"} or b"\x00" in before:
            raise Unreadable("not-supported", "file", "has parts that are not UTF-8; save it as CSV UTF-8")
        while chunk := stream.read(_CHUNK):
            if _DOCTYPE.search(before + chunk):
                raise Unreadable("not-supported", "file", "has XML with definitions of its own; save it as CSV UTF-8")
            before = chunk[-32:]
