"""One person is active on every page: chosen, new, or asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_sessions import FIRST_DAY, log, measured, page, shown

from romtrack.app.words import escaped
from romtrack.store import open_repository

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

PROGRESS = page("progress")
ODD = (
    "<b>Bold</b> **x** :red[y]",
    "=cmd|' /C calc'!A0",
    "\u202e\u05e9\u05dc\u05d5\u05dd",
    "Maximiliane " * 16 + "Maximili",
)


@pytest.fixture(autouse=True)
def log_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    return url


def names() -> list[str]:
    with open_repository() as repository:
        return [one.person.name for one in repository.roster.all(FIRST_DAY)]


def press(test: AppTest, label: str) -> None:
    next(each for each in test.button if each.label == label).click().run()
    assert not test.exception


def add(test: AppTest, name: str) -> None:
    test.text_input(key="person-typed").set_value(name)
    press(test, "Add")


def whose(test: AppTest) -> str:
    return next(each.value for each in test.markdown if each.value.startswith("Sessions of"))


def test_whose_session_is_the_latest_is_active_first_and_the_choice_holds(log_url: str) -> None:
    log(log_url, measured(0, left=25.0), measured(1, "Grace", left=40.0), measured(-1, "Zoe", left=35.0))
    test = shown(PROGRESS)
    assert test.selectbox(key="person").options == ["Grace", "Ada", "Zoe"]
    test.selectbox(key="person").select_index(1).run()
    assert whose(test) == "Sessions of **Ada**"
    log(log_url, measured(9, "Grace", left=41.0))
    assert whose(test.run()) == "Sessions of **Ada**", "who measures elsewhere changes nothing here"


def test_a_new_person_is_active_at_once_and_measured(log_url: str) -> None:
    log(log_url, measured(0, left=25.0))
    test = shown(PROGRESS)
    add(test, "  Grace   Hopper ")
    assert names() == ["Ada", "Grace Hopper"]
    assert whose(test) == "Sessions of **Grace Hopper**"
    assert not test.metric
    assert test.text_input(key="person-typed").value == ""


def test_a_name_in_other_letters_is_the_same_person(log_url: str) -> None:
    log(log_url, measured(0, left=25.0), measured(1, "Grace", left=40.0))
    test = shown(PROGRESS)
    add(test, "ADA")
    assert names() == ["Grace", "Ada"]
    assert whose(test) == "Sessions of **Ada**"


@pytest.mark.parametrize(("answer", "known"), [("Yes, Ada", ["Ada"]), ("No, add Adah", ["Ada", "Adah"])])
def test_a_name_one_letter_from_a_known_one_asks_first(log_url: str, answer: str, known: list[str]) -> None:
    log(log_url, measured(0, left=25.0))
    test = shown(PROGRESS)
    add(test, "Adah")
    assert names() == ["Ada"]
    assert [each.value for each in test.warning] == ["There is no Adah yet. Did you mean Ada?"]
    press(test, answer)
    assert names() == known
    assert whose(test) == f"Sessions of **{known[-1]}**"
    assert not test.warning


def test_no_name_is_no_person() -> None:
    test = shown(PROGRESS)
    add(test, "   ")
    assert [each.value for each in test.error] == [r"A person needs a name, or an alias\."]
    assert names() == []


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_text(log_url: str, name: str) -> None:
    log(log_url, measured(0, left=25.0))
    test = shown(PROGRESS)
    add(test, name)
    assert name.strip() in test.selectbox(key="person").options
    assert whose(test) == f"Sessions of **{escaped(name)}**"


def test_who_was_deleted_elsewhere_is_active_no_more(log_url: str) -> None:
    log(log_url, measured(0, left=25.0), measured(1, "Grace", left=40.0))
    test = shown(PROGRESS)
    with open_repository() as repository:
        repository.records.delete_person("Grace")
    assert whose(test.run()) == "Sessions of **Ada**"


def test_without_a_log_nobody_is_chosen_and_every_page_works(tmp_path: Path) -> None:
    (tmp_path / "romtrack.db").write_bytes(b"no database at all" * 100)
    for script in (page("measure"), page("train"), page("analyze"), page("learn")):
        test = shown(script)
        assert ["cannot be read" in each.value for each in test.markdown if "nobody else" in each.value] == [
            True
        ]
