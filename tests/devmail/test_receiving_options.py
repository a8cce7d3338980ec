"""The command line says how mails are received; what cannot be is one line."""

import smtplib
import ssl
from argparse import ArgumentParser
from pathlib import Path

import pytest

from devmail.cli.authority import write_authority
from devmail.cli.parser import make_parser
from devmail.cli.receiving_options import OptionUnusable, add_receiving_options, terms_of
from devmail.smtp.faults import Faults
from devmail.smtp.terms import Terms
from tests.devmail.mails import RECIPIENT, SENDER, mail
from tests.devmail.running import command, line, refused, running
from tests.journeys.certificate import make_certificate

NO_AUTHORITY = "--authority is for a certificate that is made: give --tls without --tls-cert."


def _terms(*words: str, **environment: str) -> Terms:
    parser = ArgumentParser()
    add_receiving_options(parser)
    return terms_of(parser.parse_args(words), environment)


def test_without_options_anything_is_taken_from_anybody() -> None:
    assert _terms() == Terms()


def test_faults_are_those_that_were_named() -> None:
    assert _terms(
        "--fail-first=3", "--most-a-minute=10", "--delay=0.5", "--drop", "--fail-login"
    ).faults == Faults(3, 10, 0.5, drop=True, no_login=True)


def test_the_largest_mail_is_given_in_megabytes() -> None:
    assert _terms("--largest-mb=1.5").largest == 1536 * 1024


def test_a_password_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("wört \n", "utf-8")
    for terms in (
        _terms("--user=ada", DEVMAIL_PASSWORD="wört "),
        _terms("--user=ada", f"--password-file={file}"),
        _terms("--user=ada", f"--password-file={file}", DEVMAIL_PASSWORD="other"),
    ):
        assert terms.login is not None
        assert terms.login.is_right(b"ada", "wört ".encode())


def test_what_is_missing_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    for words, said in (
        (
            ["--user=ada"],
            "--user needs a password: set DEVMAIL_PASSWORD, or name a file with --password-file.",
        ),
        (["--password-file=x"], "--password-file is the password of a user: name that with --user."),
        (["--authority=x"], NO_AUTHORITY),
        (["--authority=x", "--tls=implicit", "--tls-cert=y"], NO_AUTHORITY),
        (["--tls-key=x"], "--tls-key is the key of a certificate: name that with --tls-cert."),
        (["--user=a", f"--password-file={tmp_path}"], f"{tmp_path} cannot be read: Is a directory."),
        (
            ["--user=a", f"--password-file={tmp_path}/bytes"],
            f"{tmp_path}/bytes has something else than text in it.",
        ),
        (
            ["--tls=implicit", f"--tls-cert={tmp_path}/x"],
            f"{tmp_path}/x cannot be read: No such file or directory.",
        ),
    ):
        with pytest.raises(OptionUnusable) as refusal:
            _terms(*words)
        assert str(refusal.value) == said
    line = refused(command(tmp_path, "--port=0", "--tls-key=x"))
    assert line == "devmail: --tls-key is the key of a certificate: name that with --tls-cert."
    assert not (tmp_path / "inbox.sqlite3").exists()


@pytest.mark.parametrize(
    "word",
    ["--fail-first=0", "--delay=-1", "--delay=nan", "--largest-mb=0", "--tls=no", "--host=", "--host= "],
)
def test_what_makes_no_sense_is_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        _terms(word)
    assert word.partition("=")[0] in capsys.readouterr().err


def test_no_option_takes_a_password() -> None:
    parser = ArgumentParser()
    add_receiving_options(parser)
    assert {word for action in parser._actions for word in action.option_strings if "passw" in word} == {
        "--password-file"
    }


def test_a_running_devmail_does_as_it_was_told(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    words = [f"--tls-cert={certificate.certificate}", f"--tls-key={certificate.key}"]
    with running(
        tmp_path, *words, "--tls=implicit", "--user=ada", "--fail-first=1", also={"DEVMAIL_PASSWORD": "word"}
    ) as devmail:
        assert line(devmail.stderr) == "devmail: Faults on: the next mail gets 451."
        assert "smtps://" in devmail.ready
        trusted: ssl.SSLContext = certificate.client_context()
        with smtplib.SMTP_SSL("localhost", devmail.port, timeout=15, context=trusted) as client:
            client.login("ada", "word")
            with pytest.raises(smtplib.SMTPDataError, match="451"):
                client.sendmail(SENDER, RECIPIENT, mail())
            told = line(devmail.stderr)
            assert told.startswith("devmail: Refused at ")
            assert told.endswith(
                f" UTC: 451 4.3.0 Try again, 0 more to go (a fault on demand) (to {RECIPIENT})"
            )
            client.sendmail(SENDER, RECIPIENT, mail())


def test_the_ready_line_names_the_file_by_which_a_client_can_check_a_made_certificate(tmp_path: Path) -> None:
    file = tmp_path / "inbox.sqlite3-authority.pem"
    with running(tmp_path, "--tls=starttls") as devmail:
        assert devmail.ready.endswith(f"; its certificate's authority is in {file}")
        with smtplib.SMTP("localhost", devmail.port, timeout=15) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(file)))
            client.sendmail(SENDER, RECIPIENT, mail())


def test_the_authority_is_written_where_it_is_asked_for_and_never_over_something_else(tmp_path: Path) -> None:
    parser, _ = make_parser()

    def written(*words: str) -> Path | None:
        return write_authority(parser.parse_args(words), b"-----BEGIN CERTIFICATE-----")

    file = tmp_path / "authority.pem"
    assert written("--memory") is None
    for _ in range(2):
        assert written("--memory", f"--authority={file}") == file
    assert file.read_bytes() == b"-----BEGIN CERTIFICATE-----"
    file.write_text("Dear Sir or Madam")
    for path, said in (
        (file, f"{file} is no certificate: it is not written over. Name a file with --authority."),
        (tmp_path / "no" / "x", f"{tmp_path}/no/x cannot be written: No such file or directory."),
    ):
        with pytest.raises(OptionUnusable) as refusal:
            written(f"--authority={path}")
        assert str(refusal.value) == said
    assert file.read_text() == "Dear Sir or Madam"
    assert write_authority(parser.parse_args([f"--authority={file}"]), b"") is None
