"""Tables of values measured by hand: all rows as they are meant, or one line that says which is not."""

from __future__ import annotations

import csv
import math
from contextlib import suppress
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from romtrack.errors import InputError
from romtrack.imports import COLUMNS, read_hand_values
from romtrack.trends import hand_texts, is_short_of_neutral, range_deg

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ",".join(COLUMNS)
GOOD = "Anna,2026-03-02,left,internal,hip_rotation,31.5,goniometer"
WRITTEN = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    path = tmp_path / "values.csv"
    path.write_bytes("\r\n".join([header, *lines]).encode())
    return path


def test_a_row_is_read_as_it_is_meant(tmp_path: Path) -> None:
    lines = (GOOD, " Émile  Zola ,2026-03-03,Right,EXTERNAL,hip_rotation,40°,", "", GOOD)
    first, second, third = read_hand_values(table(tmp_path, *lines))
    assert first.person == "Anna"
    found = first.measured
    assert (found.measured_on, found.side, found.direction) == (date(2026, 3, 2), "left", "internal")
    assert (found.quantity, found.value_deg, found.instrument) == ("hip_rotation", 31.5, "goniometer")
    assert (second.person, second.measured.value_deg) == ("Émile Zola", -40.0), "external is negative"
    assert first.measured.entered_at < second.measured.entered_at < third.measured.entered_at


def test_a_hip_that_does_not_reach_neutral_ends_on_its_other_side(tmp_path: Path) -> None:
    inward = GOOD.replace("internal", "external")
    path = table(
        tmp_path, GOOD.replace("31.5", "-5"), inward.replace("31.5", "-5"), inward.replace("31.5", "0")
    )
    found = [one.measured for one in read_hand_values(path)]
    assert [one.value_deg for one in found] == [-5.0, 5.0, 0.0], "signed as the camera's values are"
    assert [range_deg(one) for one in found] == [-5.0, -5.0, 0.0]
    assert [is_short_of_neutral(one) for one in found] == [True, True, False]
    assert math.copysign(1.0, found[2].value_deg) == 1.0, "no minus zero"
    (said,) = hand_texts(found[:1])
    assert "-5 degrees on 2 Mar 2026" in said
    assert said.endswith("below 0 the hip does not reach the straight position")


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_of_a_spreadsheet_elsewhere(tmp_path: Path, separator: str) -> None:
    header, row = HEADER.replace(",", separator), GOOD.replace(",", separator).replace("31.5", "31,5")
    path = table(tmp_path, row, header="\ufeff" + header.upper())
    assert [one.measured.value_deg for one in read_hand_values(path)] == [31.5]


@pytest.mark.parametrize(
    "name",
    ["<b>x</b>", "Robert'); DROP TABLE people;--", "=cmd|' /C calc'!A0", "\u202eanna", "فاطمة", "a" * 200],
)
def test_any_name_is_one(tmp_path: Path, name: str) -> None:
    (found,) = read_hand_values(table(tmp_path, GOOD.replace("Anna", name)))
    assert found.person == name


@pytest.mark.parametrize(
    ("was", "typed", "column", "said"),
    [
        ("Anna", "", "person", "a person needs a name"),
        ("Anna", "a" * 10_000, "person", "10000 characters cannot be kept: give 200 at most"),
        ("Anna", "An\x00na", "person", "a character that is no text"),
        ("2026-03-02", "02/03/2026", "date", "write year, month and day as 2026-11-25"),
        ("2026-03-02", "2026-02-30", "date", "is no date"),
        ("2026-03-02", "20260302", "date", "is no date"),
        ("2026-03-02", "2126-03-02", "date", "nothing can have been measured on 2126-03-02"),
        ("left", "L", "side", "'l': write left or right"),
        ("left", "", "side", "an empty cell: write left or right"),
        ("internal", "abduction", "direction", "write internal or external"),
        ("hip_rotation", "knee", "quantity", "write hip_rotation or hip_abduction"),
        ("31.5", "400", "value", "400 degrees of rotation of the hip are not possible"),
        ("31.5", "-31.5", "value", "how far it goes in its direction, 80° at most; below 0, down to -30°"),
        ("31.5", "0.55 rad", "value", "'0.55 rad' is no number of degrees: write 31 or 31.5"),
        ("31.5", "1e1", "value", "is no number of degrees"),
        ("31.5", "nan", "value", "is no number of degrees"),
        ("31.5", '"1,000"', "value", "is no number of degrees"),
        ("31.5", "", "value", "an empty cell is no number of degrees"),
        ("goniometer", "g" * 201, "instrument", "201 characters: give 200 at most"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, was: str, typed: str, column: str, said: str) -> None:
    path = table(tmp_path, GOOD, GOOD.replace(was, typed), GOOD)
    with pytest.raises(InputError, match="nothing was imported") as caught:
        read_hand_values(path)
    line = str(caught.value)
    assert f"row 3, column {column}: " in line
    assert said in line
    assert "\n" not in line
    assert len(line) < 400


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        (
            HEADER.replace("value", "angle"),
            [GOOD],
            "row 1, column 6: 'angle' is not known: the first line must",
        ),
        (HEADER.replace(",side", ""), [GOOD], "row 1: there is no column side: the first line must"),
        ("\n" + HEADER + ",x", [GOOD], "row 2, column 8: 'x' is not known"),
        (HEADER + ",side", [GOOD], "row 1: there are 2 columns side"),
        (GOOD, [GOOD], "row 1, column 1: 'anna' is not known"),
        ("", [], "row 1: there is no column person, date"),
        (HEADER, [], "has no rows"),
        (HEADER, [GOOD, GOOD + ",1"], "row 3 has 8 cells, and the first row 7"),
        (HEADER, [GOOD, '"Anna'], "row 3: unexpected end of data"),
        (HEADER, [GOOD.replace("Anna", "Ann\udce4")], "is not UTF-8: save the table as 'CSV UTF-8'"),
        (
            HEADER,
            [GOOD.replace("2026", "26"), GOOD.replace("left", "l"), GOOD.replace("left", "r")],
            "(2 more rows ",
        ),
    ],
)
def test_a_bad_table_is_said(tmp_path: Path, header: str, rows: list[str], said: str) -> None:
    path = tmp_path / "values.csv"
    path.write_bytes("\n".join([header, *rows]).encode(errors="surrogateescape"))
    with pytest.raises(InputError) as caught:
        read_hand_values(path)
    assert said in str(caught.value)


def test_no_file_and_a_file_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_hand_values(path)
    big = tmp_path / "big.csv"
    big.write_bytes(b"x" * (5 << 20))
    with pytest.raises(InputError, match="larger than 4096 KiB"):
        read_hand_values(big)


@WRITTEN
@given(
    content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)), at=st.integers(0, 400)
)
def test_no_bytes_end_in_a_traceback(tmp_path: Path, content: bytes, at: int) -> None:
    good = f"{HEADER}\n{GOOD}\n{GOOD}\n".encode()
    path = tmp_path / "values.csv"
    for data in (content, good[:at] + content + good[at:]):
        path.write_bytes(data)
        with suppress(InputError):
            assert all(abs(one.measured.value_deg) <= 80 for one in read_hand_values(path))


cells = st.tuples(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(str.strip),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)).map(date.isoformat),
    st.sampled_from(["left", "right"]),
    st.sampled_from(["internal", "external"]),
    st.just("hip_rotation"),
    st.floats(-30, 80).map(lambda deg: f"{deg:.1f}"),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40),
)


@WRITTEN
@given(
    rows=st.lists(cells, min_size=1, max_size=8),
    order=st.permutations(range(7)),
    separator=st.sampled_from(",;\t"),
)
def test_what_a_spreadsheet_writes_is_read(
    tmp_path: Path, rows: list[tuple[str, ...]], order: list[int], separator: str
) -> None:
    written = StringIO()
    writer = csv.writer(written, delimiter=separator)
    writer.writerows([row[at] for at in order] for row in [COLUMNS, *rows])
    path = tmp_path / "values.csv"
    path.write_text(written.getvalue(), encoding="utf-8", newline="")
    found = read_hand_values(path)
    assert [one.person for one in found] == [" ".join(row[0].split()) for row in rows]
    assert [abs(one.measured.value_deg) for one in found] == [abs(float(row[5])) for row in rows]
    assert [one.measured.instrument for one in found] == [" ".join(row[6].split()) for row in rows]
