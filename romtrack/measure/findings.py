"""What can be wrong with a set-up: ids that stay, how bad it is, and one sentence of advice each."""

from __future__ import annotations

from typing import Literal, NamedTuple

from romtrack import units
from romtrack.language import N_, gettext, retold
from romtrack.types import Notice

__all__ = [
    "BACK_TO_CAMERA",
    "CAMERA_TILTED",
    "FACING_AWAY",
    "FAR_AWAY",
    "FAR_TURNED",
    "FEET_AT_EDGE",
    "FEET_AWAY",
    "FEW_FRAMES",
    "HEAD_AT_EDGE",
    "LEGS_CROSSED",
    "LEVEL_UNKNOWN",
    "LOOSE_TROUSERS",
    "NOT_SEATED",
    "NOT_STANDING",
    "NO_PERSON",
    "SEVERAL_PEOPLE",
    "SHANKS_TOUCH",
    "SHANK_HIDDEN",
    "SHANK_OUT_OF_VIEW",
    "STANDS_ASIDE",
    "TOO_DARK",
    "TOO_FAR",
    "TOO_FEW_FRAMES",
    "TOO_NEAR",
    "TURNED_LEFT",
    "TURNED_RIGHT",
    "CheckName",
    "Finding",
    "camera_moved",
    "thigh_aside",
]


CheckName = Literal["", "person", "seated", "whole", "distance", "straight", "clear", "rate"]


class Finding(NamedTuple):
    """One thing that is wrong.

    severity: a ``stop`` means that no honest number exists. remedy: what to do, a sentence that ends; empty =
    ``what`` says it all. about: which check of the position guide it stands against; empty = none.
    spoken: what to do, where it is said otherwise.
    """

    id: str
    severity: Literal["warning", "stop"]
    what: str
    remedy: str = ""
    about: CheckName = ""
    spoken: str = ""

    @property
    def advice(self) -> str:
        """What is wrong and what to do, in one sentence."""
        return f"{self.what}: {self.remedy}" if self.remedy else self.what

    @property
    def request(self) -> str:
        """What to do, as it is asked for live, in the language in force."""
        text = retold(self.spoken or self.remedy or self.what)
        return text[:1].upper() + text[1:]

    @property
    def reminder(self) -> str:
        """The request again, in other words: with what is wrong (``OF_THE_LAPTOP``)."""
        what = gettext(self.what.replace("the camera", "the laptop"))
        return f"{what[:1].upper()}{what[1:]}. {self.request}"

    def is_a(self, known: Finding) -> bool:
        """Say whether it is the same, however severe."""
        return self._replace(severity=known.severity) == known

    @property
    def notice(self) -> Notice:
        """The finding as the result file shows it."""
        return Notice(self.id, self.advice)


NO_PERSON = Finding(
    "no_person",
    "stop",
    N_("nobody was found with both legs in view"),
    N_("film the whole person, head to feet, from the front."),
    about="person",
    spoken=N_("Come into the picture, with head and both feet."),
)
SEVERAL_PEOPLE = Finding(
    "several_people",
    "warning",
    N_("somebody else is in the picture"),
    N_("film one person alone."),
    about="person",
)
NOT_SEATED = Finding(
    "not_seated",
    "stop",
    N_("the person does not sit facing the camera"),
    N_("sit on a chair, thighs toward the camera, shanks free."),
    about="seated",
    spoken=N_("Sit on a chair, with your thighs toward the laptop and your lower legs free."),
)
NOT_STANDING = Finding(
    "not_standing",
    "stop",
    N_("the person does not stand upright"),
    N_("stand facing the camera, a hand on a chair, the whole body in view."),
)
BACK_TO_CAMERA = Finding(
    "facing_away",
    "stop",
    N_("the person has the back to the camera"),
    N_("turn round to face it."),
)
STANDS_ASIDE = Finding(
    "camera_turned",
    "warning",
    N_("the camera sees the person from the side"),
    N_("turn the whole body until it faces the camera."),
)
FACING_AWAY = Finding(
    "facing_away",
    "stop",
    N_("the person has the back to the camera"),
    N_("turn the chair round to face it."),
    about="person",
    spoken=N_("Turn the chair round, to face the laptop."),
)
LEGS_CROSSED = Finding(
    "legs_crossed",
    "stop",
    N_("the legs are crossed, or one is outside the picture"),
    N_("let both shanks hang side by side, both in the picture."),
    about="seated",
)
SHANK_OUT_OF_VIEW = Finding(
    "shank_out_of_view",
    "stop",
    N_("a knee or a foot leaves the picture"),
    N_("move back, or point the camera lower, until both feet and knees have some room around them."),
    about="whole",
    spoken=N_("Move back, or tilt the screen down, until your knees and feet are well inside the picture."),
)
FEET_AT_EDGE = Finding(
    "feet_at_edge",
    "warning",
    N_("a foot or a knee is close to the edge of the picture"),
    N_("move back a little, or point the camera lower."),
    about="whole",
    spoken=N_("Move back a little, or tilt the screen down."),
)
HEAD_AT_EDGE = Finding(
    "head_at_edge",
    "warning",
    N_("the head touches the upper edge of the picture"),
    N_("move back a little, or point the camera higher."),
    about="whole",
    spoken=N_("Move back a little, or tilt the screen up."),
)
SHANK_HIDDEN = Finding(
    "shank_hidden",
    "stop",
    N_("the shank cannot be told from what is around it"),
    N_("wear shorts or close trousers, with nothing in front of the leg."),
    about="clear",
)
SHANKS_TOUCH = Finding(
    "shanks_touch",
    "warning",
    N_("the shanks nearly touch"),
    N_("let them hang a hand's width farther apart."),
    about="seated",
)
TURNED_LEFT = Finding(
    "camera_turned",
    "warning",
    N_("the camera sees the legs from the side"),
    N_("move it a little to your left, until the thighs point at it."),
    about="straight",
    spoken=N_("Move the laptop a little to your left, until your thighs point at it."),
)
TURNED_RIGHT = Finding(
    "camera_turned",
    "warning",
    N_("the camera sees the legs from the side"),
    N_("move it a little to your right, until the thighs point at it."),
    about="straight",
    spoken=N_("Move the laptop a little to your right, until your thighs point at it."),
)
FAR_TURNED = Finding(
    "turned_away",
    "stop",
    N_("the thighs point far past the camera"),
    N_("turn the chair until they point at it."),
    about="straight",
    spoken=N_("Turn the chair, until your thighs point at the laptop."),
)
CAMERA_TILTED = Finding(
    "camera_tilted",
    "warning",
    N_("the camera is tilted to one side"),
    N_("put it level, or on a level table."),
    about="straight",
    spoken=N_("Put the laptop on a level table."),
)
LOOSE_TROUSERS = Finding(
    "loose_trousers",
    "warning",
    N_("wide trouser legs hide how the shank hangs"),
    N_("roll your trousers up over the knees."),
    about="clear",
)
FEET_AWAY = Finding(
    "feet_not_under_knees",
    "warning",
    N_("the foot does not hang under the knee"),
    N_("put your feet straight under your knees."),
    about="seated",
)
LEVEL_UNKNOWN = Finding(
    "level_unknown",
    "warning",
    N_("nothing in the picture tells how level the camera is"),
    N_("let it see an upright edge behind you, of a door or of a wall."),
    about="straight",
)


def thigh_aside(turn_deg: float) -> Finding:
    """Return that a thigh points past the camera, which should go round the person, + = to their left."""
    to_left = N_("move the laptop about {angle} degrees round you, to your left.")
    to_right = N_("move the laptop about {angle} degrees round you, to your right.")
    remedy = (to_left if turn_deg > 0 else to_right).format(angle=units.number(abs(turn_deg), 0))
    return Finding("thigh_aside", "warning", N_("the thigh points past the camera"), remedy, about="straight")


_MOVED = N_(
    "the camera moved {how}; that is reckoned with, but put it on something firm, and leave it there."
)


def camera_moved(how: str) -> Finding:
    """Return that the camera moved: when, and how far."""
    return Finding("camera_moved", "warning", _MOVED.format(how=how))


TOO_FAR = Finding(
    "too_far",
    "warning",
    N_("the person is small in the picture"),
    N_("move closer to the camera."),
    about="distance",
    spoken=N_("Move closer to the laptop."),
)
FAR_AWAY = Finding(
    "too_small",
    "stop",
    N_("the shank is too small to be read"),
    N_("move much closer to the camera."),
    about="distance",
    spoken=N_("Move much closer to the laptop."),
)
TOO_NEAR = Finding(
    "too_near",
    "warning",
    N_("the person fills the picture"),
    N_("move back from the camera."),
    about="distance",
    spoken=N_("Move back from the laptop."),
)
TOO_DARK = Finding(
    "too_dark",
    "warning",
    N_("the leg hardly stands out"),
    N_("switch on a light, or take away what is behind it."),
    about="clear",
)
FEW_FRAMES = Finding(
    "few_frames",
    "warning",
    N_("the camera gives few pictures a second"),
    N_("switch on more light, close other programs."),
    about="rate",
)
TOO_FEW_FRAMES = Finding(
    "too_few_frames",
    "stop",
    N_("the camera gives under 8 pictures a second, too few for a turn"),
    N_("use more light or another camera."),
    about="rate",
    spoken=N_("Switch on more light, or close other programs."),
)

OF_THE_LAPTOP = (
    N_("the person does not sit facing the laptop"),
    N_("the person has the back to the laptop"),
    N_("the laptop sees the legs from the side"),
    N_("the thighs point far past the laptop"),
    N_("the laptop is tilted to one side"),
    N_("nothing in the picture tells how level the laptop is"),
    N_("the laptop gives few pictures a second"),
    N_("the laptop gives under 8 pictures a second, too few for a turn"),
    N_("the thigh points past the laptop"),
)
"""What is wrong as it is said live, where the camera is always the laptop."""
