"""A lost mailbox, as the article tells it: a fellow administrator deletes and registers the address again."""

import subprocess
from pathlib import Path

import pytest

from tests.journeys.devmail_process import Devmail, environment, program, running_devmail
from tests.journeys.terminal import Terminal
from tests.kstore_tui.steps import another_code

pytestmark = pytest.mark.slow

ADA, BOB = "ada@example.com", "bob@example.com"
ADAS, BOBS, NEW = "yellow-umbrella", "purple-ladder", "orange-teapot"
CODES = "ada.codes@example.net"
REGISTRATION = "[Kintone] Registration Code"


def test_a_fellow_administrator_brings_back_who_has_lost_the_mailbox(tmp_path: Path) -> None:
    with running_devmail(tmp_path) as devmail, _kstore(tmp_path, devmail) as terminal:
        _ada_registers(terminal)
        terminal.press("tab", "enter")
        terminal.wait_for("Register administrators")
        terminal.type(f"{BOB}\r")
        terminal.wait_for(f"We'll email a registration code to {BOB}.")
        code = devmail.next_code(BOB, REGISTRATION)
        terminal.settle()
        _ada_enables(terminal, devmail)
        _ada_cannot_disable(terminal, devmail)
        _log_out(terminal)
        _ada_cannot_log_in(terminal, devmail)
        _bob_brings_ada_back(terminal, devmail, code)


def test_the_operator_helps_a_sole_administrator_who_has_lost_the_mailbox(tmp_path: Path) -> None:
    with running_devmail(tmp_path) as devmail, _kstore(tmp_path, devmail) as terminal:
        _ada_registers(terminal)
        terminal.settle()
        _ada_enables(terminal, devmail)
        _log_out(terminal)
        _ada_cannot_log_in(terminal, devmail)
        operator = program(tmp_path, "--smtp", devmail.url, "administrators", "register", BOB)
        subprocess.run(operator, env=environment(tmp_path), check=True, capture_output=True, timeout=60)
        _bob_brings_ada_back(terminal, devmail, devmail.next_code(BOB, REGISTRATION))


def _kstore(folder: Path, devmail: Devmail) -> Terminal:
    return Terminal(program(folder, "--smtp", devmail.url), environment=environment(folder))


def _ada_registers(terminal: Terminal) -> None:
    terminal.wait_for("Register the first administrator")
    terminal.type(f"{ADA}\r{ADAS}\r{ADAS}\r")
    terminal.wait_for("You are the only administrator.")


def _ada_enables(terminal: Terminal, devmail: Devmail) -> None:
    _press_on(terminal, "Set it up")
    terminal.wait_for("Step 1 of 4")
    terminal.press("enter")
    terminal.wait_for("Step 2 of 4")
    terminal.type(f"{CODES}\r")
    terminal.wait_for("Step 3 of 4")
    terminal.type(f"{devmail.next_code(CODES)}\r")
    terminal.wait_for("Step 4 of 4")
    terminal.press("enter")
    terminal.wait_for("The set up for two-step verification is complete.")


def _ada_cannot_disable(terminal: Terminal, devmail: Devmail) -> None:
    terminal.settle()
    terminal.press("f10")
    terminal.wait_for("Log out")
    terminal.press("enter")
    terminal.wait_for("Change Address")
    terminal.settle()
    terminal.press("tab", "enter")
    terminal.wait_for("Step 1 of 2")
    _has_no_code(terminal, devmail)
    terminal.wait_for("Disable Two-Step Verification")


def _ada_cannot_log_in(terminal: Terminal, devmail: Devmail) -> None:
    terminal.type(f"{ADA}\r{ADAS}\r")
    terminal.wait_for("Enter the verification code")
    _has_no_code(terminal, devmail)
    terminal.wait_for("Log in to the Kintone Store")
    terminal.settle()
    terminal.press("shift+tab")  # from the password to the address, where others begin


def _has_no_code(terminal: Terminal, devmail: Devmail) -> None:
    """Try another code than the one that lies in the lost mailbox, and go back."""
    terminal.wait_for("Valid for 10 minutes")
    terminal.type(f"{another_code(devmail.next_code(CODES))}\r")
    terminal.wait_for("That code is wrong.")
    terminal.press("escape")


def _bob_brings_ada_back(terminal: Terminal, devmail: Devmail, code: str) -> None:
    """Let Bob register, delete the lost account and register it again: its owner gets in without a code."""
    _register_with_code(terminal, BOB, code, BOBS)
    terminal.type(f"{BOBS}\r")
    terminal.wait_for(f"{BOB} ▾")
    terminal.wait_for("2 accounts")
    terminal.settle()
    _press_on(terminal, "Administrators")
    terminal.wait_for("1–2 of 2")
    terminal.press("tab", "tab", "enter")  # ada is the first row; from the table to Register to Delete
    terminal.wait_for("Delete account")
    terminal.wait_for(f"{ADA} will be logged out")
    terminal.press("shift+tab", "enter")
    terminal.wait_for(f"{ADA} was deleted.")
    terminal.wait_for("1–1 of 1")
    terminal.press("shift+tab", "enter")
    terminal.wait_for("Register administrators")
    terminal.type(f"{ADA}\r")
    terminal.wait_for(f"We'll email a registration code to {ADA}.")
    _log_out(terminal)

    _register_with_code(terminal, ADA, devmail.next_code(ADA, REGISTRATION), NEW)
    terminal.type(f"{NEW}\r")
    terminal.wait_for(f"{ADA} ▾")  # no code was asked for
    terminal.wait_for("Two-step verification is off.")


def _press_on(terminal: Terminal, label: str) -> None:
    """Go down to a link and press it: the chosen one has another background."""
    for _ in range(6):
        place = terminal.find(label)
        assert place is not None
        column, row = place
        if terminal.display.background(column, row) != terminal.display.background(0, row):
            terminal.press("enter")
            return
        terminal.press("down")
        terminal.settle()
    raise AssertionError(f"{label} could not be reached:\n{terminal.text}")


def _log_out(terminal: Terminal) -> None:
    terminal.settle()
    terminal.press("f10")
    terminal.wait_for("Log out")
    terminal.press("down", "enter")
    terminal.wait_for("You have been logged out.")
    terminal.settle()


def _register_with_code(terminal: Terminal, address: str, code: str, password: str) -> None:
    terminal.press("tab", "tab", "tab", "tab", "enter")  # to the second link
    terminal.wait_for("Your email address")
    terminal.type(f"{address}\r{code}\r{password}\r{password}\r")
    terminal.wait_for("You are registered.")
