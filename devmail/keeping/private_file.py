"""A file for its owner alone."""

import os
from pathlib import Path


def make_private_file(path: Path) -> None:
    """Make the file for its owner alone: mails hold codes. SQLite gives what lies beside it the same mode.

    Args:
        path: The file; the folder is made too, and what is there already is left as it is.

    Raises:
        OSError: It cannot be made, or not be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
