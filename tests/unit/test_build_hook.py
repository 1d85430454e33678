"""The build hook, without a network: a small wheel of our own stands in for MediaPipe's."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from romtrack.errors import ModelError
from romtrack.pose.bundle import MEMBERS, bundled_model, model_sha256

if TYPE_CHECKING:
    from types import ModuleType

    from _pytest.capture import CaptureFixture
    from _pytest.monkeypatch import MonkeyPatch

ROOT = Path(__file__).parents[2]
WEIGHTS = bytes(range(256)) * 5


def load_hook() -> ModuleType:
    """Load the hook as hatchling does: by path, outside ``sys.modules``."""
    spec = importlib.util.spec_from_file_location("build_hook_under_test", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    import hatch_build as hook
else:
    hook = load_hook()


@pytest.fixture(scope="module")
def schemas() -> hook.Schemas:
    """The generated modules of the installed MediaPipe, loaded without importing it."""
    spec = importlib.util.find_spec("mediapipe")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    site = Path(spec.submodule_search_locations[0]).parent
    source = hook.read_card(ROOT / hook.CARD).source
    return hook.Schemas(
        hook.load_module(site / source.tflite_schema), hook.load_module(site / source.metadata_schema)
    )


@pytest.fixture
def network(schemas: hook.Schemas) -> bytes:
    """A TFLite model of two buffers, an empty one (as TFLite wants) and weights."""
    model = schemas.tflite.ModelT()
    buffers = [hook.byte_buffers(schemas.tflite)() for _ in range(2)]
    buffers[1].data = WEIGHTS
    model.version, model.description, model.buffers = 3, "tiny", buffers
    return bytes(hook.packed(model, hook.MODEL_ID))


@pytest.fixture
def wheel(tmp_path: Path, schemas: hook.Schemas, network: bytes) -> Path:
    path = tmp_path / "weights-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(schemas.tflite.__file__, "schema_a.py")
        archive.write(schemas.metadata.__file__, "schema_b.py")
        archive.writestr("network.tflite", network)
    return path


@pytest.fixture
def card(wheel: Path, network: bytes) -> hook.Card:
    """A card of the small wheel; the hash of its bundle is not known yet."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    network_hash = hashlib.sha256(network).hexdigest()
    return hook.Card(
        hook.Bundle("made.task", "0" * 64, "25.12.19"),
        hook.Source("weights", "1.0", wheel.name, digest, "3.11", "any", "schema_a.py", "schema_b.py"),
        tuple(hook.Network(member, "network.tflite", network_hash, 127.5, 255.0) for member in MEMBERS),
    )


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: MonkeyPatch) -> Path:
    """No package index answers, and the user's cache folder is empty."""
    if importlib.util.find_spec("pip") is None:
        pytest.skip("pip is not installed here")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    cache = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_args, **_options: cache)
    return cache


def fake_pip(monkeypatch: MonkeyPatch, wheel: Path, content: bytes) -> None:
    """Let ``pip download`` bring a wheel with this content."""

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        (Path(command[command.index("--dest") + 1]) / wheel.name).write_bytes(content)
        return subprocess.CompletedProcess(command, 0, "")

    monkeypatch.setattr("subprocess.run", run)


def input_scaling(schemas: hook.Schemas, network: bytes) -> tuple[list[float], list[float]]:
    """Parse mean and std back from a network's metadata, as MediaPipe does."""
    assert schemas.tflite.Model.ModelBufferHasIdentifier(network, 0)
    model = schemas.tflite.Model.GetRootAs(network)
    entries = [model.Metadata(i) for i in range(model.MetadataLength())]
    at = next(entry.Buffer() for entry in entries if entry.Name() == b"TFLITE_METADATA")  # it takes the first
    raw = model.Buffers(at).DataAsNumpy().tobytes()
    assert schemas.metadata.ModelMetadata.ModelMetadataBufferHasIdentifier(raw, 0)
    unit = (
        schemas.metadata.ModelMetadata.GetRootAs(raw)
        .SubgraphMetadata(0)
        .InputTensorMetadata(0)
        .ProcessUnits(0)
    )
    assert unit.OptionsType() == schemas.metadata.ProcessUnitOptions.NormalizationOptions
    options = schemas.metadata.NormalizationOptions()
    options.Init(unit.Options().Bytes, unit.Options().Pos)
    return options.MeanAsNumpy().tolist(), options.StdAsNumpy().tolist()


def test_the_card_is_the_one_that_the_package_reads() -> None:
    card = hook.read_card(ROOT / hook.CARD)
    assert tuple(network.member for network in card.networks) == MEMBERS
    assert card.bundle.sha256 == model_sha256()


def test_the_card_pins_the_flatbuffers_of_the_build() -> None:
    card = hook.read_card(ROOT / hook.CARD)
    assert f'"flatbuffers=={card.bundle.flatbuffers}"' in (ROOT / "pyproject.toml").read_text(
        encoding="utf-8"
    )


def test_unknown_key_in_the_card_is_refused(tmp_path: Path) -> None:
    text = (ROOT / hook.CARD).read_text(encoding="utf-8")
    (tmp_path / "card.toml").write_text(text.replace("[bundle]", "[bundle]\nsurprise = 1"), encoding="utf-8")
    with pytest.raises(TypeError, match="surprise"):
        hook.read_card(tmp_path / "card.toml")


def test_wrong_hash_names_file_expected_and_found() -> None:
    found = hashlib.sha256(b"data").hexdigest()
    with pytest.raises(hook.BundleError, match=f"^weights has sha256 {found}, expected abc: do this$"):
        hook.checked(b"data", "abc", "weights", "do this")


def test_zip_is_stored_and_knows_no_time() -> None:
    members = [("a.tflite", b"a" * 1000), ("b.tflite", b"b")]
    data = hook.stored_zip(members)
    assert data == hook.stored_zip(members)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["a.tflite", "b.tflite"]
        for info in archive.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.create_system == 3


def test_metadata_states_the_scaling_and_leaves_the_weights(schemas: hook.Schemas, network: bytes) -> None:
    metadata = hook.normalisation(schemas.metadata, 127.5, 64.25)
    extended = hook.with_metadata(schemas.tflite, network, metadata)
    assert input_scaling(schemas, extended) == ([127.5], [64.25])
    model = schemas.tflite.Model.GetRootAs(extended)
    assert model.Description() == b"tiny"
    assert model.BuffersLength() == 3
    assert model.Buffers(0).DataLength() == 0
    assert model.Buffers(1).DataAsNumpy().tobytes() == WEIGHTS


def test_assembled_bundle_is_the_same_every_time(
    card: hook.Card, wheel: Path, tmp_path: Path, schemas: hook.Schemas
) -> None:
    first = hook.assemble(card, wheel, tmp_path / "one")
    assert first == hook.assemble(card, wheel, tmp_path / "two")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert tuple(archive.namelist()) == MEMBERS
        for member in MEMBERS:
            assert input_scaling(schemas, archive.read(member)) == ([127.5], [255.0])


def test_the_installed_bundle_states_the_scaling_of_the_card(schemas: hook.Schemas) -> None:
    try:
        path = bundled_model()
    except ModelError:
        pytest.skip("romtrack is not installed here: the build hook has not made the model")
    with zipfile.ZipFile(path) as archive:
        for network in hook.read_card(ROOT / hook.CARD).networks:
            scaling = input_scaling(schemas, archive.read(network.member))
            assert scaling == ([network.mean], [network.std])


def test_changed_network_in_the_wheel_is_refused(card: hook.Card, wheel: Path, tmp_path: Path) -> None:
    other = card._replace(networks=(card.networks[0]._replace(sha256="f" * 64),))
    with pytest.raises(hook.BundleError, match=r"^network\.tflite has sha256 .*, expected f{64}"):
        hook.assemble(other, wheel, tmp_path)


def test_changed_wheel_is_refused(
    card: hook.Card, wheel: Path, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    fake_pip(monkeypatch, wheel, b"something else")
    with pytest.raises(hook.BundleError, match=f"^{wheel.name} has sha256 .*, expected {card.source.sha256}"):
        hook.download(card.source, tmp_path)


def test_unexpected_bundle_points_at_flatbuffers(
    card: hook.Card, wheel: Path, monkeypatch: MonkeyPatch
) -> None:
    fake_pip(monkeypatch, wheel, wheel.read_bytes())
    with pytest.raises(hook.BundleError, match=r"^made\.task has sha256 .*build with flatbuffers 25\.12\.19"):
        hook.made(card)


def test_bundle_is_made_once_then_reused(
    card: hook.Card, wheel: Path, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    data = hook.assemble(card, wheel, tmp_path / "work")
    known = card._replace(bundle=card.bundle._replace(sha256=hashlib.sha256(data).hexdigest()))
    fake_pip(monkeypatch, wheel, wheel.read_bytes())
    target, cache = tmp_path / "tree" / "made.task", tmp_path / "cache"
    hook.provide(known, target, cache)
    assert target.read_bytes() == data
    assert [path.name for path in cache.iterdir()] == [f"{known.bundle.sha256}.task"]

    monkeypatch.setattr(hook, "made", lambda _card: pytest.fail("made again"))
    hook.provide(known, target, tmp_path / "empty")  # the right file is already in the tree
    target.write_bytes(b"wrong")
    hook.provide(known, target, cache)  # a wrong one is replaced, from the cache
    assert target.read_bytes() == data


def test_wrong_file_in_the_cache_is_not_used(
    card: hook.Card, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    cached = tmp_path / f"{card.bundle.sha256}.task"
    cached.write_bytes(b"wrong")
    monkeypatch.setattr(hook, "made", lambda _card: b"anew")
    hook.provide(card, tmp_path / "made.task", tmp_path)
    assert (tmp_path / "made.task").read_bytes() == cached.read_bytes() == b"anew"


def test_cache_that_cannot_be_written_is_no_error(
    card: hook.Card, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(hook, "made", lambda _card: b"anew")
    hook.provide(card, tmp_path / "made.task", tmp_path / "file" / "cache")
    assert (tmp_path / "made.task").read_bytes() == b"anew"


def test_tree_that_cannot_be_written_is_one_line(
    card: hook.Card, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(hook, "made", lambda _card: b"anew")
    with pytest.raises(hook.BundleError, match=r"^cannot write .*Make the folder writable$"):
        hook.provide(card, tmp_path / "file" / "made.task", tmp_path)


def test_constraints_of_the_user_do_not_refuse_the_wheel(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONSTRAINT", "lock.txt")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    environment = hook.pip_environment()
    assert "PIP_CONSTRAINT" not in environment
    assert environment["PIP_INDEX_URL"] == "https://index.example/simple"


def test_no_connection_ends_the_build_with_one_line(
    offline: Path, tmp_path: Path, capsys: CaptureFixture[str]
) -> None:
    card_path = tmp_path / hook.CARD
    card_path.parent.mkdir(parents=True)
    shutil.copy(ROOT / hook.CARD, card_path)
    untyped: Any = None
    build_hook = hook.CustomBuildHook(str(tmp_path), {}, untyped, untyped, str(tmp_path), "wheel")
    with pytest.raises(SystemExit) as ended:
        build_hook.initialize("standard", {})
    assert ended.value.code == 1
    captured = capsys.readouterr()
    first, *rest = (captured.out + captured.err).splitlines()
    assert first.startswith("romtrack: could not download mediapipe 0.10.21")
    assert "check the connection or the pip configuration" in first
    assert all(line.startswith("    ") for line in rest)  # what pip said
    assert not offline.exists()
    assert [path.name for path in card_path.parent.iterdir()] == [card_path.name]
