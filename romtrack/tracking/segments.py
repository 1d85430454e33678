"""A video followed in pieces, by several processes or one after the other, and what they make together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from romtrack import units
from romtrack.errors import UsageError
from romtrack.pose import SEVERAL_PEOPLE, Subject, TrackBuilder, often_there
from romtrack.tracking.rooms import joined_rooms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.tracking.person import Followed
    from romtrack.types import VideoInfo

__all__ = ["WHOLE", "Segment", "joined", "with_company"]


@dataclass(frozen=True, slots=True)
class Segment:
    """The piece [start_s, end_s) of a video, at its own times.

    subject: who is followed, as ``find_subject`` found them for all pieces, or as the piece before handed
    them on (``Followed.subject``); None = found out anew. run_in_s: so long before ``start_s`` they are
    followed already, and nothing is kept: the pose model goes by the pictures before.

    Raises
    ------
    UsageError: the times are none, or out of order.
    """

    start_s: float = 0.0
    end_s: float = np.inf
    subject: Subject | None = None
    run_in_s: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s:
            start, end = units.figure(self.start_s), units.figure(self.end_s)
            raise UsageError(
                f"a piece of a video cannot go from {start} s to {end} s: "
                "give a start at 0 or later, and an end after it"
            )


WHOLE: Final = Segment()


def joined(pieces: Sequence[Followed]) -> Followed:
    """Return what pieces of one video, each from where the one before ends, tell together.

    How the person was chosen, the first piece that saw them knows; what is wrong with the file, the last one,
    which was decoded from its beginning. The room's stretches are numbered through, and one that goes on over
    a join stays one.

    Raises
    ------
    UsageError: there is no piece, one is missing, two overlap, or they are not of one video and exercise.
    StorageError: there is no room for the track.
    """
    _check(pieces)
    first, last = pieces[0], pieces[-1]
    chosen = next((one for one in pieces if one.track.detected.any()), first)
    builder = TrackBuilder(first.track.skeleton, shanks=first.track.shanks is not None)
    for one in pieces:
        builder.extend(one.track)
    seen = [one.track for one in pieces if len(one.track)] or [first.track]
    made_by = (*first.track.provenance, f"joined(pieces={len(pieces)})")
    track = builder.build(seen[0].width_px, seen[0].height_px, None, made_by)
    room = joined_rooms(one.room for one in pieces)
    looks = tuple(chain.from_iterable(one.looks for one in pieces))
    return last._replace(
        track=room.upon(track),
        info=with_company(last.info, looks),
        clear=chosen.clear,
        by=chosen.by,
        partly=sum(one.partly for one in pieces),
        segment=Segment(first.segment.start_s, last.segment.end_s, first.segment.subject),
        looks=looks,
        room=room,
        pieces=sum(one.pieces for one in pieces),
    )


def with_company(info: VideoInfo, looks: Sequence[bool]) -> VideoInfo:
    """Return what is said of a video, and whether somebody else was often there."""
    others = tuple(one for one in info.warnings if one != SEVERAL_PEOPLE)
    return replace(info, warnings=(*others, SEVERAL_PEOPLE) if often_there(looks) else others)


def _check(pieces: Sequence[Followed]) -> None:
    if not pieces:
        raise UsageError("there are no pieces of a video to join: follow one at least")
    for before, after in pairwise(pieces):
        _check_times(before.segment, after.segment)
        _check_alike(before, after)


def _check_times(before: Segment, after: Segment) -> None:
    began, ended, begins = (units.figure(at_s) for at_s in (before.start_s, before.end_s, after.start_s))
    if before.start_s >= after.start_s:
        raise UsageError(
            f"the piece from {begins} s comes after that from {began} s: join them in the order of time"
        )
    if before.end_s > after.start_s:
        until = units.figure(min(before.end_s, after.end_s))
        raise UsageError(
            f"two pieces overlap from {begins} s to {until} s: let each begin where the one before ends"
        )
    if before.end_s < after.start_s:
        raise UsageError(f"nothing was followed from {ended} s to {begins} s: follow that piece, too")


def _check_alike(before: Followed, after: Followed) -> None:
    piece = f"the piece from {units.figure(after.segment.start_s)} s"
    one, other = before.track, after.track
    if before.info.sha256 != after.info.sha256:
        raise UsageError(f"{piece} is of another video than the one before: join pieces of one file")
    was_px, is_px = (f"{track.width_px} x {track.height_px}" for track in (one, other))
    if len(one) and len(other) and was_px != is_px:
        raise UsageError(
            f"{piece} has pictures of {is_px} pixels, the one before of {was_px}: "
            "follow all pieces of a video in one size"
        )
    if one.skeleton != other.skeleton:
        raise UsageError(
            f"{piece} has the keypoints of {other.skeleton.name}, the one before those of "
            f"{one.skeleton.name}: follow all pieces with one pose model"
        )
    if (one.shanks is None) != (other.shanks is None):
        raise UsageError(
            f"of {piece} and the one before only one tells of the shanks: follow all pieces for one exercise"
        )
