"""Arrays in an ``.npz`` file, written a piece at a time, and read strictly.

NumPy's own writer takes tens of megabytes of memory for a long array. Its reader takes a header for Python,
and memory for whatever it claims: here a header has one form, its claims must be what the entry holds, and
no entry may hold more than its file can.
"""

from __future__ import annotations

import math
import os
import re
import zipfile
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, Literal

import numpy as np

from romtrack.files import ARCHIVE_DAMAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

__all__ = ["DAMAGE", "ArrayFile", "write_arrays"]

DAMAGE: Final = ARCHIVE_DAMAGE
"""What reading raises where the file is damaged."""

_HEADER: Final = re.compile(
    rb"{'descr': '([<>|](?:b1|f4|f8|U\d{1,7}))', 'fortran_order': (False|True), 'shape': \(([\d, ]*)\), } *\n"
)
_PREFIX: Final = b"\x93NUMPY\x01\x00"  # and two bytes: how long the header is
_LONGEST_HEADER: Final = 1024
_PACKING: Final = {zipfile.ZIP_STORED: 1, zipfile.ZIP_DEFLATED: 1032}  # the most that a byte can unfold to
_MOST_BYTES: Final = 1 << 31  # of one array: a day at 60 frames a second
_PIECE_BYTES: Final = 1 << 20


def write_arrays(file: BinaryIO, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays of any size under their names."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            header = {"descr": array.dtype.str, "fortran_order": False, "shape": array.shape}
            with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array_header_1_0(entry, header)
                for piece in _pieces(array):
                    entry.write(piece.tobytes())


def _pieces(array: NDArray[Any]) -> Iterator[NDArray[Any]]:
    rows = np.atleast_1d(array)
    step = max(_PIECE_BYTES * len(rows) // max(rows.nbytes, 1), 1)
    return (rows[start : start + step] for start in range(0, len(rows), step))


class ArrayFile:
    """The arrays of an open file, by name.

    Raises
    ------
    One of ``DAMAGE``: this is no such file, or it is damaged.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._size = file.seek(0, os.SEEK_END)
        self._archive = zipfile.ZipFile(file)
        self._entries = {entry.filename: entry for entry in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return f"{name}.npy" in self._entries

    def read(self, name: str, kind: Literal["f", "b", "U"] = "f") -> NDArray[Any]:
        """Return an array of numbers or flags, or a text, checked against its checksum."""
        entry = self._entries.get(f"{name}.npy")
        if entry is None or not self._is_plausible(entry):
            raise ValueError(name)
        with self._archive.open(entry) as content:
            array = _array(content, entry.file_size)
        if array.dtype.kind != kind or (array.ndim == 0) != (kind == "U"):
            raise ValueError(name)
        return array

    def _is_plausible(self, entry: zipfile.ZipInfo) -> bool:
        """Whether an entry is written as ours are, and may hold what it says."""
        most = min(_PACKING.get(entry.compress_type, 0) * entry.compress_size, _MOST_BYTES)
        return not entry.flag_bits and entry.compress_size <= self._size and entry.file_size <= most


def _array(content: IO[bytes], size: int) -> NDArray[Any]:
    """Read the only array of an entry of ``size`` bytes."""
    start = content.read(len(_PREFIX) + 2)
    length = int.from_bytes(start[len(_PREFIX) :], "little")
    found = _HEADER.fullmatch(content.read(min(length, _LONGEST_HEADER)))
    if not start.startswith(_PREFIX) or found is None:
        raise ValueError("header")
    dtype, shape = np.dtype(found[1].decode()), tuple(map(int, re.findall(rb"\d+", found[3])))
    if len(start) + length + math.prod(shape) * dtype.itemsize != size:
        raise ValueError("size")
    flat = np.empty(math.prod(shape), dtype)
    _fill(flat.view(np.uint8), content)
    return flat.reshape(shape, order="F" if found[2] == b"True" else "C")


def _fill(into: NDArray[np.uint8], content: IO[bytes]) -> None:
    """Read as much as ``into`` takes, and to the end, where the checksum is looked at."""
    at = 0
    while piece := content.read(_PIECE_BYTES):
        into[at : at + len(piece)] = np.frombuffer(piece, np.uint8)
        at += len(piece)
    if at < len(into):
        raise EOFError
