"""Bring the catalogues of ``romtrack/language`` up to date with the texts that romtrack shows.

Texts that are new get an empty translation, those that are gone go, and so does what is fuzzy: nothing is
guessed. What it finds: what Python's code looks up or marks (``gettext`` and its kin, ``N_``), what the live
page's script does, the reports' templates, the words of its HTML, and what the exercise cards and plans say.
"""

from __future__ import annotations

import sys
import tomllib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from romtrack.app.live.script import texts_in
from romtrack.exercises import texts_of
from romtrack.language import LANGUAGES, SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

ROOT: Final = Path(__file__).parents[1]
CATALOGS: Final = ROOT / "romtrack" / "language" / "catalogs"
_PLURALS: Final = "nplurals=2; plural=(n != 1);"  # of most of Europe; a catalogue of another one says its own
_KEYWORDS: Final = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "N_": None}
_HEAD: Final = r"""# What romtrack says to people, in {name}. How to change it: CONTRIBUTING.md.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Language: {code}\n"
"Plural-Forms: {plurals}\n"

"""

Message = tuple[str | tuple[str, ...], str | None]
"""An English text (of one and of many, where it is counted), and its context."""


def messages(root: Path = ROOT) -> set[Message]:
    """Return all texts of romtrack."""
    package = root / "romtrack"
    found: set[Message] = set()
    for path in sorted(package.rglob("*.py")):
        found |= set(_called(path, "python"))
    for path in sorted((package / "app" / "live" / "web").glob("*.js")):
        found |= set(_called(path, "javascript"))
    for path in (package / "reports" / "templates").glob("*.j2"):
        found |= set(_called(path, babel_extract))
    for path in (package / "app" / "live" / "web").glob("*.html"):
        found |= {(text, None) for text in texts_in(path.read_text(encoding="utf-8"))}
    for folder in ("catalog", "plans"):
        for path in (package / "exercises" / folder).glob("*.toml"):
            card = tomllib.loads(path.read_text(encoding="utf-8"))
            found |= {(text, None) for text in texts_of(card)}
    return found


def _called(path: Path, kind: str | Callable[..., Any]) -> Iterator[Message]:
    with path.open("rb") as file:
        for _, text, _, context in extract(kind, file, _KEYWORDS):
            yield text, context


def known(language: str) -> Catalog:
    """Return a catalogue as it is; an empty one where there is none yet."""
    path = CATALOGS / f"{language}.po"
    head = _HEAD.format(name=LANGUAGES[language], code=language, plurals=_PLURALS).encode()
    return read_po(BytesIO(path.read_bytes() if path.exists() else head), locale=language)


def merged(language: str, texts: Iterable[Message]) -> str:
    """Return the text of a catalogue with all these messages and no other."""
    old, new = known(language), Catalog(locale=language)
    new.mime_headers = [("Plural-Forms", old.plural_forms)]
    for text, context in texts:
        before = old.get(text if isinstance(text, str) else text[0], context)
        said = before.string if before is not None and not before.fuzzy else ""
        counted = isinstance(text, tuple)
        new.add(text, said if isinstance(said, tuple) == counted else "", context=context)
    file = BytesIO()
    write_po(file, new, width=0, omit_header=True, sort_output=True)
    head = _HEAD.format(name=LANGUAGES[language], code=language, plurals=new.plural_forms)
    return head + file.getvalue().decode("utf-8").rstrip() + "\n"


def main() -> None:
    """Write every catalogue anew; say how many texts nobody has translated yet."""
    texts = messages()
    for language in LANGUAGES:
        if language != SOURCE:
            path = CATALOGS / f"{language}.po"
            path.write_text(merged(language, texts), encoding="utf-8", newline="\n")
            missing = sum(not one.string or not all(one.string) for one in known(language) if one.id)
            sys.stdout.write(f"{path.name}: {len(texts)} texts, {missing} not translated\n")


if __name__ == "__main__":
    main()
