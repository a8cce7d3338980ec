"""Settings: the command line over the environment over a TOML file over defaults; a bad one is named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kstore_tui.mail.server import MailServer
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


SETTINGS: list[tuple[str, str, str, str, Any, list[Any]]] = [
    ("database", "cli.db", "env.db", "toml.db", "database", ["cli.db", "env.db", "toml.db"]),
    (
        "smtp_url",
        "smtp://cli",
        "smtp://env",
        "smtp://toml",
        "mail_server",
        [MailServer("cli", 25), MailServer("env", 25), MailServer("toml", 25)],
    ),
    (
        "mail_from",
        "cli@store.example",
        "env@store.example",
        "toml@store.test",
        "mail_from",
        ["cli@store.example", "env@store.example", "toml@store.test"],
    ),
    ("bcrypt_cost", "4", "5", "6", "bcrypt_cost", [4, 5, 6]),
    ("theme", "light", "dark", "light", "theme", ["light", "dark", "light"]),
]


@pytest.mark.parametrize(("name", "cli", "env", "toml", "field", "read"), SETTINGS)
def test_the_command_line_wins_over_the_environment_over_the_file(
    file: Write, name: str, cli: str, env: str, toml: str, field: str, read: list[Any]
) -> None:
    path = file(f'{name} = "{toml}"\n')
    variable = f"KSTORE_{name.upper()}"

    def told(command_line: dict[str, str], environment: dict[str, str]) -> object:
        return getattr(read_settings(command_line, environment, path), field)

    assert told({name: cli}, {variable: env}) == read[0]
    assert told({}, {variable: env}) == read[1]
    assert told({}, {}) == read[2]
    assert told({}, {variable: ""}) == read[2]


def test_only_what_is_named_for_this_program_is_taken_from_the_environment() -> None:
    environment = {"DATABASE": "x", "THEME": "light", "kstore_theme": "light", "KSTORE_OTHER": "1"}
    assert read_settings({"database": "d"}, environment).theme == "dark"


def test_a_file_may_give_a_number(file: Write) -> None:
    assert read_settings({}, {}, file("bcrypt_cost = 13\n")).bcrypt_cost == 13


BAD = [
    ("smtp_url", "ftp://x", "This is not the URL of a mail server. Give smtp://host:port"),
    ("mail_from", "nobody", "this is not an email address: An email address must have an @-sign."),
    ("bcrypt_cost", "3", "enter a number from 4 to 31."),
    ("bcrypt_cost", "32", "enter a number from 4 to 31."),
    ("bcrypt_cost", "-5", "enter a number from 4 to 31."),
    ("bcrypt_cost", "ten", "enter a number from 4 to 31."),
    ("theme", "pink", "enter dark or light."),
]


@pytest.mark.parametrize(("name", "value", "line"), BAD)
def test_a_bad_setting_is_named_by_where_it_was_set(file: Write, name: str, value: str, line: str) -> None:
    variable = f"KSTORE_{name.upper()}"
    path = file(f'{name} = "{value}"\n')
    option = f"--{name.removesuffix('_url')}"
    for command_line, environment, where in (
        ({name: value}, {variable: value}, option),
        ({}, {variable: value}, variable),
        ({}, {}, f"{name} in {path}"),
    ):
        with pytest.raises(InvalidSetting) as refusal:
            read_settings(command_line, environment, path)
        assert str(refusal.value).startswith(f"{where}: {line}")


def test_a_bad_setting_that_another_overrules_does_no_harm(file: Write) -> None:
    assert read_settings({"theme": "light"}, {"KSTORE_THEME": "pink"}, file('theme = "red"')).theme == "light"


def test_a_name_that_is_no_setting_is_told(file: Write) -> None:
    path = file('database = "x"\nsmtp = "smtp://host"\n')
    with pytest.raises(InvalidSetting) as refusal:
        read_settings({}, {}, path)
    assert str(refusal.value) == (
        f"{path}: there is no setting 'smtp'. "
        "The settings are database, smtp_url, mail_from, bcrypt_cost, theme."
    )


@pytest.mark.parametrize("value", ["[1, 2]", "{ path = 'x' }", "true", "1.5", "2026-11-24"])
@pytest.mark.parametrize("name", ["database", "bcrypt_cost"])
def test_a_file_gives_only_text_and_whole_numbers(file: Write, name: str, value: str) -> None:
    path = file(f"{name} = {value}\n")
    with pytest.raises(InvalidSetting) as refusal:
        read_settings({}, {}, path)
    assert str(refusal.value).startswith(f"{name} in {path}: ")


@pytest.mark.parametrize("content", [b"database = ", b"= 1", b"\xff\xfe", b"database = 'a\nb'", b"[["])
def test_a_file_that_is_no_toml_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidSetting) as refusal:
        read_settings({}, {}, path)
    assert str(refusal.value).startswith(f"{path} isn't valid TOML: ")
    assert str(refusal.value).isprintable()


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "missing", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(InvalidSetting) as refusal:
            read_settings({}, {}, path)
        assert str(refusal.value) == f"{path} can't be read: {why}."


SECRETS = [
    "smtp://store:hunter22@host:x",
    "smtp://store:hunter22/@host",
    "hunter22",
    "https://store:hunter22@host",
]


@pytest.mark.parametrize("url", SECRETS)
def test_no_line_holds_a_password(file: Write, url: str) -> None:
    path = file(f'smtp_url = "{url}"\n')
    for command_line, environment in (({"smtp_url": url}, {}), ({}, {"KSTORE_SMTP_URL": url}), ({}, {})):
        with pytest.raises(InvalidSetting) as refusal:
            read_settings(command_line, environment, path)
        assert "hunter22" not in str(refusal.value)
        assert refusal.value.__cause__ is None


def test_settings_show_no_password() -> None:
    settings = read_settings({"database": "x", "smtp_url": "smtp://store:hunter22@localhost"}, {})
    assert settings.mail_server.password == "hunter22"
    assert "hunter22" not in repr(settings)
