"""Saving what a mail holds in files, under names that can do no harm."""

import os
import re
from pathlib import Path

from devmail.text import one_line

_LONGEST = 100
"""Bytes of a name: every file system takes them, with room for a number."""


class CannotSave(Exception):
    """A file was not saved; `str()` is the line for the person."""


def safe_name(name: str) -> str:
    """Return a file name that stays in its folder, is not hidden, and is no option as `-rf` is."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = re.sub(r"[^\w .,()+@~-]", "_", last)
    stem, dot, suffix = plain.strip(" .").lstrip(" .-").rpartition(".")
    if not stem or len(suffix.encode()) > 12:
        stem, dot, suffix = stem + dot + suffix, "", ""
    room = _LONGEST - len(suffix.encode()) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{stem}{dot}{suffix}" if stem else "attachment"


def save(content: bytes, folder: str, name: str) -> Path:
    """Write a new file for its owner alone, never over another: `name-2.pdf` where there is a `name.pdf`.

    Raises:
        CannotSave: It was not written, not even in part.
    """
    try:
        place = Path(os.path.abspath(os.path.expanduser(folder)))
    except OSError as error:
        raise CannotSave("The working folder no longer exists.") from error
    if not place.is_dir():
        raise CannotSave(f"There is no folder {one_line(str(place))}.")
    plain = Path(safe_name(name))
    number = 1
    while True:
        path = place / (plain.name if number == 1 else f"{plain.stem}-{number}{plain.suffix}")
        try:
            _write(path, content)
        except FileExistsError:
            number += 1
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise CannotSave(f"Can't write {one_line(str(path))}: {reason}.") from error
        else:
            return path


def usual_folder() -> str:
    """Return the folder that is offered: the working folder, or home when that is gone."""
    try:
        return os.getcwd()
    except OSError:
        return os.path.expanduser("~")


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            path.unlink()  # nothing half-done
            raise
