"""The program on a store of its own, as a process and at a real terminal."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from devmail.testing.address_inbox import AddressInbox
from tests.journeys.terminal import Terminal

CODE = "[Kintone] Verification Code"
REGISTRATION = "[Kintone] Registration Code"


def program(folder: Path, *arguments: str) -> list[str]:
    """Return the command that runs kstore-tui on the store in a folder."""
    return [sys.executable, "-m", "kstore_tui", "--database", str(folder / "store.sqlite3"), *arguments]


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing of the person who runs the tests is used or changed."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "COLORTERM": "truecolor",
        "KSTORE_BCRYPT_COST": "4",
    }


class Kstore(Terminal):
    """The program at a terminal, and what people do there in several journeys."""

    def __init__(
        self,
        folder: Path,
        inbox: AddressInbox,
        columns: int = 80,
        lines: int = 24,
        command: Sequence[str] | None = None,
    ) -> None:
        words = command or program(folder, "--smtp", inbox.sink.url)
        super().__init__(words, columns=columns, lines=lines, environment=environment(folder))
        self.inbox = inbox

    def enter(self, *texts: str) -> None:
        """Fill in one field after another, with Enter after each."""
        self.type("".join(f"{text}\r" for text in texts))

    def register_first(self, address: str, password: str) -> None:
        """Register the first administrator."""
        self.wait_for("Register the first administrator")
        self.enter(address, password, password)
        self.wait_for("This is your first login.")

    def mailed_code(self, address: str) -> str:
        """Return the code that was mailed, once the screen is ready for it."""
        self.wait_for("Valid for 10 minutes")
        return self.inbox.wait_code(to=address, subject=CODE)

    def enable(self, address: str) -> None:
        """Walk through the steps that enable two-step verification, from the first one."""
        self.wait_for("Step 1 of 4")
        self.press("enter")
        self.wait_for("Step 2 of 4")
        self.enter(address)
        self.wait_for("Step 3 of 4")
        self.enter(self.mailed_code(address))
        self.wait_for("Step 4 of 4")
        self.press("enter")
        self.wait_for("The set up for two-step verification is complete.")

    def change_address(self, address: str, new: str) -> None:
        """Walk through the steps that send codes to a new address, from the button in Account Settings."""
        self.wait_for("Change Address")
        self.press("enter")
        self.wait_for("Step 1 of 4")
        self.enter(self.mailed_code(address))
        self.wait_for("Step 2 of 4")
        self.enter(new)
        self.wait_for("Step 3 of 4")
        self.enter(self.mailed_code(new))
        self.wait_for("Step 4 of 4")
        self.press("enter")
        self.wait_for("Codes go to")

    def disable(self, address: str) -> None:
        """Walk through the steps that disable two-step verification, from the button before theirs."""
        self.press("tab", "enter")
        self.wait_for("Step 1 of 2")
        self.enter(self.mailed_code(address))
        self.wait_for("Step 2 of 2")
        self.press("enter")
        self.wait_for("Two-step verification is off.")

    def open_settings(self) -> None:
        """Go to Account Settings by the menu."""
        self.settle()
        self.press("f10")
        self.wait_for("Log out")
        self.press("enter")
        self.wait_for("Login address")
        self.settle()  # what can be done here is shown once the account has been loaded

    def log_out(self) -> None:
        """Log out by the menu."""
        self.settle()
        self.press("f10")
        self.wait_for("Log out")
        self.press("down", "enter")
        self.wait_for("You have been logged out.")
        self.settle()
