"""`nwd audit verify` on files: kept heads and exports, good, damaged and not there."""

import base64
import hashlib
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.verify import faults
from gateway.cli.main import main


def line(number: int, previous: str) -> dict[str, object]:
    made = {"writer": "w", "number": number, "at": 1, "action": "accept", "actor": "engine", "outcome": "accepted",
            "event_id": None, "detail": ""}  # fmt: skip
    text = json.dumps(list(made.values()), separators=(",", ":")).encode()
    return made | {"previous": previous, "hash": hashlib.sha256(bytes.fromhex(previous) + text).hexdigest()}


FIRST = line(1, "00" * 32)
SECOND = line(2, str(FIRST["hash"]))
EXPORT = "".join(json.dumps(one) + "\n" for one in (FIRST, SECOND))
ENDS = [{"writer": "w", "number": 2, "hash": SECOND["hash"], "closed": False}]


def head(**changed: object) -> str:
    key = Ed25519PrivateKey.generate()
    signed = json.dumps({"heads": ENDS})
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    signature = base64.b64encode(key.sign(signed.encode())).decode()
    return json.dumps({"heads": ENDS, "signed": signed, "signature": signature, "public_key": public} | changed)


def verified(folder: Path, export: str | None, kept: str | None) -> int:
    """`nwd audit verify` of an export and a head; None: the file is not there."""
    for name, text in (("export", export), ("head", kept)):
        if text is not None:
            (folder / name).write_text(text)
    return main(["audit", "verify", "--export", str(folder / "export"), "--head", str(folder / "head")])


def test_an_export_that_reaches_its_head_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two lines, no fault."""
    assert verified(tmp_path, EXPORT, head()) == 0

    assert capsys.readouterr().out == "2 lines, 0 faults\n"


@pytest.mark.parametrize(
    ("export", "kept", "says"),
    [
        (None, head(), "export` cannot be read: No such file"),
        ("", head(), "export` is empty; keep the whole answer of GET /audit/export"),
        (EXPORT, None, "head` cannot be read: No such file"),
        (EXPORT, "monday", "head` is no head; keep the whole answer of GET /audit/head"),
        (EXPORT, "[]", "is no head"),
        (EXPORT, "{}", "is no head"),
        (EXPORT, '{"heads": [1]}', "is no head"),
        (EXPORT, '{"heads": [{"writer": "w"}]}', "is no head"),
    ],
    ids=["no export", "empty", "no head", "words", "list", "object", "number", "half"],
)
def test_what_cannot_be_checked_is_named(
    export: str | None, kept: str | None, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 with the file and where to get it, never a word of something that holds."""
    assert verified(tmp_path, export, kept) == 2

    shown = capsys.readouterr()
    assert says in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("changed", [{"signature": "AAAA"}, {"signature": 7}, {"public_key": "x"}, {"signed": "{}"}])
def test_a_head_whose_signature_is_none_does_not_hold(
    changed: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever stands in its place, the fault names the file."""
    assert verified(tmp_path, EXPORT, head(**changed)) == 1

    assert "head: the signature does not hold" in capsys.readouterr().out


@pytest.mark.parametrize(
    "damaged",
    ["rubbish", "{}", "[]", json.dumps(FIRST | {"number": "1"}), json.dumps(FIRST | {"previous": "x"})],
    ids=["rubbish", "object", "list", "number", "hash"],
)
def test_a_line_that_is_none_is_a_fault_with_its_place(damaged: str) -> None:
    """The lines after it are read all the same."""
    found = list(faults([json.dumps(FIRST).encode(), damaged.encode(), json.dumps(SECOND).encode()]))

    assert found == ["line 2 is no line of an audit"]


def chained(lines: int) -> Iterator[bytes]:
    """A chain that holds, made as it is read."""
    last = "00" * 32
    for number in range(1, lines + 1):
        made = line(number, last)
        last = str(made["hash"])
        yield json.dumps(made).encode() + b"\n"


def test_a_long_audit_takes_no_more_memory_than_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Years of it are read line by line, with a word now and then; a kept head is found all the same."""
    monkeypatch.setattr("gateway.cli.audit._MANY", 10_000)
    (tmp_path / "export").write_bytes(b"".join(chained(20_000)))
    tracemalloc.start()

    status = main(["audit", "verify", "--export", str(tmp_path / "export")])

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    shown = capsys.readouterr()
    assert (status, shown.out) == (0, "20000 lines, 0 faults\n")
    assert "10000 lines so far" in shown.err
    assert peak < 1_000_000
