"""Serving: mails are received, kept, and shown as they come."""

import asyncio
import gc
import os
import sys
from argparse import Namespace
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, TextIO

from devmail.cli.authority import write_authority
from devmail.cli.keeping_options import limits_of, store_of
from devmail.cli.output import refuse, say
from devmail.cli.receiving_options import OptionUnusable, make_sink

if TYPE_CHECKING:
    from devmail.smtp.sink import Sink
    from devmail.store.inbox import Inbox

_LITTLE = 0.02
"""Seconds that all clients may stand still for another program that is writing; mails are tried again."""


def serve(options: Namespace) -> int:
    """Run the mail server until it is told to end.

    Args:
        options: What was parsed.

    Returns:
        The exit code: 0, or 2 when it could not start, or 128 and the number of the signal that ended it.
    """
    plain = options.plain or options.json or not (_is_terminal(sys.stdout) and _is_terminal(sys.stdin))
    if not plain and os.environ.get("TERM", "dumb") == "dumb":
        return refuse("This terminal (TERM=dumb) cannot show screens. Use --plain, or another one.")
    return asyncio.run(_serve(options, plain))


async def _serve(options: Namespace, plain: bool) -> int:
    """Listen, open the inbox, and show what comes."""
    from devmail.cli.fault_log import logged_faults_reported
    from devmail.smtp.sink import PortInUse
    from devmail.store.inbox import Inbox, InboxUnusable
    from devmail.store.serving_mark import marked_as_served

    store = None if options.memory else store_of(options)
    inbox = Inbox(store, limits=limits_of(options), is_open=False)
    try:
        sink = make_sink(options, inbox)
    except OptionUnusable as error:
        return refuse(str(error))
    where = f"{options.host}:{options.port}"
    try:
        await sink.start()
    except PortInUse as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"cannot listen on {where}: {error.strerror or error}.")
    except UnicodeError:  # no name of a host has such a part
        return refuse(f"cannot listen on {where}: that is no host's name.")
    with ExitStack() as at_the_end:  # once no mail can come any more
        at_the_end.enter_context(logged_faults_reported(_note_fault))
        try:
            inbox.open()  # only now: who cannot listen makes no file
            inbox.wait_at_most(_LITTLE)
            at_the_end.callback(inbox.close)
            with nullcontext() if store is None else marked_as_served(store):
                return await _show(inbox, sink, options, plain)
        except (InboxUnusable, OptionUnusable) as error:
            return refuse(str(error))
        finally:
            await sink.stop()


async def _show(inbox: "Inbox", sink: "Sink", options: Namespace, plain: bool) -> int:
    warning = exposure_warning(options.host)
    authority = write_authority(options, sink.authority)
    trust = "" if authority is None else f"its certificate's authority is in {authority}"
    if not plain:
        from devmail.tui.viewer import Viewer

        viewer = Viewer(
            inbox,
            sink.url,
            " ".join(filter(None, (warning, trust and f"TLS: {trust}."))),
            server=sink,
            refusals=sink.refusals,
            is_shared=not options.memory,
            report=_note_fault,
            theme=options.theme,
        )
        # What is loaded by now stays. To look through it for garbage took up to 80 ms: nothing is shown then.
        gc.freeze()
        code: int | None = await viewer.run_async()
        if not viewer.ended_by:
            return code or viewer.return_code or 0
        say(f"devmail: {viewer.ended_by} The mail server goes on, without its view.")
    from devmail.cli.lines import print_lines
    from devmail.cli.mail_lines import json_of, line_of

    where = f"{sink.url}; {trust}" if trust else sink.url
    warning = " ".join(filter(None, (warning, sink.faults.describe())))
    write = json_of if options.json else line_of
    return await print_lines(inbox, where, warning, write, sink.refusals)


def _note_fault(error: BaseException) -> str:
    """Log what nobody expected in the user's state folder, and return the line that tells of it."""
    from platformdirs import user_state_path

    from devmail.cli.fault_log import log_fault

    return log_fault(error, user_state_path("devmail", appauthor=False), datetime.now(UTC))


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
