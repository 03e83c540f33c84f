"""The steps of the schema: a version before goes on beside a newer one until a step takes something away."""

import re
from importlib.resources import files
from pathlib import Path

import apsw
import pytest

from gateway.store.errors import StoreRefused
from gateway.store.sqlite.opening import SCHEMA, migrated

_FITS_SINCE = 7
"""Before this step a newer schema was refused, whatever it was."""
_TAKES_AWAY = re.compile(
    r"DROP (TABLE|COLUMN)|RENAME|SET NOT NULL|ALTER COLUMN|ADD COLUMN (?![^,;]*DEFAULT)[^,;]*NOT NULL", re.I
)
_WRITES_ANEW = re.compile(
    r"INSERT INTO (\w+)_rows SELECT \* FROM \1;\s*DROP TABLE \1;\s*ALTER TABLE \1_rows RENAME TO \1;"
)
"""All of a table put into one that then has its name: what reads and writes it finds it as it was."""


def takes_away(step: str) -> bool:
    """True where a program of before would miss something."""
    return bool(_TAKES_AWAY.search(_WRITES_ANEW.sub("", step)))


@pytest.mark.parametrize("dialect", ["postgres", "sqlite"])
def test_a_step_that_takes_away_says_so(dialect: str) -> None:
    """What the version before reads or writes stays, or the step raises the oldest version that fits."""
    numbers = range(_FITS_SINCE, SCHEMA + 1)
    steps = [files(f"gateway.store.{dialect}").joinpath(f"{number:04}.sql").read_text() for number in numbers]

    assert [one for one in steps if takes_away(one) and "'fits'" not in one] == []


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE a DROP COLUMN b",
        "ALTER TABLE a ADD COLUMN b TEXT NOT NULL",
        "DROP TABLE a;",
        "INSERT INTO a_rows SELECT * FROM a;\nDROP TABLE a;\nALTER TABLE a_rows RENAME TO b;",
        "INSERT INTO a_rows SELECT b FROM a;\nDROP TABLE a;\nALTER TABLE a_rows RENAME TO a;",
    ],
)
def test_what_takes_away_is_known(text: str) -> None:
    """A column that goes, one that writers of before do not fill, and a table that goes or gets another's name."""
    assert takes_away(text)
    assert not takes_away("ALTER TABLE a ADD COLUMN b BIGINT NOT NULL DEFAULT 1; CREATE TABLE c (d TEXT NOT NULL)")
    assert not takes_away("INSERT INTO a_rows SELECT * FROM a;\nDROP TABLE a;\nALTER TABLE a_rows RENAME TO a;")


@pytest.mark.parametrize("fits", [SCHEMA, SCHEMA + 1])
def test_a_newer_file_is_opened_only_where_this_version_fits(tmp_path: Path, fits: int) -> None:
    """Going back after an upgrade that only added is allowed; after one that took away it is refused."""
    path = tmp_path / "nwd.db"
    migrated(path).close()
    newer = apsw.Connection(str(path))
    newer.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (SCHEMA + 1,))
    newer.execute("UPDATE meta SET value = ? WHERE name = 'fits'", (fits,))
    newer.close()

    if fits <= SCHEMA:
        migrated(path).close()
    else:
        with pytest.raises(StoreRefused, match="install a newer one"):
            migrated(path)
