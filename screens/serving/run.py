"""Run the SSH server as a service: from its start, by signals, to its end."""

import asyncio
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from kstore_tui.core.text import reason_of
from kstore_tui.settings import InvalidSetting, Settings
from kstore_tui.store import Store
from screens.crash_log import report
from screens.serving.key_files import (
    Exposed,
    HostKeyError,
    host_key_path,
    read_guarded,
    read_or_make_host_key,
    sshfp_record,
)
from screens.serving.limits import Limits
from screens.serving.server import ServeOptions, SshServer
from screens.serving.status import Status, status_path

_NEED_A_RESTART = {
    "database": "database",
    "mail_server": "smtp_url",
    "mail_from": "mail_from",
    "bcrypt_cost": "bcrypt_cost",
    "listen": "listen",
}
"""The fields of settings that a running server keeps, and what the operator knows them by."""

_COLLECTIONS = 10_000, 10, 1_000
"""Seldom those that look at everything, as nobody gets a frame meanwhile: the server knows when they pay."""


class CannotServe(Exception):
    """The server can't start, or can't use new settings; `str()` is the line for the operator."""


@dataclass(eq=False, repr=False)
class Service:
    """The SSH server of one store, until a signal ends it."""

    store: Store
    settings: Settings
    read_again: Callable[[], Settings]
    """Reads the settings again, at SIGHUP."""
    store_file: Path
    """The store's file; the host key and the status are beside it."""
    log_folder: Path
    """Where unexpected errors are logged."""

    async def run(self) -> int:
        """Serve until a signal, then end every session; return the exit code.

        Raises:
            CannotServe: It can't start.
        """
        os.umask(0o077)
        try:
            self._key = read_or_make_host_key(host_key_path(self.store_file))
        except HostKeyError as error:
            raise CannotServe(str(error)) from error
        options = self._options(self.settings)
        self._server = SshServer(self.store, options, self.settings.theme, self.log_folder)
        told_to_stop = self._take_signals()
        try:
            await self._server.start()
        except OSError as error:
            where = f"{options.host}:{options.port}"
            raise CannotServe(
                f"Can't listen on {where}: {reason_of(error)}. Choose another address with --listen."
            ) from error
        gc.collect()
        gc.freeze()  # modules are never garbage
        gc.set_threshold(*_COLLECTIONS)
        path = status_path(self.store_file, self._server.port)
        status = Status(self._server, self.store.hasher, path, _log)
        await status.start()
        _log(f"Serving the store at {options.host}:{self._server.port}.")
        _log(f"Host key: {self._key.get_fingerprint()} (in DNS: {sshfp_record(self._key)})")
        _notify("READY=1")
        await told_to_stop.wait()
        _notify("STOPPING=1")
        _log("Shutting down. Waiting up to 30 seconds for requests in progress.")
        await self._server.stop()
        status.stop()
        return 0

    def _take_signals(self) -> asyncio.Event:
        """Return what SIGTERM and SIGINT set."""
        loop, told_to_stop = asyncio.get_running_loop(), asyncio.Event()
        loop.set_exception_handler(self._report)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, told_to_stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._reload)
        return told_to_stop

    def _reload(self) -> None:
        """Read the settings again; those that can't be used change nothing."""
        _notify(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")
        try:
            settings = self.read_again()
            self._server.reload(self._options(settings), settings.theme)
        except (InvalidSetting, CannotServe) as error:
            _log(f"Settings not reloaded: {error}")
        else:
            changed = [
                name
                for field, name in _NEED_A_RESTART.items()
                if getattr(settings, field) != getattr(self.settings, field)
            ]
            restart = f" Restart to change {', '.join(changed)}." if changed else ""
            _log(f"Settings reloaded. They apply to new connections.{restart}")
        _notify("READY=1")

    def _options(self, settings: Settings) -> ServeOptions:
        path = settings.authorized_keys
        keys = _read_authorized_keys(path) if path is not None else None
        limits = Limits(
            sessions=settings.max_sessions,
            sessions_per_address=settings.max_sessions_per_address,
            connections_per_minute=settings.connections_per_minute,
            seconds_to_session=settings.seconds_to_session,
            seconds_to_log_in=settings.seconds_to_log_in,
        )
        return ServeOptions(self._key, *settings.listen, keys, settings.trusted_proxies, limits)

    def _report(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Log what nobody has caught; asyncio's own report shows what people typed."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._server.faults += 1
            report(error, self.log_folder, self.store.clock())


def _read_authorized_keys(path: Path) -> asyncssh.SSHAuthorizedKeys:
    try:
        content = read_guarded(path, others_may=0o055).decode()
    except Exposed as error:
        raise CannotServe(str(error)) from error
    except OSError as error:
        raise CannotServe(f"{path} can't be read: {reason_of(error)}.") from error
    except UnicodeDecodeError:
        raise CannotServe(f"{path} isn't UTF-8 text. Save it as UTF-8.") from None
    try:
        return asyncssh.import_authorized_keys(content)
    except ValueError as error:
        raise CannotServe(f"{path} contains no keys, so nobody could connect. Add one.") from error


def _log(line: str) -> None:
    with suppress(OSError):  # nobody reads the log
        print(line, file=sys.stderr)


def _notify(state: str) -> None:
    """Tell the service manager something (sd_notify(3)), where there is one."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
            manager.send(state.encode())
