"""The door of the program: parses the command line and starts what was asked for."""

import signal

_interrupt = signal.signal(signal.SIGINT, signal.SIG_DFL)  # during the imports, Ctrl+C leaves no traceback

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_log_path

from kstore_tui.cli.commands import add_commands, run_command
from kstore_tui.cli.doctor import CannotCheck, run_doctor
from kstore_tui.cli.output import refuse, sentence
from kstore_tui.core.origin import origin_of
from kstore_tui.database.opening import StoreOpenError, path_of
from kstore_tui.settings import THEMES, InvalidSetting, Settings, read_settings
from kstore_tui.store import build_store

signal.signal(signal.SIGINT, _interrupt)

CANNOT_START = 2
"""The exit code when nothing could be started; nothing was changed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for, and return the exit code.

    0 when the person quit, 1 when the store refused a command or after something unexpected,
    2 when nothing could be started, 128 and the signal's number when a signal ended it.
    """
    # Python's own handler raises an error wherever the program is, and Python drops some of them.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.served and options.command is not None:
        parser.error(f"--served can't be used with {options.command}")
    if options.command == "doctor":
        return run_doctor(options, lambda: _host_key(options))
    is_for_a_person = not hasattr(options, "run")
    try:
        if options.command == "serve":
            return _serve(options)
        if is_for_a_person:
            _require_terminal()
            if options.served:
                _require_isolation()
                # An early Ctrl+Z would stop the program, with no shell to continue it.
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTSTP})
            from screens.terminal.environment import keep_allowed  # as below

            keep_allowed(os.environ, served=options.served)
        if options.command == "demo":
            return _run_demo(options)
        settings = read_settings(_given(options), os.environ, options.config)
        store = build_store(settings)
    except (_CannotStart, InvalidSetting, StoreOpenError) as error:
        refuse(str(error))
        return CANNOT_START
    if not is_for_a_person:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return run_command(options, store)
    gc.disable()
    from screens.app import KstoreApp  # Textual is loaded only when a screen is shown

    gc.freeze()  # modules are never garbage: searching them again and again took a tenth of the start
    gc.enable()
    app = KstoreApp(store, origin_of(os.environ), settings.theme, _log_folder(), served=options.served)
    return asyncio.run(app.run_program(options.mouse))


def _log_folder() -> Path:
    return user_log_path("kstore-tui", appauthor=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kstore-tui",
        description="Log in to the Kintone Store and manage its administrators, in a terminal.",
        epilog="You can also set these with KSTORE_DATABASE, KSTORE_SMTP_URL, KSTORE_MAIL_FROM, "
        "KSTORE_BCRYPT_COST and KSTORE_THEME, or in the --config file.",
    )
    parser.add_argument("--database", metavar="PATH|URL", help="path or sqlite:///path of the store")
    parser.add_argument("--config", metavar="FILE", type=Path, help="read settings from a TOML file")
    parser.add_argument(
        "--smtp",
        metavar="URL",
        dest="smtp_url",
        help="URL of the mail server: smtp://host:port or smtps://host:port",
    )
    parser.add_argument("--theme", metavar="|".join(THEMES), help="color theme")
    parser.add_argument(
        "--served",
        action="store_true",
        help="run as one SSH session, for sshd's ForceCommand: ignore KSTORE_* variables and turn first "
        "registration off",
    )
    parser.add_argument("--no-mouse", dest="mouse", action="store_false", help="don't capture the mouse")
    parser.add_argument("--version", action=_PrintVersion, nargs=0, help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    add_commands(commands)
    demo = "try the program in a throwaway store with two administrators and a mailbox"
    commands.add_parser("demo", help=demo, description=sentence(demo))
    _add_serve_command(commands)
    return parser


def _add_serve_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    line = "serve the store over SSH: each connection gets its own session"
    parser = commands.add_parser(
        "serve",
        help=line,
        description=sentence(line),
        epilog="Each setting can also be a KSTORE_* variable or a line in the --config file. "
        "See docs/serve/README.md.",
    )
    parser.add_argument(
        "--listen", metavar="HOST:PORT", help="where to listen (127.0.0.1:2222); :2222 is every address"
    )
    parser.add_argument("--authorized-keys", metavar="FILE", help="let only these SSH keys connect")
    parser.add_argument(
        "--trusted-proxy",
        metavar="NETWORK",
        nargs="+",
        help="networks of load balancers whose PROXY protocol v2 header gives the client's address",
    )
    parser.add_argument("--status", action="store_true", help="print the running server's counts and exit")


class _PrintVersion(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # slow to import

        print(f"kstore-tui {version('kstore-tui')}")
        parser.exit()


class _CannotStart(Exception):
    """The program can't do what was asked for here; `str()` is the line for the person."""


def _require_terminal() -> None:
    if not (os.isatty(0) and os.isatty(1)):  # Python has no streams for what is closed
        raise _CannotStart("Start kstore-tui in a terminal. Over SSH, use `ssh -t`.")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise _CannotStart("This terminal (TERM=dumb) can't show screens. Start kstore-tui in another one.")
    _keep_stderr()


def _keep_stderr() -> None:
    if sys.stderr is None:  # closed: the store's file is not to take its place
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - to the end


def _require_isolation() -> None:
    """Check that no folder or variable of the person who connects decides what Python loads."""
    if not sys.flags.isolated:
        raise _CannotStart(f"Start a served session with `{sys.executable} -I -m kstore_tui --served`.")


def _given(options: argparse.Namespace) -> dict[str, str]:
    """Return the settings that the command line gives."""
    names = ("database", "smtp_url", "theme", "listen", "authorized_keys", "trusted_proxy")
    given = {name: getattr(options, name, None) for name in names}
    return {
        name: " ".join(value) if isinstance(value, list) else value
        for name, value in given.items()
        if value is not None
    }


def _serve(options: argparse.Namespace) -> int:
    from screens.terminal.environment import keep_allowed  # as above

    _keep_stderr()
    keep_allowed(os.environ)
    os.environ.pop("NO_COLOR", None)  # each client has its own say
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the server takes it over

    def read_again() -> Settings:
        return read_settings(_given(options), os.environ, options.config)

    settings = read_again()
    store_file = path_of(settings.database)
    if options.status:
        from screens.serving.status import NoStatus, read_status, status_path

        try:
            print(read_status(status_path(store_file, settings.listen[1])))
        except NoStatus as error:
            raise _CannotStart(str(error)) from error
        return 0
    try:
        from screens.serving.run import CannotServe, Service
    except ModuleNotFoundError as error:
        if error.name != "asyncssh":
            raise
        raise _CannotStart(
            'This command needs asyncssh. In the checkout, run `pip install ".[serve]"`.'
        ) from None
    try:
        service = Service(build_store(settings), settings, read_again, store_file, _log_folder())
        return asyncio.run(service.run())
    except CannotServe as error:
        raise _CannotStart(str(error)) from error


def _host_key(options: argparse.Namespace) -> str | None:
    """Return the fingerprint of the store's host key, for `doctor`; None when it has none."""
    from screens.serving.key_files import HostKeyError, host_key_path, read_host_key  # needs asyncssh

    try:
        store_file = path_of(read_settings(_given(options), os.environ, options.config).database)
        key = read_host_key(host_key_path(store_file))
    except (HostKeyError, InvalidSetting, StoreOpenError) as error:
        raise CannotCheck(str(error)) from error
    return None if key is None else key.get_fingerprint()


def _run_demo(options: argparse.Namespace) -> int:
    if options.database is not None or options.smtp_url is not None or options.config is not None:
        raise _CannotStart(
            "The demo uses its own store and mail server. Leave out --database, --smtp and --config."
        )
    environment = {"KSTORE_THEME": os.environ.get("KSTORE_THEME", "")}
    theme = read_settings(_given(options), environment).theme
    from screens.demo.run import run_demo  # as above

    return run_demo(theme, mouse=options.mouse)


if __name__ == "__main__":
    sys.exit(main())
