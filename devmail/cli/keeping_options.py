"""The options that say where mails are kept, and how many."""

from argparse import SUPPRESS, ArgumentParser, Namespace
from pathlib import Path

from devmail.cli.numbers import amount, count
from devmail.store.limits import Limits

_USUAL = Limits()
_MOST_DAYS = 36_500


def add_keeping_options(parser: ArgumentParser) -> None:
    """Add the options.

    Args:
        parser: That of the command which serves.
    """
    options = parser.add_argument_group("keeping", "The oldest mails beyond any of the limits go.")
    where = options.add_mutually_exclusive_group()
    where.add_argument("--store", type=Path, metavar="FILE", help="where the mails are kept")
    where.add_argument("--memory", action="store_true", help="keep them in memory, until it ends")
    options.add_argument(
        "--keep", type=count, metavar="N", default=_USUAL.mails, help=f"how many ({_USUAL.mails})"
    )
    options.add_argument(
        "--keep-days",
        type=amount(most=_MOST_DAYS),
        metavar="N",
        default=_USUAL.days,
        help=f"for how long ({_USUAL.days})",
    )
    options.add_argument(
        "--keep-mb",
        type=amount(),
        metavar="N",
        default=_USUAL.megabytes,
        help=f"how many megabytes together ({_USUAL.megabytes})",
    )


def add_store_option(parser: ArgumentParser) -> None:
    """Add the option that names the inbox of a devmail which may be running.

    Args:
        parser: That of a command which reads mails.
    """
    # Without a default of its own: one that stands before the command's name is to stay.
    parser.add_argument(
        "--store", type=Path, metavar="FILE", default=SUPPRESS, help="where the mails are kept"
    )


def limits_of(options: Namespace) -> Limits:
    """Return how much is to be kept.

    Args:
        options: What was parsed.
    """
    return Limits(options.keep, options.keep_days, options.keep_mb)


def store_of(options: Namespace) -> Path:
    """Return the file that the mails are in: the one that was named, or that in the user's state folder.

    Args:
        options: What was parsed.
    """
    if options.store is not None:
        return Path(options.store)
    from platformdirs import user_state_path

    return user_state_path("devmail", appauthor=False) / "inbox.sqlite3"
