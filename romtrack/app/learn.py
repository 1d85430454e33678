"""Learn: the measurement, how to sit and film, what is usual; the hip, its muscles, and when to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack import units
from romtrack.app.look import show_note
from romtrack.app.words import DISCLAIMER
from romtrack.kinematics.quantities import QUANTITIES
from romtrack.language import N_, gettext
from romtrack.trends import detectable_change_deg, two_thirds_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.navigation.page import StreamlitPage

    from romtrack.kinematics.quantities import ReferenceBand

__all__ = ["show"]


_WHAT: Final = N_("""
Sit with hip and knee bent to a right angle and the lower leg hanging. Keep the knee where it is and swing
the foot **outward**: the thigh turns inward in its socket. That is **internal rotation**. Swing the foot
**inward**, and it is external rotation. The number is the angle between the shin and a plumb line, as a
clinician reads it with a goniometer over the kneecap.
""")

_SIT: Final = N_("""
- Take a chair or table high enough for the lower legs to hang free, and sit upright.
- Point your thighs at the camera, about two metres away, level, at the height of knees or table.
- The whole body belongs in the picture, head and both feet, with some room around. Bare or snug-clad
  shins are read best. Nobody else in the picture.
- Let both legs hang still for three seconds: that is where counting starts from.
- Turn to the end, hold for a second, come back. Three times for a leg and direction.
- Keep the knee still, both sides of the seat loaded, the trunk upright. Stop when it hurts.
""")

_COUNTED: Final = N_("""
A trial's value is the middle of what was held at its end. A trial is refused, with the reason, when the knee
wanders, the pelvis lifts, the trunk leans, the leg cannot be seen well, or the turn is only partial. The
result is the mean of the accepted trials, two at least. Without them there is no number: it is never guessed.

The **±** is one standard uncertainty: how much the trials differ, and how well a camera can see, together.
About two times in three the true value lies inside.
""")

_LIMITS: Final = N_("""
- How well it reads was measured on rendered people whose angles are known exactly. On real people it has
  not been compared with a goniometer.
- It reads active range: how far you turn by yourself. A clinician who turns the leg for you gets further.
- Trousers, skirts, a camera that looks from the side, or a dark room make it worse; it says so where it can.
- It knows nothing of pain, joints or causes. Ask a professional about those.
""")


_WHY: Final = N_("""
Getting in and out of a car or a bathtub, or down into a squat: each of them needs the thigh to turn inward in
its socket. A hip that has lost some of this turn often pinches at the front.

Too little and too much both change the way you walk; too much shows as knees or feet that point inward. What
the hip does not give, other joints have to make up for.
""")

_ROTATORS: Final = N_("""
No muscle does nothing but turn the hip inward; several do it beside their main work. Which ones can, depends
on how far the hip is bent.
""")

_INTERNAL: Final = (
    N_("tensor fasciae latae"),
    N_("gluteus minimus"),
    N_("gluteus medius, anterior fibres"),
    N_("adductor brevis"),
    N_("adductor magnus, hamstring part"),
    N_("gracilis"),
    N_("piriformis, when the hip is bent by more than 60°"),
)

_AT_90: Final = N_("""
Sitting, with the hip at 90°, the American Council on Exercise names the tensor fasciae latae, the adductors
longus and brevis, the pectineus, and the anterior fibres of gluteus medius and minimus. The hamstrings help.
""")

_EXTERNAL: Final = (
    N_("gluteus maximus"),
    N_("gluteus medius, posterior fibres"),
    N_("adductor magnus, adductor part"),
    N_("adductor longus"),
    N_("piriformis, when the hip is bent by less than 60°"),
    N_("quadratus femoris"),
    N_("obturator internus and externus"),
    N_("gemellus superior and inferior"),
)

_LIMITED_BY: Final = N_("""
- **Tight external rotators**: the muscles that turn the thigh outward do not let it go the other way.
- **Arthritis**: a joint that is worn or inflamed.
- **Femoroacetabular impingement**: bone meets bone too early. In the *pincer* form the rim of the socket has
  grown too far; in the *cam* form the head of the femur is not round; some hips have both.

A camera cannot tell these apart.
""")

_STUDIES: Final = N_("""
- In a small study of 2018, women of 59 to 65 years had stronger hips after a course of Pilates mat classes
  (Journal of Bodywork and Movement Therapies).
- In 2013, recordings of the muscles' electrical activity supported the clam shell as an exercise for the
  gluteal muscles (Journal of Orthopaedic and Sports Physical Therapy).
""")

_STOP: Final = N_("""
- When it pinches or hurts, at the front of the hip or anywhere, stop. Before the demanding exercises,
  90/90 and pigeon, the app asks about it.
- When pain stays, or a movement gets smaller from day to day, see a doctor or physiotherapist first.
- After an operation or with a diagnosis, ask those who treat you which of these are for you.
""")

_SOURCES: Final = (
    "PT Complete, Hip Internal Rotation and Why It Is Important (October 2023)",
    "American Council on Exercise",
    "NUHS Sports Medicine",
    "Princeton University Athletic Medicine",
    "Journal of Orthopaedic and Sports Physical Therapy (February 2013)",
    "Journal of Bodywork and Movement Therapies (July 2018)",
    N_("Czuppon 2017 (what is usual)"),
)


def show(exercises: StreamlitPage) -> None:
    """Show the page; it leads to ``exercises``."""
    st.title(gettext("Learn"))
    measuring, hip = st.tabs([gettext("The measurement"), gettext("The hip")])
    with measuring:
        _show_measuring()
    with hip:
        _show_hip(exercises)
    show_note(gettext(DISCLAIMER))


def _show_hip(exercises: StreamlitPage) -> None:
    _section(gettext("Why it matters"), gettext(_WHY))
    _section(gettext("What turns the hip"), gettext(_ROTATORS))
    for column, (title, muscles) in zip(
        st.columns(2), ((gettext("Inward"), _INTERNAL), (gettext("Outward"), _EXTERNAL)), strict=True
    ):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{title}**\n\n{_listed(map(gettext, muscles))}")
    st.write(gettext(_AT_90))
    _section(gettext("What limits it"), gettext(_LIMITED_BY))
    _section(gettext("What was studied"), gettext(_STUDIES))
    _section(gettext("When to stop"), gettext(_STOP))
    st.page_link(exercises, label=gettext("The exercises"), icon=":material/exercise:")
    _section(gettext("Sources"), _listed(map(gettext, _SOURCES)))


def _show_measuring() -> None:
    _section(gettext("What is measured"), gettext(_WHAT))
    _section(gettext("How to sit and film"), gettext(_SIT))
    _section(gettext("How a number comes about"), gettext(_COUNTED))
    _show_change()
    _show_bands()
    _section(gettext("What it cannot tell"), gettext(_LIMITS))


def _section(title: str, text: str) -> None:
    st.header(title, anchor=False)
    st.write(text)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _show_change() -> None:
    st.header(gettext("What a change means"), anchor=False)
    limit = units.degrees(detectable_change_deg(QUANTITIES["hip_rotation"].sem_deg))
    st.write(
        gettext(
            "A difference between two sessions of less than **{limit}** of rotation cannot be told from the "
            "ordinary scatter of such measurements, so it is called no change. The more sessions there are, "
            "the more the scatter of your own decides; from five on, a slow gain over all of them counts, "
            "too. The same limit goes for left against right.",
            limit=limit,
        )
    )


def _show_bands() -> None:
    st.header(gettext("What is usual"), anchor=False)
    known = [
        (way.title, band)
        for quantity in QUANTITIES.values()
        for way in quantity.ways
        for band in quantity.references[way.name]
    ]
    st.table([_row(title, band) for title, band in known], border="horizontal", hide_index=True)
    for source, method, caveat in dict.fromkeys((of.source, of.method, of.caveat) for _, of in known):
        show_note(
            gettext(
                "Mean, and the range in which two thirds lie. {source}: {method}; {caveat}.",
                source=source,
                method=gettext(method),
                caveat=gettext(caveat),
            )
        )
    show_note(gettext("Values measured lying down are not comparable."))


def _row(title: str, band: ReferenceBand) -> dict[str, str]:
    return {
        gettext("Movement"): f"{gettext(title)}, {gettext(band.who)}",
        gettext("Mean"): units.degrees(band.mean_deg),
        gettext("Two thirds"): two_thirds_text(band),
    }
