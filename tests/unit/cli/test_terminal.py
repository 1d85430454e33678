"""Nothing in what is said steers a terminal, and nothing is taken for markup."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from rich.console import Console
from rich.progress import Progress

from romtrack.cli._streams import complain, readable
from romtrack.cli._terminal import COLUMNS, Bars, say, say_json, say_table, say_wrapped, warn

EVIL = "\x1b]0;owned\x07 \x1b[31m\x9b2J\x00\x7f\u202eevil\u2066\udcff :fire: [red]x[/red] [link=x]y[/link]"
SHOWN = EVIL.encode("unicode_escape").decode("ascii")


def steers(text: str) -> bool:
    """Say whether a terminal, or a line of ours, could be steered by it."""
    return any(
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or unicodedata.bidirectional(char) in BIDI
        for char in text.replace("\n", "")
    )


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_every_character_that_steers_is_made_visible() -> None:
    every = "".join(map(chr, range(0x110000)))
    assert steers(every)
    assert not steers(readable(every))


def test_all_other_writing_is_as_it_was() -> None:
    text = "Zoë Müller, 李小龙, محمد, 🦵🏽, 12.5° ± 1.0°"
    assert readable(text) == text


@pytest.mark.parametrize(
    "say_it", [say, say_wrapped, lambda text: say_table(text, [text], [[text]]), warn, complain]
)
def test_whatever_is_said_is_shown_as_it_is(say_it: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(say_it)
    say_it(f"{EVIL} \u2028 \x85")
    told = "".join(capsys.readouterr())
    assert not steers(told)
    assert SHOWN in " ".join(told.split())


def test_json_is_ascii_and_stays_json(capsys: pytest.CaptureFixture[str]) -> None:
    say_json({"name": EVIL})
    told = capsys.readouterr().out
    assert told.isascii()
    assert not steers(told)
    assert json.loads(told) == {"name": EVIL}


def test_the_name_of_a_stage_cannot_steer_either() -> None:
    said = io.StringIO()
    with Progress(*COLUMNS, console=Console(file=said, width=300), auto_refresh=False) as shown:
        Bars(shown).begin(EVIL, 1)
        shown.refresh()
    assert SHOWN in " ".join(said.getvalue().split())
