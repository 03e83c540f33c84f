"""Every published consent example whose outcome its publisher states comes out as stated."""

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import decide

_ROOT = Path(__file__).parents[2]
_POLICY = "default_policy_when_no_consent_applies"


def _folder() -> Path:
    named = os.environ.get("NWD_STANDARDS")
    return (Path(named).parent if named else _ROOT.parent / "shared") / "consent-cases"


def _cases() -> Iterator[Any]:
    for path in sorted(_folder().glob("*/*/expected.json")):
        expected = json.loads(path.read_text())
        if not expected.get("quarantine"):
            yield pytest.param(path.parent, expected, id=f"{path.parent.parent.name}/{path.parent.name}")


_FOUND = list(_cases()) or [
    pytest.param(None, {}, marks=pytest.mark.skip(reason=f"PUBLISHED CONSENT CASES ARE ABSENT: looked in {_folder()}"))
]


@pytest.mark.parametrize(("folder", "expected"), _FOUND)
def test_the_outcome_is_the_one_its_publisher_states(
    folder: Path, expected: dict[str, Any], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Decision, what is shown and what is hidden agree with the source."""
    parser = argparse.ArgumentParser()
    decide.add_parser(parser.add_subparsers())
    files = expected["files"]
    consents = [item for name in files["consents"] for item in ("--consent", str(folder / name))]
    policy = ["--policy", expected[_POLICY]] if expected.get(_POLICY) else []
    arguments = ["--request", str(folder / "request.json"), "--resources", str(folder / "resources.json")]

    asked = parser.parse_args(["decide", *consents, *arguments, *policy])
    status = asked.run(asked)
    found = json.loads(capsysbinary.readouterr().out)

    nothing = {"deny", "not_applicable"}
    assert status == 0
    assert found["decision"] == expected["decision"] or {found["decision"], expected["decision"]} <= nothing
    assert set(expected.get("visible") or ()) <= set(found["visible"])
    assert set(expected.get("hidden") or ()) <= set(found["hidden"])
