"""The key of the codes' digests: in a file of its own, so that a copy of the database alone is no help."""

import os
from pathlib import Path

from kstore_tui.randomness import Randomness

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
    try:
        if len(key := path.read_bytes()) == _LENGTH:
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)
            return key
    except FileNotFoundError:
        pass
    key = randomness.token_bytes(_LENGTH)
    fresh = path.with_name(f"{path.name}.{randomness.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        # Two programs that start at once may each make a key: each goes on with its own, as challenges
        # live and die in the program that asked for them.
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return key
