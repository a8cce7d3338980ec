"""Mails for a devmail that runs in a terminal."""

import re
import smtplib

from tests.devmail.mails import RECIPIENT, SENDER
from tests.devmail.running import SECONDS
from tests.journeys.terminal import Terminal


def send(terminal: Terminal, *mails: bytes) -> None:
    """Send mails to the port that is named on the screen."""
    port = re.search(r"127\.0\.0\.1:(\d+)", terminal.text)
    assert port, terminal.text
    with smtplib.SMTP("127.0.0.1", int(port[1]), timeout=SECONDS) as client:
        for raw in mails:
            client.sendmail(SENDER, RECIPIENT, raw)
