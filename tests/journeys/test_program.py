"""The program as a whole: how it starts, how it ends, and what it leaves behind."""

import re
import signal
import sys
from pathlib import Path

import pytest

from tests.journeys.faulty_smtp import recording
from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.slow

REGISTER = "ada@example.com\ryellow-umbrella\ryellow-umbrella\r"


def test_a_dumb_terminal_is_refused_with_a_line(tmp_path: Path) -> None:
    with Terminal(program(tmp_path), environment=environment(tmp_path) | {"TERM": "dumb"}) as terminal:
        terminal.wait_for("can't show screens")
        assert terminal.wait_exit() == 2


def test_a_served_session_loads_nothing_from_folder_or_variables(tmp_path: Path) -> None:
    for name in ("textual", "sitecustomize", "usercustomize", "kstore_tui", "peewee"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    also = {"PYTHONPATH": ".", "PYTHONSTARTUP": "textual.py", "PYTHONHOME": "/", "PYTHONINSPECT": "1"}
    _, *words = program(tmp_path, "--served")
    command = ["/usr/bin/env", "-C", str(tmp_path), sys.executable, "-I", *words]
    with Terminal(command, environment=environment(tmp_path), also=also) as terminal:
        terminal.wait_for("Check again")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert not (tmp_path / "ran").exists()


def test_a_served_session_starts_isolated_or_not_at_all(tmp_path: Path) -> None:
    with Terminal(program(tmp_path, "--served"), columns=200, environment=environment(tmp_path)) as terminal:
        terminal.wait_for(f"Start a served session with `{sys.executable} -I -m kstore_tui --served`.")
        assert terminal.wait_exit() == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--smtp", "ftp://x"], "--smtp: must be the URL of a mail server"),
        (["--config", "absent.toml"], "absent.toml can't be read: No such file or directory."),
        (["--database", "postgresql://h/x"], "postgresql:// isn't supported"),
        (["--database", "broken"], "broken isn't a database. Nothing was changed."),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_2(tmp_path: Path, arguments: list[str], line: str) -> None:
    (tmp_path / "broken").write_bytes(b"no database " * 100)
    arguments = [str(tmp_path / "broken") if word == "broken" else word for word in arguments]
    with Terminal(program(tmp_path, *arguments), columns=200, environment=environment(tmp_path)) as terminal:
        terminal.wait_for(line)
        assert terminal.wait_exit() == 2
        assert "Traceback" not in terminal.text
        assert not terminal.left_changed
    assert (tmp_path / "broken").read_bytes() == b"no database " * 100


def test_killed_outright_it_leaves_a_store_that_opens(tmp_path: Path) -> None:
    with Terminal(program(tmp_path), environment=environment(tmp_path)) as terminal:
        terminal.wait_for("Register the first administrator")
        terminal.type(REGISTER)
        terminal.wait_for("This is your first login.")
        terminal.signal(signal.SIGKILL)
        terminal.wait_exit()
    with Terminal(program(tmp_path), environment=environment(tmp_path)) as terminal:
        terminal.wait_for("Log in to the Kintone Store")
        terminal.type("ada@example.com\ryellow-umbrella\r")
        terminal.wait_for("Last login: today")


def test_an_idle_screen_sends_nothing(tmp_path: Path) -> None:
    with (
        recording() as server,
        Terminal(
            program(tmp_path, "--smtp", f"smtp://127.0.0.1:{server.port}"), environment=environment(tmp_path)
        ) as terminal,
    ):
        _stays_silent(terminal, "Register the first administrator")
        terminal.type(REGISTER)
        _stays_silent(terminal, "This is your first login.")
        terminal.press("f10")
        terminal.wait_for("Log out")
        terminal.press("enter")
        _stays_silent(terminal, "This terminal")
        terminal.press("enter")
        terminal.wait_for("Step 1 of 4")
        terminal.press("enter")
        terminal.wait_for("Where should the codes be sent?")
        terminal.type("ada.codes@example.net\r")
        _stays_silent(terminal, "Valid for 10 minutes")
        for place, shown in (
            ("Administrators", "1–1 of 1"),
            ("Activity", "today"),
            ("Log out", "You have been logged out."),
        ):
            terminal.press("ctrl+p")
            terminal.wait_for("Security rules")
            terminal.paste(place)
            terminal.wait_gone("Security rules")
            terminal.settle()
            terminal.press("enter")
            _stays_silent(terminal, shown)


def _stays_silent(terminal: Terminal, shown: str) -> None:
    terminal.wait_for(shown)
    terminal.settle()
    before = terminal.bytes_received
    terminal.settle(seconds_quiet=0.4)  # with the quiet before it, longer than a cursor takes to blink
    assert terminal.bytes_received == before, terminal.text


def test_keys_typed_ahead_in_one_bunch_reach_the_fields_they_are_for(tmp_path: Path) -> None:
    with Terminal(program(tmp_path), environment=environment(tmp_path)) as terminal:
        terminal.wait_for("Register the first administrator")
        terminal.type("adx\x7fa@example.comm\x7f\tyellow-umbrella\ryellow-umbrella\r")
        terminal.wait_for("ada@example.com ▾")


def test_the_demo_shows_the_code_that_it_asks_for_and_leaves_nothing(tmp_path: Path) -> None:
    around = environment(tmp_path) | {"TMPDIR": str(tmp_path)}
    with Terminal([*program(tmp_path)[:3], "demo"], environment=around) as terminal:
        terminal.wait_for("Demo: log in as")
        terminal.press("f2")
        terminal.wait_for("No emails yet.")
        terminal.type("bob@example.com\ryellow-umbrella\r")
        terminal.wait_for("[Kintone] Verification Code")
        code = re.search(r"\b\d{6}\b", terminal.text)
        assert code is not None
        terminal.wait_for("Valid for 10 minutes")
        terminal.type(code[0])
        terminal.press("enter")
        terminal.wait_for("bob@example.com ▾")
        terminal.wait_for("1 email")
        terminal.press("f2")
        terminal.wait_gone("1 email")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_demo_leaves_nothing_when_a_signal_ends_it(tmp_path: Path, number: int) -> None:
    around = environment(tmp_path) | {"TMPDIR": str(tmp_path)}
    with Terminal([*program(tmp_path)[:3], "demo"], environment=around) as terminal:
        terminal.wait_for("Demo: log in as")
        terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
    assert list(tmp_path.iterdir()) == []
