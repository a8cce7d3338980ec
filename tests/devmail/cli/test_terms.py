"""Options say how mails are received; what is missing or can't be used is one line."""

from pathlib import Path

import pytest

from devmail.__main__ import main
from devmail.cli.parser import parse
from devmail.cli.terms import OptionUnusable, terms_of, write_authority
from devmail.smtp.faults import Faults
from devmail.smtp.settings import Settings
from tests.journeys.certificate import make_certificate


def _terms(*words: str, **environment: str) -> Settings:
    return terms_of(parse(words), environment)


def test_without_options_anything_is_taken_from_anybody() -> None:
    assert _terms() == Settings()


def test_options_set_the_faults_and_the_largest_mail() -> None:
    terms = _terms("--fail-first=3", "--most-a-minute=10", "--delay=0.5", "--drop", "--fail-login")
    assert terms.faults == Faults(3, 10, 0.5, drop=True, no_login=True)
    assert _terms("--largest-mb=1.5").largest == 1536 * 1024


def test_a_password_comes_from_the_environment_or_a_file_and_from_no_option(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("wört \n", "utf-8")
    for terms in (
        _terms("--user=ada", DEVMAIL_PASSWORD="wört "),
        _terms("--user=ada", f"--password-file={file}", DEVMAIL_PASSWORD="other"),
    ):
        assert terms.login is not None
        assert (terms.login.user, terms.login.password) == ("ada", "wört ")
    assert [name for name in vars(parse([])) if "passw" in name] == ["password_file"]


def test_a_certificate_is_given_or_generated(tmp_path: Path) -> None:
    given = make_certificate(tmp_path)
    terms = _terms(f"--tls-cert={given.certificate}", f"--tls-key={given.key}", "--tls=implicit")
    assert terms.tls is not None
    assert (terms.tls.implicit, terms.tls.authority) == (True, b"")
    generated = _terms("--tls=starttls").tls
    assert generated is not None
    assert (generated.implicit, generated.authority[:27]) == (False, b"-----BEGIN CERTIFICATE-----")


NO_AUTHORITY = "--authority is for a generated certificate: use --tls without --tls-cert."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--user=ada", "--user needs a password: set DEVMAIL_PASSWORD, or use --password-file."),
        ("--password-file=x", "--password-file needs --user."),
        ("--authority=x", NO_AUTHORITY),
        ("--authority=x --tls=implicit --tls-cert=y", NO_AUTHORITY),
        ("--tls-key=x", "--tls-key needs --tls-cert."),
        ("--user=a --password-file={folder}", "Can't read {folder}: Is a directory."),
        ("--user=a --password-file={folder}/bytes", "{folder}/bytes isn't UTF-8 text."),
        ("--tls=implicit --tls-cert={folder}/x", "{folder}/x"),
    ],
)
def test_what_is_missing_or_cannot_be_used_is_one_line(
    words: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    store = f"--store={tmp_path / 'inbox.sqlite3'}"
    assert main([store, *(word.format(folder=tmp_path) for word in words.split())]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said.format(folder=tmp_path) in err
    assert [file.name for file in tmp_path.iterdir()] == ["bytes"]


def test_the_authority_is_written_where_it_is_asked_for_and_never_over_something_else(tmp_path: Path) -> None:
    certificate = b"-----BEGIN CERTIFICATE-----"

    def written(*words: str, authority: bytes = certificate) -> Path | None:
        return write_authority(parse(words), authority)

    file = tmp_path / "authority.pem"
    assert written("--memory") is None
    assert written(f"--authority={file}", authority=b"") is None
    for _ in range(2):
        assert written("--memory", f"--authority={file}") == file
    assert written(f"--store={tmp_path}/i") == tmp_path / "i-authority.pem"
    assert file.read_bytes() == certificate
    file.write_text("Dear Sir or Madam")
    for path, said in (
        (file, f"{file} isn't a certificate. Choose another file with --authority."),
        (tmp_path / "no" / "x", f"Can't write {tmp_path}/no/x: No such file or directory."),
    ):
        with pytest.raises(OptionUnusable) as refusal:
            written(f"--authority={path}")
        assert str(refusal.value) == said
    assert file.read_text() == "Dear Sir or Madam"
