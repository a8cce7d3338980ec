"""The host key of the SSH server: made once, and kept for its owner alone."""

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

import asyncssh

_ALGORITHM = "ssh-ed25519"
_SSHFP = "SSHFP 4 2"  # an Ed25519 key by its SHA-256 (RFC 4255, 7479)


class HostKeyError(Exception):
    """There is no host key to use; `str()` is the line for the operator."""


def read_or_make_host_key(path: Path) -> asyncssh.SSHKey:
    """Return the host key in a file, making it when there is none.

    Raises:
        HostKeyError: The file can't be read or made, isn't a key, or others can read it.
    """
    try:
        if not path.exists():
            _make(path)
        content = path.read_bytes()
        mode = path.stat().st_mode
    except OSError as error:
        why = error.strerror or error
        raise HostKeyError(f"{path} can't be used: {why}. Check its permissions.") from error
    if mode & 0o077:
        raise HostKeyError(
            f"Other users of this host can read {path}, the host key. Run `chmod 600 {path}`. "
            "If someone may have copied it, delete it; the next start creates a new one."
        )
    try:
        return asyncssh.import_private_key(content)
    except asyncssh.KeyImportError:
        raise HostKeyError(
            f"{path} isn't a host key. Restore it from a backup, or delete it; "
            "the next start creates a new one."
        ) from None


def sshfp_record(key: asyncssh.SSHKey) -> str:
    """Return the DNS record with which clients check a host key (`VerifyHostKeyDNS`), without its name."""
    return f"{_SSHFP} {hashlib.sha256(key.public_data).hexdigest()}"


def _make(path: Path) -> None:
    """Make a key in one step: of two servers that start at once, both use the first one's."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(asyncssh.generate_private_key(_ALGORITHM).export_private_key())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
