"""Open the installed programs in a real terminal: `python -m tests.journeys.opens FOLDER`."""

import sys
import tempfile
from pathlib import Path

from tests.journeys.kstore import environment
from tests.journeys.terminal import Terminal


def main(folder: Path) -> None:
    """Walk a few steps through the commands in a folder, with their style sheets and migrations."""
    with tempfile.TemporaryDirectory() as home:
        around = environment(Path(home))
        with Terminal([str(folder / "kstore-tui")], environment=around) as terminal:
            terminal.wait_for("Register the first administrator")
            terminal.type("ada@example.com\ryellow-umbrella\ryellow-umbrella\r")
            terminal.wait_for("This is your first login.")
            terminal.press("ctrl+q")
            assert terminal.wait_exit() == 0
        isolated = [str(folder / "python"), "-I", "-m", "kstore_tui", "--served"]
        with Terminal(isolated, environment=around) as terminal:
            terminal.wait_for("Log in to the Kintone Store")
            terminal.press("ctrl+q")
            assert terminal.wait_exit() == 0
        with Terminal([str(folder / "kstore-tui"), "demo"], environment=around) as terminal:
            terminal.wait_for("Log in to the Kintone Store")
            terminal.press("f2")
            terminal.wait_for("No emails yet.")
            terminal.press("ctrl+q")
            assert terminal.wait_exit() == 0
        with Terminal([str(folder / "devmail"), "--port", "0"], environment=around) as terminal:
            terminal.wait_for("0 emails")
            terminal.press("q")
            assert terminal.wait_exit() == 0
    print("kstore-tui, a served session, the demo and devmail open and close.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
