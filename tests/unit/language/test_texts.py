from __future__ import annotations

import threading
from datetime import datetime

import pytest

from romtrack import units
from romtrack.exercises import exercise
from romtrack.language import (
    N_,
    PSEUDO,
    SOURCE,
    gettext,
    ngettext,
    preferred,
    retold,
    speak,
    speaking,
    spoken,
)

WHEN = datetime(2026, 12, 1, 9, 5)  # noqa: DTZ001  only its date is written


def test_english_is_spoken_until_somebody_asks_for_another_language_and_after_that_again() -> None:
    said = []
    with speaking("de"):
        said.append(gettext("Camera"))
        other = threading.Thread(target=lambda: said.append(gettext("Camera")))
        other.start()
        other.join()
    said.append(gettext("Camera"))
    assert said == ["Kamera", "Camera", "Camera"]


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr' is no language of romtrack's; there are en, de, es"):
        speak("fr")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, SOURCE),
        ("", SOURCE),
        ("de", "de"),
        ("es-MX", "es"),
        ("fr-FR, de;q=0.5, es;q=0.8", "es"),
        ("fr, it;q=0.9", SOURCE),
        ("en-GB,en;q=0.9,de;q=0.8", SOURCE),
        ("de;q=x, es;q=0.1", "es"),
        ("xx", SOURCE),
    ],
)
def test_a_browser_is_spoken_to_in_the_language_that_it_likes_best(
    accepted: str | None, language: str
) -> None:
    assert preferred(accepted) == language


def test_numbers_and_dates_are_written_as_where_the_language_is_spoken() -> None:
    written = {}
    for language in ("en", "de", "es"):
        with speaking(language):
            written[language] = (units.degrees(-12.34, signed=True), units.day(WHEN), units.month(WHEN))
    assert written == {
        "en": ("-12.3°", "1 Dec 2026", "December 2026"),
        "de": ("-12,3°", "1. Dez. 2026", "Dezember 2026"),
        "es": ("-12,3°", "1 dic 2026", "diciembre de 2026"),
    }


def test_the_false_language_shows_what_is_of_the_catalogue_and_what_is_not() -> None:
    with speaking(PSEUDO):
        assert gettext("Camera {number}", number=2) == "⟦Camera ⟧2⟦⟧"
        assert gettext("Camera") == "⟦Camera⟧"
        assert gettext(N_("not there")[:8]) == "not ther"


def test_what_was_kept_in_english_is_retold_with_its_values() -> None:
    kept = "12.5 to 13.0 s"
    assert retold(kept) == kept
    with speaking("de"):
        assert retold("Camera") == "Kamera"
        assert retold("Camera 2") == "Kamera 2"
        assert retold(kept) == kept, "too little of it is words to be sure"
        assert retold("Camera: Pause") == "Kamera: Pause"
        assert retold("what a person wrote") == "what a person wrote"


def test_an_exercise_speaks_the_language_in_force_and_keeps_its_reasons_as_they_are() -> None:
    english = exercise("clamshell")
    with speaking("es"):
        spanish = exercise("clamshell")
        assert spoken() == "es"
    assert (english.title, spanish.title) == ("Clam shell", "La almeja")
    assert spanish.guards == english.guards
    assert len(spanish.steps) == len(english.steps)
    assert exercise("clamshell") is english


def test_of_one_and_of_many_each_language_has_its_own_words() -> None:
    assert ngettext("{count} thing", "{count} things", 1) == "1 thing"
    assert ngettext("{count} thing", "{count} things", 0) == "0 things"
