"""Settings: the command line over the environment over a TOML file over defaults."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from platformdirs import user_data_path

from kstore_tui.mail.smtp import MailServer, read_mail_server

THEMES = ("dark", "light")
_COSTS = range(4, 32)  # what bcrypt can do
_COUNTS = range(1, 100_001)


class InvalidSetting(ValueError):
    """A setting can't be used. `str()` is the line for the person and says where it was set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the program."""

    database: str
    """A path or a `sqlite:` URL."""
    mail_server: MailServer
    mail_from: str = "no-reply@store.example"
    """The sender of all mails."""
    bcrypt_cost: int = 12
    """The cost of a password's hash: one more takes twice as long."""
    theme: str = "dark"
    """`dark` or `light`."""
    listen: tuple[str, int] = ("127.0.0.1", 2222)
    """The host and port of `serve`; an empty host means every address."""
    authorized_keys: Path | None = None
    """The keys that may connect to `serve`; without it, everyone may."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """The networks of load balancers whose PROXY protocol header gives the client's address."""
    max_sessions: int = 500
    max_sessions_per_address: int = 20
    connections_per_minute: int = 60
    """From one address."""
    seconds_to_session: int = 20
    """From the connection to a session on it."""
    seconds_to_log_in: int = 120
    """Without a key, for someone who hasn't logged in."""


def read_settings(
    command_line: Mapping[str, str], environment: Mapping[str, str], file: Path | None = None
) -> Settings:
    """Return the settings.

    Args:
        command_line: Settings by name (`database`, `smtp_url`, …). They win.
        environment: The same names in upper case after `KSTORE_`, such as `KSTORE_SMTP_URL`.
        file: A TOML file with the same names.

    Raises:
        InvalidSetting: One of them can't be used.
    """
    given: dict[str, tuple[str, str]] = {}  # the value and where it was set, by name
    if file is not None:
        given |= {name: (value, f"{name} in {file}") for name, value in _read_file(file).items()}
    for name in _READERS:
        variable = f"KSTORE_{name.upper()}"
        if environment.get(variable):
            given[name] = (environment[variable], variable)
        if name in command_line:
            option = name.removesuffix("_url").replace("_", "-")
            given[name] = (command_line[name], f"--{option}")
    read: dict[str, Any] = {}
    for name, (value, where) in given.items():
        field, reader = _READERS[name]
        try:
            read[field] = reader(value)
        except ValueError as error:
            raise InvalidSetting(f"{where}: {error}") from None
    if "database" not in read:
        read["database"] = str(user_data_path("kstore-tui", appauthor=False) / "store.sqlite3")
    return Settings(**({"mail_server": MailServer("127.0.0.1", 1025)} | read))


def _read_file(file: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidSetting(f"{file} can't be read: {error.strerror or error}.") from None
    except ValueError as error:  # broken TOML, or not UTF-8
        raise InvalidSetting(f"{file} isn't valid TOML: {error}.") from None
    if unknown := sorted(content.keys() - _READERS.keys()):
        raise InvalidSetting(
            f"{file}: unknown setting {unknown[0]!r}. The settings are {', '.join(_READERS)}."
        )
    for name, value in content.items():
        if type(value) not in (str, int):
            raise InvalidSetting(f"{name} in {file}: must be a string or an integer.")
    return {name: str(value) for name, value in content.items()}


def _read_database(value: str) -> str:
    if not value:
        raise ValueError("must be a path.")
    return value


def _read_address(value: str) -> str:
    from email_validator import EmailNotValidError, validate_email  # slow to import

    try:
        # Mails may come from a host that the world doesn't know, such as one under .test.
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueError(f"must be an email address. {error}") from None


def _read_number(allowed: range) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isdecimal() or int(value) not in allowed:
            raise ValueError(f"must be a number from {allowed[0]} to {allowed[-1]}.")
        return int(value)

    return read


def _read_theme(value: str) -> str:
    if value not in THEMES:
        raise ValueError(f"must be {' or '.join(THEMES)}.")
    return value


def read_host_and_port(value: str) -> tuple[str, int]:
    """Return the host and port of `HOST:PORT`; an empty host means every address.

    Raises:
        ValueError: It is something else. `str()` is the line for the person.
    """
    try:
        parts = urlsplit(f"//{value}")
        if parts.port is not None and parts.netloc == value and "@" not in value:
            return parts.hostname or "", parts.port
    except ValueError:
        pass
    raise ValueError("must be HOST:PORT, such as 127.0.0.1:2222, or :2222 for every address of this host.")


def _read_file_name(value: str) -> Path:
    return Path(value).expanduser()


def _read_networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(_unmapped(ip_network(each)) for each in value.replace(",", " ").split())
    except ValueError:
        raise ValueError("must be IP addresses or networks, such as 10.0.0.0/24.") from None


def _unmapped(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """Return a network of IPv4 addresses as one, however it is written."""
    if isinstance(network, IPv6Network) and (first := network.network_address.ipv4_mapped):
        return IPv4Network((first, network.prefixlen - 96))
    return network


_READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "database": ("database", _read_database),
    "smtp_url": ("mail_server", read_mail_server),
    "mail_from": ("mail_from", _read_address),
    "bcrypt_cost": ("bcrypt_cost", _read_number(_COSTS)),
    "theme": ("theme", _read_theme),
    "listen": ("listen", read_host_and_port),
    "authorized_keys": ("authorized_keys", _read_file_name),
    "trusted_proxy": ("trusted_proxies", _read_networks),
    "max_sessions": ("max_sessions", _read_number(_COUNTS)),
    "max_sessions_per_address": ("max_sessions_per_address", _read_number(_COUNTS)),
    "connections_per_minute": ("connections_per_minute", _read_number(_COUNTS)),
    "seconds_to_session": ("seconds_to_session", _read_number(_COUNTS)),
    "seconds_to_log_in": ("seconds_to_log_in", _read_number(_COUNTS)),
}
"""The settings by name: the field of `Settings`, and what makes it of text."""
