"""A person in UTC, whose terminal is in no desktop."""

import time
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def surroundings(look: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
