"""Trials, repetitions and faults against those that were done."""

from __future__ import annotations

import numpy as np
import pytest
from validation_clips import PARTIALS, REPS, session, trial, truth

from romtrack.validation.events import score_counts, score_faults, score_trials, trial_error_deg
from romtrack.validation.truth import Span


def test_a_trial_is_held_against_the_median_of_the_half_second_about_its_peak() -> None:
    known = truth()
    assert trial_error_deg(6.5, 5.0, known) == pytest.approx(1.5)
    known.true_deg[48] = 1000.0  # type: ignore[index]
    assert trial_error_deg(6.5, 5.0, known) == pytest.approx(1.5, abs=0.11)
    assert np.isnan(trial_error_deg(6.5, 99.0, known))


def test_accepted_trials_have_errors_and_refused_ones_do_not() -> None:
    trials = [trial(REPS[0], 6.0), trial(REPS[1], 12.0), trial(REPS[2], 99.0, "restless")]
    score = score_trials(session(trials), truth())
    assert (score.accepted, score.refused, score.true_reps) == (2, 1, 3)
    assert score.errors_deg == pytest.approx((1, -1))
    (line,) = score.clean_refused
    assert "16.0 to 20.0 s" in line
    assert "restless" in line


def test_a_faulty_repetition_is_to_be_refused() -> None:
    known = truth(faults=(Span(11, 15, "trunk_lean"), Span(16, 20, "trunk_lean")))
    trials = [trial(REPS[0]), trial(REPS[1]), trial(REPS[2], 5, "trunk lean")]
    score = score_trials(session(trials), known)
    assert score.clean_refused == ()
    (line,) = score.faulty_accepted
    assert "13.0 s" in line
    assert "trunk_lean" in line


def test_a_fault_that_only_touches_a_repetition_does_not_make_it_faulty() -> None:
    known = truth(faults=(Span(7, 11.2, "knee_drift"),))
    assert score_trials(session([trial(rep) for rep in REPS]), known).faulty_accepted == ()


def test_an_accepted_partial_attempt_is_no_repetition() -> None:
    trials = [*(trial(rep) for rep in REPS), trial(Span(7.8, 9.8)), trial(Span(0.5, 1.5))]
    assert len(score_trials(session(trials), truth()).others_accepted) == 2


def test_a_repetition_without_a_trial_was_not_found() -> None:
    score = score_trials(session([trial(REPS[0]), trial(PARTIALS[0], 5, "partial")]), truth())
    assert [line.startswith("clean, not found") for line in score.clean_refused] == [True, True]


def test_no_measurement_has_no_trials() -> None:
    assert score_trials(session(None), truth()).true_reps == 0


def test_counts() -> None:
    score = score_counts(session(None, REPS[:2], [Span(9, 10), Span(0, 1)]), truth())
    assert (score.reps_true, score.reps_counted) == (3, 2)
    assert (score.partials_true, score.partials_found) == (1, 1)


def test_faults_match_by_name_and_overlap() -> None:
    known = truth(faults=(Span(3, 7, "knee_drift"), Span(11, 15, "knee_drift"), Span(16, 20, "trunk_lean")))
    raised = [
        Span(4, 5, "knee_drift"),
        Span(5.5, 6, "knee_drift"),
        Span(12, 13, "trunk_lean"),
        Span(15, 16, "x"),
    ]
    score = score_faults(session(None, faults=raised), known)
    assert (score.true, score.found, score.false) == (3, 1, 2)
    assert score_faults(session(None, faults=raised), truth()).false == 4
    assert score_faults(session(None), known).found == 0


def test_how_far_off_repetitions_are_is_told_for_those_that_were_done() -> None:
    known = truth(reps=(Span(3, 7, "", 4.5), Span(11, 15, "", 13.0)))
    counted = [
        Span(3.2, 6.9),
        Span(20, 21),
    ]  # the second one was none; their peaks are a second after the start
    score = score_counts(session(reps=counted), known)
    (errors_s,) = score.errors_s
    assert errors_s == pytest.approx((0.2, -0.3, -0.1))
