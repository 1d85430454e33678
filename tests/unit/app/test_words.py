"""Texts: what others wrote is shown as it is, and numbers read like words."""

from __future__ import annotations

import pytest
from app_sessions import measured

from romtrack.app.words import duration, escaped, moment, sentence, value_text, what_measured


def test_markdown_of_others_is_no_markdown() -> None:
    assert escaped("a*b_[c](d) $x$ :red[y] <b>") == r"a\*b\_\[c\]\(d\) \$x\$ \:red\[y\] \<b\>"


def test_line_breaks_do_not_open_a_paragraph() -> None:
    assert escaped("a\n\n# b") == r"a \# b"


def test_a_sentence_begins_and_ends_like_one() -> None:
    assert sentence("turn the laptop") == r"Turn the laptop\."
    assert sentence("Sure?") == "Sure?"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (12.4, "12 s"), (59.6, "1 min 0 s"), (61, "1 min 1 s")]
)
def test_times_to_wait(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_value_is_a_magnitude_with_its_uncertainty() -> None:
    (found,) = measured(0, left=31.68).measurements
    assert value_text(found) == "31.7° ± 1.6°"
    assert what_measured(found) == "Left hip, internal rotation"


def test_a_refused_value_is_no_number() -> None:
    (found,) = measured(0, left=None).measurements
    assert value_text(found) == "No number"


def test_a_session_is_at_its_own_place_and_time() -> None:
    assert moment(measured(1)) == "3 Mar 2026, 18:20"
