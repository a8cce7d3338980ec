"""Programs that people send mails with. Those that are not installed are left out by name."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from devmail.smtp.settings import Login, Settings, Tls
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER, code_mail
from tests.devmail.raw_client import serving
from tests.journeys.certificate import make_certificate

pytestmark = pytest.mark.slow
TLS = pytest.mark.parametrize("tls", ["none", "starttls", "implicit"])
_SECONDS = 60


def _sink(inbox: Inbox, tls: str, folder: Path) -> Sink:
    context = make_certificate(folder).server_context()
    encrypted = None if tls == "none" else Tls(context, implicit=tls == "implicit")
    return Sink(inbox, settings=Settings(login=Login("ada", "a word"), tls=encrypted))


async def _run(*words: str) -> None:
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    done = await asyncio.to_thread(
        subprocess.run, words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]


@TLS
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
async def test_curl(tls: str, mechanism: str, tmp_path: Path, inbox: Inbox) -> None:
    (tmp_path / "mail").write_bytes(code_mail("012345"))
    (tmp_path / "curlrc").write_text('user = "ada:a word"')
    async with serving(_sink(inbox, tls, tmp_path)) as sink:
        await _run(
            "curl", "--silent", "--show-error", "--config", f"{tmp_path}/curlrc", sink.url,
            "--login-options", f"AUTH={mechanism}", "--insecure",
            *(["--ssl-reqd"] if tls == "starttls" else []),
            "--mail-from", SENDER, "--mail-rcpt", RECIPIENT, "--upload-file", f"{tmp_path}/mail",
        )  # fmt: skip
    assert [(mail.sender, mail.recipients, mail.code) for mail in inbox.newest()] == [
        (SENDER, (RECIPIENT,), "012345")
    ]


@TLS
async def test_swaks(tls: str, tmp_path: Path, inbox: Inbox) -> None:
    words = {"none": [], "starttls": ["--tls"], "implicit": ["--tls-on-connect"]}[tls]
    async with serving(_sink(inbox, tls, tmp_path)) as sink:
        await _run(
            "swaks", "--server", sink.address[0], "--port", str(sink.address[1]), *words,
            "--from", SENDER, "--to", f"{RECIPIENT},other@example.com", "--pipeline",
            "--auth-user", "ada", "--auth-password", "a word",
            "--header", "Subject: Your code", "--body", "Your code: 012345",
        )  # fmt: skip
    assert [(mail.recipients, mail.code) for mail in inbox.newest()] == [
        ((RECIPIENT, "other@example.com"), "012345")
    ]
