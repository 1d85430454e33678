import assert from "node:assert/strict";
import { test } from "node:test";

import { captionOf, failingCheck, inUnit, largeNumber, percent, stepsOf, wholeDegrees, wordsOf } from "../../romtrack/app/live/web/numbers.js";

/** @import { Check, Screen, Traced } from "../../romtrack/app/live/web/wire.js" */

/**
 * @param {Partial<Screen>} changed
 * @returns {Screen}
 */
const screen = changed => ({
  phase: "trials", side: "left", title: "", advice: "", progress: null, big: "", unit: "", peak_deg: null, cue: "",
  fault: null, problem: "", demonstration: "", traced: null, checks: [], attempts: [], results: [], steps: [], ...changed,
});

/**
 * @param {number | null} value
 * @param {string} unit
 * @returns {Traced}
 */
const traced = (value, unit) => ({ value, name: "heel height", unit, span: 0.4 });

test("degrees are whole, and no zero has a minus", () => {
  assert.deepEqual([31.6, -4.5, -0.2, 0].map(wholeDegrees), ["32°", "-4°", "0°", "0°"]);
});

test("what has no unit that people know has no number", () => {
  assert.equal(inUnit(traced(0, ""), 0.25), "");
  assert.equal(inUnit(traced(0, "deg"), 12.3), "12°");
  assert.equal(inUnit(null, 12.3), "12°");
});

test("the large number of a measurement is the hip of the side that is looked at", () => {
  assert.deepEqual(largeNumber(screen({ big: "2/3" }), 31.6), { caption: "left hip", text: "32°" });
});

test("an angle that is not seen is a dash, never the last one or zero", () => {
  assert.deepEqual(largeNumber(screen({ side: "right" }), null), { caption: "right hip", text: "–" });
});

test("otherwise it is what is counted, or the seconds that are left", () => {
  const counted = screen({ phase: "set", big: "5", unit: "of 12 repetitions" });
  assert.deepEqual(largeNumber(counted, 31.6), { caption: "of 12 repetitions", text: "5" });
  for (const phase of /** @type {const} */ (["position", "between", "done"])) {
    assert.equal(largeNumber(screen({ phase }), 31.6), null);
  }
});

/** @param {Check["state"][]} states @returns {Check[]} */
const checksOf = states => states.map((state, at) => ({ id: `check ${at}`, label: "", state }));

test("of the checks one is shown: what stops a measurement before what limits it", () => {
  const checks = checksOf(["good", "limits", "stops", "stops"]);
  assert.equal(failingCheck(screen({ phase: "position", checks })), "check 2");
  assert.equal(failingCheck(screen({ phase: "position", checks: checksOf(["good", "limits"]) })), "check 1");
  assert.equal(failingCheck(screen({ phase: "position", checks: checksOf(["good", "unknown"]) })), "");
  assert.equal(failingCheck(screen({ phase: "trials", checks })), "");
});

test("while a place is looked for, the checks that are met are its steps", () => {
  const checks = checksOf(["good", "limits", "unknown", "good"]);
  assert.deepEqual(stepsOf(screen({ phase: "position", checks })), [{ what: "place", done: 2, of: 4 }]);
});

test("steps are shown as far as they can be told apart", () => {
  const few = { what: "set", done: 1, of: 3 }, many = { what: "second", done: 4, of: 60 };
  assert.deepEqual(stepsOf(screen({ phase: "set", steps: [few, many] })), [few]);
});

const SAID = { title: "Turn", advice: "Come closer." };

test("one thing is large: a problem, a cue, what must be mended, or what to do", () => {
  const { title, advice } = SAID, stops = checksOf(["stops"]);
  /** @param {Partial<Screen>} changed */
  const words = changed => wordsOf(screen({ title, advice, ...changed }), false, false);
  assert.deepEqual(words({}), { first: title, more: advice });
  assert.deepEqual(words({ checks: stops }), { first: advice, more: "" });
  assert.deepEqual(words({ phase: "position" }), { first: advice, more: "" });
  assert.deepEqual(words({ phase: "position", advice: "" }), { first: title, more: "" });
  assert.deepEqual(words({ cue: "Sit upright.", checks: stops }), { first: "Sit upright.", more: advice });
  assert.deepEqual(words({ cue: "Sit upright.", problem: "No room." }), { first: "No room.", more: advice });
});

test("advice of many words is never the large one", () => {
  const advice = "From the working side, about 70 degrees from straight ahead, low, and whole.";
  assert.deepEqual(wordsOf(screen({ phase: "position", title: "Find your place", advice }), false, false),
    { first: "Find your place", more: advice });
});

test("a pause is said, whatever else could be", () => {
  assert.deepEqual(wordsOf(screen({ phase: "position", title: "Paused", advice: "Press P." }), true, true),
    { first: "Paused", more: "Press P." });
});

test("that the computer is slow is said where nothing else is", () => {
  assert.match(wordsOf(screen({ title: "Turn" }), true, false).more, /slow/);
  assert.equal(wordsOf(screen({ title: "Turn", advice: "Hold." }), true, false).more, "Hold.");
});

test("progress is whole percent", () => {
  assert.deepEqual([null, 0, 0.334, 1].map(percent), [0, 0, 33, 100]);
});

test("what is spoken is not to be read twice, word for word", () => {
  assert.equal(captionOf("Turn your left foot outward.", ["Turn your left foot outward", ""]), "");
  assert.equal(captionOf("Left hip, 29.5 degrees. Now the right leg.", ["Now the right leg.", "Sit."]), "Left hip, 29.5 degrees.");
  assert.equal(captionOf("Left leg. Get ready.", ["Set 1, left leg", "Get ready."]), "");
  assert.equal(captionOf("Turn your left foot, and hold.", ["Turn your left foot"]), "and hold.");
  assert.equal(captionOf("Sit.", ["Sitting", ""]), "Sit.");
  assert.equal(captionOf("Not counted. Sit upright.", ["Trial 2", "Not counted. Sit upright."]), "");
});
