"""The command line: what is started, and with what."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kstore_tui.cli.administrators import add_commands, run_command
from kstore_tui.core.origin import origin_of
from kstore_tui.settings import THEMES, InvalidSetting, read_settings

CANNOT_START = 2
"""The exit code when nothing could be started; nothing was changed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for.

    Args:
        arguments: The words after the program's name; without them, those of this process.

    Returns:
        The exit code: 0 when the person quit, 1 when it may not be done or after something unexpected,
        2 when it could not start, 128 and the signal's number when a signal ended it.
    """
    # A start makes many objects, and they stay: to look for garbage among them every 700 costs 70 ms.
    gc.set_threshold(100_000, 50, 50)
    options = _parser().parse_args(arguments)
    if options.version:
        from importlib.metadata import version  # 30 ms, which a start need not wait for

        print(f"kstore-tui {version('kstore-tui')}")
        return 0
    is_for_a_person = not hasattr(options, "run")
    if is_for_a_person and (line := _no_terminal()) is not None:
        return _refuse(line)
    if options.command == "demo":
        return _run_demo(options)
    return _run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kstore-tui",
        description="The Kintone Store's login with two-step verification, in a terminal.",
        epilog="Each setting can also be given as KSTORE_DATABASE, KSTORE_SMTP_URL, KSTORE_MAIL_FROM, "
        "KSTORE_BCRYPT_COST, KSTORE_THEME, or in the file that --config names.",
    )
    parser.add_argument("--database", metavar="PATH|URL", help="the store: a path or sqlite:///path")
    parser.add_argument("--config", metavar="FILE", type=Path, help="a TOML file with settings")
    parser.add_argument(
        "--smtp", metavar="URL", dest="smtp_url", help="the mail server: smtp://host:port, smtps://…"
    )
    parser.add_argument("--theme", metavar="|".join(THEMES), help="the look to begin with")
    parser.add_argument(
        "--no-mouse", dest="mouse", action="store_false", help="leave the mouse to the terminal"
    )
    parser.add_argument("--version", action="store_true", help="tell the version and end")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    add_commands(commands)
    commands.add_parser("demo", help="a throw-away store with two administrators, and its mails beside it")
    return parser


def _no_terminal() -> str | None:
    """Return why there is no terminal to work in, or None when there is one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "A terminal is needed; start it in one, over SSH with: ssh -t"
    if os.environ.get("TERM", "dumb") == "dumb":
        return "This terminal (TERM=dumb) cannot show screens. Start kstore-tui in another one."
    return None


def _run(options: argparse.Namespace) -> int:
    from kstore_tui.database.opening import StoreOpenError  # this and what follows is most of a start
    from kstore_tui.store import build_store

    try:
        settings = read_settings(_told(options), os.environ, options.config)
        store = build_store(settings)
    except (InvalidSetting, StoreOpenError) as error:
        return _refuse(str(error))
    if hasattr(options, "run"):
        return run_command(options, store)
    from platformdirs import user_log_path

    from screens.app import KstoreApp

    log_folder = user_log_path("kstore-tui", appauthor=False)
    app = KstoreApp(store, origin_of(os.environ), settings.theme, log_folder)
    return app.run(mouse=options.mouse) or app.return_code or 0


def _told(options: argparse.Namespace) -> dict[str, str]:
    """Return the settings that the command line gives."""
    names = ("database", "smtp_url", "theme")
    return {name: getattr(options, name) for name in names if getattr(options, name) is not None}


def _run_demo(options: argparse.Namespace) -> int:
    if options.database is not None or options.smtp_url is not None or options.config is not None:
        return _refuse("The demo brings its own store and mails: leave --database, --smtp and --config away.")
    try:
        theme = read_settings(_told(options), {"KSTORE_THEME": os.environ.get("KSTORE_THEME", "")}).theme
    except InvalidSetting as error:
        return _refuse(str(error))
    from screens.demo.run import run_demo

    return run_demo(theme, mouse=options.mouse)


def _refuse(line: str) -> int:
    print(f"kstore-tui: {line}", file=sys.stderr)
    return CANNOT_START


if __name__ == "__main__":
    sys.exit(main())
