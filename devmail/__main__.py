"""The `devmail` command, and `python -m devmail`."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from devmail.commands.receiving_options import OptionUnusable, add_receiving_options, make_sink

if TYPE_CHECKING:
    from devmail.keeping.inbox import Inbox
    from devmail.receiving.sink import Sink

CANNOT_START = 2
"""The exit code when nothing could be started."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mail server until it is told to end.

    Args:
        arguments: The words after the program's name; without them, those of this process.

    Returns:
        The exit code: 0, or 2 when it could not start, or 128 and the number of the signal that ended it.
    """
    options = _parser().parse_args(arguments)
    plain = options.plain or not (_is_terminal(sys.stdout) and _is_terminal(sys.stdin))
    if not plain and os.environ.get("TERM", "dumb") == "dumb":
        return _refuse("This terminal (TERM=dumb) cannot show screens. Use --plain, or another one.")
    from devmail.keeping.inbox import Inbox, InboxUnusable

    try:
        inbox = Inbox(options.store or _default_store())
    except InboxUnusable as error:
        return _refuse(str(error))
    try:
        sink = make_sink(options, inbox)
        return asyncio.run(_serve(inbox, sink, options.host, options.port, plain))
    except OptionUnusable as error:
        return _refuse(str(error))
    except KeyboardInterrupt:  # before there was anything to take it
        return 128 + signal.SIGINT
    finally:
        inbox.close()


async def _serve(inbox: "Inbox", sink: "Sink", host: str, port: int, plain: bool) -> int:
    """Listen, and show what comes."""
    from devmail.receiving.sink import PortInUse

    warning = " ".join(filter(None, (exposure_warning(host), sink.faults.describe())))
    try:
        await sink.start()
    except PortInUse as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"devmail cannot listen on {host}:{port}: {error.strerror or error}.")
    except UnicodeError:  # no name of a host has such a part
        return _refuse(f"devmail cannot listen on {host}:{port}: that is no host's name.")
    try:
        if plain:
            from devmail.commands.lines import print_lines

            return await print_lines(inbox, sink.url, warning)
        from devmail.viewing.viewer import Viewer

        viewer = Viewer(inbox, sink.url, warning)
        code: int | None = await viewer.run_async()
        return code or viewer.return_code or 0
    finally:
        await sink.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="devmail",
        description="A development mail server that shows the codes of the mails it receives.",
        epilog="Without a terminal to show them in, it prints one line a mail: when, to whom, what, code.",
    )
    add_receiving_options(parser)
    parser.add_argument("--store", type=Path, metavar="FILE", help="where the mails are kept")
    parser.add_argument("--plain", action="store_true", help="print lines, also in a terminal")
    return parser


def _default_store() -> Path:
    from platformdirs import user_state_path

    return user_state_path("devmail", appauthor=False) / "inbox.sqlite3"


def exposure_warning(host: str) -> str:
    """Return what is to be said about an address that others can reach too, or nothing.

    Args:
        host: The address to listen on.
    """
    try:
        here = ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    return "" if here else f"Others can reach {host}: they can send mails here."


def _is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream is one; a stream that was closed beforehand is None."""
    return stream is not None and stream.isatty()


def _refuse(line: str) -> int:
    if sys.stderr is not None:  # print would turn to stdout
        print(f"devmail: {line}", file=sys.stderr)
    return CANNOT_START


if __name__ == "__main__":
    sys.exit(main())
