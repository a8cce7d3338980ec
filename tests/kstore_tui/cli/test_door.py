"""The door of the program: its version, its help, and what each way of starting it loads."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.journeys.kstore import environment, program
from tests.kstore_tui.cli.operator import registers_first, run

HEAVY = ("textual", "rich", "screens", "aiosmtplib", "zxcvbn", "trustme")


def test_it_prints_its_version(tmp_path: Path) -> None:
    assert run(tmp_path, "--version") == (0, f"kstore-tui {version('kstore-tui')}\n", "")


@pytest.mark.parametrize("command", [(), ("administrators",), ("outbox",), ("activity",), ("doctor",)])
def test_every_command_has_help(tmp_path: Path, command: tuple[str, ...]) -> None:
    ended = run(tmp_path, *command, "--help")
    assert (ended.code, ended.printed.startswith("usage: kstore-tui")) == (0, True)


@pytest.mark.parametrize("arguments", [(), ("demo",)])
def test_without_a_terminal_it_says_so(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    line = "kstore-tui: Start kstore-tui in a terminal. Over SSH, use `ssh -t`.\n"
    assert run(tmp_path, *arguments) == (2, "", line)
    assert list(tmp_path.iterdir()) == []


def test_a_served_session_is_no_command(tmp_path: Path) -> None:
    code, printed, told = run(tmp_path, "--served", "administrators", "list")
    assert (code, printed) == (2, "")
    assert told.endswith("error: --served can't be used with administrators\n")
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite3").write_text("no database")
    code, printed, told = run(tmp_path, "administrators", "list")
    assert (code, printed, told.count("\n")) == (2, "", 1)
    assert told.startswith(f"kstore-tui: {tmp_path / 'store.sqlite3'} isn't a database.")


@pytest.mark.parametrize(
    ("stdout", "code", "told"),
    [
        (">&-", 0, ""),
        (">/dev/full", 1, "kstore-tui: The result can't be printed: No space left on device.\n"),
    ],
    ids=["closed", "full"],
)
def test_a_command_whose_result_nobody_can_read_gives_no_traceback(
    tmp_path: Path, stdout: str, code: int, told: str
) -> None:
    registers_first(tmp_path)
    command = ["sh", "-c", f'exec "$@" {stdout}', "sh", *program(tmp_path, "administrators", "list")]
    done = subprocess.run(command, env=environment(tmp_path), stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (code, told)


def test_an_operators_command_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from kstore_tui.__main__ import main; "
        f"code = main(['--database', {str(tmp_path / 'store.sqlite3')!r}, 'administrators', 'list']); "
        f"print(code, *sorted(set({HEAVY}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("0\n", "")
