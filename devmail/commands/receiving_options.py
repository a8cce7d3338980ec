"""The options that say how mails are received, and the mail server that they make."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devmail.keeping.inbox import Inbox
    from devmail.receiving.sink import Sink

PORT = 1025
"""The port that development mail servers listen on by custom."""


def add_receiving_options(parser: ArgumentParser) -> None:
    """Add the options.

    Args:
        parser: That of the command which serves.
    """
    options = parser.add_argument_group("receiving")
    options.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    options.add_argument("--port", type=_port, default=PORT, help=f"the port ({PORT}); 0 picks a free one")


def make_sink(options: Namespace, inbox: "Inbox") -> "Sink":
    """Return the mail server that was asked for; it does not listen yet.

    Args:
        options: What was parsed.
        inbox: Where mails go.
    """
    from devmail.receiving.sink import Sink

    return Sink(inbox, options.host, options.port)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError("give a number from 0 to 65535")
    return int(text)
