"""The files with keys: the host key, made once, and those that may connect. Nobody else may change them."""

import errno
import hashlib
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

import asyncssh

from kstore_tui.core.text import reason_of

_ALGORITHM = "ssh-ed25519"
_SSHFP = "SSHFP 4 2"  # an Ed25519 key by its SHA-256 (RFC 4255, 7479)


class Exposed(Exception):
    """Others have a hand in a file; `str()` is the line for the operator."""


class HostKeyError(Exception):
    """There is no host key to use; `str()` is the line for the operator."""


def host_key_path(store_file: Path) -> Path:
    """Return the file with the host key of a store's server."""
    return store_file.with_name(f"{store_file.name}.host_key")


def read_or_make_host_key(path: Path) -> asyncssh.SSHKey:
    """Return the host key in a file, making it when there is none.

    Raises:
        HostKeyError: As `read_host_key`, or the file can't be made.
    """
    key = read_host_key(path)
    if key is None:
        try:
            _make(path)
        except OSError as error:
            raise HostKeyError(f"{path} can't be made: {reason_of(error)}.") from error
        key = read_host_key(path)
        if key is None:
            raise HostKeyError(f"{path} was deleted while the server started. Start it again.")
    return key


def read_host_key(path: Path) -> asyncssh.SSHKey | None:
    """Return the host key in a file; None when there is no file.

    Raises:
        HostKeyError: The file can't be read, isn't an Ed25519 key, or isn't its owner's alone.
    """
    try:
        key = asyncssh.import_private_key(read_guarded(path, others_may=0, flags=os.O_NOFOLLOW))
    except FileNotFoundError:
        return None
    except Exposed as error:
        raise HostKeyError(f"{error} If someone may have copied the host key, delete it instead.") from error
    except OSError as error:
        why = "it's a symbolic link" if error.errno == errno.ELOOP else reason_of(error)
        raise HostKeyError(f"{path} can't be read: {why}.") from error
    except asyncssh.KeyImportError as error:
        if "Passphrase" in str(error):
            raise HostKeyError(
                f"{path} has a passphrase. Remove it with `ssh-keygen -p -N '' -f {path}`."
            ) from None
        raise HostKeyError(
            f"{path} isn't a host key. Restore it from a backup, or delete it; "
            "the next start creates a new one."
        ) from None
    if key.get_algorithm() != _ALGORITHM:
        raise HostKeyError(f"{path} is a key of type {key.get_algorithm()}. Replace it with an Ed25519 key.")
    return key


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


def read_guarded(path: Path, others_may: int, flags: int = 0) -> bytes:
    """Read a file after looking at whose it is, with nothing in between that could change it.

    Args:
        path: The file.
        others_may: The bits of its mode that its group and others may have.
        flags: More for open(2).

    Raises:
        Exposed: It belongs to someone else, or others may do more with it.
        OSError: It can't be read.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | flags), "rb") as file:
        status = os.fstat(file.fileno())
        if status.st_uid not in (0, os.geteuid()):
            raise Exposed(f"{path} belongs to another user of this host. Run `chown {os.geteuid()} {path}`.")
        if mode := stat.S_IMODE(status.st_mode) & 0o077 & ~others_may:
            may = "change" if mode & 0o022 else "read"
            right = f"{stat.S_IMODE(status.st_mode) & (0o700 | others_may):o}"
            raise Exposed(f"Other users of this host can {may} {path}. Run `chmod {right} {path}`.")
        return file.read()
