"""A mail server's URL: what it means, and that a password neither travels nor shows in the clear."""

import pytest

from kstore_tui.mail.server import InvalidMailServer, MailServer, read_mail_server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.com", MailServer("mail.example.com", 25)),
        ("smtp://127.0.0.1:1025", MailServer("127.0.0.1", 1025)),
        ("smtp://[::1]:1025/", MailServer("::1", 1025)),
        ("smtps://mail.example.com", MailServer("mail.example.com", 465, implicit_tls=True)),
        ("smtps://u:p@localhost:4650", MailServer("localhost", 4650, True, False, "u", "p")),
        (
            "smtp://mail.example.com:587?starttls=required",
            MailServer("mail.example.com", 587, starttls_required=True),
        ),
        ("smtp://u:p@mail.example.com", MailServer("mail.example.com", 25, False, True, "u", "p")),
        ("smtp://u:p@127.0.0.1:1025", MailServer("127.0.0.1", 1025, False, False, "u", "p")),
        ("smtp://u:p@[::1]", MailServer("::1", 25, False, False, "u", "p")),
        ("smtp://u:p@localhost", MailServer("localhost", 25, False, False, "u", "p")),
        ("smtp://u%40x:p%3A%2F%3F%23@localhost", MailServer("localhost", 25, False, False, "u@x", "p:/?#")),
        ("smtp://u@localhost", MailServer("localhost", 25, False, False, "u", "")),
    ],
)
def test_a_url_names_a_server(url: str, server: MailServer) -> None:
    assert read_mail_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com",
        "mail.example.com:25",
        "http://mail.example.com",
        "smtp://",
        "smtp://:25",
        "smtp://host:port",
        "smtp://host:70000",
        "smtp://host/path",
        "smtp://host#part",
        "smtp://host?starttls=maybe",
        "smtp://host?starttls=required&starttls=required",
        "smtp://host?tls",
        "smtp://host?starttls=required&x=y",
        "smtp://[::1",
        "smtp://u:hunter22/x@host",
        "smtp://u:hunter22#x@host",
        "smtp://u:12/x@host",
    ],
)
def test_what_names_no_server_is_told_so_without_its_password(url: str) -> None:
    with pytest.raises(
        InvalidMailServer, match=r"^This is not the URL of a mail server\. Give smtp://host:port"
    ) as no:
        read_mail_server(url)
    assert "hunter22" not in str(no.value)
    assert no.value.__cause__ is None
    assert no.value.__suppress_context__ or no.value.__context__ is None


def test_smtps_needs_no_starttls() -> None:
    with pytest.raises(InvalidMailServer, match=r"^smtps:// uses TLS from the start"):
        read_mail_server("smtps://host?starttls=required")


@pytest.mark.parametrize(
    ("server", "shown"),
    [(MailServer("127.0.0.1", 1025), "127.0.0.1:1025"), (MailServer("::1", 1025), "[::1]:1025")],
)
def test_a_server_is_shown_as_host_and_port(server: MailServer, shown: str) -> None:
    assert str(server) == shown


def test_a_password_does_not_show_in_what_is_printed() -> None:
    server = read_mail_server("smtp://store:hunter22@localhost")
    assert server.password == "hunter22"
    assert "hunter22" not in f"{server} {server!r}"
