"""Studies: what is read of a table, what it says, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from romtrack.errors import InputError, UsageError
from romtrack.validation.reference import compare, read_about, read_study, study_tables, write_study

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HEAD = "person,side,direction,trial,rater,day,value,instrument"
PEOPLE = 24
BIAS_DEG = 2.0


def written(tmp_path: Path, rows: Iterable[str], head: str = HEAD) -> Path:
    path = tmp_path / "study.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def drawn(people: int = PEOPLE) -> list[str]:
    """Return rows: romtrack reads 2 too far, rater B 3 further than rater A; each person one leg."""
    rng = np.random.default_rng(11)
    rows = []
    for one in range(people):
        side, true_deg = ("left", "right")[one % 2], 32 + 6 * rng.normal()
        for day, trial in ((1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)):
            turned_deg = true_deg + rng.normal()
            key = f"P{one},{side},internal,{trial}"
            rows.append(f"{key},,{day},{turned_deg + BIAS_DEG + 0.5 * rng.normal():.2f},romtrack")
            for rater, off_deg in (("A", 0.0), ("B", 3.0)):
                value_deg = turned_deg + off_deg + 0.5 * rng.normal()
                rows.append(f"{key},{rater},{day},{value_deg:.2f},goniometer")
    return rows


def test_differences_are_what_was_put_in(tmp_path: Path) -> None:
    found = compare(read_study(written(tmp_path, drawn())))
    bias = {(one.facet, one.held, one.other): one.figures for one in found.contrasts}
    with_a, with_b = (bias["instrument", f"rater {rater}", "romtrack"] for rater in "AB")
    assert with_a.bias == pytest.approx(BIAS_DEG, abs=0.2)
    assert with_b.bias == pytest.approx(BIAS_DEG - 3, abs=0.2)
    assert with_a.persons == PEOPLE
    assert with_a.pairs == 6 * PEOPLE
    assert with_a.sd == pytest.approx(np.hypot(0.5, 0.5), abs=0.1)
    assert bias["rater", "goniometer", "B"].bias == pytest.approx(3, abs=0.2)
    assert {one.held for one in found.contrasts if one.facet == "day"} == {
        "romtrack",
        "goniometer, rater A",
        "goniometer, rater B",
    }


def test_repeats_within_and_between(tmp_path: Path) -> None:
    found = compare(read_study(written(tmp_path, drawn())))
    of = {(one.facet, one.held): one for one in found.repeats}
    trials = of["trial", "goniometer, rater A, day 1"]
    assert trials.levels == ("1", "2", "3")
    assert trials.figures.sem == pytest.approx(np.hypot(1, 0.5), abs=0.2)
    raters = of["rater", "goniometer, day 1"]
    # B reads 3 further: agreement suffers, consistency does not
    assert raters.figures.icc_consistency > 0.98
    assert raters.figures.icc_agreement < 0.92
    assert raters.figures.sem == pytest.approx(3 / np.sqrt(2), abs=0.3)
    assert raters.trials == (3, 3)
    assert of["day", "romtrack"].figures.targets == PEOPLE
    assert of["instrument", "rater A, day 2"].levels == ("goniometer", "romtrack")


def test_a_person_counts_once(tmp_path: Path) -> None:
    other = [row.replace("left", "x").replace("right", "left").replace("x", "right") for row in drawn()]
    found = compare(read_study(written(tmp_path, drawn() + other)))
    assert {one.group.name for one in found.contrasts} == {"left, internal", "right, internal"}
    assert all(one.figures.persons == PEOPLE for one in found.contrasts)


def test_a_fourth_trial_of_one_person_drops_nobody(tmp_path: Path) -> None:
    rows = [*drawn(), "P0,left,internal,4,A,1,33,goniometer"]
    found = compare(read_study(written(tmp_path, rows)))
    trials = next(one for one in found.repeats if one.held == "goniometer, rater A, day 1")
    assert (trials.levels, trials.left_out) == (("1", "2", "3"), 0)


def test_who_was_not_measured_everywhere_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = [row for row in drawn() if not row.startswith("P3,") or ",B," not in row]
    found = compare(read_study(written(tmp_path, rows)))
    raters = next(one for one in found.repeats if one.facet == "rater")
    assert (raters.figures.targets, raters.left_out) == (PEOPLE - 1, 1)


def test_one_of_a_kind_is_said(tmp_path: Path) -> None:
    rows = [row for row in drawn() if ",A,1," in row]
    found = compare(read_study(written(tmp_path, rows)))
    assert not found.contrasts
    said = " ".join(found.remarks)
    assert all(words in said for words in ("One instrument", "One rater", "One day", "24 persons are few"))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["P1,left,internal,1,A,1,thirty,g"], "row 2, column value: 'thirty' is no number of degrees"),
        (["P1,left,internal,one,A,1,30,g"], "row 2, column trial: 'one' is no number of a trial"),
        (["P1,left,internal,1,A,1,,g"], "row 2, column value: an empty cell"),
        (["P1,left,inward,1,A,1,30,g"], "row 2, column direction: 'inward': write internal or external"),
        (["P1,left,internal,1,A,1,130,g"], "row 2, column value: 130 degrees"),
        (["P1,left,internal,1,A,1,30"], "row 2 has 7 cells, and the first row 8"),
        (["P1,left,internal,1,A,1,30,g"] * 2, "row 3: the same person, side, direction"),
        (["P1,left,internal,1,A,1,30,g", "p1,left,internal,2,A,1,30,g"], "differ in their capitals"),
        ([f"P{one},left,internal,1,A,1,0.5{one},g" for one in range(5)], "as radians are"),
        ([f"P{one},left,external,1,A,1,-2{one},g" for one in range(5)], "without a minus"),
        (["P1,left,internal,1,A,1,thirty,g"] * 3, "2 more rows cannot be read either"),
        ([], "has no rows"),
    ],
)
def test_bad_tables_are_refused_in_a_line(tmp_path: Path, rows: list[str], why: str) -> None:
    path = written(tmp_path, rows)
    with pytest.raises(InputError) as refused:
        read_study(path)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_wrong_column_is_named(tmp_path: Path) -> None:
    path = written(
        tmp_path, ["P1,left,internal,1,A,1,30"], HEAD.replace("rater", "examiner").removesuffix(",instrument")
    )
    with pytest.raises(InputError, match="'examiner' is not known: the first line must name person, side"):
        read_study(path)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row for row in drawn() if ",1,A,1," in row], "nothing was measured twice"),
        (drawn(2), "2 persons are no study"),
    ],
)
def test_nothing_to_compare_is_refused(tmp_path: Path, rows: list[str], why: str) -> None:
    with pytest.raises(InputError, match=why):
        compare(read_study(written(tmp_path, rows)))


def test_the_reference_must_be_clear(tmp_path: Path) -> None:
    study = read_study(written(tmp_path, [row.replace("romtrack", "inclinometer") for row in drawn()]))
    with pytest.raises(UsageError, match="--reference goniometer"):
        compare(study)
    with pytest.raises(UsageError, match="no such instrument, but goniometer, inclinometer"):
        compare(study, "ruler")
    by = {one.other for one in compare(study, "inclinometer").contrasts if one.facet == "instrument"}
    assert by == {"goniometer"}


def test_the_files_say_the_same(tmp_path: Path) -> None:
    about = tmp_path / "study.toml"
    about.write_text('title = "Ours & theirs <1>"\npeople = "24, one leg each"\n', encoding="utf-8")
    found = compare(read_study(written(tmp_path, drawn())))
    write_study(found, read_about(about), tmp_path)
    plain = json.loads((tmp_path / "agreement.json").read_text("utf-8"))
    page = (tmp_path / "agreement.html").read_text("utf-8")
    assert plain["differences"][0]["bias_deg"] == pytest.approx(found.contrasts[0].figures.bias, abs=1e-4)
    assert plain["persons"] == PEOPLE
    assert "Ours &amp; theirs &lt;1&gt;" in page
    assert "24, one leg each" in page
    assert "not stated" in page  # the blinding
    assert page.count("<svg") == 2
    assert "<script" not in page
    assert "://" not in page
    for table in study_tables(found):
        assert all(cell in page for row in table.rows for cell in row)


@pytest.mark.parametrize(
    ("text", "why"),
    [("title = 1 2", "is no TOML"), ("people = [1]", "people must be a text"), (None, "cannot be read")],
)
def test_what_is_said_of_a_study_must_be_text(tmp_path: Path, text: str | None, why: str) -> None:
    path = tmp_path / "study.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=why):
        read_about(path)
