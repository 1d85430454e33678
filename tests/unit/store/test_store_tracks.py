from __future__ import annotations

import stat
import sys
import tracemalloc
import zipfile
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pytest
from conftest import DATA, recorded

from romtrack.errors import StorageError, UsageError
from romtrack.kinematics.room import still
from romtrack.store import load_tracks, save_tracks
from romtrack.store._arrays import write_arrays
from romtrack.types import SIDES, PoseTrack, RoomMotion, ShankEvidence, Side, SignalTrack, Skeleton

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from numpy.typing import NDArray

_POINTS = ("nose", "left_knee", "right_knee")


def _track(frames: int) -> PoseTrack:
    rng = np.random.default_rng(4)
    image_px = rng.normal(size=(frames, 3, 2)).astype(np.float32)
    image_px[1:2] = np.nan
    columns = {
        side: ShankEvidence(*rng.normal(size=(len(fields(ShankEvidence)), frames)).astype(np.float32))
        for side in SIDES
    }
    return PoseTrack(
        Skeleton("drei Punkte", _POINTS, (("nose", "left_knee"), ("left_knee", "right_knee"))),
        640,
        480,
        np.arange(frames) / 29.97,
        image_px,
        rng.normal(size=(frames, 3, 3)).astype(np.float32),
        rng.random((frames, 3)).astype(np.float32),
        columns,
        rng.normal(size=(7, 4)),
        ("romtrack(0.1.0)", "track_person(mirrored=False)"),
    )


def _signal(side: Side, track: PoseTrack) -> SignalTrack:
    value = np.sin(track.time_s)
    return SignalTrack(
        "hip_rotation", side, "deg", track.time_s, value, value / 9, value > 0, ("fuse()", "zero_phase(6.0)")
    )


def _assert_same(found: object, wanted: object) -> None:
    for field in fields(wanted):  # type: ignore[arg-type]
        have, want = getattr(found, field.name), getattr(wanted, field.name)
        if isinstance(want, np.ndarray):
            np.testing.assert_array_equal(have, want, strict=True)
        elif field.name != "shanks":
            assert have == want, field.name


@pytest.mark.parametrize("frames", [0, 1, 300])
@pytest.mark.parametrize("sides", [(), ("left",), ("left", "right")])
def test_tracks_come_back_as_they_were(tmp_path: Path, frames: int, sides: tuple[Side, ...]) -> None:
    track, session_id = _track(frames), uuid4()
    signals = {side: _signal(side, track) for side in sides}
    name = save_tracks(tmp_path / "new" / "tracks", session_id, track, signals)
    assert name == f"{session_id}.npz"
    found, found_signals = load_tracks(tmp_path / "new" / "tracks" / name)
    _assert_same(found, track)
    for side in SIDES:
        _assert_same(found.shank(side), track.shank(side))
    assert list(found_signals) == list(signals)
    for side, signal in signals.items():
        _assert_same(found_signals[side], signal)
    assert [file.name for file in (tmp_path / "new" / "tracks").iterdir()] == [name]


def test_what_was_seen_of_the_room_comes_back(tmp_path: Path) -> None:
    turned_deg, grown, x_px, y_px = np.random.default_rng(2).uniform(0.5, 2, size=(4, 9))
    track = replace(
        _track(9),
        upright_of=np.array([0, 0, 0, 1, 1, 1, 1]),
        room=RoomMotion(turned_deg, grown, x_px, y_px, np.repeat([0, 1], (5, 4))),
        content_px=np.array([100.0, 0.0, 540.0, 480.0]),
    )
    found, _ = load_tracks(tmp_path / save_tracks(tmp_path, uuid4(), track, {}))
    assert found.room is not None
    assert track.room is not None
    _assert_same(found.room, track.room)
    _assert_same(replace(found, room=None), replace(track, room=None))


def test_what_nobody_looked_at_is_not_there(tmp_path: Path) -> None:
    track = replace(_track(9), shanks=None)
    path = tmp_path / save_tracks(tmp_path, uuid4(), track, {})
    found, _ = load_tracks(path)
    _assert_same(found, track)
    assert found.shanks is None
    with pytest.raises(UsageError, match=r"says nothing of the shanks.*analyse the recording again"):
        found.shank("left")
    with np.load(path) as data:
        assert sorted(data.files) == ["about", "image_px", "time_s", "upright_px", "visibility", "world_m"]


def changed(path: Path, drop: Container[str] = (), **more: NDArray[Any]) -> Path:
    """Write a track file again without some of its arrays, and with others."""
    with np.load(path) as data:
        arrays = {name: data[name] for name in data.files if name not in drop}
    with path.open("wb") as file:
        write_arrays(file, {**arrays, **more})
    return path


def test_a_column_more_or_less_makes_no_file_unreadable(tmp_path: Path) -> None:
    track = _track(9)
    path = tmp_path / save_tracks(tmp_path, uuid4(), track, {})
    changed(
        path,
        {f"shank_{side}_uneven" for side in SIDES},
        shank_left_hairy=np.zeros(9),
        upright_since=np.zeros(3),
    )
    found, _ = load_tracks(path)
    _assert_same(found, track)
    assert np.isnan(found.shank("left").uneven).all()
    np.testing.assert_array_equal(found.shank("right").brightness, track.shank("right").brightness)


@pytest.mark.parametrize("name", ["time_s", "shank_right_mask_deg", "signal_left_ok", "room_grown"])
def test_what_a_file_lacks_is_said_with_the_remedy(tmp_path: Path, name: str) -> None:
    track = replace(_track(9), room=still(9))
    path = tmp_path / save_tracks(tmp_path, uuid4(), track, {"left": _signal("left", track)})
    with pytest.raises(StorageError, match=f"lacks {name}; analyse the recording again") as caught:
        load_tracks(changed(path, {name}))
    assert "\n" not in str(caught.value)


def test_a_file_of_the_format_of_before_reads_as_it_did() -> None:
    clip = recorded("measure_male_left_offset").track.rows(0, 40)
    found, signals = load_tracks(DATA / "tracks" / "format_2.npz")
    for name in ("time_s", "image_px", "world_m", "visibility", "upright_px"):
        np.testing.assert_array_equal(getattr(found, name), getattr(clip, name), strict=True)
    for side in SIDES:
        _assert_same(found.shank(side), clip.shank(side))
        np.testing.assert_array_equal(signals[side].value, clip.shank(side).mask_deg)
    assert (found.width_px, found.height_px, found.provenance[0]) == (640, 480, "romtrack(0.1.0)")
    assert found.room is not None
    np.testing.assert_array_equal(found.room.x_px, np.linspace(0, 0.02, 40))
    np.testing.assert_array_equal(found.room.stretch, np.zeros(40, np.int64), strict=True)
    np.testing.assert_array_equal(found.content_px, (80.0, 0.0, 560.0, 480.0))


def test_a_stacked_file_of_before_the_last_column_is_read_without_it(tmp_path: Path) -> None:
    path = tmp_path / "tracks.npz"
    path.write_bytes((DATA / "tracks" / "format_2.npz").read_bytes())
    with np.load(path) as data:
        stacked = data["evidence"]
    found, _ = load_tracks(changed(path, evidence=stacked[:, :-1]))
    assert np.isnan(found.shank("left").uneven).all()
    assert np.isfinite(found.shank("left").brightness).any()
    with pytest.raises(StorageError, match="is damaged"):
        load_tracks(changed(path, evidence=stacked[:, :-2]))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "tracks"
    name = save_tracks(folder, uuid4(), _track(3), {})
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_damaged_file_is_a_storage_error_or_still_right(tmp_path: Path) -> None:
    track = _track(40)
    path = tmp_path / save_tracks(tmp_path, uuid4(), track, {"left": _signal("left", track)})
    whole = path.read_bytes()
    rng = np.random.default_rng(1)
    refused = 0
    for place in rng.integers(0, len(whole), 400):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << rng.integers(8))]) + whole[place + 1 :])
        try:
            found, _ = load_tracks(path)
        except StorageError:
            refused += 1
        else:
            _assert_same(found, track)
    assert refused > 300


@pytest.mark.parametrize("content", [b"", b"text\n" * 100, b"PK\x03\x04", b"\x93NUMPY\x01\x00v\x00"])
def test_what_is_no_track_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tracks.npz"
    path.write_bytes(content)
    with pytest.raises(StorageError, match="is damaged"):
        load_tracks(path)


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / save_tracks(tmp_path, uuid4(), _track(40), {})
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(StorageError, match="is damaged"):
        load_tracks(path)


_ABOUT = (
    '{"format": "romtrack.tracks/2", "width_px": 1, "height_px": 1, "provenance": [], "signals": {}, '
    '"skeleton": {"name": "one", "keypoints": ["nose"], "edges": []}}'
)


def forged(path: Path, **entries: str | np.ndarray) -> Path:
    """Write a file whose checksums are right; an entry that is a text is a header, with no array behind."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"about": np.array(_ABOUT), **entries}.items():
            with archive.open(f"{name}.npy", "w") as entry:
                if isinstance(content, str):
                    entry.write(b"\x93NUMPY\x01\x00" + len(content).to_bytes(2, "little") + content.encode())
                else:
                    np.lib.format.write_array(entry, content)
    return path


def header(descr: str = "<f4", shape: str = "(3,)") -> str:
    return f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n"


@pytest.mark.parametrize(
    "array",
    [
        header(shape="(1000000, 1000000)"),
        header(shape="(" + "9" * 900 + ",)"),
        header(shape="(-3,)"),
        header(descr="|O8"),
        header(descr="<U99999999"),
        header().replace("False", "os.abort()"),
        header()[:-9],
        "\\" * 70,  # what Python 3.12 and later say to a damaged header is no ValueError
        "[" * 900,
        np.zeros(()),
        np.zeros((2, 12, 3)),
        np.zeros((2, 13, 3), dtype=bool),
        np.zeros((2, 13, 3), dtype="<U2"),
        np.full(7, np.nan),
        np.full(7, 1e300),
    ],
)
@pytest.mark.parametrize(
    "name", ["evidence", "time_s", "shank_left_mask_deg", "upright_of", "signal_left_ok"]
)
def test_what_a_header_claims_is_refused_before_it_is_believed(
    tmp_path: Path, name: str, array: str | np.ndarray
) -> None:
    path = tmp_path / "tracks.npz"
    if name == "evidence":
        forged(path, evidence=array)
    else:
        track = replace(_track(3), upright_of=np.zeros(7, np.int64))
        whole = tmp_path / save_tracks(tmp_path, uuid4(), track, {"left": _signal("left", track)})
        with np.load(whole) as data:
            forged(path, **{**{one: data[one] for one in data.files}, name: array})
    tracemalloc.start()
    with pytest.raises(StorageError, match="is damaged"):
        load_tracks(path)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 5e6


@pytest.mark.parametrize(
    "about",
    [
        "[]",
        "7",
        "{}",
        '{"format": 2}',
        "[" * 100_000,
        _ABOUT.replace('"one"', "[]"),
        _ABOUT.replace("1,", "{},"),
    ]
    + [
        _ABOUT.replace('"signals": {}', f'"signals": {signals}')
        for signals in ('{"up": {}}', '["left"]', "7")
    ],
    ids=lambda about: about[-9:],
)
def test_what_is_said_about_the_arrays_is_read_strictly(tmp_path: Path, about: str) -> None:
    path = forged(tmp_path / "tracks.npz", about=np.array(about), evidence=np.zeros((2, 13, 3)))
    with pytest.raises(StorageError, match="is damaged"):
        load_tracks(path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tracks.npz"
    np.savez_compressed(path, about=np.array(_ABOUT), evidence=np.zeros(1))
    whole = bytearray(path.read_bytes())
    place = whole.rindex(b"evidence.npy") - 46 + 24  # in the directory: how long it says it is
    whole[place : place + 4] = (2**32 - 2).to_bytes(4, "little")
    path.write_bytes(whole)
    with pytest.raises(StorageError, match="is damaged"):
        load_tracks(path)


def test_pickles_are_never_loaded(tmp_path: Path) -> None:
    path = tmp_path / "tracks.npz"
    np.savez(path, about=np.array([{"format": "romtrack.tracks/2"}], dtype=object))
    with pytest.raises(StorageError, match="is damaged"):
        load_tracks(path)


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tracks.npz"
    np.savez(path, about=np.array('{"format": "romtrack.tracks/9"}'))
    with pytest.raises(StorageError, match="newer romtrack; update romtrack"):
        load_tracks(path)


def test_an_earlier_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "tracks.npz"
    np.savez(path, about=np.array('{"format": "romtrack.tracks/1"}'))
    with pytest.raises(StorageError, match="earlier romtrack; analyse the recording again"):
        load_tracks(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot read .*none\.npz \(No such file"):
        load_tracks(tmp_path / "none.npz")


def test_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot write"):
        save_tracks(tmp_path / "file", uuid4(), _track(3), {})


def test_writing_again_replaces(tmp_path: Path) -> None:
    session_id, track = uuid4(), _track(5)
    save_tracks(tmp_path, session_id, track, {})
    name = save_tracks(tmp_path, session_id, replace(track, width_px=320), {})
    assert load_tracks(tmp_path / name)[0].width_px == 320
