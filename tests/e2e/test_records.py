"""What is kept is put right in a real browser: corrected, replaced, deleted, merged, and brought back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import CHROMIUM, FLAGS, MISSING
from conftest import SAMPLES, excerpt
from playwright.sync_api import TimeoutError, expect, sync_playwright  # noqa: A004
from running_app import running, tool
from sessions import measurement, session_of, trial

from romtrack.store import Correction, open_repository
from romtrack.video import VideoReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run
    from playwright.sync_api import Page

    from romtrack.types import Session

ANALYSED_WITHIN_MS = 90_000
NOTE = "after the operation"

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason=MISSING),
]


def of(person: str, day: int, value_deg: float) -> Session:
    when = datetime(2026, 3, 2, 18, 20, tzinfo=UTC) + timedelta(days=day, minutes=day)
    trials = [trial(value_deg, (4.0 * at, 4.0 * at + 1, 4.0 * at + 3)) for at in range(3)]
    measured = (measurement(value_deg, trials),)
    return session_of(
        person=person, video=None, recorded_at=when, recorded_by="camera", measurements=measured
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


@pytest.fixture(scope="module")
def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'romtrack.db'}"


@pytest.fixture(scope="module")
def clip(folder: Path) -> Path:
    return excerpt(SAMPLES / "seated_measure.mp4", folder / "clip.mp4", 3.0, 4.5)


@pytest.fixture(scope="module")
def page(folder: Path, url: str, clip: Path) -> Iterator[Page]:
    """Open the app on a log of Anna, of Ana, who is the same, and of Bea."""
    with VideoReader(clip) as reader:
        sha256 = reader.sha256()
    of_clip = session_of(person="Bea", exercise="seated-ir-measure")
    assert of_clip.video is not None
    of_clip = replace(of_clip, video=replace(of_clip.video, sha256=sha256))
    with open_repository(url) as repository:
        for session in (of("Ana", 0, 20.0), of("Anna", 7, 31.0), of_clip):
            repository.save(session)
        repository.records.correct(of_clip.id, Correction(note=NOTE))
    command = (tool("romtrack"), "app", "--no-browser")
    with (
        running(*command, folder=folder, cwd=folder, port_option="--port") as app,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        opened = browser.new_context(accept_downloads=True).new_page()
        opened.goto(app.at("/people"))
        yield opened
        browser.close()


def drawn(page: Page) -> Page:
    """Return the page once it has been drawn: while it is, a click may be lost."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def tick(page: Page, label: str) -> None:
    drawn(page).get_by_text(label).click()


def press(page: Page, label: str) -> None:
    drawn(page).get_by_role("button", name=label, exact=True).click()


def go_to(page: Page, name: str) -> None:
    drawn(page).get_by_role("link", name=name, exact=True).first.click()
    page.get_by_role("heading", name=name, exact=True).wait_for()


def open_person(page: Page, name: str) -> None:
    go_to(page, "People")
    drawn(page)
    page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("heading", name=name, exact=True).wait_for()


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list, which closes again where the page is drawn at that moment."""
    box, wanted = page.get_by_role("combobox", name=label), page.get_by_role("option", name=option)
    for _ in range(20):
        box.fill("")  # the same text again opens nothing
        box.fill(option)
        with suppress(TimeoutError):
            wanted.click(timeout=2000)
            return
    raise AssertionError(f"{option} cannot be chosen")


def test_two_who_are_one_are_merged_and_their_session_is_corrected_deleted_and_back(
    page: Page, url: str
) -> None:
    open_person(page, "Ana")
    drawn(page).get_by_text("Merge with another person").click()
    choose(page, "Into", "Anna")
    press(page, "Merge")
    expect(page.get_by_text("1 session of Ana went to Anna.")).to_be_visible()
    open_person(page, "Anna")
    go_to(page, "Sessions")
    drawn(page).get_by_role("button", name="18:20 Seated hip rotation").click()
    drawn(page).get_by_text("Correct it").click()
    tick(page, "The other leg: left is right")
    page.get_by_role("textbox", name="Note").fill("mirrored, it was the right one")
    press(page, "Save")
    expect(page.get_by_text("Right hip, internal rotation")).to_be_visible()
    press(page, "Delete")
    expect(page.get_by_text("This session is in the bin, for 30 days.")).to_be_visible()
    press(page, "Undo")
    expect(page.get_by_text("mirrored, it was the right one").first).to_be_visible()
    with open_repository(url) as repository:
        sides = [[one.side for one in session.measurements] for session in repository.sessions("Anna")]
    assert sides == [["right"], ["left"]]


def test_an_analysis_again_replaces_what_it_corrects_and_keeps_its_note(
    page: Page, url: str, clip: Path
) -> None:
    open_person(page, "Bea")
    go_to(page, "Sessions")
    page.get_by_role("button", name="Seated hip rotation").click()
    drawn(page).get_by_text("Analyse it again").click()
    again = page.get_by_role("button", name="Analyse again", exact=True)
    page.locator("input[type=file]").set_input_files(SAMPLES / "seated_measure.mp4")
    again.click()
    refusal = page.get_by_text("This is another recording than knie")
    expect(refusal).to_be_visible()
    page.locator("input[type=file]").set_input_files(clip)
    expect(refusal).to_have_count(0)  # the page knows of the new file
    again.click()
    page.get_by_role("heading", name="Result").wait_for(timeout=ANALYSED_WITHIN_MS)
    expect(page.get_by_text("Saved to the log.")).to_be_visible()
    with open_repository(url) as repository:
        (kept,) = repository.summaries("Bea")
        assert kept.video_name == "clip.mp4"
        assert kept.note == NOTE
        assert [one.kind for one in repository.records.history(kept.id)] == ["edit", "replace", "replace"]
    go_to(page, "Sessions")
    page.get_by_role("button", name="Seated hip rotation").click()
    expect(page.locator("video")).to_be_visible()
    with page.expect_download() as download:
        press(page, "Report")
    assert "Bea" in Path(download.value.path()).read_text(encoding="utf-8")


def test_who_was_erased_is_back_from_a_backup(
    page: Page, url: str, folder: Path, here: Callable[..., Run]
) -> None:
    with open_repository(url) as repository:
        before = {one.id: one for one in repository.sessions()}
    go_to(page, "People")
    drawn(page).get_by_text("Backup", exact=True).click()
    press(page, "Make a backup")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    backup = folder / "backup.zip"
    download.value.save_as(backup)
    open_person(page, "Anna")
    drawn(page).get_by_text("Delete or erase").click()
    tick(page, "It cannot be undone, and that is meant")
    press(page, "Erase")
    expect(page.get_by_text("Anna is erased: 2 sessions removed")).to_be_visible()
    assert here(folder, "restore", backup, database=url).code == 0
    page.reload()
    expect(page.get_by_role("button", name="Anna", exact=True)).to_be_visible()
    with open_repository(url) as repository:
        assert {one.id: one for one in repository.sessions()} == before
        assert (repository.check(), repository.unnamed_tracks()) == ([], [])
