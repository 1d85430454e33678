"""The value type of the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Diagnosis", "Status"]

Status = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What one check found.

    Attributes
    ----------
    status: ``problem`` stops romtrack or makes it untrustworthy; ``warning`` costs a part of it.
    detail: what was found, one line.
    remedy: what to do about it, one line; None where there is nothing to do.
    """

    name: str
    status: Status
    detail: str
    remedy: str | None = None
