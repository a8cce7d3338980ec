"""Programs that people send mails with. Those that are not installed are left out by name."""

import asyncio
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from devmail.smtp.sink import Sink
from devmail.smtp.terms import Login, Terms, Tls
from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER
from tests.devmail.raw_client import serving
from tests.journeys.certificate import make_certificate

_SECONDS = 60
_WITH_NODEMAILER = """
const mailer = require("nodemailer");
const [options, mail, times] = JSON.parse(process.argv[1]);
(async () => {
  const transport = mailer.createTransport(options);
  for (let number = 0; number < times; number++) await transport.sendMail(mail);
  transport.close();
})().catch((error) => { console.error(error.message); process.exit(1); });
"""


def _tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _run(*words: str) -> str:
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS)
    assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
    return done.stdout


@pytest.fixture
def nodemailer() -> str:
    """Node, when it finds nodemailer (by NODE_PATH, or in a folder above)."""
    node = _tool("node")
    if subprocess.run(
        [node, "-e", 'require("nodemailer")'], capture_output=True, timeout=_SECONDS
    ).returncode:
        pytest.skip("nodemailer is not installed")
    return node


def _terms(tls: str, folder: Path) -> Terms:
    certificate = make_certificate(folder)
    encrypted = None if tls == "none" else Tls(certificate.server_context(), implicit=tls == "implicit")
    return Terms(login=Login("ada", "a word"), tls=encrypted)


@pytest.mark.parametrize("tls", ["none", "starttls", "implicit"])
async def test_swaks(tls: str, tmp_path: Path, inbox: Inbox) -> None:
    swaks = _tool("swaks")
    words = {"none": [], "starttls": ["--tls"], "implicit": ["--tls-on-connect"]}[tls]
    async with serving(Sink(inbox, terms=_terms(tls, tmp_path))) as sink:
        for mechanism in ("PLAIN", "LOGIN"):
            await asyncio.to_thread(
                _run, swaks, "--server", sink.address[0], "--port", str(sink.address[1]), *words,
                "--from", SENDER, "--to", f"{RECIPIENT},other@example.com", "--pipeline",
                "--auth", mechanism, "--auth-user", "ada", "--auth-password", "a word",
                "--header", "Subject: Your code", "--body", "Your code: 012345",
            )  # fmt: skip
    assert [(mail.sender, mail.recipients, mail.code) for mail in inbox.newest()] == [
        (SENDER, (RECIPIENT, "other@example.com"), "012345")
    ] * 2


@pytest.mark.parametrize("tls", ["none", "starttls", "implicit"])
async def test_nodemailer(tls: str, tmp_path: Path, inbox: Inbox, nodemailer: str) -> None:
    async with serving(Sink(inbox, terms=_terms(tls, tmp_path))) as sink:
        options = {
            "host": sink.address[0],
            "port": sink.address[1],
            "secure": tls == "implicit",
            "pool": True,
            "tls": {"rejectUnauthorized": False},
            "auth": {"user": "ada", "pass": "a word"},
        }
        mail = {
            "from": SENDER,
            "to": [RECIPIENT, "grüße@example.com"],
            "subject": "確認コード",
            "text": "確認コード: 012345\n.\n..two dots",
            "html": "<p>" + "x" * 10_000 + "</p>",
            "attachments": [{"filename": "a.bin", "content": "z" * 100_000}],
        }
        await asyncio.to_thread(_run, nodemailer, "-e", _WITH_NODEMAILER, json.dumps([options, mail, 3]))
    assert [(mail.recipients, mail.subject, mail.code) for mail in inbox.newest()] == [
        ((RECIPIENT, "grüße@example.com"), "確認コード", "012345")
    ] * 3


async def test_smtp_source(sink: Sink, inbox: Inbox) -> None:
    source = _tool("smtp-source")
    to = f"{sink.address[0]}:{sink.address[1]}"
    for words in (
        [],
        ["-d"],
        ["-N", "-r", "3"],
    ):  # a connection for each mail, one for many, three recipients
        await asyncio.to_thread(
            _run, source, "-s", "5", "-m", "50", "-l", "5000", *words, "-t", RECIPIENT, to
        )
    assert inbox.count() == 150
