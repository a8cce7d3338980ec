"""Certificates to encrypt connections with: a given one, or one made for the moment."""

import ssl
from pathlib import Path

HOSTS = ("localhost", "127.0.0.1", "::1")
"""Whom a made certificate is for."""


class CertificateUnusable(Exception):
    """There is no certificate to encrypt with; `str()` is the line for the person."""


def given_certificate(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """Return what shows a certificate.

    Args:
        certificate: A PEM file with it, and those between it and its authority.
        key: A PEM file with its private key; None when that is in the same file.

    Raises:
        CertificateUnusable: The files are not what they should be.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for path in (certificate, key):
        if path is not None:
            _must_be_readable(path)
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except ssl.SSLError as error:
        raise CertificateUnusable(_why(error, certificate, key or certificate)) from error
    return context


def made_certificate() -> tuple[ssl.SSLContext, bytes]:
    """Make a certificate for this machine, and an authority that nobody knows yet.

    Returns:
        What shows the certificate, and that of its authority as PEM: who trusts it trusts the first.

    Raises:
        CertificateUnusable: The package that makes it is not installed.
    """
    try:
        import trustme
    except ImportError as error:
        raise CertificateUnusable(
            "A certificate is made by the package trustme, which is not installed: "
            "pip install trustme, or give one with --tls-cert and --tls-key."
        ) from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority = trustme.CA()
    authority.issue_cert(*HOSTS).configure_cert(context)
    return context, authority.cert_pem.bytes()


def _must_be_readable(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise CertificateUnusable(f"{path} cannot be read: {error.strerror or error}.") from error


def _no_password() -> str:
    """Answer what OpenSSL would ask in the terminal."""
    return ""


def _why(error: ssl.SSLError, certificate: Path, key: Path) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"The key in {key} is not that of the certificate in {certificate}."
    return f"The certificate in {certificate} with the key in {key} cannot be used ({error.reason or error})."
