from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

import pytest

from romtrack.errors import ModelError
from romtrack.pose import bundle

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.monkeypatch import MonkeyPatch


def write_zip(path: Path, *members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, b"weights")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ModelError) as caught:
        bundle.check_model_file(path)
    message = str(caught.value)
    assert str(path) in message
    assert "leave --model out" in message
    assert "\n" not in message
    return message


@pytest.fixture
def models(tmp_path: Path, monkeypatch: MonkeyPatch) -> Path:
    """A folder of models with a card and a bundle that fits it."""
    sha256 = hashlib.sha256(b"the model").hexdigest()
    card = f'[bundle]\nfile = "some.task"\nsha256 = "{sha256}"\n'
    (tmp_path / "pose_landmarker_full.toml").write_text(card, encoding="utf-8")
    (tmp_path / "some.task").write_bytes(b"the model")
    monkeypatch.setattr("romtrack.pose.bundle._FOLDER", tmp_path)
    return tmp_path


def test_the_installed_model_is_the_one_of_the_card() -> None:
    try:
        path = bundle.bundled_model()
    except ModelError:
        pytest.skip("romtrack is not installed here: the build hook has not made the model")
    bundle.verify(path)
    assert bundle.check_model_file(path) == path


def test_present_model_is_found_and_verified(models: Path) -> None:
    assert bundle.bundled_model() == models / "some.task"
    bundle.verify(bundle.bundled_model())


def test_missing_model_says_reinstall(models: Path) -> None:
    (models / "some.task").unlink()
    with pytest.raises(ModelError, match=r"some\.task, is missing; reinstall romtrack$"):
        bundle.bundled_model()


def test_damaged_model_names_both_hashes(models: Path) -> None:
    (models / "some.task").write_bytes(b"other")
    found = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(ModelError, match=f"{found}, expected {bundle.model_sha256()}.*reinstall romtrack$"):
        bundle.verify(models / "some.task")


def test_unreadable_model_says_so(models: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        bundle.verify(models / "absent.task")


@pytest.mark.parametrize("card", [None, "not = = toml", "[bundle]\n"])
def test_missing_or_damaged_card_says_reinstall(models: Path, card: str | None) -> None:
    path = models / "pose_landmarker_full.toml"
    path.unlink() if card is None else path.write_text(card, encoding="utf-8")
    with pytest.raises(ModelError, match=r"card of the pose model.*reinstall romtrack$"):
        bundle.bundled_model()


def test_model_file_with_both_networks_is_taken(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "lite.task", *bundle.MEMBERS, "extra")
    assert bundle.check_model_file(path) == path


def test_absent_model_file_is_refused(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "absent.task")


def test_folder_is_no_model_file(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.parametrize("content", [b"", b"TFL3 a bare network"])
def test_file_that_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.task"
    path.write_bytes(content)
    assert "not a zip" in refusal(path)


@pytest.mark.parametrize("member", bundle.MEMBERS)
def test_zip_without_a_network_is_refused(tmp_path: Path, member: str) -> None:
    path = write_zip(tmp_path / "model.task", member)
    (missing,) = set(bundle.MEMBERS) - {member}
    assert f"has no {missing};" in refusal(path)
