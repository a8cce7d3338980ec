"""`devmail` itself: mails are received, kept, and shown as they come."""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import ExitStack, nullcontext
from ipaddress import ip_address
from json import dumps
from pathlib import Path
from typing import TextIO

from devmail.cli.error_log import log_error, logged_errors_reported
from devmail.cli.lines import dropped_line, print_lines
from devmail.cli.output import json_of, line_of, refuse, say
from devmail.cli.parser import PASSWORD
from devmail.cli.stored import store_of
from devmail.smtp.faults import Faults
from devmail.smtp.settings import (
    LARGEST,
    CertificateUnusable,
    Login,
    Settings,
    Tls,
    given_certificate,
    made_certificate,
)
from devmail.smtp.sink import PortInUse, Sink
from devmail.store.inbox import Inbox, InboxUnusable, now_in_utc
from devmail.store.limits import Limits
from devmail.store.serving_lock import marked_as_served

_BUSY_WAIT = 0.02
"""Seconds that all clients may wait for another program that is writing; the mail server then tries again."""


class OptionUnusable(Exception):
    """The mail server cannot be set up as asked; `str()` is the line for the person."""


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
        sink = Sink(inbox, options.host, options.port, settings_of(options, os.environ))
        await sink.start()
    except (OptionUnusable, PortInUse) as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"Can't listen on {where}: {error.strerror or error}.")
    except UnicodeError:  # a part that no host name can have
        return refuse(f"Can't listen on {where}: not a valid host name.")
    with ExitStack() as at_the_end:  # once no more mail can come in
        at_the_end.enter_context(logged_errors_reported(_report))
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
    authority = _write_authority(store_of(options), sink.authority)
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

    return log_error(error, user_state_path("devmail", appauthor=False), now_in_utc())


def settings_of(options: Namespace, environment: Mapping[str, str]) -> Settings:
    """Return the size limit, login, TLS and faults that the options ask for."""
    login = None
    if options.user is not None:
        password = environment.get(PASSWORD)
        if not password:
            raise OptionUnusable(f"--user needs a password: set {PASSWORD}.")
        login = Login(options.user, password)
    faults = (options.fail_first, options.most_a_minute, options.delay, options.drop, options.fail_login)
    return Settings(
        largest=LARGEST if options.largest_mb is None else round(options.largest_mb * 1024 * 1024),
        login=login,
        tls=_tls(options),
        faults=Faults(*faults),
    )


def _tls(options: Namespace) -> Tls | None:
    if options.tls_key is not None and options.tls_cert is None:
        raise OptionUnusable("--tls-key needs --tls-cert.")
    if options.tls is None and options.tls_cert is None:
        return None
    try:
        if options.tls_cert is None:
            context, authority = made_certificate()
        else:
            context, authority = given_certificate(options.tls_cert, options.tls_key), b""
    except CertificateUnusable as error:
        raise OptionUnusable(str(error)) from error
    return Tls(context, options.tls == "implicit", authority)


def _write_authority(store: Path, authority: bytes) -> Path | None:
    """Write the CA of a generated certificate beside the inbox; return where."""
    if not authority:
        return None
    path = store.with_name(f"{store.name}-authority.pem")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(authority)
    except OSError as error:
        raise OptionUnusable(f"Can't write {path}: {error.strerror or error}.") from error
    return path


def exposure_warning(host: str) -> str:
    """Return a warning if other machines can reach an address."""
    try:
        is_local = ip_address(host).is_loopback
    except ValueError:
        is_local = host == "localhost"
    return "" if is_local else "Anyone who can reach this machine can send email to devmail."


def _is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal; one that was closed at the start is None."""
    return stream is not None and stream.isatty()
