"""Everybody is listed, found, corrected, merged, deleted, brought back and erased in the app."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from app_sessions import log, measured, shown
from streamlit.testing.v1 import AppTest

from romtrack.clock import local_now
from romtrack.store import open_repository
from romtrack.types import WEEKDAYS, PlanItem

if TYPE_CHECKING:
    from pathlib import Path

    from romtrack.types import Person

PEOPLE = """
import streamlit as st
from romtrack.app import everybody, people
other = st.Page(lambda: None, title="Other", url_path="other")
third = st.Page(lambda: None, title="Third", url_path="third")
people.show()
this = st.Page(lambda: everybody.show(other, third), title="This", url_path="this")
st.navigation([this, other, third]).run()
"""
ODD = "<b>=cmd|' /C calc'!A0</b> **x**"


@pytest.fixture(autouse=True)
def log_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'romtrack.db'}"
    monkeypatch.setenv("ROMTRACK_DATABASE_URL", url)
    return url


def press(test: AppTest, label: str) -> None:
    next(each for each in test.button if each.label == label).click().run()
    assert not test.exception


def entries(test: AppTest) -> list[str]:
    return [each.label for each in test.button if str(each.key).startswith("open-")]


def texts(test: AppTest) -> str:
    kinds = (test.title, test.markdown, test.info, test.success, test.error)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def found(name: str) -> Person:
    with open_repository() as repository:
        person = repository.roster.find(name)
    assert person is not None
    return person


def opened(name: str) -> AppTest:
    test = AppTest.from_string(PEOPLE, default_timeout=20)
    test.query_params["who"] = found(name).id.hex
    test.run()
    assert not test.exception
    return test


def names() -> list[str]:
    with open_repository() as repository:
        return [one.person.name for one in repository.roster.all(local_now())]


def test_everybody_with_the_last_values_and_how_busy_they_were(log_url: str) -> None:
    lately = local_now() - timedelta(days=3)
    log(log_url, measured(0, left=12.0), measured(9, left=24.0), measured(1, "Grace", right=30.0))
    log(log_url, replace(measured(20, "Grace", right=31.0), recorded_at=lately))
    with open_repository() as repository:
        today = local_now().date()
        every_day = PlanItem(uuid4(), "clamshell", "both", 3, 20, None, WEEKDAYS, today)
        repository.entries.add("Grace", [every_day, replace(every_day, id=uuid4(), exercise="pigeon")])
    test = shown(PEOPLE)
    assert entries(test) == ["Grace", "Ada"]
    assert "2 sessions · 1 in the last two weeks · 2 exercises still due today" in texts(test)
    assert texts(test).count("due today") == 1
    assert r"left internal 24\.0° ±1\.6, \+12\.0° since the first\: a gain" in texts(test)
    test.text_input[-1].set_value("GRA").run()
    assert entries(test) == ["Grace"]
    test.text_input[-1].set_value("nobody").run()
    assert "Nobody of that name" in texts(test)


def test_who_is_opened_is_active_and_is_corrected(log_url: str) -> None:
    log(log_url, measured(0, "Ana", left=12.0), measured(1, "Grace", left=24.0))
    test = shown(PEOPLE)
    press(test, "Ana")
    assert test.selectbox(key="person").value == found("Ana").id.hex
    [each for each in test.text_input if each.label == "Name or alias"][-1].set_value(ODD)
    next(each for each in test.number_input if each.label == "Year of birth").set_value(1980)
    test.text_area[0].set_value("a hip of steel")
    press(test, "Save")
    assert (found(ODD).birth_year, found(ODD).notes) == (1980, "a hip of steel")
    [each for each in test.text_input if each.label == "Name or alias"][-1].set_value("grace")
    press(test, "Save")
    assert "Grace has this name already" in texts(test)


def test_two_who_are_one_are_merged_and_parted_again(log_url: str) -> None:
    log(log_url, measured(0, "Ana", left=12.0), measured(1, "Anna", left=24.0))
    test = opened("Ana")
    next(each for each in test.selectbox if each.label == "Into").select(found("Anna").id)
    press(test.run(), "Merge")
    assert (entries(test), names()) == (["Anna"], ["Anna"])
    assert r"1 session of Ana went to Anna\." in texts(test)
    press(test, "Undo")
    assert names() == ["Anna", "Ana"]
    assert "went to" not in texts(test)


def test_who_was_deleted_comes_back_from_the_bin(log_url: str) -> None:
    log(log_url, measured(0, "Ana", left=12.0), measured(1, "Anna", left=24.0))
    test = opened("Ana")
    press(test, "Delete")
    assert "in the bin for 30 days" in texts(test)
    press(test, "All people")
    assert entries(test) == ["Anna"]
    press(test, "Put back")
    assert entries(test) == ["Anna", "Ana"]


def test_erasing_asks_whether_it_is_meant_and_says_how_much(log_url: str) -> None:
    log(log_url, measured(0, "Ana", left=12.0), measured(1, "Anna", left=24.0))
    test = opened("Ana")
    (button,) = (each for each in test.button if each.label == "Erase")
    assert button.disabled
    test.checkbox[0].check().run()
    press(test, "Erase")
    assert r"Ana is erased\: 1 session removed, 0\." in texts(test)
    assert names() == ["Anna"]
    with open_repository() as repository:
        assert repository.roster.binned() == []


@pytest.mark.parametrize("action", ["Merge", "Erase"])
def test_who_was_erased_in_another_tab_is_one_line(log_url: str, action: str) -> None:
    log(log_url, measured(0, "Ana", left=12.0), measured(1, "Anna", left=24.0))
    test = opened("Ana")
    next(each for each in test.selectbox if each.label == "Into").select(found("Anna").id).run()
    test.checkbox[0].check().run()
    with open_repository() as repository:
        repository.erase("Ana")
    press(test, action)
    assert "not in the log any more" in texts(test)
    assert names() == ["Anna"]


def test_a_list_of_many_reads_only_what_it_shows(log_url: str) -> None:
    log(log_url, *(measured(day, f"Nobody {day}", left=20.0) for day in range(23)))
    test = shown(PEOPLE)
    assert len(entries(test)) == 20
    test.number_input[0].set_value(2).run()
    assert entries(test) == ["Nobody 2", "Nobody 1", "Nobody 0"]
