"""What the program did not expect, kept for who mends it, without a word of what people typed."""

import os
from datetime import datetime
from pathlib import Path
from traceback import format_tb


def log_fault(error: BaseException, folder: Path, now: datetime, reference: str) -> None:
    """Append to the log where an error came from.

    Kept are the kinds of the errors and the lines of code that they came through; not their
    messages and no variables, as codes, passwords and addresses may be in those.

    Args:
        error: What happened.
        folder: The log's folder; made when it is missing.
        now: The present time.
        reference: What the person was told to name.

    Raises:
        OSError: It cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"{now:%Y-%m-%d %H:%M:%S} UTC, reference {reference}\n"]
    cause: BaseException | None = error
    while cause is not None:
        lines += [f"{type(cause).__name__}\n", *format_tb(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    file = os.open(folder / "faults.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as log:
        log.write("".join(lines) + "\n")
