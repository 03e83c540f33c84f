"""`nwd policy`: what an information-governance lead reads, proves and compares."""

import argparse
from html.parser import HTMLParser
from pathlib import Path

import pytest

from consent import policy
from consent.policy_diff import sentences
from gateway.cli import policy as command
from schemas.policy_words import Category, ServiceClass

UK = (Path(policy.__file__).parent / "policies" / "uk.toml").read_text()
CAFE_MEDICATION = '[cell.medication.cafe]\ndefault = { extent = "none", reason = "w" }'


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Call the command; its status, what it printed and what it complained of."""
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    asked = parser.parse_args(["policy", *words])
    status = asked.run(asked)
    said = capsys.readouterr()
    return status, said.out, said.err


def edited(folder: Path, *changes: tuple[str, str]) -> str:
    """The path of a policy that differs in these words."""
    text = UK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "edited.toml"
    path.write_text(text)
    return str(path)


def test_the_table_has_every_cell_as_the_matrix_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Extent and legal ground of each of the three entries, for every class."""
    status, printed, _ = run(capsys, "show")

    rows = {line[:24].strip(): line[24:].split() for line in printed.splitlines()[2:16]}
    assert status == 0
    assert len(rows) == len(Category)
    assert " ".join(rows["crisis and safety plan"]) == (
        "Fi/Fc/Fv Fi/Fc/Fv mi/Fc/Fv mi/Fc/Fv Fi/Fc/Fv 0w/mc/mv 0w/Fc/mv Fa/Fa/Fa"
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.heads: list[str | None] = []
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.cells += tag == "dl"
        self.heads += [dict(attrs)["scope"]] if tag == "th" else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_can_be_read_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every tag closes, every header has a scope, every cell is there, and nothing is fetched from elsewhere."""
    run(capsys, "show", "uk", "--html", str(tmp_path / "uk.html"))
    text, reader = (tmp_path / "uk.html").read_text(), _Reader()

    reader.feed(text)

    assert reader.open == []
    assert reader.cells == len(Category) * len(ServiceClass)
    assert (reader.heads.count("row"), reader.heads.count("col")) == (len(Category), len(ServiceClass))
    assert "http" not in text
    assert "this is a draft" in text


def test_a_policys_own_words_do_not_become_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names in the file are text, whatever they hold."""
    path = edited(tmp_path, ("signed_off_by = []", 'signed_off_by = ["<script>x</script>"]'))

    run(capsys, "show", path, "--html", str(tmp_path / "page.html"))

    assert "&lt;script&gt;" in (tmp_path / "page.html").read_text()


def test_every_sentence_is_proved_by_trying_every_case(capsys: pytest.CaptureFixture[str]) -> None:
    """The published policy keeps its own sentences and those of every policy."""
    status, printed, _ = run(capsys, "prove")

    said = [line for line in printed.splitlines() if line.startswith(("holds", "BROKEN"))]
    assert status == 0
    assert len(said) == len(policy.load("uk").nevers) + 3
    assert all(line.startswith("holds") for line in said)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("restricted_closes_location = true", "restricted_closes_location = false", "where a restricted person is"),
        (
            '[cell.safeguarding.carer]\ndefault = { extent = "none"',
            '[cell.safeguarding.carer]\ndefault = { extent = "full"',
            "No carer ever sees a safeguarding concern",
        ),
        (
            '[cell.third-party.gp]\ndefault = { extent = "extract", reason = "i" }\n'
            'consent = { extent = "full", reason = "c" }\noverride = { extent = "extract"',
            '[cell.third-party.gp]\ndefault = { extent = "extract", reason = "i" }\n'
            'consent = { extent = "full", reason = "c" }\noverride = { extent = "full"',
            "Breaking the glass",
        ),
    ],
)
def test_a_broken_sentence_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, sentence: str
) -> None:
    """Which sentence an edit breaks is printed, and the status says so."""
    status, printed, _ = run(capsys, "prove", edited(tmp_path, (old, new)))

    assert status == 1
    assert any(sentence in line for line in printed.splitlines() if line.startswith("BROKEN"))


def test_a_difference_says_who_gains_and_who_loses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells, rules and extracts, a sentence each, the losses first."""
    path = edited(
        tmp_path,
        (CAFE_MEDICATION, CAFE_MEDICATION.replace("none", "extract")),
        ('[cell.discharge.gp]\ndefault = { extent = "full"', '[cell.discharge.gp]\ndefault = { extent = "none"'),
        ("agreement_needed = true", "agreement_needed = false"),
        ('"active problem"', '"active problem", "onset"'),
        ('direct_care = ["TREAT", "ETREAT", "CAREMGT", "COC"]', 'direct_care = ["TREAT", "ETREAT", "COC"]'),
        ('confidentiality = "N"', 'confidentiality = "R"'),
    )

    _, printed, _ = run(capsys, "diff", "uk", path)

    assert [line for line in printed.splitlines() if line.startswith("- ")] == [
        "- GPs lose, in a live relation, on discharge notice: nothing instead of everything.",
        "- Crisis cafés gain, in a live relation, on medication: the minimum extract instead of nothing.",
        "- The purpose CAREMGT no longer counts as the person's direct care.",
        "- The rule that a sharing agreement is needed no longer holds.",
        "- The minimum extract on diagnosis gains: onset.",
        "- Resources are labelled differently: Patient.",
    ]


def test_the_way_back_says_the_opposite(tmp_path: Path) -> None:
    """What one direction gains the other loses."""
    new = policy.load(edited(tmp_path, (CAFE_MEDICATION, CAFE_MEDICATION.replace("none", "full"))))
    old = policy.load("uk")

    assert "gain" in sentences(old, new)[0]
    assert sentences(new, old) == (
        "Crisis cafés lose, in a live relation, on medication: nothing instead of everything.",
    )


def test_words_alone_change_nothing_for_anybody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new version with the same rules is no difference."""
    _, printed, _ = run(capsys, "diff", "uk", edited(tmp_path, ('version = "1.0"', 'version = "2.0"')))

    assert "nobody gains and nobody loses anything" in printed


def test_a_policy_that_would_not_load_is_said_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A difference warns where the newer file breaks a sentence."""
    cell = '[cell.safeguarding.carer]\ndefault = { extent = "none"'

    _, printed, _ = run(capsys, "diff", "uk", edited(tmp_path, (cell, cell.replace("none", "full"))))

    assert "! the second would not load: it breaks `No carer ever sees a safeguarding concern.`" in printed


def test_an_unknown_policy_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    """The command says which name it does not know."""
    status, _, complaint = run(capsys, "show", "wales")

    assert status == 2
    assert "no policy `wales`" in complaint
