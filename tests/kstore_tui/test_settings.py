"""Settings: the command line over the environment over a TOML file over defaults; a bad one is named."""

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from kstore_tui.mail.smtp import MailServer
from kstore_tui.settings import InvalidSetting, Settings, read_settings

Write = Callable[[str], Path]


@pytest.fixture
def file(tmp_path: Path) -> Write:
    """Writes a settings file."""

    def write(content: str) -> Path:
        path = tmp_path / "settings.toml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_without_any_setting_there_are_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert read_settings({}, {}) == Settings(
        database="/data/kstore-tui/store.sqlite3",
        mail_server=MailServer("127.0.0.1", 1025),
        mail_from="no-reply@store.example",
        bcrypt_cost=12,
        theme="dark",
    )


def test_the_command_line_wins_over_the_environment_over_the_file(file: Write) -> None:
    path = file('database = "toml.db"\nbcrypt_cost = 6\ntheme = "red"\n')

    def database(command_line: dict[str, str], environment: dict[str, str]) -> str:
        return read_settings(command_line | {"theme": "light"}, environment, path).database

    assert database({"database": "cli.db"}, {"KSTORE_DATABASE": "env.db"}) == "cli.db"
    assert database({}, {"KSTORE_DATABASE": "env.db"}) == "env.db"
    assert database({}, {"KSTORE_DATABASE": ""}) == "toml.db"
    assert read_settings({"theme": "light"}, {}, path).bcrypt_cost == 6


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("database", "x.db", "database", "x.db"),
        ("smtp_url", "smtp://mail", "mail_server", MailServer("mail", 25)),
        ("mail_from", "store@store.test", "mail_from", "store@store.test"),
        ("bcrypt_cost", "4", "bcrypt_cost", 4),
        ("theme", "light", "theme", "light"),
        ("listen", "[::1]:22", "listen", ("::1", 22)),
        ("listen", ":2222", "listen", ("", 2222)),
        ("authorized_keys", "/etc/keys", "authorized_keys", Path("/etc/keys")),
        (
            "trusted_proxy",
            "10.0.0.5, 10.1.0.0/16 2001:DB8::5 ::ffff:10.0.0.6 ::ffff:10.2.0.0/112",
            "trusted_proxies",
            tuple(
                map(
                    ip_network,
                    ("10.0.0.5", "10.1.0.0/16", "2001:db8::5", "10.0.0.6", "10.2.0.0/16"),
                )
            ),
        ),
        ("max_sessions", "50", "max_sessions", 50),
        ("max_sessions_per_address", "5", "max_sessions_per_address", 5),
        ("connections_per_minute", "6", "connections_per_minute", 6),
        ("seconds_to_session", "10", "seconds_to_session", 10),
        ("seconds_to_log_in", "600", "seconds_to_log_in", 600),
    ],
)
def test_a_setting_can_be_given_in_three_places(
    file: Write, name: str, value: str, field: str, read: object
) -> None:
    path = file(f'{name} = "{value}"\n')
    sources: list[tuple[Any, ...]] = [
        ({name: value}, {}),
        ({}, {f"KSTORE_{name.upper()}": value}),
        ({}, {}, path),
    ]
    for source in sources:
        assert getattr(read_settings(*source), field) == read


def test_only_what_is_named_for_this_program_is_taken_from_the_environment() -> None:
    environment = {"DATABASE": "x", "THEME": "light", "kstore_theme": "light", "KSTORE_OTHER": "1"}
    assert read_settings({"database": "d"}, environment).theme == "dark"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "smtp_url",
            "smtp://u:hunter22@host:x",
            "must be the URL of a mail server: smtp://host:port",
        ),
        ("mail_from", "nobody", "must be an email address. An email address must have an @-sign."),
        ("bcrypt_cost", "3", "must be a number from 4 to 31."),
        ("bcrypt_cost", "32", "must be a number from 4 to 31."),
        ("bcrypt_cost", "ten", "must be a number from 4 to 31."),
        ("theme", "pink", "must be dark or light."),
        ("listen", "2222", "must be HOST:PORT, such as 127.0.0.1:2222, or :2222 for every address"),
        ("listen", "host:99999", "must be HOST:PORT"),
        ("listen", "you@host:22", "must be HOST:PORT"),
        ("trusted_proxy", "10.0.0.5 balancer", "must be IP addresses or networks, such as 10.0.0.0/24."),
        ("max_sessions", "0", "must be a number from 1 to 100000."),
    ],
)
def test_a_bad_setting_is_named_by_where_it_was_set(file: Write, name: str, value: str, line: str) -> None:
    variable = f"KSTORE_{name.upper()}"
    path = file(f'{name} = "{value}"\n')
    option = f"--{name.removesuffix('_url').replace('_', '-')}"
    for command_line, environment, where in (
        ({name: value}, {variable: value}, option),
        ({}, {variable: value}, variable),
        ({}, {}, f"{name} in {path}"),
    ):
        with pytest.raises(InvalidSetting) as refusal:
            read_settings(command_line, environment, path)
        assert str(refusal.value).startswith(f"{where}: {line}")
        assert "hunter22" not in str(refusal.value)
        assert refusal.value.__cause__ is None


def test_an_unknown_setting_is_named(file: Write) -> None:
    path = file('database = "x"\nsmtp = "smtp://host"\n')
    with pytest.raises(InvalidSetting) as refusal:
        read_settings({}, {}, path)
    assert str(refusal.value).startswith(
        f"{path}: unknown setting 'smtp'. The settings are database, smtp_url, mail_from, bcrypt_cost, theme,"
    )


def test_every_setting_is_documented(file: Write) -> None:
    with pytest.raises(InvalidSetting) as refusal:
        read_settings({}, {}, file("unknown = 1\n"))
    docs = Path(__file__).parents[2]
    documented = (docs / "README.md").read_text() + (docs / "docs/serve/README.md").read_text()
    for name in str(refusal.value).removesuffix(".").partition("The settings are ")[2].split(", "):
        assert f"| `{name}` |" in documented, name


@pytest.mark.parametrize("value", ["[1, 2]", "true", "1.5"])
def test_a_file_gives_only_text_and_whole_numbers(file: Write, value: str) -> None:
    path = file(f"database = {value}\n")
    with pytest.raises(InvalidSetting) as refusal:
        read_settings({}, {}, path)
    assert str(refusal.value).startswith(f"database in {path}: ")


@pytest.mark.parametrize("content", [b"database = ", b"\xff\xfe", b"database = 'a\nb'"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidSetting) as refusal:
        read_settings({}, {}, path)
    assert str(refusal.value).startswith(f"{path} isn't valid TOML: ")
    assert str(refusal.value).isprintable()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "missing", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(InvalidSetting) as refusal:
            read_settings({}, {}, path)
        assert str(refusal.value) == f"{path} can't be read: {why}."
