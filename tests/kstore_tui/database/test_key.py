"""The key of the codes' digests is its owner's alone; a missing one costs only the codes in flight."""

import asyncio
import os
from pathlib import Path

import pytest

from kstore_tui.core.errors import WrongCode
from kstore_tui.database.opening import StoreOpenError, read_or_make_key
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.kstore_tui.support.fakes import FixedCodes
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import code_sent, logged_in_with_code, two_step_on


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    key = read_or_make_key(tmp_path / "store", FixedCodes())
    os.umask(before)
    assert (len(key), (tmp_path / "store.key").stat().st_mode & 0o777) == (32, 0o600)
    (tmp_path / "store.key").chmod(0o644)
    assert read_or_make_key(tmp_path / "store", FixedCodes()) == key
    assert (tmp_path / "store.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["store.key"]


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_broken_key_is_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.key").write_bytes(content)
    key = read_or_make_key(tmp_path / "store", FixedCodes())
    assert len(key) == 32
    assert read_or_make_key(tmp_path / "store", FixedCodes()) == key


async def test_a_missing_key_costs_only_the_codes_in_flight(settings: Settings, mailbox: Mailbox) -> None:
    store = build_store(settings)
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    store = build_store(settings)  # another program: the key is still there
    await store.login.verify(sent.challenge_id, mailbox.newest_code)
    sent = await code_sent(store)
    await asyncio.to_thread(Path(f"{settings.database}.key").unlink)
    store = build_store(settings)
    with pytest.raises(WrongCode):
        await store.login.verify(sent.challenge_id, mailbox.newest_code)
    await logged_in_with_code(store, mailbox)


def test_a_key_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.key").mkdir()
    with pytest.raises(
        StoreOpenError, match=r"store\.key can't be used: Is a directory\. Check its permissions\.$"
    ):
        read_or_make_key(tmp_path / "store", FixedCodes())
