"""What stays on the stage after a live session: a large number a hip, and a sentence each."""

from __future__ import annotations

from app_sessions import counted, held, measured

from romtrack.app.live.onstage import as_measured, on_stage, pain_told, practised_on_stage
from romtrack.live import Plan
from romtrack.types import Pain

LEFT = Plan(sides=("left",))


def test_each_hip_has_its_number_and_what_became_of_it() -> None:
    before, now = measured(0, left=20.0), measured(21, left=36.0, right=31.4)
    earlier = [as_measured(before, one) for one in before.measurements]
    left, right = on_stage(Plan(), now, earlier).figures
    assert (left.value, left.said) == ("36°", "16 more than 3 weeks ago: a gain.")
    assert left.name.startswith("left hip ±")
    assert (right.value, right.said) == ("31°", "The first value of this hip.")


def test_a_session_is_not_compared_with_itself_once_it_is_in_the_log() -> None:
    now = measured(0, left=36.0)
    known = [as_measured(now, one) for one in now.measurements]
    assert on_stage(LEFT, now, known) == on_stage(LEFT, now, [])


def test_where_there_is_no_number_the_details_are_told_of() -> None:
    (figure,) = on_stage(LEFT, measured(0, left=None), ()).figures
    assert (figure.value, figure.said) == ("\N{EN DASH}", "No number: the details say why.")


def test_a_hip_that_was_not_seen_to_turn_is_there_with_what_to_do() -> None:
    left, right = on_stage(Plan(), measured(0, left=36.0), ()).figures
    assert (left.value, left.name[:9]) == ("36°", "left hip ")
    assert (right.value, right.name, right.said[:15]) == ("\N{EN DASH}", "right hip", "I saw no turn. ")


def test_where_nothing_was_measured_nothing_is_called_saved() -> None:
    shown = on_stage(Plan(directions=("internal", "external"), sides=("right",)), measured(0), ())
    assert (shown.heading, [way.tells for way in shown.ways]) == ("No number", ["again"])
    names = [figure.name for figure in shown.figures]
    assert names == ["right hip, internal rotation", "right hip, external rotation"]


def test_a_hip_that_hardly_turns_is_told_as_less_than_a_turn() -> None:
    (figure,) = on_stage(LEFT, measured(0, left=3.5), ()).figures
    assert (figure.value, figure.name) == ("<\N{NO-BREAK SPACE}6°", "left hip")


def test_a_practice_shows_what_it_saw_and_leads_to_the_measurement() -> None:
    seen = measured(0, left=35.0)  # its last trial is of 36
    shown = practised_on_stage(Plan(practice=True), seen)
    (figure,) = shown.figures
    assert (figure.value, figure.said) == ("36°", "That was 36 degrees outward. So it goes.")
    assert [way.tells for way in shown.ways] == ["measure", "practise"]
    (figure,) = practised_on_stage(Plan(practice=True), measured(0)).figures
    assert (figure.value, figure.said[:15]) == ("\N{EN DASH}", "I saw no turn. ")


def test_an_exercise_has_what_was_counted_and_one_thing_to_change() -> None:
    (figure,) = on_stage(Plan(exercise="clamshell"), counted(0, 9), ()).figures
    assert figure.value == "9"
    assert figure.name.startswith("repetitions in ")
    (figure,) = on_stage(Plan(exercise="clamshell"), held(0, 32.25), ()).figures
    assert (figure.value, figure.name.split(" in ")[0]) == ("32", "seconds held")


def test_after_an_exercise_it_is_asked_whether_it_hurts_and_when_to_stop() -> None:
    clams = Plan(exercise="clamshell")
    asked = on_stage(clams, counted(0, 9), ()).pain
    assert asked is not None
    assert (asked.said, asked.stop) == ("", "")
    assert [pain_told(level.tells) for level in asked.levels] == list(range(11))
    asked = on_stage(clams, counted(0, 9), (), Pain(before=1, after=4)).pain
    assert asked is not None
    assert pain_told(asked.said) == 4
    assert asked.stop.startswith("Stop here for today")
    assert on_stage(LEFT, measured(0, left=36.0), ()).pain is None
    assert pain_told("again") is None
