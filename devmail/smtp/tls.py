"""Certificates: a given one, or one made on the spot."""

import ssl
from pathlib import Path

HOSTS = ("localhost", "127.0.0.1", "::1")  # the hosts a made certificate is for


class CertificateUnusable(Exception):
    """There is no usable certificate; `str()` is the line for the person."""


def given_certificate(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """Load a certificate chain and its key from PEM files; without `key`, both are in one file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    key = key or certificate
    for path in (certificate, key):
        try:
            path.open("rb").close()
        except OSError as error:
            raise CertificateUnusable(f"{path} can't be read: {error.strerror or error}.") from error
    try:
        # The empty password answers what OpenSSL would otherwise ask in the terminal.
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            line = f"The key in {key} doesn't belong to the certificate in {certificate}."
        else:
            reason = error.reason or error
            line = f"The certificate in {certificate} with the key in {key} can't be used ({reason})."
        raise CertificateUnusable(line) from error
    return context


def made_certificate() -> tuple[ssl.SSLContext, bytes]:
    """Make a certificate for this machine; return it with the PEM of the authority to trust."""
    try:
        import trustme  # an extra, and most runs need none
    except ImportError as error:
        raise CertificateUnusable(
            "Generating a certificate requires trustme. Run `pip install 'kstore-tui[tls]'`, "
            "or use --tls-cert and --tls-key."
        ) from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority = trustme.CA()
    authority.issue_cert(*HOSTS).configure_cert(context)
    return context, authority.cert_pem.bytes()
