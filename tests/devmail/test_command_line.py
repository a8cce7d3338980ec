"""The command line: what cannot start says why, and nothing is loaded that is not needed."""

import socket
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path

import pytest

from devmail.__main__ import main
from devmail.cli.serving import exposure_warning
from tests.devmail.running import SECONDS, command, refused
from tests.journeys.terminal import Terminal

_LOADED = """
import sys
from devmail.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
of_interest = {"textual", "rich", "aiosmtpd", "peewee", "devmail.finder.gist"}
print("loaded:", *sorted(of_interest & set(sys.modules)))
"""


def test_a_busy_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refused(command(tmp_path, "--port", str(port))) == (
            f"devmail: Port {port} is taken by another program. Stop it, or pick another port with "
            "--port (0 picks a free one)."
        )
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_no_machine_is_one_line(tmp_path: Path) -> None:
    # 203.0.113.0/24 is for documentation: nothing is asked of any network.
    line = refused(command(tmp_path, "--host", "203.0.113.1", "--port", "0"))
    assert line.startswith("devmail: cannot listen on 203.0.113.1:0: ")


@pytest.mark.parametrize("host", ["a..b", "x" * 64])
def test_what_cannot_be_a_hosts_name_is_one_line(host: str, tmp_path: Path) -> None:
    line = refused(command(tmp_path, "--host", host, "--port", "0"))
    assert line == f"devmail: cannot listen on {host}:0: that is no host's name."


def test_a_store_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "inbox.sqlite3").write_text("no database " * 100)
    line = refused(command(tmp_path, "--port", "0"))
    assert line == f"devmail: The inbox {tmp_path}/inbox.sqlite3 cannot be used: file is not a database."


def test_a_terminal_that_shows_no_screens_is_told_of_lines(tmp_path: Path) -> None:
    with Terminal(command(tmp_path), columns=120, also={"TERM": "dumb"}) as terminal:
        assert terminal.wait_exit() == 2
        line = "devmail: This terminal (TERM=dumb) cannot show screens. Use --plain, or another one."
        assert terminal.text.split("\n")[:2] == [line, ""]
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_it_starts_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(work: Coroutine[object, object, int]) -> int:
        work.close()
        raise KeyboardInterrupt

    monkeypatch.setattr("asyncio.run", interrupted)
    assert main(["--plain", "--store", str(tmp_path / "inbox.sqlite3")]) == 130


@pytest.mark.parametrize("port", ["x", "-1", "65536", "", "9" * 5000])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([f"--port={port}"])
    assert "give a number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "others"),
    [
        ("127.0.0.1", False),
        ("127.8.0.1", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),  # noqa: S104
        ("::", True),
        ("198.51.100.1", True),
        ("host.example", True),
    ],
)
def test_an_address_that_others_can_reach_is_warned_of(host: str, others: bool) -> None:
    warning = f"Others can reach {host}: they can send mails here."
    assert exposure_warning(host) == (warning if others else "")


def test_help_loads_neither_a_server_nor_screens() -> None:
    assert _loaded("--help") == "loaded:"


def test_a_start_needs_no_screens_and_nothing_that_only_a_mail_needs(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:  # it gets as far as the port
        loaded = _loaded("--store", str(tmp_path / "i"), "--port", str(other.getsockname()[1]))
    assert loaded == "loaded: aiosmtpd peewee"


def test_printing_lines_needs_no_screens() -> None:
    program = "import sys, devmail.cli.lines; raise SystemExit(bool({'textual', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], timeout=SECONDS).returncode == 0


def _loaded(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return done.stdout.splitlines()[-1]
