"""A forgotten password: the mail, a new password, and still the code of two-step verification."""

from pathlib import Path

import pytest

from devmail.testing.address_inbox import AddressInbox
from devmail.testing.running_sink import RunningSink
from tests.journeys.devmail_process import environment, program
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.slow

ADA, CODES = "ada@example.com", "ada.codes@example.net"
FORGOTTEN, NEW = "yellow-umbrella", "orange-teapot"


def test_who_forgot_the_password_chooses_another_and_is_still_asked_for_the_code(
    tmp_path: Path, devmail: RunningSink, inbox: AddressInbox
) -> None:
    words = program(tmp_path, "--smtp", devmail.url)
    with Terminal(words, environment=environment(tmp_path)) as terminal:
        terminal.wait_for("Register the first administrator")
        terminal.type(f"{ADA}\r{FORGOTTEN}\r{FORGOTTEN}\r")
        terminal.wait_for("You are the only administrator.")
        terminal.settle()
        terminal.click("Set it up")
        terminal.wait_for("Step 1 of 4")
        terminal.press("enter")
        terminal.wait_for("Step 2 of 4")
        terminal.type(f"{CODES}\r")
        terminal.wait_for("Step 3 of 4")
        terminal.type(f"{inbox.wait_code(to=CODES)}\r")
        terminal.wait_for("Step 4 of 4")
        terminal.press("enter")
        terminal.wait_for("The set up for two-step verification is complete.")
        terminal.settle()
        terminal.press("f10")
        terminal.wait_for("Log out")
        terminal.press("down", "enter")
        terminal.wait_for("You have been logged out.")
        terminal.settle()

        terminal.type(f"{ADA}\twrong\r")
        terminal.wait_for("The email address or the password is wrong.")
        terminal.settle()
        terminal.press("tab", "tab", "enter")  # from the password to Login to the first link
        terminal.wait_for("Send a reset code")
        terminal.wait_for(ADA)
        terminal.press("enter")
        terminal.wait_for("If the account exists, you'll get a reset code by email.")
        code = inbox.wait_code(to=ADA)
        terminal.type(f"{code.replace('-', '').lower()}\r{NEW}\r{NEW}\r")
        terminal.wait_for("Your password was changed. Log in with the new one.")
        terminal.wait_for(ADA)

        terminal.type(f"{FORGOTTEN}\r")
        terminal.wait_for("The email address or the password is wrong.")
        terminal.type(f"{NEW}\r")
        terminal.wait_for("Enter the verification code")
        terminal.type(f"{inbox.wait_code(to=CODES)}\r")
        terminal.wait_for(f"{ADA} ▾")
        terminal.wait_for("Welcome.")
