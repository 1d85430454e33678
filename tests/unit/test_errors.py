"""Errors: one line that says what is wrong and what to do, and both as values."""

from __future__ import annotations

import pickle

import pytest

from romtrack import errors
from romtrack.errors import RomtrackError, ShapeError, StorageError

ALL = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("kind", ALL)
def test_what_is_wrong_and_the_remedy_survive_the_way_out_of_a_process(kind: type[RomtrackError]) -> None:
    back = pickle.loads(pickle.dumps(kind("it is shut", "open it")))  # noqa: S301  our own
    assert type(back) is kind
    assert (str(back), back.what, back.remedy) == ("it is shut; open it", "it is shut", "open it")


def test_a_sentence_alone_is_the_whole_line() -> None:
    error = StorageError("it is shut: open it")
    assert (str(error), error.what, error.remedy) == ("it is shut: open it", "it is shut: open it", "")
    assert not str(ShapeError())
