"""What the viewer looks like in each of its states."""

from collections.abc import Callable

import pytest

from devmail.keeping.inbox import Inbox
from devmail.viewing.viewer import Viewer
from tests.devmail.mails import HOSTILE, code_mail, deliver, mail

SIZES = [(80, 24), (120, 40), (60, 16)]
THREE = (mail("See you.", "Hello"), code_mail("012345"), code_mail("G7KQ-2MXP"))
WARNING = "Others can reach 198.51.100.1: they can send mails here."

STATES: dict[str, tuple[tuple[bytes, ...], tuple[str, ...], str]] = {
    "empty": ((), (), ""),
    "three_mails": (THREE, (), ""),
    "hostile": ((code_mail("482913"), HOSTILE), (), ""),
    "not_following": (THREE, ("down",), ""),
    "in_the_mail": (THREE, ("down", "tab"), ""),
    "copied": (THREE, ("c",), ""),
    "warned": (THREE, (), WARNING),
}


@pytest.mark.parametrize("size", SIZES, ids=[f"{columns}x{lines}" for columns, lines in SIZES])
@pytest.mark.parametrize(("mails", "keys", "warning"), STATES.values(), ids=STATES)
def test_it_looks_so(
    mails: tuple[bytes, ...],
    keys: tuple[str, ...],
    warning: str,
    size: tuple[int, int],
    inbox: Inbox,
    snap_compare: Callable[..., bool],
) -> None:
    for raw in mails:
        deliver(inbox, raw)
    viewer = Viewer(inbox, "smtp://127.0.0.1:1025", warning)
    assert snap_compare(viewer, press=keys, terminal_size=size)
