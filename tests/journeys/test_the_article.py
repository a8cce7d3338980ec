"""The whole journey of the article in a real terminal, with real mail."""

from pathlib import Path

import pytest

from tests.journeys.devmail_process import Devmail, environment, program, running_devmail
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.slow

LOGIN, PASSWORD = "ada@example.com", "yellow-umbrella"
CODES, NEW_CODES = "ada.codes@example.net", "ada.new@example.org"
SIZES = pytest.mark.parametrize(("columns", "lines"), [(80, 24), (60, 16)])


@SIZES
def test_the_article_by_keyboard_alone(tmp_path: Path, columns: int, lines: int) -> None:
    with running_devmail(tmp_path) as devmail, _kstore(tmp_path, devmail, columns, lines) as terminal:
        terminal.wait_for("Register the first administrator")
        terminal.type(f"{LOGIN}\r{PASSWORD}\r{PASSWORD}\r")
        terminal.wait_for("This is your first login.")

        _account_settings_by_key(terminal)
        terminal.wait_for("Enable Two-Step Verification")
        terminal.press("enter")
        terminal.wait_for("We recommend registering more than one administrator")
        terminal.press("enter")
        terminal.wait_for("Email address for verification codes")
        _type(terminal, CODES)
        _give_code(terminal, devmail, CODES)
        terminal.wait_for("Step 4 of 4")
        terminal.press("enter")
        terminal.wait_for("The set up for two-step verification is complete.")

        terminal.press("f10", "down", "enter")
        terminal.wait_for("You have been logged out.")
        terminal.type(f"{LOGIN}\r{PASSWORD}\r")
        terminal.wait_for("to a•••@example.net.")
        _give_code(terminal, devmail, CODES)
        terminal.wait_for("Last login: today")

        _account_settings_by_key(terminal)
        terminal.wait_for("Change Address")
        terminal.press("enter")
        _give_code(terminal, devmail, CODES)
        terminal.wait_for("Email address for verification codes")
        _type(terminal, NEW_CODES)
        _give_code(terminal, devmail, NEW_CODES)
        terminal.wait_for("Step 4 of 4")
        terminal.press("enter")
        terminal.wait_for(f"codes go to {NEW_CODES}")

        terminal.press("tab", "enter")
        _give_code(terminal, devmail, NEW_CODES)
        terminal.wait_for("Step 2 of 2")
        terminal.press("enter")
        terminal.wait_for("Two-step verification is off.")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert not terminal.left_changed


@SIZES
def test_the_article_by_mouse_alone(tmp_path: Path, columns: int, lines: int) -> None:
    with running_devmail(tmp_path) as devmail, _kstore(tmp_path, devmail, columns, lines) as terminal:
        terminal.wait_for("Register the first administrator")
        for field, text in (("Email address", LOGIN), ("Password", PASSWORD), ("Confirm password", PASSWORD)):
            _fill_by_mouse(terminal, field, text)
        _click_button(terminal, "Register")
        terminal.wait_for("This is your first login.")

        _account_settings_by_mouse(terminal)
        terminal.click("Enable Two-Step Verification")
        terminal.click("Continue")
        terminal.wait_for("Step 2 of 4")
        _fill_by_mouse(terminal, "Email address for verification codes", CODES)
        _click_button(terminal, "Send")
        _give_code_by_mouse(terminal, devmail, CODES)
        terminal.click("Save")
        terminal.wait_for("The set up for two-step verification is complete.")

        terminal.click(f"{LOGIN} ▾")
        terminal.click("Log out")
        terminal.wait_for("You have been logged out.")
        _fill_by_mouse(terminal, "Email address", LOGIN)
        _fill_by_mouse(terminal, "Password", PASSWORD)
        _click_button(terminal, "Login")
        _give_code_by_mouse(terminal, devmail, CODES)
        terminal.wait_for("Last login: today")

        _account_settings_by_mouse(terminal)
        terminal.click("Change Address")
        _give_code_by_mouse(terminal, devmail, CODES)
        terminal.wait_for("Step 2 of 4")
        _fill_by_mouse(terminal, "Email address for verification codes", NEW_CODES)
        _click_button(terminal, "Send")
        _give_code_by_mouse(terminal, devmail, NEW_CODES)
        terminal.click("Save")
        terminal.wait_for(f"codes go to {NEW_CODES}")

        terminal.click("Disable Two-Step Verification")
        _give_code_by_mouse(terminal, devmail, NEW_CODES)
        terminal.wait_for("Step 2 of 2")
        _click_button(terminal, "Disable")
        terminal.wait_for("Two-step verification is off.")
        terminal.settle()  # the footer has changed with the place
        terminal.click("Quit")
        assert terminal.wait_exit() == 0


def _kstore(folder: Path, devmail: Devmail, columns: int, lines: int) -> Terminal:
    return Terminal(
        program(folder, "--smtp", devmail.url),
        columns=columns,
        lines=lines,
        environment=environment(folder),
    )


def _type(terminal: Terminal, text: str) -> None:
    terminal.type(text)
    terminal.press("enter")


def _account_settings_by_key(terminal: Terminal) -> None:
    terminal.press("f10")
    terminal.wait_for("Log out")
    terminal.press("enter")
    terminal.wait_for("Login address")
    terminal.settle()  # what can be done here is shown once the account has been loaded


def _give_code(terminal: Terminal, devmail: Devmail, address: str) -> None:
    terminal.wait_for("Verification Code")
    terminal.wait_for("Valid for 10 minutes")
    _type(terminal, devmail.next_code(address))


def _account_settings_by_mouse(terminal: Terminal) -> None:
    terminal.click(f"{LOGIN} ▾")
    terminal.click("Account Settings")
    terminal.wait_for("Login address")


def _fill_by_mouse(terminal: Terminal, label: str, text: str) -> None:
    """Click into the field under a label, and type: a mouse alone types nothing."""
    terminal.wait_for(label)
    place = terminal.find(label)
    assert place is not None
    terminal.click_at(place[0] + 4, place[1] + 1)
    terminal.type(text)
    terminal.settle()


def _click_button(terminal: Terminal, label: str) -> None:
    """Click on a button; its label may stand elsewhere too, above it."""
    terminal.wait_for(f" {label} ")
    terminal.settle()
    footer = terminal.display.size[1] - 1
    first, last, row = [place for place in terminal.display.places(f" {label} ") if place[2] != footer][-1]
    terminal.click_at((first + last) // 2, row)


def _give_code_by_mouse(terminal: Terminal, devmail: Devmail, address: str) -> None:
    terminal.wait_for("Valid for 10 minutes")
    _fill_by_mouse(terminal, "Verification Code", devmail.next_code(address))
    _click_button(terminal, "Verify")
