"""The operator of the host sees, registers and deletes administrators from the command line."""

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from devmail.testing.address_inbox import AddressInbox
from devmail.testing.running_sink import RunningSink
from tests.journeys.devmail_process import environment, program


def _run(
    folder: Path, *arguments: str, typed: str = "", smtp: str = "smtp://127.0.0.1:9"
) -> tuple[int, str, str]:
    done = subprocess.run(
        program(folder, "--smtp", smtp, *arguments),
        env=environment(folder),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_operator_registers_the_first_administrator_and_invites_another(
    tmp_path: Path, devmail: RunningSink, inbox: AddressInbox
) -> None:
    code, _, told = _run(tmp_path, "administrators", "register", "bob@example.com")
    assert (code, "register the first one with --password-stdin" in told) == (1, True)
    first = ("administrators", "register", "ada@example.com", "--password-stdin")
    assert _run(tmp_path, *first, typed="password1\n")[0] == 1
    assert _run(tmp_path, *first, typed="yellow-umbrella\r\n") == (0, "", "ada@example.com is registered.\n")
    assert _run(tmp_path, *first, typed="yellow-umbrella\n")[0] == 1
    assert _run(tmp_path, "administrators", "register", "bob@example.com", smtp=devmail.url)[0] == 0
    assert len(inbox.wait_code(to="bob@example.com", subject="[Kintone] Registration Code")) == 14
    code, listed, _ = _run(tmp_path, "administrators", "list", "--json")
    assert [(row["login_address"], row["invited"], row["registered_by"]) for row in json.loads(listed)] == [
        ("ada@example.com", False, "operator"),
        ("bob@example.com", True, "operator"),
    ]
    assert code == 0


def test_the_operator_cannot_delete_the_last_one_either(tmp_path: Path) -> None:
    register = ("administrators", "register", "ada@example.com", "--password-stdin")
    assert _run(tmp_path, *register, typed="yellow-umbrella\n")[0] == 0
    code, _, told = _run(tmp_path, "administrators", "delete", "ada@example.com")
    assert (code, "the last administrator" in told) == (1, True)
    code, _, told = _run(tmp_path, "administrators", "delete", "nobody@example.com")
    assert (code, "Traceback" in told) == (1, False)


def test_what_waits_for_the_mail_server_is_sent_by_a_command(tmp_path: Path, devmail: RunningSink) -> None:
    register = ("administrators", "register", "ada@example.com", "--password-stdin")
    _run(tmp_path, *register, typed="yellow-umbrella\n")
    code, _, told = _run(tmp_path, "administrators", "register", "bob@example.com")
    assert (code, "Some mail still waits" in told) == (0, True)
    code, _, told = _run(tmp_path, "outbox", "send", smtp=devmail.url)
    assert (code, "0 sent." in told) == (0, True)  # it is tried again half a minute after it failed


def test_the_operator_sees_who_is_held_and_releases_them(tmp_path: Path) -> None:
    register = ("administrators", "register", "ada@example.com", "--password-stdin")
    _run(tmp_path, *register, typed="yellow-umbrella\n")
    release = ("administrators", "release", "ada@example.com")
    assert _run(tmp_path, *release) == (1, "", "kstore-tui: This account is not held.\n")
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database, database:
        database.execute("UPDATE administrator SET held_at = '2026-11-24 09:14:00'")
    assert "\ttwo-step off, held\t" in _run(tmp_path, "administrators", "list")[1]
    assert _run(tmp_path, *release) == (0, "", "ada@example.com was released.\n")
    listed = json.loads(_run(tmp_path, "administrators", "list", "--json")[1])
    assert [row["held"] for row in listed] == [False]
    code, _, told = _run(tmp_path, "administrators", "release", "nobody@example.com")
    assert (code, "Traceback" in told) == (1, False)


def test_each_command_tells_a_program_how_it_went(tmp_path: Path) -> None:
    first = ("administrators", "register", "ada@example.com", "--password-stdin", "--json")
    code, told, _ = _run(tmp_path, *first, typed="yellow-umbrella\n")
    assert (code, json.loads(told)) == (0, {"registered": ["ada@example.com"]})
    _, told, _ = _run(tmp_path, "administrators", "register", "bob@example.com", "cy@example.com", "--json")
    assert json.loads(told) == {"invited": ["bob@example.com", "cy@example.com"]}
    _, told, _ = _run(tmp_path, "administrators", "delete", "cy@example.com", "--json")
    assert json.loads(told) == {"deleted": "cy@example.com"}
    _, told, _ = _run(tmp_path, "outbox", "send", "--json")
    assert json.loads(told) == {"sent": 0}
