"""The language of the pages: the browser's, or the one that was chosen; a live session takes it along."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from romtrack.app.live.booths import Booth
from romtrack.app.live.script import parts_of
from romtrack.language import PSEUDO, speaking
from romtrack.live import Plan

SCRIPT = """
import streamlit as st
from romtrack.app import tongue
from romtrack.language import gettext

tongue.keep()
tongue.show()
st.write(gettext("Camera"))
"""


def opened(language: str = "") -> AppTest:
    test = AppTest.from_string(SCRIPT, default_timeout=20)
    if language:
        test.query_params["lang"] = language
    return test.run()


def test_who_asks_for_nothing_is_spoken_to_in_english() -> None:
    test = opened()
    assert (test.markdown[0].value, dict(test.query_params)) == ("Camera", {})
    assert test.selectbox(key="language").options == ["English", "Deutsch", "Español"]


def test_a_language_is_chosen_and_kept_in_the_address() -> None:
    test = opened()
    for code, said in (("de", "Kamera"), ("es", "Cámara"), ("en", "Camera")):
        test.selectbox(key="language").set_value(code).run()
        assert not test.exception
        assert (test.markdown[0].value, test.query_params["lang"]) == (said, code)


@pytest.mark.parametrize(("asked", "said"), [("es", "Cámara"), ("fr", "Camera"), (PSEUDO, "⟦Camera⟧")])
def test_the_address_says_which_language_where_there_is_one(asked: str, said: str) -> None:
    assert opened(asked).markdown[0].value == said


def test_a_live_session_speaks_the_language_of_its_page() -> None:
    with speaking("es"):
        booth = Booth(Plan())
    booth.executor.shutdown()
    assert booth.language == "es"


def test_the_stage_is_written_in_its_language_and_its_script_is_given_its_own_texts() -> None:
    parts = parts_of("stage", "de")
    assert ">Weiter <kbd>N</kbd>" in parts.html
    assert 'aria-label="Sitzung mit der Kamera"' in parts.html
    assert parts.texts["No camera was found"] == "Keine Kamera gefunden"
    assert set(parts_of("stage", "en").texts.values()) == set(parts.texts)
