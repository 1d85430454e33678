"""The components of the pages, and their scripts: small modules, which node and types read one by one; words.

A component takes one inline script, and a page may load nothing else (its policy), so the modules are put
together when they are loaded, each as a function that is called once, after those that it imports. They
keep to a strict form: ``import { a, b } from "./name.js";`` alone on its line, and ``export`` before the
declaration of one name; only the first module has an ``export default``, which stays.

The words of the page's HTML are between its tags and in its labels; the script looks its own up with
``gettext("...")`` in what the page hands to it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from romtrack.language import gettext, speaking

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Parts", "component", "joined", "parts_of", "script_texts", "texts_in", "translated"]

_WEB: Final = Path(__file__).with_name("web")
_IMPORT: Final = re.compile(r'^import (\{ \w+(?:, \w+)* \}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:(?:async )?function|class|const) (\w+)\b)", re.MULTILINE)
_OTHER: Final = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
_DEFAULT: Final = "export default function "
_WORDS: Final = re.compile(
    r'(?P<before>>|aria-label=")(?P<words>[^<>"]*[A-Za-z]{2}[^<>"]*?)(?P<after>\s*[<"])'
)
_LOOKED_UP: Final = re.compile(r'\b(?:gettext|N_)\("((?:[^"\\]|\\.)*)"')


class Parts(NamedTuple):
    """A component as the browser gets it, and the texts of its script."""

    html: str
    css: str
    script: str
    texts: dict[str, str]


@cache
def parts_of(name: str, language: str) -> Parts:
    """Return the component that is made of ``name``.html, .css and .js in the folder ``web``."""
    html, css = (_WEB.joinpath(f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    script = joined(_WEB / f"{name}.js")
    with speaking(language):
        return Parts(translated(html), css, script, script_texts(script))


@cache
def component(name: str, language: str) -> Callable[..., Any]:
    """Return how a component is shown in a language."""
    html, css, script, _ = parts_of(name, language)
    return st.components.v2.component(f"romtrack_{name}_{language}", html=html, css=css, js=script)


def joined(first: Path) -> str:
    """Return the module ``first`` and all that it imports, from the same folder, as one module.

    Raises
    ------
    ValueError: a line is not in that form, or modules import each other in a ring (a bug of ours).
    """
    parts: dict[str, str] = {}
    _gather(first, parts, ())
    return "\n".join(parts.values())


def _gather(path: Path, parts: dict[str, str], importers: tuple[str, ...]) -> None:
    """Add a module to ``parts``, after those that it imports."""
    if path.stem in importers:
        raise ValueError(f"{path.name} imports itself: {' > '.join((*importers, path.stem))}")
    text = path.read_text(encoding="utf-8")
    for _, name in _IMPORT.findall(text):
        if name not in parts:
            _gather(path.with_name(f"{name}.js"), parts, (*importers, path.stem))
    parts[path.stem] = _part(path, text, is_first=not importers)


def _part(path: Path, text: str, *, is_first: bool) -> str:
    """Return a module without its imports and exports: what it imports are constants, as all modules are."""
    names = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = $\2;", text))
    for line in _OTHER.findall(body):
        if not (is_first and line.startswith(_DEFAULT)):
            raise ValueError(f"{path.name}: not a form that can be put together: {line}")
    return body if is_first else f"const ${path.stem} = (() => {{\n{body}return {{ {names} }};\n}})();\n"


def texts_in(html: str) -> list[str]:
    """Return the words of some HTML, one after the other."""
    return [found["words"].strip() for found in _WORDS.finditer(html)]


def translated(html: str) -> str:
    """Return some HTML with its words in the language in force."""
    return _WORDS.sub(lambda found: f"{found['before']}{gettext(found['words'])}{found['after']}", html)


def script_texts(script: str) -> dict[str, str]:
    """Return the texts that a script looks up, each with what it is in the language in force."""
    return {text: gettext(text) for text in _LOOKED_UP.findall(script)}
