"""A lost mailbox or a forgotten password, and how their owner gets back in."""

import subprocess
from pathlib import Path

import pytest

from devmail.testing.address_inbox import AddressInbox
from tests.journeys.kstore import REGISTRATION, Kstore, environment, program
from tests.kstore_tui.support.steps import another_code

pytestmark = pytest.mark.slow

ADA, BOB = "ada@example.com", "bob@example.com"
ADAS, BOBS, NEW = "yellow-umbrella", "purple-ladder", "orange-teapot"
CODES = "ada.codes@example.net"


def test_another_administrator_lets_someone_who_lost_the_mailbox_back_in(
    tmp_path: Path, inbox: AddressInbox
) -> None:
    with Kstore(tmp_path, inbox) as terminal:
        terminal.register_first(ADA, ADAS)
        terminal.press("tab", "enter")
        terminal.wait_for("Register administrators")
        terminal.enter(BOB)
        terminal.wait_for(f"We'll email a registration code to {BOB}.")
        _ada_enables(terminal)

        terminal.open_settings()
        terminal.press("tab", "enter")
        terminal.wait_for("Step 1 of 2")
        _has_no_code(terminal)
        terminal.wait_for("Disable Two-Step Verification")
        terminal.log_out()
        _ada_cannot_log_in(terminal)
        _bob_lets_ada_back_in(terminal)


def test_the_operator_helps_a_sole_administrator_who_lost_the_mailbox(
    tmp_path: Path, inbox: AddressInbox
) -> None:
    with Kstore(tmp_path, inbox) as terminal:
        terminal.register_first(ADA, ADAS)
        _ada_enables(terminal)
        terminal.log_out()
        _ada_cannot_log_in(terminal)
        operator = program(tmp_path, "--smtp", inbox.sink.url, "administrators", "register", BOB)
        subprocess.run(operator, env=environment(tmp_path), check=True, capture_output=True, timeout=60)
        _bob_lets_ada_back_in(terminal)


def test_a_password_reset_still_asks_for_the_code(tmp_path: Path, inbox: AddressInbox) -> None:
    with Kstore(tmp_path, inbox) as terminal:
        terminal.register_first(ADA, ADAS)
        _ada_enables(terminal)
        terminal.log_out()

        terminal.type(f"{ADA}\twrong\r")
        terminal.wait_for("The email address or the password is wrong.")
        terminal.settle()
        terminal.press("tab", "tab", "enter")  # from the password to Login to the first link
        terminal.wait_for("Send reset code")
        terminal.wait_for(ADA)
        terminal.press("enter")
        terminal.wait_for("If the account exists, you'll get a reset code by email.")
        code = inbox.wait_code(to=ADA)
        terminal.enter(code.replace("-", "").lower(), NEW, NEW)
        terminal.wait_for("Your password was changed. Log in with the new one.")

        terminal.enter(ADAS)
        terminal.wait_for("The email address or the password is wrong.")
        terminal.enter(NEW)
        terminal.wait_for("Enter the verification code")
        terminal.enter(terminal.mailed_code(CODES))
        terminal.wait_for("Welcome.")


def _ada_enables(terminal: Kstore) -> None:
    terminal.settle()
    terminal.click("Set it up")
    terminal.enable(CODES)


def _ada_cannot_log_in(terminal: Kstore) -> None:
    terminal.enter(ADA, ADAS)
    terminal.wait_for("Enter the verification code")
    _has_no_code(terminal)
    terminal.wait_for("Log in to the Kintone Store")
    terminal.settle()
    terminal.press("shift+tab")  # from the password to the address, where others begin


def _has_no_code(terminal: Kstore) -> None:
    """Try another code than the one that lies in the lost mailbox, and go back."""
    terminal.enter(another_code(terminal.mailed_code(CODES)))
    terminal.wait_for("That code is wrong.")
    terminal.press("escape")


def _bob_lets_ada_back_in(terminal: Kstore) -> None:
    """Let Bob register, delete the lost account and register it again: its owner gets in without a code."""
    _register_with_code(terminal, BOB, BOBS)
    terminal.wait_for("2 accounts")
    terminal.settle()
    terminal.click("Administrators")
    terminal.wait_for("1–2 of 2")
    terminal.press("tab", "tab", "enter")  # ada is the first row; from the table to Register to Delete
    terminal.wait_for("Delete account")
    terminal.wait_for(f"{ADA} will be logged out")
    terminal.press("shift+tab", "enter")
    terminal.wait_for(f"{ADA} was deleted.")
    terminal.wait_for("1–1 of 1")
    terminal.press("shift+tab", "enter")
    terminal.wait_for("Register administrators")
    terminal.enter(ADA)
    terminal.wait_for(f"We'll email a registration code to {ADA}.")
    terminal.log_out()

    _register_with_code(terminal, ADA, NEW)  # and no verification code
    terminal.wait_for("Two-step verification is off.")


def _register_with_code(terminal: Kstore, address: str, password: str) -> None:
    code = terminal.inbox.wait_code(to=address, subject=REGISTRATION)
    terminal.press("tab", "tab", "tab", "tab", "enter")  # to the second link
    terminal.wait_for("Your email address")
    terminal.enter(address, code, password, password)
    terminal.wait_for("You're registered.")
    terminal.enter(password)
    terminal.wait_for(f"{address} ▾")
