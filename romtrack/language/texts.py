"""Looking texts up in the language in force; values are put in by their names."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Final

from romtrack.language.speaking import LANGUAGES, PSEUDO, SOURCE, spoken

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

__all__ = ["N_", "gettext", "ngettext", "pgettext", "sources"]

_OPEN: Final = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}"
_CLOSE: Final = "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"


def N_(text: str) -> str:  # noqa: N802  gettext's own name for it
    """Return a text as it is: it belongs into the catalogue, and is looked up where it is shown."""
    return text


def gettext(text: str, **values: object) -> str:
    """Return a text in the language in force, with values in place of their names in braces."""
    return _filled(_translations(spoken()).gettext(text) if text else "", text, values)


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Return the text for a number of things, which is ``{count}`` in it."""
    return _filled(_translations(spoken()).ngettext(one, many, count), one, {"count": count, **values})


def pgettext(context: str, text: str, **values: object) -> str:
    """Return a text that means several things, as it is said in this context."""
    return _filled(_translations(spoken()).pgettext(context, text), text, values)


def _filled(text: str, source: str, values: dict[str, object]) -> str:
    if spoken() == PSEUDO and source in sources():
        values = {name: f"{_CLOSE}{value}{_OPEN}" for name, value in values.items()}
        text = f"{_OPEN}{text}{_CLOSE}"
    return text.format(**values) if values else text


@cache
def sources() -> dict[str, tuple[str, ...]]:
    """Return all English texts of the catalogue; of one that is counted, that of one and that of many."""
    entries = (entry.id for entry in _catalogue(next(code for code in LANGUAGES if code != SOURCE)))
    forms = ((entry,) if isinstance(entry, str) else tuple(entry) for entry in entries)
    return {each[0]: each for each in forms if each[0]}


@cache
def _translations(language: str) -> NullTranslations:
    """Return the translations into a language; none where English is wanted."""
    if language not in LANGUAGES or language == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # noqa: PLC0415  as below

    compiled = BytesIO()
    write_mo(compiled, _catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _catalogue(language: str) -> Catalog:
    # A tenth of a second, which only those wait for who want another language.
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (files("romtrack.language") / "catalogs" / f"{language}.po").open("rb") as catalogue:
        return read_po(catalogue, locale=language)
