"""An empty store for a test: made once for all of them, as making one takes longer than most tests."""

import tempfile
from functools import cache
from pathlib import Path

from kstore_tui.database.opening import open_store


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite3"
        open_store(str(path))
        return path.read_bytes()


def lay_empty_store(path: Path) -> str:
    """Put an empty store where a test wants one.

    Args:
        path: Its file.

    Returns:
        The same, for the settings.
    """
    path.parent.mkdir(mode=0o700, parents=True)
    path.touch(mode=0o600)
    path.write_bytes(_made())
    return str(path)
