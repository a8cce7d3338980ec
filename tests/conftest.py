"""How the tests are run: quick, and on every core."""

import gc
import os

pytest_plugins = ["devmail.pytest_plugin", "pytester"]


def pytest_configure() -> None:
    """Collect garbage as seldom as the program does: it makes a fifth of a screen's test."""
    gc.set_threshold(100_000, 50, 50)


def pytest_xdist_auto_num_workers() -> int:
    """Run two tests on each core: for half of their time, tests wait for a screen to come to rest."""
    return 2 * (os.cpu_count() or 1)
