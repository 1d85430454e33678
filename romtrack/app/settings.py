"""The settings of both ways of starting: the shipped ones, and nobody else's.

Streamlit also reads the environment and a ``config.toml`` in the current and the home folder, each of
which could open the app to others. What is held here is put back whenever Streamlit has read them.
"""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from streamlit import config

from romtrack.app.guard import LOOPBACK
from romtrack.app.shipped import CONFIG
from romtrack.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_early", "hold", "settings"]

_FREE: Final = frozenset(
    {"server.port", "server.headless", "logger.level", "logger.messageFormat", "logger.enableRich"}
)
_EARLY: Final = ("server.address", "server.sslCertFile", "server.sslKeyFile")


def settings(address: str = LOOPBACK) -> dict[str, Any]:
    """Return the shipped configuration with dotted names."""
    shipped = dict(_dotted(tomllib.loads(CONFIG.read_text(encoding="utf-8"))))
    return {**shipped, "server.address": address}


def _dotted(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def hold(address: str = LOOPBACK) -> None:
    """Let only the shipped settings count, from now on and whenever Streamlit reads its own again."""
    ours = settings(address)
    config.on_config_parsed(lambda: _put_back(ours), lock=True)  # now, where they have been read
    config.on_config_parsed(lambda: _put_back(ours), force_connect=True, lock=True)


def _put_back(ours: dict[str, Any]) -> None:
    options = config.get_config_options()
    for name, unset in config._config_options_template.items():  # noqa: SLF001  a value can be set, not unset
        if name in ours:
            options[name].set_value(ours[name], "romtrack")
        elif name not in _FREE:
            options[name] = deepcopy(unset)


def check_early() -> None:
    """Refuse what ``streamlit run`` has acted upon before the app could hold its settings.

    Raises
    ------
    UsageError: it listens on another address than this machine's own, or as another server.
    """
    ours = settings()
    told = [name for name in _EARLY if config.get_option(name) != ours.get(name)]
    if told:
        raise UsageError(
            f"this app keeps to {LOOPBACK}, but Streamlit was told another {', '.join(told)} (environment, "
            "option or config.toml): unset it, or choose an address with romtrack app --address"
        )
