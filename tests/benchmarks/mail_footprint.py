"""How much devmail takes of the machine: its memory without a view, and the time until it listens."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.mail_servers import devmail

MAILS = 2000
RUNS = 15
MOST_MEGABYTES = 40
MOST_IMPORTS = 2
"""The longest that starting may take, in times of starting Python and importing aiosmtpd."""
BOUND = 1.0


def measure() -> float:
    """Measure both; return the worst of what it took over what it may, and print both."""
    return max(_memory() / MOST_MEGABYTES, _start() / MOST_IMPORTS)


def _memory() -> float:
    with tempfile.TemporaryDirectory() as home, devmail(Path(home), "--keep", str(MAILS)) as server:
        server.seconds_for(MAILS, 10, MAILS)
        megabytes = server.resident_megabytes()
    print(f"memory: devmail {megabytes:.1f} MB after {MAILS} mails (at most {MOST_MEGABYTES})")
    return megabytes


def _start() -> float:
    seconds = [(_until_it_listens(), _until_imported()) for _ in range(RUNS)]
    ours, theirs = (median(column) for column in zip(*seconds, strict=True))
    ratio: float = ours / theirs
    print(
        f"start: devmail listens after {ours * 1000:.0f} ms, aiosmtpd is imported after "
        f"{theirs * 1000:.0f} ms, ratio {ratio:.2f} (at most {MOST_IMPORTS})"
    )
    return ratio


def _until_it_listens() -> float:
    with tempfile.TemporaryDirectory() as home:
        begun = time.perf_counter()
        with devmail(Path(home)):  # ready once its line is there
            return time.perf_counter() - begun


def _until_imported() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import aiosmtpd.smtp"], check=True)
    return time.perf_counter() - begun
