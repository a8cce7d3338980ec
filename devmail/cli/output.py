"""What is printed: what was asked for on stdout, everything else on stderr."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict

from devmail.model import Mail
from devmail.text import one_line

MISUSED = 2  # the exit code when nothing could be started or read


def say(line: str) -> None:
    """Print a line on stderr, or nowhere."""
    if sys.stderr is not None:  # print would use stdout instead
        with suppress(OSError):  # there is nowhere else to say it
            print(line, file=sys.stderr, flush=True)


def refuse(line: str) -> int:
    """Say why something cannot be done, and return the exit code."""
    say(f"devmail: {line}")
    return MISUSED


def end_of_output(error: OSError) -> int:
    """Return the exit code after stdout failed: 0 if its reader has gone, else 1, and say why."""
    with suppress(OSError, AttributeError):  # what Python would still flush at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    say(f"devmail: Can't write the output: {error.strerror or error}.")
    return 1


def line_of(mail: Mail) -> str:
    """Return time (UTC), recipients, subject, and code or link, with tabs between them.

    A likely code has a `?` behind it.
    """
    what = mail.code or mail.link or (f"{mail.likely_code}?" if mail.likely_code else "")
    fields = (", ".join(mail.recipients), mail.subject, what)
    return "\t".join((f"{mail.received_at:%Y-%m-%d %H:%M:%S}", *map(one_line, fields)))


def json_of(mail: Mail, **more: object) -> str:
    """Return a mail, and what is added, as a JSON object on one line; it is ASCII, so safe on a terminal."""
    header = {name.rstrip("_"): text or None for name, text in mail.header._asdict().items()}
    fields = asdict(mail) | {"received_at": mail.received_at.isoformat(), "header": header}
    return json.dumps(fields | more)
