"""Logs never stand in the way of a message."""

import io
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
