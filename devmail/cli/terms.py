"""The terms that the options ask the mail server for: size, login, TLS and faults."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

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


class OptionUnusable(Exception):
    """The mail server cannot be set up as asked; `str()` is the line for the person."""


def terms_of(options: Namespace, environment: Mapping[str, str]) -> Settings:
    """Return the mail server's terms."""
    faults = (options.fail_first, options.most_a_minute, options.delay, options.drop, options.fail_login)
    return Settings(
        largest=LARGEST if options.largest_mb is None else round(options.largest_mb * 1024 * 1024),
        login=_login(options, environment),
        tls=_tls(options),
        faults=Faults(*faults),
    )


def _login(options: Namespace, environment: Mapping[str, str]) -> Login | None:
    file: Path | None = options.password_file
    if options.user is None:
        if file is not None:
            raise OptionUnusable("--password-file needs --user.")
        return None
    try:
        password = environment.get(PASSWORD) if file is None else file.read_text("utf-8").rstrip("\r\n")
    except OSError as error:
        raise OptionUnusable(f"Can't read {file}: {error.strerror}.") from error
    except UnicodeError as error:
        raise OptionUnusable(f"{file} isn't UTF-8 text.") from error
    if not password:
        raise OptionUnusable(f"--user needs a password: set {PASSWORD}, or use --password-file.")
    return Login(options.user, password)


def _tls(options: Namespace) -> Tls | None:
    if options.tls_key is not None and options.tls_cert is None:
        raise OptionUnusable("--tls-key needs --tls-cert.")
    if options.authority is not None and (options.tls is None or options.tls_cert is not None):
        raise OptionUnusable("--authority is for a generated certificate: use --tls without --tls-cert.")
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


def write_authority(options: Namespace, authority: bytes) -> Path | None:
    """Write the CA of a generated certificate where it was asked for, or beside the inbox; return where."""
    path: Path | None = options.authority
    if path is None and not options.memory:
        store = store_of(options)
        path = store.with_name(f"{store.name}-authority.pem")
    if not authority or path is None:
        return None
    try:
        if path.exists() and not path.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----"):
            raise OptionUnusable(f"{path} isn't a certificate. Choose another file with --authority.")
        path.write_bytes(authority)
    except OSError as error:
        raise OptionUnusable(f"Can't write {path}: {error.strerror or error}.") from error
    return path
