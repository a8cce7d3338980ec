"""What was answered with 250 is in the file, whatever happens to the program next."""

import smtplib
from pathlib import Path

from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER, code_mail
from tests.devmail.running import SECONDS, running


def test_no_mail_that_was_taken_is_lost_by_a_kill(tmp_path: Path) -> None:
    for number in range(2):
        with running(tmp_path) as devmail, smtplib.SMTP("127.0.0.1", devmail.port, timeout=SECONDS) as client:
            for more in range(3):
                client.sendmail(SENDER, RECIPIENT, code_mail(f"{number}{more}1234"))
            devmail.process.kill()
            devmail.process.wait(SECONDS)
            client.close()
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    codes = [kept.code for kept in reversed(inbox.newest())]
    inbox.close()
    assert codes == [f"{number}{more}1234" for number in range(2) for more in range(3)]
