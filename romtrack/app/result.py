"""The result of an analysis: numbers, pictures, reasons, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from romtrack import units
from romtrack.app import token
from romtrack.app.analysis import ANNOTATED, JOBS, again_as, confirmed, log_again
from romtrack.app.downloads import show_downloads
from romtrack.app.look import chart_theme, show_chart, show_note
from romtrack.app.movements import show_movements
from romtrack.app.words import DISCLAIMER, escaped, sentence, value_text, what_measured
from romtrack.charts import signal_chart
from romtrack.errors import OutputError
from romtrack.exercises import cue_text, dose_text, exercise, exercise_ids, fault_text
from romtrack.kinematics.quantities import quantity_shown
from romtrack.outputs import is_sample
from romtrack.reps import dose_reached, held_s
from romtrack.trends import happened_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.navigation.page import StreamlitPage

    from romtrack.app.analysis import Outcome
    from romtrack.app.job import Job
    from romtrack.types import Measurement, Notice, Session

__all__ = ["show_notices", "show_result", "show_value", "show_values", "video_alt"]


def show_result(job: Job[Outcome], progress: StreamlitPage) -> None:
    """Show a finished analysis."""
    outcome = job.result
    session, signal = outcome.analysis.session, outcome.analysis.signal
    _head(session)
    if outcome.to_confirm:
        _ask(job, outcome)
    show_values(session)
    show_note(DISCLAIMER)
    proposal = outcome.analysis.proposal  # it is asked instead
    show_notices(notice for notice in session.remarks if notice != proposal)
    _log_line(job, outcome)
    st.page_link(progress, label="See progress", icon=":material/show_chart:")
    st.header("The video, with what was read", anchor=False)
    st.video(outcome.folder / ANNOTATED, alt=video_alt(session))
    if signal is not None:
        angle = quantity_shown(signal.name) is not None
        st.header("The angle over time" if angle else "The movement over time", anchor=False)
        show_chart(signal_chart(signal, session, chart_theme()))
    show_movements(session)
    files = {path.name: path.read_bytes() for path in outcome.folder.iterdir() if path.is_file()}
    files.pop("angles_both.csv", None)  # the leg's own is enough beside its chart
    show_downloads(session, files)
    if st.button("Analyze another video", icon=":material/add:"):
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
        st.warning("Nothing could be read from this video.", icon=":material/person_off:")


def _done(session: Session) -> None:
    """Show what was done of an exercise, and what its form cues say."""
    card = exercise(session.exercise)
    who = "Both sides" if session.side == "both" else f"{(session.side or '').capitalize()} leg"
    with st.container(border=True):
        with st.container(horizontal=True, gap="large"):
            if card.kind != "hold":
                reps = sum(len(done.reps) for done in session.sets)
                st.metric(f"{who}, repetitions", reps, width="content")
            if card.kind == "hold" or any(done.holds for done in session.sets):
                st.metric(f"{who}, held", units.seconds(held_s(session.sets)), width="content")
        for number, done in enumerate(session.sets, 1):
            set_of = f"Set {number}, the dose" if len(session.sets) > 1 else "The dose"
            show_note(escaped(f"{set_of} is {dose_reached(card, done)}"))
        show_note(escaped(f"Asked for: {dose_text(card)}"))
        for fault in dict.fromkeys(fault.name for done in session.sets for fault in done.faults):
            text = f"**{escaped(fault_text(fault).capitalize())}.** {escaped(cue_text(fault, card))}"
            st.warning(text, icon=":material/record_voice_over:")


def _ask(job: Job[Outcome], outcome: Outcome) -> None:
    """Ask whether the exercise that the video looks like is the right one; else analyse it as another."""
    found = outcome.analysis.session.exercise
    with st.container(border=True):
        st.markdown(f"**Looks like {escaped(exercise(found).title)}. Right?**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if st.button("Yes", type="primary", icon=":material/check:"):
                job.result = confirmed(outcome)
                st.rerun()
            others = [known for known in exercise_ids() if known != found]
            other = st.selectbox(
                "No, it is …",
                others,
                index=None,
                placeholder="Choose the exercise",
                format_func=lambda each: exercise(each).title,
            )
            if st.button("Analyze as this", icon=":material/replay:", disabled=other is None) and other:
                _again(outcome, other)
        show_note("Nothing is saved to the log before you say so; until then the recording is kept here.")


def _again(outcome: Outcome, other: str) -> None:
    try:
        started = again_as(outcome, other)
    except OutputError as error:
        st.error(escaped(str(error)), icon=":material/error:")
        return
    JOBS.drop(token.read())
    token.remember(started)
    st.rerun()


def video_alt(session: Session) -> str:
    """Return what the annotated video shows."""
    if session.measurements:
        return "The recording with legs, angle and trials drawn in"
    return "The recording with the body, repetitions or holds, and form faults drawn in"


def _card(measured: Measurement) -> None:
    with st.container(border=True):
        show_value(measured)
        show_notices(measured.warnings)


def show_value(measured: Measurement) -> None:
    """Show a value with its uncertainty, and how many trials it comes from."""
    st.metric(what_measured(measured), value_text(measured))
    accepted = sum(trial.accepted for trial in measured.trials)
    facts = [f"{accepted} of {len(measured.trials)} trials accepted"]
    if measured.sd_deg is not None:
        facts.append(f"spread {units.amount(measured.sd_deg, 'deg')}")
    if measured.value_deg is not None:
        facts.append("± is one standard uncertainty")
    show_note("; ".join(facts))


def show_notices(notices: Iterable[Notice]) -> None:
    """Show what people should be told."""
    for notice in notices:
        st.warning(sentence(notice.text), icon=":material/lightbulb:")


def _log_line(job: Job[Outcome], outcome: Outcome) -> None:
    """Say whether the session is in the log, and offer to log it where it is not."""
    if outcome.to_confirm:
        return
    if outcome.not_logged:
        st.error(f"Not saved to the log: {escaped(outcome.not_logged)}", icon=":material/error:")
        _offer(job, outcome, "Try to save again")
    elif outcome.earlier is not None:
        when = escaped(units.day_and_time(outcome.earlier.analysed_at))
        st.info(
            f"This video is in the log since {when}, as {escaped(outcome.earlier.person)}'s, so it was not "
            "logged again.",
            icon=":material/history:",
        )
        _offer(job, outcome, "Replace that session")
    elif outcome.analysis.session.video is not None and is_sample(outcome.analysis.session.video.sha256):
        st.info("A sample of romtrack's: it enters nobody's log.", icon=":material/info:")
    elif outcome.analysis.session.quality.detected:
        st.success("Saved to the log.", icon=":material/check:")
    else:
        st.info("Nobody was seen, so nothing was logged.", icon=":material/info:")


def _offer(job: Job[Outcome], outcome: Outcome, label: str) -> None:
    if st.button(label, icon=":material/save:"):
        job.result = log_again(outcome)
        st.rerun()
