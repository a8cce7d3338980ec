"""A lost mailbox, as the article tells it: a fellow administrator deletes and registers the address again."""

from pathlib import Path

from devmail.testing.address_inbox import AddressInbox
from devmail.testing.running_sink import RunningSink
from tests.journeys.devmail_process import environment, program
from tests.journeys.terminal import Terminal

ADA, BOB = "ada@example.com", "bob@example.com"
ADAS, BOBS, NEW = "yellow-umbrella", "purple-ladder", "orange-teapot"
CODES = "ada.codes@example.net"


def test_a_fellow_administrator_brings_back_who_has_lost_the_mailbox(
    tmp_path: Path, devmail: RunningSink, inbox: AddressInbox
) -> None:
    words = program(tmp_path, "--smtp", devmail.url)
    with Terminal(words, environment=environment(tmp_path)) as terminal:
        terminal.wait_for("Register the first administrator")
        terminal.type(f"{ADA}\r{ADAS}\r{ADAS}\r")
        terminal.wait_for("You are the only administrator.")
        terminal.press("tab", "enter")
        terminal.wait_for("Register administrators")
        terminal.type(f"{BOB}\r")
        terminal.wait_for(f"A registration code is on its way to {BOB}.")
        code = inbox.wait_code(to=BOB)

        terminal.settle()
        _press_on(terminal, "Set it up")
        terminal.wait_for("Step 1 of 4")
        terminal.press("enter")
        terminal.wait_for("Step 2 of 4")
        terminal.type(f"{CODES}\r")
        terminal.wait_for("Step 3 of 4")
        terminal.type(f"{inbox.wait_code(to=CODES)}\r")
        terminal.wait_for("Step 4 of 4")
        terminal.press("enter")
        terminal.wait_for("The set up for two-step verification is complete.")
        _log_out(terminal)

        _register_with_code(terminal, BOB, code, BOBS)
        terminal.type(f"{BOBS}\r")
        terminal.wait_for(f"{BOB} ▾")
        terminal.wait_for("2 accounts")
        terminal.settle()
        _press_on(terminal, "Administrators")
        terminal.wait_for("1–2 of 2")
        terminal.press("tab", "tab", "enter")  # ada is the first row; from the table to Register to Delete
        terminal.wait_for("Delete account")
        terminal.wait_for(f"{ADA} cannot log in any more")
        terminal.press("shift+tab", "enter")
        terminal.wait_for(f"{ADA} was deleted.")
        terminal.wait_for("1–1 of 1")
        terminal.press("shift+tab", "enter")
        terminal.wait_for("Register administrators")
        terminal.type(f"{ADA}\r")
        terminal.wait_for(f"A registration code is on its way to {ADA}.")
        _log_out(terminal)

        _register_with_code(terminal, ADA, inbox.wait_code(to=ADA), NEW)
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
    terminal.wait_for("You are logged out.")
    terminal.settle()


def _register_with_code(terminal: Terminal, address: str, code: str, password: str) -> None:
    terminal.press("tab", "tab", "tab", "tab", "enter")  # to the second link
    terminal.wait_for("Your email address")
    terminal.type(f"{address}\r{code}\r{password}\r{password}\r")
    terminal.wait_for("You are registered.")
