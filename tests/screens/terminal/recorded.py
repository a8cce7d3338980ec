"""Run the program, and record what Textual draws before the driver makes less of it: `… FILE options`."""

import sys

from kstore_tui.__main__ import main

if __name__ == "__main__":
    from screens.terminal.driver import TerminalDriver

    file, *options = sys.argv[1:]
    whole = open(file, "ab", buffering=0)  # noqa: SIM115 - to the end
    write = TerminalDriver.write

    def recorded_write(self: TerminalDriver, data: str) -> None:
        whole.write(data.encode())
        write(self, data)

    TerminalDriver.write = recorded_write  # type: ignore[method-assign]
    sys.exit(main(options))
