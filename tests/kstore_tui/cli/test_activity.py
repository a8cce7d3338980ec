"""The operator reads activity from the command line."""

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.kstore import environment, program
from tests.kstore_tui.cli.operator import run
from tests.kstore_tui.support.events import fill


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The home of an operator who has registered, invited somebody and withdrawn that."""
    administrators = ("administrators", "register")
    run(tmp_path, *administrators, "ada@example.com", "--password-stdin", typed="yellow-umbrella\n")
    run(tmp_path, *administrators, "bob@example.com")
    run(tmp_path, "administrators", "delete", "bob@example.com")
    run(tmp_path, "outbox", "send")
    return tmp_path


def _database(folder: Path) -> Path:
    return next(folder.rglob("store.sqlite3"))


def test_everything_the_operator_did_is_listed_newest_first(folder: Path) -> None:
    code, printed, told = run(folder, "activity")
    assert (code, told) == (0, "")
    lines = [line.split("\t") for line in printed.splitlines()]
    assert [line[1:] for line in lines] == [
        ["Outbox retried", "operator", "", "this host"],
        ["Withdrawn", "operator", "bob@example.com", "this host"],
        ["Invited", "operator", "bob@example.com", "this host"],
        ["Registered", "operator", "ada@example.com", "this host"],
    ]
    assert all(line[0].endswith(" UTC") for line in lines)


def test_json_has_an_object_on_each_line(folder: Path) -> None:
    _, printed, _ = run(folder, "activity", "--json", "--what", "withdrawn", "--search", "BOB@")
    (line,) = printed.splitlines()
    row = json.loads(line)
    assert (row["what"], row["who"], row["about"]) == ("withdrawn", "operator", "bob@example.com")
    assert row["at"].endswith("+00:00")


def test_the_command_prints_only_as_many_as_asked_for(folder: Path) -> None:
    assert len(run(folder, "activity", "--limit", "2")[1].splitlines()) == 2
    assert run(folder, "activity", "--what", "logged-in") == (0, "", "")
    assert run(folder, "activity", "--search", "nobody") == (0, "", "")


def test_it_goes_back_to_a_day_or_by_days_or_hours(tmp_path: Path) -> None:
    run(tmp_path, "activity")
    with closing(sqlite3.connect(_database(tmp_path))) as connection:
        connection.execute(
            "INSERT INTO activity (at, what, who, about, origin) "
            "SELECT at, 'deleted', 'operator', '', 'this host' "
            "FROM (SELECT '2026-01-20 00:00:00' AS at UNION SELECT datetime('now', '-5 hours')) ORDER BY at"
        )
        connection.commit()
    run(tmp_path, "outbox", "send")
    for since, lines in (("4h", 1), ("1d", 2), ("2026-01-21", 2), ("2026-01-20", 3), ("2026-01", 3)):
        assert len(run(tmp_path, "activity", "--since", since)[1].splitlines()) == lines, since
    assert len(run(tmp_path, "activity", "--search", "2026-01-20")[1].splitlines()) == 1


@pytest.mark.parametrize(
    "wrong",
    [("--limit", "many"), ("--what", "nonsense"), ("--since", "yesterday"), ("--since", "2026-02-30")],
)
def test_an_impossible_option_is_refused(tmp_path: Path, wrong: tuple[str, str]) -> None:
    code, printed, told = run(tmp_path, "activity", "=".join(wrong))
    assert (code, printed, "Traceback" in told) == (2, "", False)
    assert wrong[0] in told


@pytest.mark.slow
def test_reading_only_the_first_lines_gives_no_traceback(folder: Path) -> None:
    fill(_database(folder), 100_000)
    with subprocess.Popen(
        program(folder, "activity"), env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        assert reading.stdout is not None and reading.stderr is not None
        assert reading.stdout.readline()
        reading.stdout.close()
        assert reading.stderr.read() == b""
        assert reading.wait(60) == 0


def test_control_characters_are_shown_not_sent(folder: Path) -> None:
    with closing(sqlite3.connect(_database(folder))) as connection:
        connection.execute(
            "INSERT INTO activity (at, what, who, about, origin) "
            "VALUES ('2026-11-24', 'logged-in', 'ada@example.com', '', 'fe80::1%' || char(27, 10, 9, 8238))"
        )
        connection.commit()
    _, printed, _ = run(folder, "activity", "--limit", "1")
    assert printed.endswith("\tfe80::1%␛␊␉\N{REPLACEMENT CHARACTER}\n")
    assert printed.count("\t") == 4
