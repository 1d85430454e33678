"""One live session: frame in, update out. Knows no web framework; safe to call from several threads.

Whatever the screen shows as done is in the log before: a killed process loses nothing that was
shown. The session stays open in the log until it is saved or discarded.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import numpy as np

from romtrack import __version__
from romtrack.clock import local_now
from romtrack.errors import StorageError, UsageError
from romtrack.exercises import exercise
from romtrack.language import N_, gettext, retold
from romtrack.live.exercising import ExerciseFlow
from romtrack.live.hand import RaisedHand
from romtrack.live.logbook import Logbook
from romtrack.live.measuring import MeasureFlow
from romtrack.live.reading import Angles, LiveReading, is_live
from romtrack.live.screen import Update
from romtrack.live.tally import Tally, Turn
from romtrack.live.trying import Keeping, NotKept
from romtrack.measure.quality import judge_quality
from romtrack.protocols import read, view_settings
from romtrack.store import TakenError, Which
from romtrack.types import Quality, Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from romtrack.live.flow import Flow
    from romtrack.live.look import Eye, Look
    from romtrack.live.plan import Plan
    from romtrack.store import OpenSession, Repository
    from romtrack.types import Camera, CameraModel, FloatArray, Frame, Measurement, SetRecord

__all__ = ["LiveSession"]

_LATEST_S: Final = 1e10  # of a clock that counts from 1970, the year 2286: what is later is no time
GAP_S: Final = 1.0  # between frames: a pause, a hidden tab, a laptop asleep
_SHOWN: Final = (
    "nose",
    *(f"{side}_{joint}" for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot_index")
      for side in ("left", "right")),
)  # fmt: skip
_LEAST_VISIBILITY: Final = 0.5


class LiveSession:
    """Measure or exercise in front of the camera, from the first frame to the saved session.

    Parameters
    ----------
    repository: the log; the session is in it from the start, as an open one, unless it is a practice. It is
    closed with the session.
    resumed: what an interrupted session holds already; it is continued under its id.
    profile: of the camera, None = a typical one is assumed.

    Raises
    ------
    UsageError: the exercise is not read live.
    StorageError: the log does not take it; ``TakenError`` where another romtrack goes on with ``resumed``.
    """

    def __init__(
        self,
        plan: Plan,
        eye: Eye,
        repository: Repository,
        resumed: OpenSession | None = None,
        profile: CameraModel | None = None,
    ) -> None:
        self.plan = plan
        self._eye, self._repository = eye, repository
        self._lock = Lock()
        card = exercise(plan.exercise)
        if not is_live(card):
            said = N_("{exercise} is not read live yet: record a video of it, and analyse that")
            raise UsageError(said.format(exercise=card.id))
        self._session = _new(plan) if resumed is None else resumed.session
        self._offset_s = 0.0 if resumed is None else _end_s(resumed.session) + 1.0
        self._began_s: float | None = None
        self._last_s = -np.inf
        self._size_px = (0, 0)
        self._hand = RaisedHand(eye.skeleton)
        self._paused = False
        self._closed = False
        self._problem = self._no_room = ""
        made_by = (f"romtrack({__version__})", "live(smoothing=none)")
        self._reading = LiveReading(
            eye.skeleton, repository.tracks_folder, made_by, shanks=card.needs_shanks, profile=profile
        )
        self._flow: Flow
        if card.kind == "measurement":
            done, last_deg = self._session.measurements, _last_deg(repository, plan)
            tally = Tally(plan, eye, self._reading, self._keep_measurements, done, last_deg=last_deg)
            self._flow = MeasureFlow(eye, self._reading, tally)
        else:
            logbook = Logbook(plan, self._keep_sets, self._session.sets)
            self._flow = ExerciseFlow(plan, eye, self._reading, logbook, _last_sets(repository, plan))
        self._lease = _lease(repository, self._session, plan, resumed)
        self.asked_s = monotonic()

    @property
    def session(self) -> Session:
        """The session as the log holds it."""
        with self._lock:
            return self._session

    @property
    def finished(self) -> bool:
        """Whether all that was planned is done."""
        with self._lock:
            return self._flow.finished

    def now_s(self) -> float:
        """Return the session's time of the last frame, seconds."""
        with self._lock:
            return max(self._last_s, 0.0)

    def update(self, frame: Frame) -> Update | None:
        """Take the next frame; None = it has no time, or none later than the last, or the session is over.

        ``frame.time_s`` is the time at which the picture was taken, on a clock that runs through
        pauses and reconnections of one session.
        """
        with self._lock:
            if self._closed or not abs(frame.time_s) <= _LATEST_S:
                return None
            if self._began_s is None:
                self._began_s = frame.time_s
            time_s = frame.time_s - self._began_s + self._offset_s
            if not time_s > self._last_s:
                return None
            gap_s, self._last_s = time_s - self._last_s, time_s
            look = self._eye.look(replace(frame, time_s=time_s), begun=self._flow.begun)
            if self._may_have_moved(gap_s, look):
                self._flow.interrupt()
            angles = self._read(look)
            if not self._paused and not self._no_room:
                self._step(self._reading.straight(look), angles)
            return self._update(look, angles)

    def _may_have_moved(self, gap_s: float, look: Look) -> bool:
        """Say whether time is missing, or another camera looks."""
        before, self._size_px = self._size_px, (look.width_px, look.height_px)
        return gap_s > GAP_S or before != self._size_px

    def _read(self, look: Look) -> Angles:
        """Keep the look and read it; where the disk does not take it, say so and wait for room."""
        try:
            angles = self._reading.add(look)
        except StorageError as error:
            self._no_room = str(error)
            return Angles()
        self._no_room = ""
        return angles

    def _step(self, look: Look, angles: Angles) -> None:
        try:
            self._flow.step(look, angles)
        except StorageError as error:
            self._problem = str(error)
        else:
            if self._problem and self._flow.finished:
                self._problem = ""

    def _update(self, look: Look, angles: Angles) -> Update:
        screen = replace(self._flow.screen(), problem=retold(self._problem or self._no_room))
        if self._paused:
            screen = replace(
                screen,
                title=gettext("Paused"),
                advice=gettext("Press P or Continue to go on."),
                progress=None,
            )
        return Update(
            look.time_s,
            look.pose is not None,
            screen,
            self._points(look),
            angles,
            self._flow.take_sounds(),
            self._hand_s(look),
        )

    def _hand_s(self, look: Look) -> float:
        """Return how long a hand has been held up, where that means anything."""
        if self._paused or not self._flow.heeds_hand:
            self._hand.lower()
            return 0.0
        return self._hand.update(look)

    def _points(self, look: Look) -> dict[str, FloatArray]:
        pose, skeleton = look.pose, self._eye.skeleton
        if pose is None:
            return {}
        known = [name for name in _SHOWN if name in skeleton.keypoints]
        at = [skeleton.index(name) for name in known]
        return {
            name: pose.image_px[index]
            for name, index in zip(known, at, strict=True)
            if pose.visibility[index] > _LEAST_VISIBILITY
        }

    def seen_with(self, camera: Camera) -> None:
        """Say which camera takes the frames from now on; the log keeps the last one.

        Where the log does not take it the screen says so; it is asked again with the next thing that is kept.
        """
        with self._lock:
            if self._closed or camera == self._session.camera:
                return
            self._session = replace(self._session, camera=camera)
            try:
                self._keep(self._session)
            except StorageError as error:
                self._problem = str(error)

    def pause(self) -> None:
        """Let frames pass without any effect."""
        with self._lock:
            self._paused = True
            self._flow.interrupt()

    def resume(self) -> None:
        """Go on after a pause."""
        with self._lock:
            self._paused = False
            self._flow.interrupt()

    def skip(self) -> None:
        """Leave what is being done as it is, and go on to the next."""
        with self._lock:
            try:
                self._flow.skip()
            except StorageError as error:
                self._problem = str(error)

    def _keep_measurements(self, measurements: Sequence[Measurement]) -> None:
        self._keep(replace(self._session, measurements=tuple(measurements)))

    def _keep_sets(self, sets: Sequence[SetRecord]) -> None:
        self._keep(replace(self._session, sets=tuple(sets)))

    def _keep(self, session: Session) -> None:
        self._lease.keep(session)
        self._session = session
        self._problem = ""

    def save(self) -> Session:
        """Close the session in the log, with its tracks, and return it; a practice only ends.

        Raises
        ------
        StorageError: the log does not take it; it stays open.
        """
        with self._lock:
            if not self._closed:
                self._lease.beat()  # the tracks of a session that goes on elsewhere are not touched
                self._session = self._put_away()
                self._end()
            return self._session

    def _put_away(self) -> Session:
        """Close the session in the log, with what can be said at its end, and with its tracks."""
        track = self._reading.track() if len(self._reading) else None
        if self.plan.practice or track is None or not track.detected.any():
            self._lease.close(self._session)
            return self._session
        side = self.plan.sides[0]
        found = read(track, exercise(self.plan.exercise), self._reading.camera, side)
        said = replace(
            self._session,
            quality=judge_quality(track, found.own[side], (), ()),
            settings={**self._session.settings, **view_settings(found.view)},
        )
        with self._repository.new_tracks(said.id, track, found.own) as tracks_file:
            final = replace(said, tracks_file=tracks_file)
            self._lease.close(final)
        return final

    def discard(self) -> None:
        """Delete the session from the log, unless it goes on elsewhere."""
        with self._lock:
            if not self._closed:
                with suppress(TakenError):
                    self._lease.discard()
                self._end()

    def leave(self) -> None:
        """End without a decision: the session stays open in the log, to be continued or closed."""
        with self._lock:
            if not self._closed:
                with suppress(StorageError):  # without a heartbeat it is free in a minute
                    self._lease.release()
                self._end()

    def beat(self) -> None:
        """Say in the log that the session is held here; to be called every few seconds.

        Raises
        ------
        StorageError: the log does not take it.
        """
        try:
            self._lease.beat()
        except TakenError as error:
            self._problem = str(error)

    @property
    def closed(self) -> bool:
        """Whether it takes no more frames."""
        with self._lock:
            return self._closed

    def _end(self) -> None:
        self._closed = True
        self._eye.close()
        self._repository.close()


def _lease(repository: Repository, session: Session, plan: Plan, resumed: OpenSession | None) -> Keeping:
    """Return what keeps the session: the log, of a practice nothing."""
    if plan.practice:
        return NotKept()
    return repository.begin(session, plan.plain()) if resumed is None else repository.take_over(resumed)


def _new(plan: Plan) -> Session:
    now = local_now()
    both = len(plan.sides) > 1 or exercise(plan.exercise).kind == "alternating"
    return Session(
        id=uuid4(),
        person=plan.person,
        exercise=plan.exercise,
        side="both" if both else plan.sides[0],
        analysed_at=now,
        recorded_at=now,
        recorded_by="camera",
        video=None,
        sets=(),
        measurements=(),
        quality=Quality(0.0, 0.0),
        settings={"source": "camera", "smoothing": "none", "camera": "assumed"},
        romtrack_version=__version__,
    )


def _last_deg(repository: Repository, plan: Plan) -> dict[Turn, float]:
    """Return the last values of a person's hips, by leg and direction."""
    return {
        Turn(one.side, one.direction): one.value_deg
        for one in repository.series(plan.person)
        if one.quantity == exercise(plan.exercise).reads and one.value_deg is not None
    }


def _last_sets(repository: Repository, plan: Plan) -> tuple[SetRecord, ...]:
    """Return what a person did of the exercise the last time."""
    of_them = Which(person=plan.person, exercise=plan.exercise)
    for last in repository.summaries(which=of_them, limit=1):
        session = repository.get(last.id)
        return () if session is None else session.sets
    return ()


def _end_s(session: Session) -> float:
    """Return when the last thing in a session ended."""
    ends = [trial.end_s for measured in session.measurements for trial in measured.trials]
    return max([*ends, *(record.end_s for record in session.sets)], default=0.0)
