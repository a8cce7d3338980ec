"""The key of the codes' digests: in a file of its own, so that a copy of the database alone is no help."""

import os
from pathlib import Path

from kstore_tui.core.randomness import Randomness
from kstore_tui.database.alone import alone_in

_LENGTH = 32


def read_or_make_key(path: Path, randomness: Randomness) -> bytes:
    """Return the store's key, making it when it is missing.

    A missing key costs no more than the codes in flight.

    Args:
        path: The key's file, beside the database.
        randomness: Where a new key comes from.

    Raises:
        OSError: The file can be neither read nor made.
    """
    if (key := _read(path)) is not None:
        return key
    with alone_in(path.parent):  # of two programs that start at once, the second finds the key of the first
        return _read(path) or _make(path, randomness)


def _read(path: Path) -> bytes | None:
    """Return a whole key, for its owner alone from now on; None when there is none."""
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
