"""The command finds its commands."""

import argparse
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from gateway.cli.main import _COMMANDS, main


@pytest.mark.parametrize("module", _COMMANDS)
def test_each_module_has_the_commands_that_it_is_asked_for(module: str) -> None:
    """What is called by name is the same as what the whole help lists."""
    subparsers = argparse.ArgumentParser().add_subparsers()

    import_module(f"gateway.cli.{module}").add_parser(subparsers)

    assert tuple(subparsers.choices) == _COMMANDS[module]


def test_an_unknown_command_is_told_all_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the finger shows the way."""
    with pytest.raises(SystemExit):
        main(["trnslate"])

    assert "translate" in capsys.readouterr().err


def test_a_small_command_loads_no_server() -> None:
    """Who tries one message does not wait for what serves thousands."""
    code = (
        "import contextlib, io, sys\nfrom gateway.cli.main import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main(['decide', '--help'])\n"
        "print([name for name in ('fastapi', 'aiohttp', 'aiokafka', 'asyncpg') if name in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "[]\n"


def test_a_file_that_cannot_be_written_is_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command, the file and what the machine says of it."""
    page = tmp_path / "nowhere" / "matrix.html"

    assert main(["policy", "show", "--html", str(page)]) == 2

    assert capsys.readouterr().err == f"nwd policy: `{page}`: No such file or directory\n"


def test_a_policy_that_is_none_is_told_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever misspells it need not search."""
    assert main(["policy", "show", "us"]) == 2

    assert "no policy `us`; built in: uk; or give the path of a .toml file" in capsys.readouterr().err
