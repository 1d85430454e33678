import assert from "node:assert/strict";
import { test } from "node:test";

import {
  adviceOf, attemptLines, checkLines, inUnit, largeNumber, percent, resultLines, wholeDegrees,
} from "../../romtrack/app/live/web/numbers.js";

/** @import { Angles, Attempt, Screen, Traced } from "../../romtrack/app/live/web/wire.js" */

/**
 * @param {Partial<Screen>} changed
 * @returns {Screen}
 */
const screen = changed => ({
  phase: "trials", side: "left", title: "", advice: "", progress: null, big: "", unit: "", peak_deg: null, cue: "",
  problem: "", traced: null, checks: [], attempts: [], results: [], ...changed,
});
/** @type {Angles} */
const ANGLES = { left: [31.6, 2], right: [null, null] };

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
  assert.equal(inUnit(traced(0, "degrees"), 12.3), "12°");
  assert.equal(inUnit(null, 12.3), "12°");
});

test("the large number is the hip of the side that is looked at", () => {
  assert.deepEqual(largeNumber(screen({}), ANGLES), { caption: "left hip", text: "32°" });
});

test("an angle that is not seen is a dash, never the last one or zero", () => {
  assert.deepEqual(largeNumber(screen({ side: "right" }), ANGLES), { caption: "right hip", text: "–" });
  assert.equal(largeNumber(screen({ traced: traced(null, "degrees") }), ANGLES)?.text, "–");
});

test("what an exercise counts is shown with its name, where it is an angle", () => {
  const shown = [traced(0.52, ""), traced(88.2, "degrees")].map(
    one => largeNumber(screen({ phase: "set", side: null, traced: one }), ANGLES));
  assert.deepEqual(shown, [null, { caption: "heel height", text: "88°" }]);
});

test("between trials, at rest and in position no angle is shown", () => {
  for (const phase of /** @type {const} */ (["position", "between", "ready", "rest", "done"])) {
    assert.equal(largeNumber(screen({ phase }), ANGLES), null);
  }
});

test("the checks are listed while the position is found, and only then", () => {
  /** @type {Screen["checks"]} */
  const checks = [{ id: "person", label: "One person", state: "stops" }];
  assert.deepEqual(checkLines(screen({ phase: "position", checks })), [{ kind: "stops", text: "One person", small: "" }]);
  assert.deepEqual(checkLines(screen({ phase: "trials", checks })), []);
});

test("the last three trials are listed, with why one does not count", () => {
  /** @type {Attempt[]} */
  const attempts = [1, 2, 3, 4].map(number => (
    { number, direction: "internal", value_deg: 30.4 + number, accepted: number !== 4, reason: number === 4 ? "the trunk leaned" : "" }));
  assert.deepEqual(attemptLines(screen({ attempts })), [
    { kind: "yes", text: "32°", small: "" },
    { kind: "yes", text: "33°", small: "" },
    { kind: "no", text: "34°", small: "the trunk leaned" },
  ]);
  assert.deepEqual(attemptLines(screen({ phase: "between", attempts })), []);
});

test("a result is a magnitude with its uncertainty, or says that there is no number", () => {
  /** @type {Screen["results"]} */
  const results = [
    { side: "left", direction: "internal", value_deg: 31.62, sigma_deg: 2.04 },
    { side: "left", direction: "external", value_deg: -28, sigma_deg: 2 },
    { side: "right", direction: "internal", value_deg: null, sigma_deg: null },
  ];
  assert.deepEqual(resultLines(screen({ results })).map(line => line.text), [
    "left internal: 31.6° ± 2.0°", "left external: 28.0° ± 2.0°", "right internal: no number",
  ]);
});

test("what keeps it from going on is said before advice, and advice before that the computer is slow", () => {
  assert.equal(adviceOf(screen({ problem: "Come closer", advice: "Hold" }), true), "Come closer");
  assert.equal(adviceOf(screen({ advice: "Hold" }), true), "Hold");
  assert.match(adviceOf(screen({}), true), /slow/);
  assert.equal(adviceOf(screen({}), false), "");
});

test("progress is whole percent", () => {
  assert.deepEqual([null, 0, 0.334, 1].map(percent), [0, 0, 33, 100]);
});
