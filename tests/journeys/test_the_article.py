"""The whole journey of the article in a real terminal, with real mail."""

from pathlib import Path

import pytest

from devmail.testing.address_inbox import AddressInbox
from tests.journeys.kstore import Kstore

pytestmark = pytest.mark.slow

ADA, PASSWORD = "ada@example.com", "yellow-umbrella"
CODES, NEW_CODES = "ada.codes@example.net", "ada.new@example.org"


def test_the_article_by_keyboard_alone_in_a_small_terminal(tmp_path: Path, inbox: AddressInbox) -> None:
    with Kstore(tmp_path, inbox, 60, 16) as terminal:
        terminal.register_first(ADA, PASSWORD)
        terminal.open_settings()
        terminal.wait_for("Enable Two-Step Verification")
        terminal.press("enter")
        terminal.wait_for("We recommend registering more than one administrator")
        terminal.enable(CODES)

        terminal.log_out()
        terminal.enter(ADA, PASSWORD)
        terminal.wait_for("to a•••@example.net.")
        terminal.enter(terminal.mailed_code(CODES))
        terminal.wait_for("Last login: today")

        terminal.open_settings()
        terminal.change_address(CODES, NEW_CODES)
        terminal.wait_for(f"Codes go to {NEW_CODES}")
        terminal.disable(NEW_CODES)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert not terminal.left_changed


def test_the_article_by_mouse_alone(tmp_path: Path, inbox: AddressInbox) -> None:
    with Kstore(tmp_path, inbox) as terminal:
        terminal.wait_for("Register the first administrator")
        for field, text in (("Email address", ADA), ("Password", PASSWORD), ("Confirm password", PASSWORD)):
            _fill(terminal, field, text)
        _click_button(terminal, "Register")
        terminal.wait_for("This is your first login.")

        _settings(terminal)
        terminal.click("Enable Two-Step Verification")
        terminal.click("Continue")
        terminal.wait_for("Step 2 of 4")
        _fill(terminal, "Email address for verification codes", CODES)
        _click_button(terminal, "Send")
        _give_code(terminal, CODES)
        terminal.click("Save")
        terminal.wait_for("The set up for two-step verification is complete.")

        terminal.click(f"{ADA} ▾")
        terminal.click("Log out")
        terminal.wait_for("You have been logged out.")
        _fill(terminal, "Email address", ADA)
        _fill(terminal, "Password", PASSWORD)
        _click_button(terminal, "Login")
        _give_code(terminal, CODES)
        terminal.wait_for("Last login: today")

        terminal.settle()
        terminal.click("Quit")
        assert terminal.wait_exit() == 0


def _settings(terminal: Kstore) -> None:
    terminal.click(f"{ADA} ▾")
    terminal.click("Account Settings")
    terminal.wait_for("Login address")


def _fill(terminal: Kstore, label: str, text: str) -> None:
    """Click into the field under a label, and type: a mouse alone types nothing."""
    terminal.wait_for(label)
    place = terminal.find(label)
    assert place is not None
    terminal.click_at(place[0] + 4, place[1] + 1)
    terminal.type(text)
    terminal.settle()


def _click_button(terminal: Kstore, label: str) -> None:
    """Click on a button; its label may stand elsewhere too, above it."""
    terminal.wait_for(f" {label} ")
    terminal.settle()
    footer = terminal.display.size[1] - 1
    first, last, row = [place for place in terminal.display.places(f" {label} ") if place[2] != footer][-1]
    terminal.click_at((first + last) // 2, row)


def _give_code(terminal: Kstore, address: str) -> None:
    _fill(terminal, "Verification Code", terminal.mailed_code(address))
    _click_button(terminal, "Verify")
