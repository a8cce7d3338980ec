"""How the tests are run: quick, and on every core."""

import gc
import os

import pytest
from _pytest.unraisableexception import gc_collect_iterations_key

from tests.headless import draw_only_what_is_looked_at, read_style_sheets_once

pytest_plugins = ["devmail.pytest_plugin", "pytester"]


def pytest_configure(config: pytest.Config) -> None:
    """Collect garbage as seldom as the program does, and once at the end; leave out what nobody looks at.

    These make half of a screen's test.
    """
    gc.set_threshold(100_000, 50, 50)
    config.stash[gc_collect_iterations_key] = 1
    read_style_sheets_once()
    draw_only_what_is_looked_at()


def pytest_xdist_auto_num_workers() -> int:
    """Run two tests on each core: for half of their time, tests wait for a screen to come to rest."""
    return 2 * (os.cpu_count() or 1)
