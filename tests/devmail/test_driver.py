"""A terminal that goes away holds nothing up."""

import errno
import io
import threading

from textual.drivers._writer_thread import WriterThread

from devmail.store.inbox import Inbox
from devmail.tui.driver import Lasting, LastingDriver
from devmail.tui.viewer import Viewer
from tests.devmail.running import SECONDS
from tests.devmail.seen import URL


class _Gone(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def flush(self) -> None:
        raise OSError(errno.EIO, "Input/output error")


def test_what_is_written_to_a_terminal_that_is_gone_is_taken_all_the_same() -> None:
    def write() -> None:
        writer = WriterThread(Lasting(_Gone()))  # type: ignore[arg-type]
        writer.start()
        for number in range(100):
            writer.write(str(number))
        writer.stop()

    writing = threading.Thread(target=write, daemon=True)
    writing.start()
    writing.join(SECONDS)
    assert not writing.is_alive()


async def test_the_viewer_writes_to_its_terminal_so(inbox: Inbox) -> None:
    viewer = Viewer(inbox, URL)
    driver = viewer.driver_class(viewer)
    assert isinstance(driver, LastingDriver)
    assert isinstance(driver._file, Lasting)
