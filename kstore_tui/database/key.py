"""The key of the codes' digests: in a file of its own, so that a copy of the database alone is no help."""

import os
from pathlib import Path

from kstore_tui.core.clock import Randomness
from kstore_tui.database.opening import StoreOpenError, alone_in

_LENGTH = 32


def read_or_make_key(store: Path, randomness: Randomness) -> bytes:
    """Return the key of a store, making it in a file beside the store's when it is missing.

    A missing key costs no more than the codes in flight.

    Raises:
        StoreOpenError: The file can be neither read nor made.
    """
    path = store.with_name(f"{store.name}.key")
    try:
        if (key := _read(path)) is not None:
            return key
        with alone_in(path.parent):  # of two programs that start at once, the second finds the first's key
            return _read(path) or _make(path, randomness)
    except OSError as error:
        why = error.strerror or error
        raise StoreOpenError(f"{path} can't be used: {why}. Check its permissions.") from error


def _read(path: Path) -> bytes | None:
    """Return a whole key, made readable by its owner alone; None when there is none."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(key) != _LENGTH:
        return None
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return key


def _make(path: Path, randomness: Randomness) -> bytes:
    key = randomness.token_bytes(_LENGTH)
    fresh = path.with_name(f"{path.name}.{randomness.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return key
