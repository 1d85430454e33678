"""One name, one meaning: a type's name exists once in the package."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import romtrack

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(romtrack.__file__).parent


def test_a_type_s_name_exists_once() -> None:
    places = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        for name in _types(ast.parse(path.read_text(encoding="utf-8"))):
            places[name].add(path.relative_to(PACKAGE).as_posix())
    assert not {name: sorted(where) for name, where in places.items() if len(where) > 1}


def _types(module: ast.Module) -> Iterator[str]:
    """Yield the public classes of a module, and the names that it gives to types."""
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        else:
            continue
        if name[0].isupper() and not name.isupper():
            yield name
