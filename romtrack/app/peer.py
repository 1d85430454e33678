"""Whose program it is that connects from this machine, where the system tells: Linux does.

The key alone would not do: browsers send a cookie to every port of a machine, also to a server that
another user runs there.
"""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Final

__all__ = ["is_another_user"]

_TABLES: Final = (Path("/proc/self/net/tcp"), Path("/proc/self/net/tcp6"))  # proc(5)
_WORD_BYTES: Final = 4
_LOCAL, _REMOTE, _USER = 1, 2, 7
_ROOT: Final = 0  # may read all that there is anyway, and relays connections (WSL)


def is_another_user(client: tuple[str, int], server: tuple[str, int]) -> bool:
    """Say whether it is certain that another user of this machine holds the client's end."""
    if sys.platform != "linux":
        return False
    return _user(client, server) not in {None, _ROOT, os.getuid()}


def _user(client: tuple[str, int], server: tuple[str, int]) -> int | None:
    """Return who holds the client's end, None = it is not known (it has let go of it, say)."""
    ends = _as_listed(*client), _as_listed(*server)
    for table in _TABLES:
        if not table.exists():
            continue
        for line in table.read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[_LOCAL].endswith(ends[0]) and fields[_REMOTE].endswith(ends[1]):
                return int(fields[_USER])
    return None


def _as_listed(host: str, port: int) -> str:
    """Return an end as the tables write it; one of IPv4 is the end of the same one in IPv6."""
    packed = ip_address(host).packed
    words = (packed[at : at + _WORD_BYTES] for at in range(0, len(packed), _WORD_BYTES))
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words) + f":{port:04X}"
