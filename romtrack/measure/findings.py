"""What can be wrong with a set-up: ids that stay, how bad it is, and one sentence of advice each."""

from __future__ import annotations

from typing import Literal, NamedTuple

from romtrack.types import Notice

__all__ = [
    "BACK_TO_CAMERA",
    "CAMERA_MOVED",
    "CAMERA_TILTED",
    "FACING_AWAY",
    "FAR_AWAY",
    "FAR_TURNED",
    "FEET_AT_EDGE",
    "FEW_FRAMES",
    "HEAD_AT_EDGE",
    "LEGS_CROSSED",
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
    "Finding",
]


class Finding(NamedTuple):
    """One thing that is wrong: a ``stop`` means that no honest number exists."""

    id: str
    severity: Literal["warning", "stop"]
    advice: str

    @property
    def notice(self) -> Notice:
        """The finding as the result file shows it."""
        return Notice(self.id, self.advice)


NO_PERSON = Finding(
    "no_person",
    "stop",
    "nobody was found with both legs in view: film the whole person, head to feet, from the front.",
)
SEVERAL_PEOPLE = Finding(
    "several_people", "warning", "somebody else is in the picture: film one person alone."
)
NOT_SEATED = Finding(
    "not_seated",
    "stop",
    "the person does not sit facing the camera: sit on a chair, thighs toward the camera, shanks free.",
)
NOT_STANDING = Finding(
    "not_standing",
    "stop",
    "the person does not stand upright: stand facing the camera, a hand on a chair, the whole body in view.",
)
BACK_TO_CAMERA = Finding(
    "facing_away", "stop", "the person has the back to the camera: turn round to face it."
)
STANDS_ASIDE = Finding(
    "camera_turned",
    "warning",
    "the camera sees the person from the side: turn the whole body until it faces the camera.",
)
FACING_AWAY = Finding(
    "facing_away", "stop", "the person has the back to the camera: turn the chair round to face it."
)
LEGS_CROSSED = Finding("legs_crossed", "stop", "the legs are crossed: let both shanks hang side by side.")
SHANK_OUT_OF_VIEW = Finding(
    "shank_out_of_view",
    "stop",
    "a knee or a foot leaves the picture: move back, or point the camera lower, until both feet and "
    "knees have some room around them.",
)
FEET_AT_EDGE = Finding(
    "feet_at_edge",
    "warning",
    "a foot or a knee is close to the edge of the picture: move back a little, or point the camera lower.",
)
HEAD_AT_EDGE = Finding(
    "head_at_edge",
    "warning",
    "the head touches the upper edge of the picture: move back a little, or point the camera higher.",
)
SHANK_HIDDEN = Finding(
    "shank_hidden",
    "stop",
    "the shank cannot be told from what is around it: wear shorts or close trousers, with nothing in front "
    "of the leg.",
)
SHANKS_TOUCH = Finding(
    "shanks_touch", "warning", "the shanks nearly touch: let them hang a hand's width farther apart."
)
TURNED_LEFT = Finding(
    "camera_turned",
    "warning",
    "the camera sees the legs from the side: move it a little to your left, until the thighs point at it.",
)
TURNED_RIGHT = Finding(
    "camera_turned",
    "warning",
    "the camera sees the legs from the side: move it a little to your right, until the thighs point at it.",
)
FAR_TURNED = Finding(
    "turned_away",
    "stop",
    "the thighs point far past the camera: turn the chair until they point at it.",
)
CAMERA_TILTED = Finding(
    "camera_tilted", "warning", "the camera is tilted to one side: put it level, or on a level table."
)
CAMERA_MOVED = Finding(
    "camera_moved",
    "warning",
    "the camera moved; that is reckoned with, but put it on something firm, and leave it there.",
)
TOO_FAR = Finding("too_far", "warning", "the person is small in the picture: move closer to the camera.")
FAR_AWAY = Finding("too_small", "stop", "the shank is too small to be read: move much closer to the camera.")
TOO_NEAR = Finding("too_near", "warning", "the person fills the picture: move back from the camera.")
TOO_DARK = Finding(
    "too_dark", "warning", "the leg hardly stands out: switch on a light, or take away what is behind it."
)
FEW_FRAMES = Finding(
    "few_frames",
    "warning",
    "the camera gives few pictures a second: switch on more light, close other programs.",
)
TOO_FEW_FRAMES = Finding(
    "too_few_frames",
    "stop",
    "the camera gives under 8 pictures a second, too few for a turn: use more light or another camera.",
)
