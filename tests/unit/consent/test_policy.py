"""A policy file says what is wrong with it, and keeps the sentences that it promises."""

from pathlib import Path

import pytest

from consent import judge, policy
from consent.errors import PolicyInvalid

UK = (Path(policy.__file__).parent / "policies" / "uk.toml").read_text()


def test_the_version_follows_the_content() -> None:
    """Any change of the file changes its version."""
    before, after = policy.read(UK.encode()), policy.read((UK + "\n# changed\n").encode())

    assert before.version != after.version


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('extent = "full", reason = "i"', 'extent = "all", reason = "i"', "cell.demographics.cmht.default"),
        ("[cell.demographics.cmht]", "[cell.demographics.cmth]", "demographics.cm"),
        ("link_needed = true", 'link_needed = "yes"', "overlays.link_needed"),
        ("link_needed = true", "", "overlays.link_needed"),
        ('name = "uk"', 'nome = "uk"', "nome"),
        ('name = "uk"', "name = uk", "line 7"),
        ('categories = ["demographics"]', 'categories = ["demography"]', "label number 1"),
        ("third-party = []\n", "", "extract.third-party"),
    ],
)
def test_an_error_names_its_place(old: str, new: str, named: str) -> None:
    """Whoever edits the file is told where to look."""
    assert old in UK

    with pytest.raises(PolicyInvalid, match=named):
        policy.read(UK.replace(old, new, 1).encode())


def test_a_policy_that_breaks_its_own_sentence_is_refused(tmp_path: Path) -> None:
    """An edit that opens safeguarding to carers cannot be loaded."""
    cell = '[cell.safeguarding.carer]\ndefault = { extent = "none"'
    assert cell in UK
    path = tmp_path / "edited.toml"
    path.write_text(UK.replace(cell, cell.replace("none", "full")))

    with pytest.raises(PolicyInvalid, match="No carer ever sees a safeguarding concern"):
        judge.load(str(path))


def test_an_unknown_policy_is_named() -> None:
    """A wrong name is an error, not an empty policy."""
    with pytest.raises(PolicyInvalid, match="no policy `wales`"):
        judge.load("wales")
