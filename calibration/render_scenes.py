"""Render a set of scenes: ``python -m calibration.render_scenes SET OUT [NAME ...]``.

From the checkout, in the environment of the phantom (``phantom/requirements.txt``). OUT gets each scene's
clip and its truth; what is there already is left alone; only those whose names begin with one of NAME are
made, where there is one. ``romtrack validate OUT`` measures them (``docs/accuracy.md``). The sets:

``hard``
    the 45 scenes of ACCURACY.md, drawn once from one seed; about twenty minutes on one core.
``faults``
    12 more with a pelvic hike, a leaning trunk or a drifting knee, of four bodies; few frames a second.
``living_room``
    16 people who differ in rooms that look lived in.
``living_room_kept``
    40 more with ten other bodies, to judge by: no constant is set on them.
``learned``
    580 such scenes of the other twenty bodies, and 75 tidy ones, in stills: what ``fits/learned.py`` learns
    from. About two hours on one core.
``variants``
    12 of the protocol's variants: the other foot tucked under the chair, or resting on the floor, or both
    ways in one sweep; half of them in rooms that look lived in. ``variants_hanging``: the same, both legs
    hanging and each way by itself. ``chairs``: three of those again, on a chair with arms and in a
    wheelchair, hands on the thighs.
``odd``
    ten that should give an honest sigma or a reason: bent knees, skirt, blanket, crossed ankles and so on.
``abduction``
    standing hip abduction: four bodies, both legs, cameras to 15 degrees aside, and clips with faults.
``abduction_kept``
    six more with other bodies and rooms, to judge by: no constant is set on them.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Scene = tuple[str, list[str]]  # its name, and the arguments that render it

ROOT = Path(__file__).parents[1]
BODIES = ("male", "female", "heavy_female", "elderly", "slim_female")
ROUNDS, LARGER_ROUNDS = 9, (2, 5, 8)
PEOPLE = 30  # of the file of bodies
LIVING_ROOM = (  # side and frames a second of each clip
    *(("left", 15), ("right", 15), ("right", 10), ("left", 15), ("left", 12), ("right", 10), ("right", 15)),
    *(("left", 12), ("left", 10), ("right", 15), ("right", 12), ("left", 10), ("left", 15), ("right", 12)),
    *(("right", 10), ("left", 15)),
)
KEPT = (2, 5, 8, 11, 13, 16, 19, 22, 24, 27)  # bodies that only the set to judge by shows
LEARNT = tuple(f"body_{number:03d}" for number in range(PEOPLE) if number not in KEPT)
LEARNT_SCENES = (
    ("st", 160, 10000, 0, 16),
    ("sx", 420, 40000, 3, 10),
)  # name, scenes, seed, first body, stills
TIDY_SCENES = 75
FAULTY = (("male", 8), ("heavy_female", -10), ("elderly", 0), ("slim_female", 12))  # the camera's yaw
FAULTS, ROLLS = ("pelvic_hike", "trunk_lean", "knee_drift"), (0, 2, -3)
VARIANTS = ("tucked", "resting", "sweep")
VARIED = (  # body, side, further options of each
    ("body_007", "left", "--seed 301 --cam-yaw 4 --clothes 31 --bottoms shorts --shoes barefoot"),
    ("body_014", "right", "--seed 302 --cam-yaw -7 --clothes 32 --bottoms leggings --shoes socks"),
    ("body_001", "right", "--seed 303 --cam-yaw 10 --cam-roll 2 --clothes 33 --bottoms shorts --shoes shoes"),
    ("body_020", "left", "--seed 304 --cam-yaw -3 --cam-roll -3 --clothes 34 --bottoms jeans --shoes shoes"),
    ("body_009", "left", "--seed 305 --cam-yaw 7 --clothes 35 --bottoms tight_shorts --shoes socks"),
    ("body_026", "right", "--seed 306 --cam-yaw 0 --cam-roll 4 --clothes 36 --bottoms leggings"),
    ("body_003", "right", "--seed 307 --scene-seed 611 --bottoms leggings --chair wood"),
    ("body_017", "left", "--seed 308 --scene-seed 612 --bottoms shorts --chair padded"),
    ("body_012", "left", "--seed 309 --scene-seed 613 --bottoms leggings --chair metal"),
    ("body_023", "right", "--seed 310 --scene-seed 614 --bottoms jeans --chair office"),
    ("body_006", "right", "--seed 311 --scene-seed 615 --bottoms shorts --chair wood"),
    ("body_028", "left", "--seed 312 --scene-seed 616 --bottoms trousers --chair stool"),
)
CHAIRED = (6, 8, 10)  # of them
ODD = (  # name, body, side, what is odd
    ("knee_60", "body_004", "left", "--knee 60 --knee-other 60 --reps 3"),
    ("knee_120", "body_015", "right", "--knee 120 --knee-other 120 --reps 3"),
    ("skirt_to_ankle", "body_025", "left", "--bottoms skirt --flare 0.22 --reps 3"),
    ("blanket", "body_010", "right", "--bottoms skirt --flare 0.09"),
    ("feet_on_floor", "body_018", "left", "--air 0 --other-foot resting"),
    ("crossed", "body_021", "right", "--rest-offset -32 --rest-offset-other -32 --knee 80 --knee-other 100"),
    ("one_leg", "body_000", "left", "--cam-distance 1.3 --aside 0.75"),
    ("one_leg_other", "body_000", "right", "--cam-distance 1.3 --aside 0.75"),
    ("prosthesis", "body_012", "left", "--prosthesis 0.02"),
    ("passer", "body_029", "right", "--passer 0.9 --reps 3"),
)
ABDUCTION = (  # body, side, seed, the camera's yaw in degrees, further options
    ("male", "left", 201, 0, "--reps 3"),
    ("male", "right", 202, 8, "--reps 3 --outfit 1"),
    ("male", "left", 203, -15, "--reps 4 --outfit 2"),
    ("male", "right", 204, 15, "--reps 3"),
    ("heavy_female", "right", 205, 0, "--reps 3"),
    ("heavy_female", "left", 206, 8, "--reps 3 --outfit 2"),
    ("heavy_female", "right", 207, -8, "--reps 3 --outfit 1"),
    ("heavy_female", "left", 208, 15, "--reps 4"),
    ("elderly", "left", 209, -8, "--reps 3 --exposure 0.6"),
    ("elderly", "right", 210, 0, "--reps 3 --outfit 1"),
    ("elderly", "left", 211, 15, "--reps 3 --outfit 2 --cam-roll 3"),
    ("elderly", "right", 212, -15, "--reps 3"),
    ("slim_female", "left", 213, 0, "--reps 3 --outfit 1"),
    ("slim_female", "right", 214, 15, "--reps 3 --cam-roll -4"),
    ("slim_female", "left", 215, -15, "--reps 3 --outfit 2"),
    ("slim_female", "right", 216, 8, "--reps 4 --exposure 0.5"),
    ("male", "left", 221, 0, "--reps 4 --fault pelvic_hike"),
    ("heavy_female", "right", 222, 8, "--reps 4 --fault pelvic_hike --outfit 1"),
    ("male", "right", 223, -8, "--reps 4 --fault trunk_lean --outfit 1"),
    ("heavy_female", "left", 224, 0, "--reps 4 --fault trunk_lean"),
)
ABDUCTION_KEPT = (  # body, side, seed, further options
    ("body_007", "left", 231, "--clothes 41 --cam-yaw -12 --reps 3"),
    ("body_018", "right", 232, "--clothes 42 --cam-yaw 11 --cam-roll 3 --reps 4"),
    ("body_003", "left", 233, "--scene-seed 801 --reps 3"),
    ("body_012", "right", 234, "--scene-seed 802 --reps 3"),
    ("body_021", "left", 235, "--scene-seed 803 --reps 3"),
    ("body_026", "right", 236, "--scene-seed 804 --reps 4"),
)


def _hard() -> Iterator[Scene]:
    draw = np.random.default_rng(7).choice
    number = 0
    for turn in range(ROUNDS):
        for body in BODIES:
            options = {
                "cam-yaw": draw([0, 0, 5, -5, 10, -10, 15, -15, 20, -20, 25, -25]),
                "cam-roll": draw([0, 0, 0, 2, -2, 4, -4, 5, -5]),
                "cam-height": draw([0.5, 0.6, 0.75, 0.75, 0.9, 1.0]),
                "cam-distance": draw([0, 0, 1.5, 1.8, 2.2, 2.5]),
                "hfov": draw([60, 60, 70, 78]),
                "size": "640x480",
            }
            if turn in LARGER_ROUNDS:
                options["size"] = draw(["640x480", "640x480", "960x540", "480x640", "1280x720"])
            options |= {
                "exposure": draw([1, 1, 1, 0.6, 0.35]),
                "rest-offset": draw([0, 0, 4, -4, 8, -6, 6]),
                "rest-offset-other": draw([0, 0, 3, -5, 6, -3]),
                "side": draw(["left", "right"]),
                "outfit": draw(3),
            }
            nearest = 1.8 if options["hfov"] == 60 else 1.5  # noqa: PLR2004  the whole person in the picture
            distance = max(float(options["cam-distance"]), nearest) if options["cam-distance"] else 0
            if not distance or str(options["size"]).endswith("x640"):
                del options["cam-distance"]
            else:
                options["cam-distance"] = distance
            arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
            fixed = (
                f"--motion seated_ir_measure --body {body} --seed {1000 + number} --fps 10 --reps 2 --outward"
            )
            yield f"m_{number:03d}_{body}", [*arguments, *fixed.split()]
            number += 1


def _faults() -> Iterator[Scene]:
    scenes = ((fault, body, yaw) for fault in FAULTS for body, yaw in FAULTY)
    for number, (fault, body, yaw) in enumerate(scenes, start=1):
        side, roll, outfit = ("left", "right")[number % 2], ROLLS[number % 3], number % 3
        who = f"--motion seated_ir_measure --body {body} --side {side} --fault {fault} --fps 6 --reps 3"
        seen = f"--cam-yaw {yaw} --cam-roll {roll} --seed {2000 + number} --size 640x480"
        rest = f"--rest-offset 4 --rest-offset-other -3 --outfit {outfit}"
        yield f"fault_{fault}_{body}", f"{who} {seen} {rest}".split()


def _living_room() -> Iterator[Scene]:
    for at, (side, fps) in enumerate(LIVING_ROOM):
        body = f"body_{(3 + 11 * at) % PEOPLE:03d}"
        difficulty = "hard" if at % 4 == 3 else "living_room"  # noqa: PLR2004  one in four
        who = f"--motion seated_ir_measure --body {body} --side {side} --fps {fps}"
        drawn = f"--seed {3000 + at} --scene-seed {2000 + at} --difficulty {difficulty}"
        yield f"lr_{at:02d}", [*who.split(), *drawn.split()]


def _drawn(name: str, body: str, at: int, seed: int, frames: str) -> Scene:
    """Return a scene in which all is drawn, every fourth one hard."""
    side, difficulty = ("left", "right")[at % 2], "hard" if at % 4 == 3 else "living_room"  # noqa: PLR2004
    who = f"--motion seated_ir_measure --body {body} --side {side} --seed {seed + at + 7}"
    drawn = f"--scene-seed {seed + at} --difficulty {difficulty} {frames}"
    return f"{name}_{at:03d}", [*who.split(), *drawn.split()]


def _living_room_kept() -> Iterator[Scene]:
    for at in range(40):
        yield _drawn("held", f"body_{KEPT[at % 10]:03d}", at, 30000, f"--fps {(10, 12, 15)[at % 3]}")


def _learned() -> Iterator[Scene]:
    for name, scenes, seed, first, stills in LEARNT_SCENES:
        for at in range(scenes):
            body = LEARNT[(7 * at + first) % len(LEARNT)]
            yield _drawn(name, body, at, seed, f"--fps 15 --still {stills} --linger 5")
    for at in range(TIDY_SCENES):
        yield f"tx_{at:03d}", _tidy(at)


def _tidy(at: int) -> list[str]:
    """Return a scene in the tidy room, of close clothes."""
    people = (*LEARNT, *BODIES)
    choice, body = np.random.default_rng(500 + at).choice, people[4 * at % len(people)]
    options = {
        "cam-yaw": choice([0, 0, 3, -3, 5, -5, 8, -8, 12, -12, 20, -20]),
        "cam-roll": choice([0, 0, 0, 1, -1, 2, -2, 4, -4]),
        "cam-height": choice([0.5, 0.6, 0.75, 0.75, 0.9, 1.0]),
        "hfov": choice([60, 60, 70, 78]),
        "size": choice(["640x480", "640x480", "960x540", "1280x720"]),
        "exposure": choice([1, 1, 1, 0.6]),
        "rest-offset": choice([0, 0, 3, -3, 6, -5]),
        "rest-offset-other": choice([0, 0, 3, -4]),
        "outfit": choice(3),
    }
    if body in BODIES:
        fixed = "--reps 2 --outward"
    else:
        bottoms, shoes = (
            choice(["shorts", "tight_shorts", "leggings", "shorts"]),
            choice(["barefoot", "socks", "shoes"]),
        )
        fixed = f"--script short --clothes {at} --bottoms {bottoms} --shoes {shoes}"
    who = f"--motion seated_ir_measure --body {body} --side {('left', 'right')[at % 2]} --seed {7000 + at}"
    chosen = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [*who.split(), *fixed.split(), *["--fps", "15", "--still", "12", "--linger", "5"], *chosen]


def _variants(*, hanging: bool = False) -> Iterator[Scene]:
    for at, (body, side, more) in enumerate(VARIED):
        variant = VARIANTS[at % len(VARIANTS)]
        how = "--script sweep" if variant == "sweep" else f"--script short --other-foot {variant}"
        who = f"--motion seated_ir_measure --body {body} --side {side} --fps {(10, 12)[at % 2]} --air 0.05"
        words = f"{who} {'--script short' if hanging else how} {more}"
        yield f"{variant}_{at:02d}_{body}", words.split()


def _chairs() -> Iterator[Scene]:
    for at in CHAIRED:
        body, side, more = VARIED[at]
        who = f"--motion seated_ir_measure --body {body} --side {side} --fps {(10, 12)[at % 2]} --air 0.05"
        drawn = more[: more.index("--chair")]
        for kind in ("arms", "wheelchair"):
            words = f"{who} --script short {drawn} --chair {kind} --arms thighs"
            yield f"{kind}_{at:02d}_{body}", words.split()


def _odd() -> Iterator[Scene]:
    for at, (name, body, side, odd) in enumerate(ODD):
        bottoms = "" if "--bottoms" in odd else f"--bottoms {('shorts', 'leggings')[at % 2]}"
        who = f"--motion seated_ir_measure --body {body} --side {side} --seed {400 + at} --fps 10"
        yield name, f"{who} --script short --clothes {50 + at} {bottoms} {odd}".split()


def _lifted(name: str, body: str, side: str, seed: int, more: str) -> Scene:
    fixed = f"--motion standing_hip_abduction --fps 15 --body {body} --side {side} --seed {seed}"
    return name, [*fixed.split(), *more.split()]


def _abduction() -> Iterator[Scene]:
    for body, side, seed, yaw, more in ABDUCTION:
        words = more.split()
        if "--fault" in words:
            name = f"fault_{words[words.index('--fault') + 1]}_{body}_{side}"
        else:
            roll = f"_roll{words[words.index('--cam-roll') + 1]}" if "--cam-roll" in words else ""
            name = f"{body}_{side}_yaw{yaw}{roll}"
        yield _lifted(name, body, side, seed, f"--cam-yaw {yaw} {more}")


def _abduction_kept() -> Iterator[Scene]:
    for body, side, seed, more in ABDUCTION_KEPT:
        yield _lifted(f"{'lr_' if '--scene-seed' in more else ''}{body}_{side}", body, side, seed, more)


SETS: dict[str, Callable[[], Iterator[Scene]]] = {
    "hard": _hard,
    "faults": _faults,
    "living_room": _living_room,
    "living_room_kept": _living_room_kept,
    "learned": _learned,
    "variants": _variants,
    "variants_hanging": partial(_variants, hanging=True),
    "chairs": _chairs,
    "odd": _odd,
    "abduction": _abduction,
    "abduction_kept": _abduction_kept,
}


def main(words: list[str]) -> None:
    """Render what is not there yet, one process a clip."""
    if len(words) < 2 or words[0] not in SETS:  # noqa: PLR2004  a set and a folder
        sys.exit(f"error: usage: python -m calibration.render_scenes {{{','.join(SETS)}}} OUT [NAME ...]")
    out, wanted = Path(words[1]).absolute(), tuple(words[2:])
    out.mkdir(parents=True, exist_ok=True)
    for name, arguments in SETS[words[0]]():
        if (out / f"{name}.gt.json").exists() or (wanted and not name.startswith(wanted)):
            continue
        command = [sys.executable, "-m", "calibration.phantom.render", *arguments]
        subprocess.run([*command, "--out", str(out / f"{name}.mp4")], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
