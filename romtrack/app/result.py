"""The result of an analysis: numbers, pictures, reasons, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from romtrack import units
from romtrack.app import token
from romtrack.app.analysis import ANNOTATED, JOBS, again_as, confirmed, log_again
from romtrack.app.downloads import report_of, show_downloads
from romtrack.app.look import chart_theme, show_chart, show_note
from romtrack.app.movements import show_movements
from romtrack.app.words import DISCLAIMER, escaped, sentence, value_text, what_measured
from romtrack.charts import signal_chart
from romtrack.errors import OutputError
from romtrack.exercises import cue_text, dose_text, exercise, exercise_ids, fault_text
from romtrack.kinematics.quantities import quantity_shown
from romtrack.language import N_, gettext, retold
from romtrack.outputs import is_sample
from romtrack.reps import dose_reached, held_s
from romtrack.trends import happened_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from streamlit.navigation.page import StreamlitPage

    from romtrack.app.analysis import Outcome
    from romtrack.app.job import Job
    from romtrack.types import Legs, Measurement, Notice, Session

__all__ = ["show_notices", "show_result", "show_value", "show_values", "video_alt"]

_REPETITIONS: Final[Mapping[Legs | None, str]] = {
    "left": N_("Left leg, repetitions"),
    "right": N_("Right leg, repetitions"),
    "both": N_("Both sides, repetitions"),
    None: N_("Repetitions"),
}
_HELD: Final[Mapping[Legs | None, str]] = {
    "left": N_("Left leg, held"),
    "right": N_("Right leg, held"),
    "both": N_("Both sides, held"),
    None: N_("Held"),
}


def show_result(job: Job[Outcome], progress: StreamlitPage) -> None:
    """Show a finished analysis."""
    outcome = job.result
    session, signal = outcome.analysis.session, outcome.analysis.signal
    _head(session)
    if outcome.to_confirm:
        _ask(job, outcome)
    show_values(session)
    show_note(gettext(DISCLAIMER))
    proposal = outcome.analysis.proposal  # it is asked instead
    show_notices(notice for notice in session.remarks if notice != proposal)
    _log_line(job, outcome)
    st.page_link(progress, label=gettext("See progress"), icon=":material/show_chart:")
    st.header(gettext("The video, with what was read"), anchor=False)
    st.video(outcome.folder / ANNOTATED, alt=video_alt(session))
    if signal is not None:
        angle = quantity_shown(signal.name) is not None
        over_time = N_("The angle over time") if angle else N_("The movement over time")
        st.header(gettext(over_time), anchor=False)
        show_chart(signal_chart(signal, session, chart_theme()))
    show_movements(session)
    files: dict[str, bytes | Callable[[], str]] = {
        path.name: path.read_bytes() for path in outcome.folder.iterdir() if path.is_file()
    }
    files["report.html"] = report_of(session, [] if signal is None else [signal])
    files.pop("angles_both.csv", None)  # the leg's own is enough beside its chart
    show_downloads(session, files)
    if st.button(gettext("Analyze another video"), icon=":material/add:"):
        JOBS.drop(token.read())
        token.forget()
        st.rerun()


def _head(session: Session) -> None:
    facts = [session.person, exercise(session.exercise).title, happened_text(session.when)]
    if session.video is not None:
        facts.append(session.video.name)
    st.write(" · ".join(escaped(fact) for fact in facts))


def show_values(session: Session) -> None:
    """Show each number, or why there is none."""
    if session.measurements:
        for row in (session.measurements[at : at + 2] for at in range(0, len(session.measurements), 2)):
            for column, measured in zip(st.columns(len(row)), row, strict=True):
                with column:
                    _card(measured)
    elif session.sets:
        _done(session)
    else:
        st.warning(gettext("Nothing could be read from this video."), icon=":material/person_off:")


def _done(session: Session) -> None:
    """Show what was done of an exercise, and what its form cues say."""
    card = exercise(session.exercise)
    with st.container(border=True):
        with st.container(horizontal=True, gap="large"):
            if card.kind != "hold":
                reps = sum(len(done.reps) for done in session.sets)
                st.metric(gettext(_REPETITIONS[session.side]), reps, width="content")
            if card.kind == "hold" or any(done.holds for done in session.sets):
                held = units.seconds(held_s(session.sets))
                st.metric(gettext(_HELD[session.side]), held, width="content")
        for number, done in enumerate(session.sets, 1):
            reached = dose_reached(card, done)
            if len(session.sets) > 1:
                told = gettext("Set {number}, the dose is {reached}", number=number, reached=reached)
            else:
                told = gettext("The dose is {reached}", reached=reached)
            show_note(escaped(told))
        show_note(escaped(gettext("Asked for: {dose}", dose=dose_text(card))))
        for fault in dict.fromkeys(fault.name for done in session.sets for fault in done.faults):
            name = fault_text(fault)
            text = f"**{escaped(name[:1].upper() + name[1:])}.** {escaped(cue_text(fault, card))}"
            st.warning(text, icon=":material/record_voice_over:")


def _ask(job: Job[Outcome], outcome: Outcome) -> None:
    """Ask whether the exercise that the video looks like is the right one; else analyse it as another."""
    found = outcome.analysis.session.exercise
    with st.container(border=True):
        title = escaped(exercise(found).title)
        st.markdown(gettext("**Looks like {exercise}. Right?**", exercise=title))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if st.button(gettext("Yes"), type="primary", icon=":material/check:"):
                job.result = confirmed(outcome)
                st.rerun()
            others = [known for known in exercise_ids() if known != found]
            other = st.selectbox(
                gettext("No, it is …"),
                others,
                index=None,
                placeholder=gettext("Choose the exercise"),
                format_func=lambda each: exercise(each).title,
            )
            label = gettext("Analyze as this")
            if st.button(label, icon=":material/replay:", disabled=other is None) and other:
                _again(outcome, other)
        show_note(
            gettext("Nothing is saved to the log before you say so; until then the recording is kept here.")
        )


def _again(outcome: Outcome, other: str) -> None:
    try:
        started = again_as(outcome, other)
    except OutputError as error:
        st.error(escaped(retold(str(error))), icon=":material/error:")
        return
    JOBS.drop(token.read())
    token.remember(started)
    st.rerun()


def video_alt(session: Session) -> str:
    """Return what the annotated video shows."""
    if session.measurements:
        return gettext("The recording with legs, angle and trials drawn in")
    return gettext("The recording with the body, repetitions or holds, and form faults drawn in")


def _card(measured: Measurement) -> None:
    with st.container(border=True):
        show_value(measured)
        show_notices(measured.warnings)


def show_value(measured: Measurement) -> None:
    """Show a value with its uncertainty, and how many trials it comes from."""
    st.metric(what_measured(measured), value_text(measured))
    accepted = sum(trial.accepted for trial in measured.trials)
    count = len(measured.trials)
    facts = [gettext("{accepted} of {count} trials accepted", accepted=accepted, count=count)]
    if measured.sd_deg is not None:
        facts.append(gettext("spread {spread}", spread=units.amount(measured.sd_deg, "deg")))
    if measured.value_deg is not None:
        facts.append(gettext("± is one standard uncertainty"))
    show_note("; ".join(facts))


def show_notices(notices: Iterable[Notice]) -> None:
    """Show what people should be told."""
    for notice in notices:
        st.warning(sentence(retold(notice.text)), icon=":material/lightbulb:")


def _log_line(job: Job[Outcome], outcome: Outcome) -> None:
    """Say whether the session is in the log, and offer to log it where it is not."""
    if outcome.to_confirm:
        return
    if outcome.not_logged:
        why = escaped(retold(outcome.not_logged))
        st.error(gettext("Not saved to the log: {why}", why=why), icon=":material/error:")
        _offer(job, outcome, gettext("Try to save again"))
    elif outcome.earlier is not None:
        when = escaped(units.day_and_time(outcome.earlier.analysed_at))
        st.info(
            gettext(
                "This video is in the log since {when}, as {person}'s, so it was not logged again.",
                when=when,
                person=escaped(outcome.earlier.person),
            ),
            icon=":material/history:",
        )
        _offer(job, outcome, gettext("Replace that session"))
    elif outcome.analysis.session.video is not None and is_sample(outcome.analysis.session.video.sha256):
        st.info(gettext("A sample of romtrack's: it enters nobody's log."), icon=":material/info:")
    elif outcome.analysis.session.quality.detected:
        st.success(gettext("Saved to the log."), icon=":material/check:")
    else:
        st.info(gettext("Nobody was seen, so nothing was logged."), icon=":material/info:")


def _offer(job: Job[Outcome], outcome: Outcome, label: str) -> None:
    if st.button(label, icon=":material/save:"):
        job.result = log_again(outcome)
        st.rerun()
