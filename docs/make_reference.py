"""Make docs/reference.md from the docstrings of what ``import romtrack`` promises."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import romtrack

_HEAD = """# Reference

Made from the docstrings by `python docs/make_reference.py`; what it promises: [api.md](api.md).
"""


def reference() -> str:
    """Return the reference of everything public, as Markdown."""
    known = {name: getattr(romtrack, name) for name in romtrack.__all__}
    functions = {name: one for name, one in known.items() if inspect.isfunction(one)}
    types = {name: one for name, one in known.items() if inspect.isclass(one)}
    parts = [_HEAD, "## Functions\n", *(_function(name, one) for name, one in sorted(functions.items()))]
    parts += ["## Types\n", *(_type(name, one) for name, one in sorted(types.items()))]
    return "\n".join(parts)


def _function(name: str, function: object, level: str = "###") -> str:
    assert callable(function)  # noqa: S101  the caller's
    return f"{level} `{name}{_plain(str(inspect.signature(function)))}`\n\n{_text(function)}\n"


def _type(name: str, known: type) -> str:
    parts = [f"### `{name}`\n", _text(known) + "\n"]
    if dataclasses.is_dataclass(known):
        parts += ["| field | type |", "|---|---|", *map(_row, dataclasses.fields(known)), ""]
    for member, one in vars(known).items():
        if member.startswith("_") or not (inspect.isfunction(one) or isinstance(one, property | classmethod)):
            continue
        if isinstance(one, property):
            parts.append(f"**`{member}`**: {_text(one)}\n")
        else:
            inner = one.__func__ if isinstance(one, classmethod) else one
            parts.append(_function(f"{name}.{member}", inner, "####"))
    return "\n".join(parts)


def _text(documented: object) -> str:
    """Return a docstring as Markdown: numpydoc's headings in bold, double backticks single."""
    text = inspect.getdoc(documented) or ""
    text = re.sub(r"^(\w+)\n-+$", r"**\1**\n", text, flags=re.MULTILINE)
    return text.replace("``", "`")


def _in_table(field: dataclasses.Field[object]) -> str:
    return _plain(str(field.type)).replace(" | ", " or ")


_PATH = re.compile(r"\b(?:romtrack|collections|pathlib|os|numpy|datetime)(?:\.\w+)*\.(\w+)")


def _row(field: dataclasses.Field[object]) -> str:
    return f"| `{field.name}` | `{_plain(str(field.type)).replace(' | ', ' or ')}` |"


_PATH = re.compile(r"\b(?:romtrack|collections|pathlib|os|numpy|datetime)(?:\.\w+)*\.(\w+)")


def _plain(text: str) -> str:
    """Return a signature without quotes and module paths."""
    return _PATH.sub(r"\1", text.replace("'", ""))


if __name__ == "__main__":
    (Path(__file__).parent / "reference.md").write_text(reference(), encoding="utf-8")
