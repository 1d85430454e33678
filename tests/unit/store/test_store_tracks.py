from __future__ import annotations

import stat
import sys
import tracemalloc
import zipfile
from dataclasses import fields, replace
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pytest

from romtrack.errors import StorageError
from romtrack.store import load_tracks, save_tracks
from romtrack.types import SIDES, PoseTrack, ShankEvidence, Side, SignalTrack, Skeleton

if TYPE_CHECKING:
    from pathlib import Path

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
        elif field.name != "evidence":
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
        _assert_same(found.evidence[side], track.evidence[side])
    assert list(found_signals) == list(signals)
    for side, signal in signals.items():
        _assert_same(found_signals[side], signal)
    assert [file.name for file in (tmp_path / "new" / "tracks").iterdir()] == [name]


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
    "evidence",
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
    ],
)
def test_what_a_header_claims_is_refused_before_it_is_believed(
    tmp_path: Path, evidence: str | np.ndarray
) -> None:
    path = forged(tmp_path / "tracks.npz", evidence=evidence)
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
