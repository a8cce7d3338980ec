"""Run the program, and record what Textual draws before the driver makes less of it: `… FILE options`."""

import sys

from kstore_tui.__main__ import main

if __name__ == "__main__":
    from screens.terminal.cell_driver import CellDriver

    file, *options = sys.argv[1:]
    whole = open(file, "ab", buffering=0)  # noqa: SIM115 - to the end
    write = CellDriver.write

    def recorded_write(self: CellDriver, data: str) -> None:
        whole.write(data.encode())
        write(self, data)

    CellDriver.write = recorded_write  # type: ignore[method-assign]
    sys.exit(main(options))
