"""The operator lists, registers, deletes and releases administrators, and looks after the outbox."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from devmail.testing.address_inbox import AddressInbox
from devmail.testing.running_sink import RunningSink
from tests.journeys.faulty_smtp import refuses_recipient
from tests.kstore_tui.cli.operator import registers_first, run
from tests.odd_addresses import ODD


def test_the_operator_registers_the_first_administrator_and_invites_another(
    tmp_path: Path, devmail: RunningSink, inbox: AddressInbox
) -> None:
    code, _, told = run(tmp_path, "administrators", "register", "bob@example.com")
    assert (code, "Register the first one with --password-stdin" in told) == (1, True)
    first = ("administrators", "register", "ada@example.com", "--password-stdin")
    assert run(tmp_path, *first, typed="password1\n")[0] == 1
    assert run(tmp_path, *first, typed="yellow-umbrella\r\n") == (0, "", "Registered ada@example.com.\n")
    assert run(tmp_path, *first, typed="yellow-umbrella\n")[0] == 1
    invited = "Invited bob@example.com. Emailed a registration code to bob@example.com.\n"
    assert run(tmp_path, "administrators", "register", "bob@example.com", smtp=devmail.url) == (
        0,
        "",
        invited,
    )
    assert len(inbox.wait_code(to="bob@example.com", subject="[Kintone] Registration Code")) == 14
    code, listed, _ = run(tmp_path, "administrators", "list", "--json")
    assert [(row["login_address"], row["invited"], row["registered_by"]) for row in json.loads(listed)] == [
        ("ada@example.com", False, "operator"),
        ("bob@example.com", True, "operator"),
    ]
    assert code == 0
    code, listed, _ = run(tmp_path, "administrators", "list")
    ada, bob = (line.split("\t") for line in listed.splitlines())
    assert (ada[1], ada[2][:11], ada[3]) == ("two-step off", "registered ", "never logged in")
    assert (bob[1], bob[2][:8], bob[3]) == ("invited", "invited ", "never logged in")
    withdraws = ("administrators", "delete", "bob@example.com")
    assert run(tmp_path, *withdraws) == (0, "", "Withdrew the invitation for bob@example.com.\n")


@pytest.mark.parametrize(
    ("typed", "why"), [(b"gelber-schirm-f\xfcr-zwei\n", "UTF-8"), (None, "no stdin"), (b"", "8 characters")]
)
def test_stdin_without_a_password_is_refused_in_one_line(
    tmp_path: Path, typed: bytes | None, why: str
) -> None:
    first = ("administrators", "register", "ada@example.com", "--password-stdin")
    code, _, told = run(tmp_path, *first, typed=typed)
    assert (code, told.count("\n"), why in told) == (1, 1, True)


def test_a_password_from_stdin_is_utf_8_in_every_locale(tmp_path: Path) -> None:
    first = ("administrators", "register", "ada@example.com", "--password-stdin")
    assert run(tmp_path, *first, typed="gelber-schirm-für-zwei\n")[0] == 0


def test_even_the_operator_cannot_delete_the_last_administrator(tmp_path: Path) -> None:
    registers_first(tmp_path)
    code, _, told = run(tmp_path, "administrators", "delete", "ada@example.com")
    assert (code, "the last administrator" in told) == (1, True)
    code, _, told = run(tmp_path, "administrators", "delete", "nobody@example.com")
    assert (code, "Traceback" in told) == (1, False)


def test_a_command_sends_what_waits_for_the_mail_server(tmp_path: Path, devmail: RunningSink) -> None:
    registers_first(tmp_path)
    code, _, told = run(tmp_path, "administrators", "register", "bob@example.com")
    assert (code, "Some emails haven't been sent yet." in told) == (0, True)
    assert told.endswith("\nInvited bob@example.com.\n")
    code, listed, _ = run(tmp_path, "outbox", "list")
    of = [line.split("\t")[:2] for line in listed.splitlines()]
    assert (code, of) == (
        0,
        [["a•••@example.com", "account registered"], ["b•••@example.com", "registration code"]],
    )
    assert run(tmp_path, "outbox", "send", smtp=devmail.url) == (0, "", "Sent 2 emails.\n")
    assert run(tmp_path, "outbox", "list", "--json") == (0, "[]\n", "")


def test_mail_that_is_refused_for_good_can_be_retried_and_discarded(
    tmp_path: Path, devmail: RunningSink
) -> None:
    registers_first(tmp_path)
    assert run(tmp_path, "outbox", "send", smtp=devmail.url) == (0, "", "Sent 1 email.\n")
    with refuses_recipient("550 5.1.1 No such mailbox") as server:
        smtp = f"smtp://127.0.0.1:{server.port}"
        code, _, told = run(tmp_path, "administrators", "register", "bob@example.com", smtp=smtp)
        assert (code, "Not sent: b•••@example.com (registration code): the mail server" in told) == (0, True)
        assert "“550 5.1.1 No such mailbox”" in told
        assert "\t1 try\tfailed 20" in run(tmp_path, "outbox", "list")[1]
        code, _, told = run(tmp_path, "outbox", "send", smtp=smtp)
        assert (
            code,
            "1 email failed. To see them, run `kstore-tui outbox list`.\nSent 0 emails.\n" in told,
        ) == (0, True)
        assert server.clients == 2
    assert run(tmp_path, "outbox", "discard") == (0, "", "Discarded 1 email.\n")
    assert run(tmp_path, "outbox", "list") == (0, "", "")
    noted = [line.split("\t")[1:4] for line in run(tmp_path, "activity", "--limit", "3")[1].splitlines()]
    mail = "b•••@example.com (registration code)"
    assert noted == [
        ["Email discarded", "operator", mail],
        ["Email not delivered", "the store", mail],
        ["Outbox retried", "operator", ""],
    ]


def test_the_operator_sees_and_releases_held_accounts(tmp_path: Path) -> None:
    registers_first(tmp_path)
    release = ("administrators", "release", "ada@example.com")
    assert run(tmp_path, *release) == (1, "", "kstore-tui: This account isn't on hold.\n")
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as database, database:
        database.execute("UPDATE administrator SET held_at = '2026-11-24 09:14:00'")
    assert "\ttwo-step off, on hold\t" in run(tmp_path, "administrators", "list")[1]
    assert run(tmp_path, *release) == (0, "", "Released ada@example.com.\n")
    listed = json.loads(run(tmp_path, "administrators", "list", "--json")[1])
    assert [row["held"] for row in listed] == [False]
    code, _, told = run(tmp_path, "administrators", "release", "nobody@example.com")
    assert (code, "Traceback" in told) == (1, False)


def test_each_command_reports_its_result_as_json(tmp_path: Path) -> None:
    first = ("administrators", "register", "ada@example.com", "--password-stdin", "--json")
    code, told, _ = run(tmp_path, *first, typed="yellow-umbrella\n")
    assert (code, json.loads(told)) == (0, {"registered": ["ada@example.com"]})
    _, told, _ = run(tmp_path, "administrators", "register", "bob@example.com", "cy@example.com", "--json")
    assert json.loads(told) == {"invited": ["bob@example.com", "cy@example.com"]}
    _, told, _ = run(tmp_path, "administrators", "delete", "cy@example.com", "--json")
    assert json.loads(told) == {"deleted": "cy@example.com"}
    _, told, _ = run(tmp_path, "outbox", "send", "--json")
    assert json.loads(told) == {"sent": 0, "failed": 0}


def test_odd_addresses_are_listed_visibly_one_a_line(tmp_path: Path) -> None:
    registers_first(tmp_path)
    with closing(sqlite3.connect(next(tmp_path.rglob("store.sqlite3")))) as connection:
        for number, (address, _) in enumerate(ODD.values()):
            connection.execute(
                "INSERT INTO administrator (id, login_address, login_key, password_hash, "
                "password_changed_at, registered_at, registered_by, wrong_codes_in_a_row, "
                "wrong_codes_that_day) "
                "VALUES (?, ?, ?, 'x', '2026-01-01', '2026-01-01', ?, 0, 0)",
                (str(number), address, f"n{number:02}", address),
            )
        connection.commit()
    code, listed, told = run(tmp_path, "administrators", "list")
    assert (code, told) == (0, "")
    assert [line.split("\t")[0] for line in listed.splitlines()] == [
        "ada@example.com",
        *(shown for _, shown in ODD.values()),
    ]
    assert all(line.count("\t") == 3 for line in listed.splitlines())
    code, listed, _ = run(tmp_path, "administrators", "list", "--json")
    assert [row["login_address"] for row in json.loads(listed)][1:] == [
        address for address, _ in ODD.values()
    ]
    assert listed.isascii()
