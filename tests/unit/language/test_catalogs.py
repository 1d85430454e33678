"""Every text is in every catalogue, translated, and none is there that romtrack does not say."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import romtrack
from romtrack.language import LANGUAGES, SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.messages.catalog import Catalog

DOCS: Final = Path(__file__).parents[3] / "docs"
OTHERS: Final = [language for language in LANGUAGES if language != SOURCE]
sys.path.insert(0, str(DOCS))

import make_catalogs  # noqa: E402  it is no package's

REMEDY: Final = "python docs/make_catalogs.py, then translate what is empty"
LOOK_UPS: Final = frozenset({"gettext", "ngettext", "pgettext", "N_"})
_VALUE: Final = re.compile(r"\{(\w*)\}")


@cache
def said_by_romtrack() -> set[make_catalogs.Message]:
    return make_catalogs.messages()


def test_no_text_is_looked_up_within_a_formatted_string() -> None:
    """Whether a text in there is found depends on the Python that looks: it would be in no catalogue."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in Path(romtrack.__file__).parent.rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in LOOK_UPS
        if any(isinstance(given, ast.Constant) for given in call.args)
    ]
    assert hidden == []


@pytest.fixture(params=OTHERS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return make_catalogs.known(request.param)


def test_each_catalogue_has_all_texts_and_no_other(catalogue: Catalog) -> None:
    there = {(entry.id, entry.context) for entry in catalogue if entry.id}
    assert there == {(text, context) for text, context in said_by_romtrack()}, REMEDY


def test_nothing_is_left_empty_or_guessed(catalogue: Catalog) -> None:
    poor = [entry.id for entry in catalogue if entry.id and (entry.fuzzy or not all(_forms(entry.string)))]
    assert poor == [], REMEDY


def test_what_is_counted_has_all_forms(catalogue: Catalog) -> None:
    counted = [entry for entry in catalogue if isinstance(entry.id, tuple)]
    assert {len(_forms(entry.string)) for entry in counted} <= {catalogue.num_plurals}


def test_each_translation_has_the_values_of_its_text(catalogue: Catalog) -> None:
    odd = [
        said
        for entry in catalogue
        if entry.id
        for said in _forms(entry.string)
        if not set(_VALUE.findall(_forms(entry.id)[-1])) - {"count"}
        <= set(_VALUE.findall(said))
        <= set(_VALUE.findall(_forms(entry.id)[-1]))
    ]
    assert odd == []


def test_a_sentence_stays_one(catalogue: Catalog) -> None:
    """What ends with a full stop, a question mark or nothing does so in each language."""
    ends = {".": ".", "?": "?", "!": "!"}
    odd = [
        (source, said)
        for entry in catalogue
        if entry.id
        for source, said in zip(_forms(entry.id), _forms(entry.string), strict=True)
        if ends.get(source[-1]) != ends.get(said[-1])
    ]
    assert odd == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_written_as_its_script_writes_it(language: str) -> None:
    """So that changes of several people can be merged line by line."""
    path = make_catalogs.CATALOGS / f"{language}.po"
    assert path.read_text(encoding="utf-8") == make_catalogs.merged(language, said_by_romtrack()), REMEDY


def _forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)
