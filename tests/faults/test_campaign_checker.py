"""The judge of runs, on a small run made up by hand: it holds as it is, and each change to it breaks one promise."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from tests.faults.campaign.checker import FINDINGS, judge
from tests.faults.campaign.evidence import load, message_id
from tests.faults.campaign.journal import write_lines
from tests.faults.campaign.process import ROOT
from tests.faults.campaign.sabotage import HELD, SABOTAGES, SELDOM, WIDER, Sabotage

Files = dict[str, list[dict[str, Any]]]
NAMES = [message_id(f"{number}", f"sha{number}") for number in (1, 2, 3)]
FIRST, SECOND, REFUSED = NAMES


def made_up() -> Files:
    """Two events of one person to the café, taken in order; a third of another person, withheld after a refusal."""
    journal = [
        {"what": "message", "id": f"{at}", "sha": f"sha{at}", "to": "cafe", "person": person, "marks": [mark]}
        for at, person, mark in ((1, 0, "EXAMPLEA"), (2, 0, "EXAMPLEA"), (3, 1, "EXAMPLEB"))
    ]
    journal += [
        {"what": "answered", "id": f"{at}", "sha": f"sha{at}", "good": True, "reply": f"reply{at}", "at": 0.5}
        for at in (1, 2, 3)
    ]
    journal += [
        came(FIRST, at=1.0),
        came(SECOND, at=2.0),
        {"what": "revoked", "person": 1, "service": "cafe", "at": 3.0},
        {"what": "looked", "person": 1, "service": "cafe", "at": 3.1, "status": [404, 404], "same": True},
        {"what": "fault", "kind": "kill"},
        {"what": "stuck", "rows": []},
        {"what": "metrics", "text": counts(delivered=2, withheld=1)},
    ]
    ledger = [row(number, name) for number, name in enumerate(NAMES, 1)]
    ledger[2]["deliveries"][0] |= {"state": "withheld", "attempts": 0}
    accepted = [("accept", "engine", "accepted", name) for name in NAMES]
    told = [("deliver", "cafe", "permit", FIRST), ("deliver", "cafe", "permit", SECOND)]
    lines = chain([*accepted, *told, ("deliver", "cafe", "deny", REFUSED)])
    journal.append({"what": "head", "heads": [lines[-1]]})
    return {"journal": journal, "ledger": ledger, "audit": lines}


def came(name: str, *, at: float, good: bool = True, sha: str = "") -> dict[str, Any]:
    """One arrival at the café."""
    return {"what": "came", "to": "cafe", "id": name, "at": at, "sha": sha or name, "marks": [], "good": good}


def row(number: int, name: str) -> dict[str, Any]:
    """One message in the gateway's ledger, delivered to the café at the first attempt."""
    one = {"id": f"d{number}", "event_id": name, "recipient": "cafe", "state": "delivered", "attempts": 1}
    return {
        "number": number, "message_id": name, "source": "engine", "id": f"{number}", "outcome": "accepted",
        "deliveries": [one],
    }  # fmt: skip


def chain(told: list[tuple[str, str, str, str]]) -> list[dict[str, Any]]:
    """Audit lines that follow on each other, as docs/audit.md says."""
    lines: list[dict[str, Any]] = []
    for number, (action, actor, outcome, event) in enumerate(told, 1):
        previous = lines[-1]["hash"] if lines else "00" * 32
        fields = ["w", number, number, action, actor, outcome, event, ""]
        text = json.dumps(fields, separators=(",", ":")).encode()
        names = ("writer", "number", "at", "action", "actor", "outcome", "event_id", "detail")
        hashed = hashlib.sha256(bytes.fromhex(previous) + text).hexdigest()
        lines.append(dict(zip(names, fields, strict=True)) | {"previous": previous, "hash": hashed})
    return lines


def counts(**states: int) -> str:
    """The metrics of these deliveries."""
    return "\n".join(f'nwd_count{{kind="delivery",state="{name}"}} {number}' for name, number in states.items())


def slow_run() -> Files:
    """Twenty messages that arrive at once, and twenty that take three seconds while another recipient is away."""
    journal, ledger, told = [], [], []
    for number in range(40):
        at, wait = 10.0 * number, 0.0 if number < 20 else 3.0
        message = {"id": f"{number}", "sha": f"sha{number}"}
        name = message_id(f"{number}", f"sha{number}")
        phase = {"what": "phase", "at": at, "name": "well" if number < 20 else "away"}
        journal += [phase, message | {"what": "message", "to": "cafe", "person": number, "marks": []}]
        journal += [message | {"what": "answered", "at": at, "good": True, "reply": ""}, came(name, at=at + wait)]
        ledger.append(row(number, name))
        told += [("accept", "engine", "accepted", name), ("deliver", "cafe", "permit", name)]
    return {"journal": journal, "ledger": ledger, "audit": chain(told)}


def of(files: Files, what: str) -> list[dict[str, Any]]:
    """The journal's entries of one kind."""
    return [one for one in files["journal"] if one["what"] == what]


CHANGES: dict[str, Callable[[Files], object]] = {
    "lost": lambda files: files["ledger"].pop(0),
    "unknown": lambda files: files["ledger"][0]["deliveries"][0].update(state="retrying"),
    "duplicate_effects": lambda files: files["journal"].append(came(str(uuid5(UUID(FIRST), "rendition-1")), at=1.5)),
    "inversions": lambda files: [one.update(at=9 - one["at"]) for one in of(files, "came")],
    "late_repeats": lambda files: files["journal"].append(came(FIRST, at=2.5)),
    "uncredited": lambda files: of(files, "came")[0].update(good=False),
    "unentitled": lambda files: of(files, "message")[0].update(to="club"),
    "mixed_people": lambda files: of(files, "came")[0].update(marks=["EXAMPLEB"]),
    "changed_repeats": lambda files: files["journal"].append(came(FIRST, at=1.5, sha="other")),
    "changed_answers": lambda files: files["journal"].append(of(files, "answered")[0] | {"reply": "other"}),
    "silent_clashes": lambda files: files["ledger"][1].update(id="1"),
    "releases_after_revoke": lambda files: files["journal"].append(came(REFUSED, at=4.5)),
    "reads_after_revoke": lambda files: of(files, "looked")[0].update(status=[200, 404]),
    "distinguishers": lambda files: of(files, "looked")[0].update(same=False),
    "audit_faults": lambda files: files["audit"].pop(),
    "unaudited": lambda files: files.update(audit=chain([("accept", "engine", "accepted", name) for name in NAMES])),
    "miscounted": lambda files: of(files, "metrics")[0].update(text=counts(delivered=1, withheld=1)),
    "bloated": lambda files: files["journal"].append({"what": "memory", "megabytes": 1000}),
    "not_on_stuck": lambda files: files["ledger"][0]["deliveries"][0].update(state="parked"),
    "slowed": lambda files: files.update(slow_run()),
}


def verdict(folder: Path, files: Files) -> dict[str, Any]:
    """What the judge says of these files."""
    for name, entries in files.items():
        write_lines(folder / f"{name}.ndjson", entries)
    return judge([load(folder)])


def test_a_run_in_which_all_was_well_holds(tmp_path: Path) -> None:
    """Nothing is found, and the bound is three over the number of acknowledged messages."""
    told = verdict(tmp_path, made_up())
    assert told["holds"] and told["examples"] == {}
    assert (told["acked"], told["bound_3_over_n"], told["faults"]) == (3, 1.0, {"kill": 1})


@pytest.mark.parametrize("breach", FINDINGS)
def test_each_breach_is_found(breach: str, tmp_path: Path) -> None:
    """One change to the files, and the promise that it breaks is named."""
    files = made_up()
    CHANGES[breach](files)
    told = verdict(tmp_path, files)
    assert told[breach] > 0 and not told["holds"], told


def test_a_lane_may_start_again_while_topics_are_rebuilt(tmp_path: Path) -> None:
    """What comes again then is no breach for that recipient; the same at another time is."""
    files = made_up()
    files["journal"].append(came(FIRST, at=2.5))
    files["journal"].append({"what": "rebuilt", "to": "cafe", "begun": 2.4, "at": 2.6})
    assert verdict(tmp_path, files)["late_repeats"] == 0
    files["journal"][-1]["begun"] = 2.55
    assert verdict(tmp_path, files)["late_repeats"] == 1


def test_digits_of_an_id_are_nobodys_number(tmp_path: Path) -> None:
    """What looks like a number and is no person's of the run mixes nobody up."""
    files = made_up()
    of(files, "came")[0].update(marks=["EXAMPLEA", "9994684054"])
    assert verdict(tmp_path, files)["mixed_people"] == 0


def test_a_run_in_which_nothing_happened_proves_nothing(tmp_path: Path) -> None:
    """No acknowledged message: it does not hold."""
    assert not verdict(tmp_path, {"journal": [], "ledger": [], "audit": []})["holds"]


def test_the_harness_knows_nothing_of_the_product() -> None:
    """It speaks to the gateway from outside: none of its modules imports one of ours."""
    texts = [one.read_text() for one in sorted((Path(__file__).parent / "campaign").glob("*.py"))]
    imports = [line for text in texts for line in text.splitlines() if line.lstrip().startswith(("import ", "from "))]
    assert imports
    assert not [
        line for line in imports if line.split()[1].partition(".")[0] in {"gateway", "adapters", "consent", "schemas"}
    ]


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda one: one.name.replace(" ", "-"))
def test_every_sabotage_still_finds_what_it_replaces(sabotage: Sabotage) -> None:
    """The text that it changes stands in the product once; where it was moved, the sabotage is to be mended."""
    for one in (*sabotage.edits, *WIDER, *HELD, *SELDOM):
        assert (ROOT / one.file).read_text().count(one.old) == 1, one.file
