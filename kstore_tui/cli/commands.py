"""The operator's commands: what there is, and running one."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from errno import ENOSPC, EPIPE
from io import TextIOWrapper
from typing import Any

from kstore_tui.cli.activity import add_activity_command
from kstore_tui.cli.administrators import add_administrators_command
from kstore_tui.cli.doctor import add_doctor_command
from kstore_tui.cli.outbox import add_outbox_command
from kstore_tui.cli.output import refuse
from kstore_tui.core.errors import StoreError
from kstore_tui.store import Store

REFUSED = 1
"""The exit code when the store refused; nothing was changed."""

INTERRUPTED = 130
"""The exit code after Ctrl+C, as in shells."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add_administrators_command(commands)
    add_outbox_command(commands)
    add_activity_command(commands)
    add_doctor_command(commands)


def run_command(options: argparse.Namespace, store: Store) -> int:
    """Run a command and return its exit code: 0, `REFUSED` or `INTERRUPTED`."""
    if isinstance(sys.stdout, TextIOWrapper):  # a character that it can't show is printed as its number
        sys.stdout.reconfigure(errors="backslashreplace")
    command: Callable[[argparse.Namespace, Store], Coroutine[Any, Any, None]] = options.run
    try:
        asyncio.run(command(options, store))
        print(end="", flush=True)  # also where stdout is closed
    except StoreError as error:
        refuse(str(error))
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        if error.errno not in (EPIPE, ENOSPC):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python's last flush must not fail
        if error.errno == ENOSPC:  # else nobody reads on, as after `| head -1`
            refuse(f"The result can't be printed: {error.strerror}.")
            return REFUSED
    return 0
