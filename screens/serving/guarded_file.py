"""Files of the operator that decide who gets in, and that nobody else may change."""

import os
import stat
from pathlib import Path


class Exposed(Exception):
    """Others have a hand in a file; `str()` is the line for the operator."""


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
