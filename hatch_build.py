"""Build hook: assembles the pose model's bundle, so that the installed package needs no network.

The weights come from MediaPipe's own wheel, fetched with pip and checked by hash; what they lack
(the input normalisation) is added, and both networks are packed into one ``.task`` file. Every fact
stands in the model card, ``romtrack/pose/models/pose_landmarker_full.toml``. The same card always
gives the same bytes, so a bundle with the right hash (in the source tree, or in the user's cache
folder) is used as it is. Runs for wheels and editable installs; an sdist carries no weights.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import io
import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterable

CARD = Path("romtrack", "pose", "models", "pose_landmarker_full.toml")
MODEL_ID, METADATA_ID = b"TFL3", b"M001"  # file identifiers of the two FlatBuffers schemas
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
UNIX = 3  # zipfile's "made by" byte is 0 on Windows: fixed, or the bytes would differ there


class BundleError(RuntimeError):
    """The bundle cannot be made; the first line says why and what to do."""


# NamedTuples: hatchling loads this file without entering it in sys.modules, where dataclasses look.
class Bundle(NamedTuple):
    """The file to be made, and the FlatBuffers version whose writer gives its bytes."""

    file: str
    sha256: str
    flatbuffers: str


class Source(NamedTuple):
    """The wheel that holds the weights and the schema modules."""

    distribution: str
    version: str
    wheel: str
    sha256: str
    python_version: str
    platform: str
    tflite_schema: str
    metadata_schema: str


class Network(NamedTuple):
    """One network: where it stands in the wheel and in the bundle, and how its input is scaled."""

    member: str
    source: str
    sha256: str
    mean: float
    std: float


class Card(NamedTuple):
    """What the model card says."""

    bundle: Bundle
    source: Source
    networks: tuple[Network, ...]


class Schemas(NamedTuple):
    """MediaPipe's generated FlatBuffers modules (untyped)."""

    tflite: Any
    metadata: Any


def read_card(path: Path) -> Card:
    """Read a model card; a key that is missing or unknown is a TypeError or KeyError."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    networks = tuple(Network(**network) for network in raw["networks"])
    return Card(Bundle(**raw["bundle"]), Source(**raw["source"]), networks)


def checked(data: bytes, sha256: str, name: str, advice: str) -> bytes:
    """Return ``data`` if it has that hash, else raise BundleError."""
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise BundleError(f"{name} has sha256 {found}, expected {sha256}: {advice}")
    return data


def download(source: Source, folder: Path) -> Path:
    """Fetch the wheel with pip, as the user configured it, and check it."""
    options = ["--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    options += ["--python-version", source.python_version, "--platform", source.platform]
    requirement = f"{source.distribution}=={source.version}"
    done = subprocess.run(  # noqa: S603  no shell; all arguments come from the card
        [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder), requirement],
        env=pip_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    wheel = folder / source.wheel
    if done.returncode != 0 or not wheel.is_file():
        raise BundleError(download_failure(source, done.stdout))
    checked(wheel.read_bytes(), source.sha256, source.wheel, "the package index serves another file")
    return wheel


def pip_environment() -> dict[str, str]:
    """Return the environment without what would refuse this one wheel (we check its hash ourselves)."""
    environment = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
    return environment | {"PIP_REQUIRE_HASHES": "0", "PYTHONIOENCODING": "utf-8"}


def download_failure(source: Source, output: str) -> str:
    """Say in one line that the download failed, and below it what pip said."""
    what = f"{source.distribution} {source.version}, which holds the pose model's weights"
    first = f"could not download {what}: check the connection or the pip configuration. pip said:"
    return "\n".join([first, *(f"    {line}" for line in output.splitlines())])


def load_schemas(wheel: zipfile.ZipFile, source: Source, folder: Path) -> Schemas:
    """Import the two generated modules from the wheel, without importing mediapipe."""
    tflite = load_module(Path(wheel.extract(source.tflite_schema, folder)))
    metadata = load_module(Path(wheel.extract(source.metadata_schema, folder)))
    return Schemas(tflite, metadata)


def load_module(path: Path) -> Any:  # noqa: ANN401  generated code without types
    """Import one Python file by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise BundleError(f"{path.name} cannot be imported: report this as a bug of romtrack")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def normalisation(schema: Any, mean: float, std: float) -> bytes:  # noqa: ANN401
    """Return TFLite metadata (``M001``) that states mean and std of the first input tensor."""
    options = schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    unit = schema.ProcessUnitT()
    unit.optionsType, unit.options = schema.ProcessUnitOptions.NormalizationOptions, options
    tensor = schema.TensorMetadataT()
    tensor.processUnits = [unit]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    model = schema.ModelMetadataT()
    model.subgraphMetadata = [graph]
    return packed(model, METADATA_ID)


def with_metadata(schema: Any, network: bytes, metadata: bytes) -> bytes:  # noqa: ANN401
    """Return the TFLite model with ``metadata`` as one more buffer, named ``TFLITE_METADATA``."""
    buffer_type = byte_buffers(schema)
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network))
    buffer = buffer_type()
    buffer.data = metadata
    entry = schema.MetadataT()
    entry.name, entry.buffer = "TFLITE_METADATA", len(model.buffers)
    model.buffers.append(buffer)
    model.metadata = [*(model.metadata or []), entry]
    return packed(model, MODEL_ID)


def byte_buffers(schema: Any) -> Any:  # noqa: ANN401
    """Make the schema keep buffers as bytes: without numpy it walks the weights number by number."""

    def unpack(self: Any, buffer: Any) -> None:  # noqa: ANN401
        table = buffer._tab  # noqa: SLF001  the generated accessors only give single numbers
        at = table.Offset(4)  # field 0 of the table: data
        if at:
            start = table.Vector(at)
            self.data = bytes(table.Bytes[start : start + table.VectorLen(at)])
        self.offset, self.size = buffer.Offset(), buffer.Size()

    def pack(self: Any, builder: Any) -> Any:  # noqa: ANN401
        data = None if self.data is None else builder.CreateByteVector(self.data)
        schema.BufferStart(builder)
        if data is not None:
            schema.BufferAddData(builder, data)
        schema.BufferAddOffset(builder, self.offset)
        schema.BufferAddSize(builder, self.size)
        return schema.BufferEnd(builder)

    schema.BufferT._UnPack, schema.BufferT.Pack = unpack, pack  # noqa: SLF001
    return schema.BufferT


def packed(table: Any, identifier: bytes) -> bytes:  # noqa: ANN401
    """Serialise an object of a generated module."""
    builder = importlib.import_module("flatbuffers").Builder(0)
    builder.Finish(table.Pack(builder), identifier)
    return bytes(builder.Output())


def stored_zip(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Zip without compression and without the time: the same members give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            info.create_system = UNIX
            archive.writestr(info, data)
    return target.getvalue()


def assemble(card: Card, wheel_path: Path, folder: Path) -> bytes:
    """Make the bundle from the wheel; ``folder`` takes temporary files."""
    members: list[tuple[str, bytes]] = []
    with zipfile.ZipFile(wheel_path) as wheel:
        schemas = load_schemas(wheel, card.source, folder)
        for network in card.networks:
            weights = checked(
                wheel.read(network.source), network.sha256, network.source, f"{wheel_path.name} is damaged"
            )
            metadata = normalisation(schemas.metadata, network.mean, network.std)
            members.append((network.member, with_metadata(schemas.tflite, weights, metadata)))
    return stored_zip(members)


def made(card: Card) -> bytes:
    """Download, assemble and check the bundle."""
    with tempfile.TemporaryDirectory(prefix="romtrack-") as name:
        folder = Path(name)
        data = assemble(card, download(card.source, folder), folder)
    installed = importlib.import_module("flatbuffers").__version__
    advice = f"build with flatbuffers {card.bundle.flatbuffers} (this build used {installed})"
    return checked(data, card.bundle.sha256, card.bundle.file, advice)


def is_right(path: Path, sha256: str) -> bool:
    """Whether the file is there, readable and has that hash."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def write(path: Path, data: bytes) -> None:
    """Write a file in one step: another build never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        partial = Path(file.name)
        file.write(data)
    try:
        partial.chmod(0o644)  # a temporary file is private to its maker; a model is not
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def provide(card: Card, target: Path, cache: Path) -> None:
    """See to it that ``target`` is the right bundle: as it is, from the cache, or made anew."""
    if is_right(target, card.bundle.sha256):
        return
    cached = cache / f"{card.bundle.sha256}.task"
    if is_right(cached, card.bundle.sha256):
        data = cached.read_bytes()
    else:
        data = made(card)
        with suppress(OSError):  # a cache that cannot be written only costs time
            write(cached, data)
    try:
        write(target, data)
    except OSError as error:
        raise BundleError(f"cannot write {target}: {error.strerror}. Make the folder writable") from error


class CustomBuildHook(BuildHookInterface[BuilderConfig]):
    """Hatchling calls this before it collects the files of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Put the bundle into the source tree; end the build with one line if that fails."""
        # Imported here: hatchling imports this file even where only metadata is asked for.
        cache_folder = importlib.import_module("platformdirs").user_cache_path("romtrack", appauthor=False)
        card_path = Path(self.root) / CARD
        card = read_card(card_path)
        try:
            provide(card, card_path.with_name(card.bundle.file), cache_folder / "models")
        except BundleError as error:
            self.app.abort(f"romtrack: {error}")
