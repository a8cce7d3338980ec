"""Run the SSH server as a service: from its start, by signals, to its end."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import asyncssh

from kstore_tui.core.text import reason_of
from kstore_tui.settings import InvalidSetting, Settings
from kstore_tui.store import Store
from screens.crash_log import report
from screens.serving.host_key import HostKeyError, read_or_make_host_key, sshfp_record
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


class CannotServe(Exception):
    """The server can't start, or can't use new settings; `str()` is the line for the operator."""


def run_server(
    store: Store, settings: Settings, read_again: Callable[[], Settings], store_file: Path, log_folder: Path
) -> int:
    """Serve a store until a signal ends it, and return the exit code.

    Args:
        store: The store.
        settings: What the program was told.
        read_again: Reads the settings again, at SIGHUP.
        store_file: The store's file; the host key and the status are beside it.
        log_folder: Where unexpected errors are logged.

    Raises:
        CannotServe: It can't start.
    """
    os.umask(0o077)
    return asyncio.run(_Service(store, settings, read_again, store_file, log_folder).run())


class _Service:
    def __init__(
        self,
        store: Store,
        settings: Settings,
        read_again: Callable[[], Settings],
        store_file: Path,
        log_folder: Path,
    ) -> None:
        self._store = store
        self._settings = settings
        self._read_again = read_again
        self._store_file = store_file
        self._log_folder = log_folder

    async def run(self) -> int:
        try:
            self._key = read_or_make_host_key(self._store_file.with_name(f"{self._store_file.name}.host_key"))
        except HostKeyError as error:
            raise CannotServe(str(error)) from error
        options, settings = self._options(self._settings), self._settings
        self._server = SshServer(self._store, options, settings.theme, self._log_folder)
        loop, told_to_stop = asyncio.get_running_loop(), asyncio.Event()
        loop.set_exception_handler(self._report)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, told_to_stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._reload)
        host, port = settings.listen
        try:
            await self._server.start()
        except OSError as error:
            raise CannotServe(
                f"{host}:{port} can't be opened: {reason_of(error)}. Choose another address with --listen."
            ) from error
        path = status_path(self._store_file, self._server.port)
        status = Status(self._server, self._store.hasher, path, _log)
        try:
            await status.start()
        except OSError as error:
            await self._server.stop()
            raise CannotServe(f"{path} can't be opened: {reason_of(error)}.") from error
        _log(f"Serving the store at {host}:{self._server.port}.")
        _log(f"Host key: {self._key.get_fingerprint()} (in DNS: {sshfp_record(self._key)})")
        _notify("READY=1")
        await told_to_stop.wait()
        _notify("STOPPING=1")
        _log("Stopping: waiting up to 30 seconds for what people have begun.")
        await self._server.stop()
        status.stop()
        return 0

    def _reload(self) -> None:
        """Read the settings again; those that can't be used change nothing."""
        _notify(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")
        try:
            settings = self._read_again()
            self._server.reload(self._options(settings), settings.theme)
        except (InvalidSetting, CannotServe) as error:
            _log(f"The settings stay as they were. {error}")
        else:
            changed = [
                name
                for field, name in _NEED_A_RESTART.items()
                if getattr(settings, field) != getattr(self._settings, field)
            ]
            restart = f" Restart to change {', '.join(changed)}." if changed else ""
            _log(f"The settings were read again and apply to everyone who connects from now on.{restart}")
        _notify("READY=1")

    def _options(self, settings: Settings) -> ServeOptions:
        keys = None
        if (path := settings.authorized_keys) is not None:
            try:
                keys = asyncssh.read_authorized_keys(str(path))
            except OSError as error:
                raise CannotServe(f"{path} can't be read: {reason_of(error)}.") from error
            except ValueError:
                raise CannotServe(f"{path} has no key in it, so nobody could connect. Add one.") from None
        limits = Limits(
            settings.max_sessions,
            settings.max_sessions_per_address,
            settings.connections_per_minute,
            settings.seconds_to_session,
            settings.seconds_to_log_in,
        )
        return ServeOptions(self._key, *settings.listen, keys, settings.trusted_proxies, limits)

    def _report(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Log what nobody has caught; asyncio's own report shows what people typed."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._server.faults += 1
            report(error, self._log_folder, self._store.clock())


def _log(line: str) -> None:
    with suppress(OSError):  # nobody reads the log
        print(line, file=sys.stderr)


def _notify(state: str) -> None:
    """Tell the service manager something (sd_notify(3)), where there is one."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
            manager.send(state.encode())
