"""`devmail` itself: mails are received, kept, and shown as they come."""

import asyncio
import os
import sys
from argparse import Namespace
from contextlib import ExitStack, nullcontext
from ipaddress import ip_address
from json import dumps
from typing import TextIO

from devmail.cli.fault_log import log_fault, logged_faults_reported
from devmail.cli.lines import dropped_line, print_lines
from devmail.cli.mail_lines import json_of, line_of
from devmail.cli.output import refuse, say
from devmail.cli.stored import store_of
from devmail.cli.terms import OptionUnusable, terms_of, write_authority
from devmail.smtp.sink import PortInUse, Sink
from devmail.store.inbox import Inbox, InboxUnusable, now_in_utc
from devmail.store.limits import Limits
from devmail.store.serving_mark import marked_as_served

_BUSY_WAIT = 0.02
"""Seconds that all clients may wait for another program that is writing; the mail server then tries again."""


def serve(options: Namespace) -> int:
    """Run the mail server until it is told to end."""
    plain = options.plain or options.json or not (_is_terminal(sys.stdout) and _is_terminal(sys.stdin))
    if not plain and os.environ.get("TERM", "dumb") == "dumb":
        return refuse("This terminal (TERM=dumb) can't show screens. Use --plain or another terminal.")
    return asyncio.run(_serve(options, plain))


async def _serve(options: Namespace, plain: bool) -> int:
    store = None if options.memory else store_of(options)
    limits = Limits(options.keep, options.keep_days, options.keep_mb)
    inbox = Inbox(store, limits=limits, is_open=False, code_pattern=options.code)
    where = f"{options.host}:{options.port}"
    try:
        sink = Sink(inbox, options.host, options.port, terms_of(options, os.environ))
        await sink.start()
    except (OptionUnusable, PortInUse) as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"Can't listen on {where}: {error.strerror or error}.")
    except UnicodeError:  # a part that no host name can have
        return refuse(f"Can't listen on {where}: not a valid host name.")
    with ExitStack() as at_the_end:  # once no more mail can come in
        at_the_end.enter_context(logged_faults_reported(_report))
        try:
            inbox.open()  # only now: a devmail that cannot listen creates no file
            at_the_end.callback(inbox.close)
            inbox.wait_at_most(_BUSY_WAIT)
            with nullcontext() if store is None else marked_as_served(store):
                return await _show(inbox, sink, options, plain)
        except (InboxUnusable, OptionUnusable) as error:
            return refuse(str(error))
        finally:
            await sink.stop()


async def _show(inbox: Inbox, sink: Sink, options: Namespace, plain: bool) -> int:
    authority = write_authority(options, sink.authority)
    trust = "" if authority is None else f"CA certificate: {authority}"
    warning = exposure_warning(options.host)
    if not plain:
        from devmail.tui.viewer import Viewer

        viewer = Viewer(
            inbox,
            sink,
            " ".join(filter(None, (warning, trust))),
            is_shared=not options.memory,
            report=_report,
            theme=options.theme,
        )
        code: int | None = await viewer.run_async()
        if not viewer.ended_by:
            return code or viewer.return_code or 0
        say(f"devmail: {viewer.ended_by} The mail server keeps running without its view.")
    return await print_lines(
        inbox,
        "; ".join(filter(None, (sink.url, trust))),
        " ".join(filter(None, (warning, sink.faults.describe()))),
        json_of if options.json else line_of,
        sink.refusals,
        (lambda count: dumps({"dropped": count})) if options.json else dropped_line,
    )


def _report(error: BaseException) -> str:
    """Log an unexpected error in the user's state folder."""
    from platformdirs import user_state_path

    return log_fault(error, user_state_path("devmail", appauthor=False), now_in_utc())


def exposure_warning(host: str) -> str:
    """Return a warning if other machines can reach an address."""
    try:
        is_local = ip_address(host).is_loopback
    except ValueError:
        is_local = host == "localhost"
    return "" if is_local else f"Other machines can reach {host} and send mail to it."


def _is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal; one that was closed at the start is None."""
    return stream is not None and stream.isatty()
