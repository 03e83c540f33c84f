"""The command line, as an engineer meets it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.cli import init
from gateway.cli.main import main
from tests.patience import SECONDS


def test_a_first_gateway_is_written_checked_and_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`nwd init`, then `nwd check`; a second init touches nothing."""
    folder = tmp_path / "first"

    assert main(["init", str(folder)]) == 0
    key = (folder / "master.key").read_text()
    assert main(["check", "--config", str(folder / "nwd.toml")]) == 0
    assert main(["init", str(folder)]) == 2

    assert (folder / "master.key").read_text() == key
    assert (folder / "master.key").stat().st_mode & 0o077 == 0
    assert "is sound" in capsys.readouterr().out


def test_commands_run_for_a_user_without_a_name(tmp_path: Path) -> None:
    """As in a container whose user number stands in no list: the audit then has the number."""
    clean = {name: value for name, value in os.environ.items() if name not in {"LOGNAME", "USER", "LNAME", "USERNAME"}}
    told = "import pwd; pwd.getpwuid = {}.__getitem__; from gateway.cli.login import login; print(login())"

    done = subprocess.run([sys.executable, "-c", told], env=clean, capture_output=True, text=True, check=True)

    assert done.stdout == f"user {os.getuid()}\n"


def test_a_fault_in_the_settings_is_printed_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`nwd check` exits 1 and names line, place and mend."""
    main(["init", str(tmp_path)])
    path = tmp_path / "nwd.toml"
    path.write_text(path.read_text().replace('class = "cafe"', 'class = "pub"'))

    assert main(["check", "--config", str(path)]) == 1

    assert "line 35: service[2].class" in capsys.readouterr().out


def test_a_subscription_of_an_app_for_people_is_remarked_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whose record anything is depends on who has signed in, and nobody has when something is sent."""
    main(["init", str(tmp_path)])
    path = tmp_path / "nwd.toml"
    told = '\n[[subscription]]\nid = "app"\nservice = "cafe"\nevents = ["referral.received"]\n'
    told += 'webhook = { url = "http://127.0.0.1:9/hook", secret_file = "secret" }\n'
    path.write_text(path.read_text().replace('class = "cafe"', 'class = "patient"') + told)

    assert main(["check", "--config", str(path)]) == 0

    assert "nothing ever goes to a service of class patient" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('policy = "uk"', 'policy = "mine.toml"', "line 7: gateway.policy: no policy"),
        ("port = 8080", "prot = 8080", "line 13: http.prot: is not an option; mend the spelling"),
        ("[gateway]", "[gateway", "line 3: the file: is not TOML"),
    ],
    ids=["policy", "misspelt", "toml"],
)
def test_each_kind_of_fault_has_its_line(
    old: str, new: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A policy that is not there, an option that is none, a file that is no TOML."""
    main(["init", str(tmp_path)])
    path = tmp_path / "nwd.toml"
    path.write_text(path.read_text().replace(old, new))

    assert main(["check", "--config", str(path)]) == 1

    shown = capsys.readouterr().out
    assert says in shown and "1 to mend" in shown


def test_a_file_that_the_settings_name_and_nobody_has_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The settings may be sound and still not run here."""
    main(["init", str(tmp_path)])
    (tmp_path / "master.key").unlink()

    assert main(["check", "--config", str(tmp_path / "nwd.toml")]) == 0

    assert "keys.master_key_file: no file" in capsys.readouterr().out


SENDS = """
[[subscription]]
id = "cafe-hook"
service = "cafe"
events = ["referral.received"]
webhook = { url = "http://127.0.0.1:9/hook", secret_file = "secret" }

[[client]]
id = "cafe-app"
services = ["cafe"]
public_key_file = "app.pem"
"""


@pytest.fixture
def sending(tmp_path: Path) -> Path:
    """A first gateway with a webhook and a client, whose files are there and hold rubbish."""
    main(["init", str(tmp_path)])
    path = tmp_path / "nwd.toml"
    path.write_text(path.read_text().replace("8080", "0").replace("2575", "0") + SENDS)
    (tmp_path / "secret").write_text("letmein")
    (tmp_path / "app.pem").write_text("a key")
    return path


def test_a_secret_and_a_key_that_are_none_are_told(sending: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anybody starts it, with the command that makes one, and without a letter of the secret."""
    assert main(["check", "--config", str(sending)]) == 0

    shown = capsys.readouterr().out
    assert "subscription[1].webhook: `" in shown and "openssl rand -base64 32" in shown
    assert "client[1]: `" in shown and "openssl pkey -in client.key -pubout" in shown
    assert "letmein" not in shown


def test_a_service_that_nobody_tells_of_referrals_is_told_of(sending: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A referral to it would be taken, and lie there."""
    main(["check", "--config", str(sending)])
    told = capsys.readouterr().out
    sending.write_text(sending.read_text().replace("referral.received", "referral.updated"))
    main(["check", "--config", str(sending)])
    untold = capsys.readouterr().out

    assert "service `cafe`: no subscription tells it of referral.received" in untold
    assert "no subscription tells" not in told


def test_a_variable_that_is_not_set_is_told(sending: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`nwd serve` would end on it."""
    sending.write_text(sending.read_text().replace('secret_file = "secret"', 'secret_env = "NWD_NOT_SET"'))

    assert main(["check", "--config", str(sending)]) == 0

    assert "subscription[1].webhook: environment variable `NWD_NOT_SET` is not set" in capsys.readouterr().out


async def test_serve_ends_on_a_secret_that_is_none(sending: Path) -> None:
    """A sentence that names the file, no traceback."""
    process = await served(sending)

    _, told = await asyncio.wait_for(process.communicate(), SECONDS)

    assert process.returncode == 2
    assert told.startswith(b"nwd serve: `") and b"webhook secret is not `whsec_` and base64" in told


def test_a_master_key_that_is_none_is_told_beforehand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So is one that everybody may read; what `nwd init` makes is neither."""
    main(["init", str(tmp_path)])
    check = ["check", "--config", str(tmp_path / "nwd.toml")]
    capsys.readouterr()
    assert (main(check), "master key" in capsys.readouterr().out) == (0, False)
    (tmp_path / "master.key").chmod(0o644)
    assert (main(check), "everybody on this machine may read" in capsys.readouterr().out) == (0, True)
    (tmp_path / "master.key").write_text("?")

    assert main(check) == 0

    told = capsys.readouterr().out
    assert "the master key file is not base64; put the right one back; only for a gateway without data" in told


def test_who_may_not_use_the_socket_is_told_who_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The gateway runs, and belongs to another user: to start a second one would be wrong."""
    main(["init", str(tmp_path)])

    def refuse(line: socket.socket, where: str) -> None:
        raise PermissionError(13, "Permission denied", where)

    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert main(["stuck", "--config", str(tmp_path / "nwd.toml")]) == 2

    told = capsys.readouterr().err
    assert "may be used by its owner alone; ask as that user" in told and "start it" not in told


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the option, not a number of an error."""
    main(["init", str(tmp_path)])
    (tmp_path / "data").write_text("a file, where a folder should be")

    assert main(["migrate", "--config", str(tmp_path / "nwd.toml")]) == 2

    assert f"nwd migrate: gateway.data_dir `{tmp_path / 'data'}` cannot be made: File exists" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "serve"])
def test_settings_that_cannot_be_read_are_no_traceback(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file, and one that is not UTF-8: a sentence with the mend."""
    path = tmp_path / "nwd.toml"
    missing = main([command, "--config", str(path)])
    path.write_bytes(b"\xff\xfe")
    garbled = main([command, "--config", str(path)])
    shown = capsys.readouterr()

    assert 0 not in {missing, garbled}
    assert "make one: nwd init" in shown.out + shown.err
    assert "save it as UTF-8" in shown.out + shown.err


def test_an_error_that_has_no_words_is_told_by_its_kind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A time-out says nothing of itself; a line that ends after the colon helps nobody."""

    def late(*_: object) -> int:
        raise TimeoutError

    monkeypatch.setattr(init, "run", late)

    assert main(["init", "anywhere"]) == 2
    assert capsys.readouterr().err == "nwd init: TimeoutError\n"


@pytest.mark.parametrize(
    "arguments",
    [["messages"], ["parked"], ["stuck"], ["explain", "x"], ["audit", "verify"]],
    ids=lambda given: given[0],
)
def test_without_a_gateway_the_command_says_how_to_start_it(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 and the command to run."""
    main(["init", str(tmp_path)])

    assert main([*arguments, "--config", str(tmp_path / "nwd.toml")]) == 2

    assert "nwd serve --config" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["serve"], ["messages"], ["config", "diff"], ["audit", "verify"], ["migrate"], ["topics", "plan"],
     ["backup", "--to", "d", "--keys-to", "k"]],
    ids=lambda given: given[0],
)  # fmt: skip
def test_a_fault_is_told_once_with_its_file(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is not there has no line; one that is has the place."""
    monkeypatch.chdir(tmp_path)
    missing = main(arguments)
    told = "".join(capsys.readouterr())
    (tmp_path / "nwd.toml").write_text("[gateway")
    broken = main(arguments)
    shown = "".join(capsys.readouterr())

    assert {missing, broken} <= {1, 2}
    assert "nwd.toml: cannot be read: No such file or directory; make one: nwd init" in told
    assert "line" not in told
    assert "nwd.toml: line 1: the file: is not TOML" in shown


@pytest.mark.parametrize("arguments", [["adapters", "list"], ["faults", "list"]], ids=lambda given: given[0])
def test_lists_name_what_there_is(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Adapters with their options, fault points with their meaning."""
    assert main(arguments) == 0

    shown = capsys.readouterr().out
    assert "hl7v2" in shown or "before-commit" in shown


async def test_serve_says_when_it_is_ready_and_stops_on_sigterm(tmp_path: Path) -> None:
    """One ready line with addresses, exit 0 after SIGTERM, and a second process is refused meanwhile."""
    main(["init", str(tmp_path)])
    path = tmp_path / "nwd.toml"
    path.write_text(path.read_text().replace("port = 8080", "port = 0").replace("port = 2575", "port = 0"))
    first = await served(path)
    assert first.stdout is not None
    ready = (await asyncio.wait_for(first.stdout.readline(), SECONDS)).decode()
    second = await served(path)
    _, refused = await asyncio.wait_for(second.communicate(), SECONDS)

    first.send_signal(signal.SIGTERM)
    status = await asyncio.wait_for(first.wait(), SECONDS)

    assert ready.startswith("ready http=http://127.0.0.1:")
    assert " mllp.trust-engine=127.0.0.1:" in ready
    assert (status, second.returncode) == (0, 2)
    assert b"another process owns" in refused


async def test_a_gateway_answers_from_however_deep_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A socket has a name of at most 107 bytes; a folder may have one of thousands."""
    folder = tmp_path / ("x" * 90) / ("y" * 90)
    main(["init", str(folder)])
    path = folder / "nwd.toml"
    path.write_text(path.read_text().replace("port = 8080", "port = 0").replace("port = 2575", "port = 0"))
    gateway = await served(path)
    assert gateway.stdout is not None
    ready = (await asyncio.wait_for(gateway.stdout.readline(), SECONDS)).decode()
    capsys.readouterr()

    status = await asyncio.to_thread(main, ["messages", "--config", str(path)])
    gateway.send_signal(signal.SIGTERM)
    await asyncio.wait_for(gateway.wait(), SECONDS)

    assert ready.startswith("ready ")
    assert (status, capsys.readouterr().out) == (0, "[]\n")
    assert not (folder / "data" / "nwd.sock").exists()


@pytest.mark.parametrize(
    ("environment", "says"),
    [({"FAULT": "before-commit:1:kill"}, b"production"), ({"FAULT": "nowhere:1:kill"}, b"production")],
    ids=["fault", "unknown"],
)
async def test_serve_refuses_faults_in_production(tmp_path: Path, environment: dict[str, str], says: bytes) -> None:
    """A start that would be unsafe does not happen."""
    main(["init", str(tmp_path)])
    path = tmp_path / "nwd.toml"
    path.write_text(path.read_text().replace('mode = "test"', 'mode = "production"').replace("8080", "0"))

    process = await served(path, **environment)
    _, told = await asyncio.wait_for(process.communicate(), SECONDS)

    assert process.returncode == 2
    assert says in told


async def served(path: Path, **environment: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway.cli.main", "serve", "--config", str(path),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=os.environ | environment,
    )  # fmt: skip


async def test_a_file_cannot_be_shared_by_roles(tmp_path: Path) -> None:
    """`nwd work` on SQLite says what it needs."""
    main(["init", str(tmp_path)])
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway.cli.main", "work", "--config", str(tmp_path / "nwd.toml"),
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip

    _, said = await asyncio.wait_for(process.communicate(), SECONDS)

    assert process.returncode == 2
    assert 'set store.kind = "postgres"' in said.decode()
