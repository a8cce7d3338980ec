"""A TLS certificate for servers of tests."""

import shutil
import ssl
import subprocess
from pathlib import Path
from typing import NamedTuple


class Certificate(NamedTuple):
    """A certificate for localhost and 127.0.0.1 that vouches for itself, and its key."""

    certificate: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        """Return what a server shows this certificate with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context

    def client_context(self) -> ssl.SSLContext:
        """Return what a client that trusts only this certificate connects with."""
        return ssl.create_default_context(cafile=str(self.certificate))


def make_certificate(folder: Path) -> Certificate:
    """Make a certificate, good for two days, with the `openssl` program."""
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    program = shutil.which("openssl")
    assert program is not None, "the openssl program is needed to make a certificate"
    settings = {
        "-newkey": "ec",
        "-pkeyopt": "ec_paramgen_curve:prime256v1",
        "-days": "2",
        "-subj": "/CN=localhost",
        "-out": str(made.certificate),
        "-keyout": str(made.key),
    }
    extensions = [
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "keyUsage=critical,digitalSignature,keyCertSign",
    ]
    command = [program, "req", "-x509", "-nodes"]
    for name, value in settings.items():
        command += [name, value]
    for extension in extensions:
        command += ["-addext", extension]
    subprocess.run(command, check=True, capture_output=True)
    return made
