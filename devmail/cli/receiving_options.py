"""The options that say how mails are received, and the mail server that they make."""

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from devmail.cli.numbers import amount, count, seconds
from devmail.numbers import whole

if TYPE_CHECKING:
    from devmail.smtp.faults import Faults
    from devmail.smtp.sink import Sink
    from devmail.smtp.terms import Login, Terms, Tls
    from devmail.store.inbox import Inbox

PORT = 1025
"""The port that development mail servers listen on by custom."""
PASSWORD = "DEVMAIL_PASSWORD"  # noqa: S105
"""The variable with the password of `--user`: a command line can be seen by others on the host."""


class OptionUnusable(Exception):
    """The mail server cannot be made as it was asked for; `str()` is the line for the person."""


def add_receiving_options(parser: ArgumentParser) -> None:
    """Add the options.

    Args:
        parser: That of the command which serves.
    """
    options = parser.add_argument_group("receiving")
    options.add_argument(
        "--host", type=_host, default="127.0.0.1", help="the address to listen on (127.0.0.1)"
    )
    options.add_argument("--port", type=_port, default=PORT, help=f"the port ({PORT}); 0 picks a free one")
    options.add_argument(
        "--largest-mb", type=amount(most=1000), metavar="N", help="how large a mail may be in megabytes (32)"
    )
    options.add_argument(
        "--user", metavar="NAME", help="who must log in; else anybody may, with any password"
    )
    options.add_argument(
        "--password-file", type=Path, metavar="FILE", help=f"has the password of --user; or set {PASSWORD}"
    )
    options.add_argument(
        "--tls",
        choices=("starttls", "implicit"),
        help="encrypt connections when asked to, or from the first byte",
    )
    options.add_argument("--tls-cert", type=Path, metavar="FILE", help="the certificate; else one is made")
    options.add_argument("--tls-key", type=Path, metavar="FILE", help="its key")
    options.add_argument(
        "--authority",
        type=Path,
        metavar="FILE",
        help="where whom to trust for a made certificate is written; else beside the inbox",
    )
    faults = parser.add_argument_group(
        "faults",
        "What a mail server does on a bad day. Recipients ask for it too, at any domain: fail+451@ is "
        "refused with that code, slow+5@ waits 5 seconds, drop@ breaks the connection off, drop+data@ in "
        "the middle of the mail.",
    )
    faults.add_argument("--fail-first", type=count, default=0, metavar="N", help="refuse N mails with 451")
    faults.add_argument(
        "--most-a-minute", type=count, default=0, metavar="N", help="answer 421 to more mails than that"
    )
    faults.add_argument(
        "--delay",
        type=seconds,
        default=0,
        metavar="SECONDS",
        help="let each mail wait for its answer",
    )
    faults.add_argument(
        "--drop", action="store_true", help="break connections off in the middle of each mail"
    )
    faults.add_argument("--fail-login", action="store_true", help="refuse every login")


def make_sink(options: Namespace, inbox: "Inbox", environment: Mapping[str, str] = os.environ) -> "Sink":
    """Return the mail server that was asked for; it does not listen yet.

    Args:
        options: What was parsed.
        inbox: Where mails go.
        environment: The variables of this process.

    Raises:
        OptionUnusable: It cannot be made so.
    """
    from devmail.smtp.sink import Sink

    return Sink(inbox, options.host, options.port, terms_of(options, environment))


def terms_of(options: Namespace, environment: Mapping[str, str]) -> "Terms":
    """Return the terms on which mails are taken.

    Args:
        options: What was parsed.
        environment: The variables of this process.

    Raises:
        OptionUnusable: A file cannot be used, or something is missing.
    """
    from devmail.smtp.terms import LARGEST, Terms

    return Terms(
        largest=LARGEST if options.largest_mb is None else round(options.largest_mb * 1024 * 1024),
        login=_login(options, environment),
        tls=_tls(options),
        faults=_faults(options),
    )


def _login(options: Namespace, environment: Mapping[str, str]) -> "Login | None":
    if options.user is None:
        if options.password_file is not None:
            raise OptionUnusable("--password-file is the password of a user: name that with --user.")
        return None
    from devmail.smtp.terms import Login

    if options.password_file is None:
        password = environment.get(PASSWORD, "")
    else:
        try:
            password = options.password_file.read_text("utf-8").rstrip("\r\n")
        except OSError as error:
            raise OptionUnusable(f"{options.password_file} cannot be read: {error.strerror}.") from error
        except UnicodeError as error:
            raise OptionUnusable(f"{options.password_file} has something else than text in it.") from error
    if not password:
        raise OptionUnusable(f"--user needs a password: set {PASSWORD}, or name a file with --password-file.")
    return Login(options.user, password)


def _tls(options: Namespace) -> "Tls | None":
    if options.tls_key is not None and options.tls_cert is None:
        raise OptionUnusable("--tls-key is the key of a certificate: name that with --tls-cert.")
    if options.authority is not None and (options.tls is None or options.tls_cert is not None):
        raise OptionUnusable("--authority is for a certificate that is made: give --tls without --tls-cert.")
    if options.tls is None and options.tls_cert is None:
        return None
    from devmail.smtp.terms import Tls
    from devmail.smtp.tls import CertificateUnusable, given_certificate, made_certificate

    try:
        if options.tls_cert is None:
            context, authority = made_certificate()
        else:
            context, authority = given_certificate(options.tls_cert, options.tls_key), b""
    except CertificateUnusable as error:
        raise OptionUnusable(str(error)) from error
    return Tls(context, options.tls == "implicit", authority)


def _faults(options: Namespace) -> "Faults":
    from devmail.smtp.faults import Faults

    return Faults(options.fail_first, options.most_a_minute, options.delay, options.drop, options.fail_login)


def _host(text: str) -> str:
    if not text.strip():  # which would be all addresses
        raise ArgumentTypeError("give an address, such as 127.0.0.1")
    return text


def _port(text: str) -> int:
    number = whole(text)
    if number is None or number > 65535:
        raise ArgumentTypeError("give a number from 0 to 65535")
    return number
