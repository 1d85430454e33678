"""Learn: the measurement, how to sit and film, what is usual; the hip, its muscles, and when to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack import units
from romtrack.app.look import show_note
from romtrack.app.words import DISCLAIMER
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.trends import detectable_change_deg, two_thirds_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.navigation.page import StreamlitPage

    from romtrack.kinematics.quantities import ReferenceBand

__all__ = ["show"]


_WHAT: Final = """
Sit with hip and knee bent to a right angle and the lower leg hanging. Keep the knee where it is and swing
the foot **outward**: the thigh turns inward in its socket. That is **internal rotation**. Swing the foot
**inward**, and it is external rotation. The number is the angle between the shin and a plumb line, as a
clinician reads it with a goniometer over the kneecap.
"""

_SIT: Final = """
- Take a chair or table high enough for the lower legs to hang free, and sit upright.
- Point your thighs at the camera, about two metres away, level, at the height of knees or table.
- The whole body belongs in the picture, head and both feet, with some room around. Bare or snug-clad
  shins are read best. Nobody else in the picture.
- Let both legs hang still for three seconds: that is where counting starts from.
- Turn to the end, hold for a second, come back. Three times for a leg and direction.
- Keep the knee still, both sides of the seat loaded, the trunk upright. Stop when it hurts.
"""

_COUNTED: Final = """
A trial's value is the middle of what was held at its end. A trial is refused, with the reason, when the knee
wanders, the pelvis lifts, the trunk leans, the leg cannot be seen well, or the turn is only partial. The
result is the mean of the accepted trials, two at least. Without them there is no number: it is never guessed.

The **±** is one standard uncertainty: how much the trials differ, and how well a camera can see, together.
About two times in three the true value lies inside.
"""

_LIMITS: Final = """
- How well it reads was measured on rendered people whose angles are known exactly. On real people it has
  not been compared with a goniometer.
- It reads active range: how far you turn by yourself. A clinician who turns the leg for you gets further.
- Trousers, skirts, a camera that looks from the side, or a dark room make it worse; it says so where it can.
- It knows nothing of pain, joints or causes. Ask a professional about those.
"""


_WHY: Final = """
Getting in and out of a car or a bathtub, or down into a squat: each of them needs the thigh to turn inward in
its socket. A hip that has lost some of this turn often pinches at the front.

Too little and too much both change the way you walk; too much shows as knees or feet that point inward. What
the hip does not give, other joints have to make up for.
"""

_ROTATORS: Final = """
No muscle does nothing but turn the hip inward; several do it beside their main work. Which ones can, depends
on how far the hip is bent.
"""

_INTERNAL: Final = (
    "tensor fasciae latae",
    "gluteus minimus",
    "gluteus medius, anterior fibres",
    "adductor brevis",
    "adductor magnus, hamstring part",
    "gracilis",
    "piriformis, when the hip is bent by more than 60°",
)

_AT_90: Final = """
Sitting, with the hip at 90°, the American Council on Exercise names the tensor fasciae latae, the adductors
longus and brevis, the pectineus, and the anterior fibres of gluteus medius and minimus. The hamstrings help.
"""

_EXTERNAL: Final = (
    "gluteus maximus",
    "gluteus medius, posterior fibres",
    "adductor magnus, adductor part",
    "adductor longus",
    "piriformis, when the hip is bent by less than 60°",
    "quadratus femoris",
    "obturator internus and externus",
    "gemellus superior and inferior",
)

_LIMITED_BY: Final = """
- **Tight external rotators**: the muscles that turn the thigh outward do not let it go the other way.
- **Arthritis**: a joint that is worn or inflamed.
- **Femoroacetabular impingement**: bone meets bone too early. In the *pincer* form the rim of the socket has
  grown too far; in the *cam* form the head of the femur is not round; some hips have both.

A camera cannot tell these apart.
"""

_STUDIES: Final = """
- In a small study of 2018, women of 59 to 65 years had stronger hips after a course of Pilates mat classes
  (Journal of Bodywork and Movement Therapies).
- In 2013, recordings of the muscles' electrical activity supported the clam shell as an exercise for the
  gluteal muscles (Journal of Orthopaedic and Sports Physical Therapy).
"""

_STOP: Final = """
- When it pinches or hurts, at the front of the hip or anywhere, stop. Before the demanding exercises,
  90/90 and pigeon, the app asks about it.
- When pain stays, or a movement gets smaller from day to day, see a doctor or physiotherapist first.
- After an operation or with a diagnosis, ask those who treat you which of these are for you.
"""

_SOURCES: Final = (
    "PT Complete, Hip Internal Rotation and Why It Is Important (October 2023)",
    "American Council on Exercise",
    "NUHS Sports Medicine",
    "Princeton University Athletic Medicine",
    "Journal of Orthopaedic and Sports Physical Therapy (February 2013)",
    "Journal of Bodywork and Movement Therapies (July 2018)",
    "Czuppon 2017 (what is usual)",
)


def show(exercises: StreamlitPage) -> None:
    """Show the page; it leads to ``exercises``."""
    st.title("Learn")
    measuring, hip = st.tabs(["The measurement", "The hip"])
    with measuring:
        _show_measuring()
    with hip:
        _show_hip(exercises)
    show_note(DISCLAIMER)


def _show_hip(exercises: StreamlitPage) -> None:
    _section("Why it matters", _WHY)
    _section("What turns the hip", _ROTATORS)
    for column, (title, muscles) in zip(
        st.columns(2), (("Inward", _INTERNAL), ("Outward", _EXTERNAL)), strict=True
    ):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{title}**\n\n{_listed(muscles)}")
    st.write(_AT_90)
    _section("What limits it", _LIMITED_BY)
    _section("What was studied", _STUDIES)
    _section("When to stop", _STOP)
    st.page_link(exercises, label="The exercises", icon=":material/exercise:")
    _section("Sources", _listed(_SOURCES))


def _show_measuring() -> None:
    _section("What is measured", _WHAT)
    _section("How to sit and film", _SIT)
    _section("How a number comes about", _COUNTED)
    _show_change()
    _show_bands()
    _section("What it cannot tell", _LIMITS)


def _section(title: str, text: str) -> None:
    st.header(title, anchor=False)
    st.write(text)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _show_change() -> None:
    st.header("What a change means", anchor=False)
    limit = units.degrees(detectable_change_deg(QUANTITIES["hip_rotation"].sem_deg))
    st.write(
        f"A difference between two sessions of less than **{limit}** of rotation cannot be told from the "
        "ordinary scatter of such measurements, so it is called no change. The more sessions there are, the "
        "more the scatter of your own decides; from five on, a slow gain over all of them counts, too. The "
        "same limit goes for left against right."
    )


def _show_bands() -> None:
    st.header("What is usual", anchor=False)
    known = [
        (way.title, band)
        for quantity in QUANTITIES.values()
        for way in quantity.ways
        for band in quantity.references[way.name]
    ]
    st.table([_row(title, band) for title, band in known], border="horizontal", hide_index=True)
    for of in dict.fromkeys((band.source, band.method, band.caveat) for _, band in known):
        show_note("Mean, and the range in which two thirds lie. {}: {}; {}.".format(*of))
    show_note("Values measured lying down are not comparable.")


def _row(title: str, band: ReferenceBand) -> dict[str, str]:
    return {
        "Movement": f"{title}, {band.who}",
        "Mean": units.degrees(band.mean_deg),
        "Two thirds": two_thirds_text(band),
    }
