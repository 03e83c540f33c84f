"""Logs never stand in the way of a message."""

import io
import json
import subprocess
import sys

import pytest

from gateway.telemetry.logs import StandardError


def test_a_log_that_nobody_reads_any_more_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The collector has gone: what would have been written is let go."""
    gone = io.StringIO()
    monkeypatch.setattr(sys, "stderr", gone)
    gone.close()

    print("a line", file=StandardError(), flush=True)


def test_a_log_goes_where_standard_error_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when that has changed since it was set up."""
    log = StandardError()
    now = io.StringIO()
    monkeypatch.setattr(sys, "stderr", now)

    print("a line", file=log, flush=True)

    assert now.getvalue() == "a line\n"


_LIBRARY = """
import logging
from gateway.telemetry import logs
logs.set_up()
try:
    raise KeyError("9991234500")
except KeyError:
    logging.getLogger("asyncio").exception("task of %s", "EXAMPLE", stack_info=True)
"""


def test_a_library_that_fails_is_named_and_quotes_nothing() -> None:
    """Neither its words nor the error's, nor a traceback: each may hold what a message held."""
    ran = subprocess.run([sys.executable, "-c", _LIBRARY], capture_output=True, text=True, check=True)

    assert [json.loads(line) for line in ran.stderr.splitlines()] == [
        {"event": "library_error", "name": "asyncio", "error": "KeyError"}
    ]


_CRASHES = """
import gc, sys, threading
from gateway.telemetry import crashes
crashes.set_up()

class Given:
    def __del__(self):
        raise ValueError("EXAMPLE")

def work():
    try:
        raise KeyError("9991234500")
    except KeyError as error:
        raise RuntimeError("EXAMPLE was born on 17 April") from error

given = Given()
del given
gc.collect()
thread = threading.Thread(target=work, name="EXAMPLE")
thread.start()
thread.join()
work()
"""


def test_what_nothing_caught_is_told_by_its_kind() -> None:
    """An object given back, a thread, the process itself: no words of the error nor of what it came from."""
    ran = subprocess.run([sys.executable, "-c", _CRASHES], capture_output=True, text=True, check=False)

    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [line["error"] for line in lines] == ["ValueError", "RuntimeError", "RuntimeError"]
    assert {line["event"] for line in lines} == {"crashed"} and ran.returncode == 1
    assert "EXAMPLE" not in ran.stderr and "9991234500" not in ran.stderr


def test_the_command_itself_is_told_so() -> None:
    """`nwd` and whatever it runs."""
    code = "import sys; from gateway.cli import main\nmain._parser = lambda it: 1 / 0\nsys.argv = ['nwd']\nmain.main()"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert [json.loads(line)["error"] for line in ran.stderr.splitlines()] == ["ZeroDivisionError"]
