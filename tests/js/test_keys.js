import assert from "node:assert/strict";
import { test } from "node:test";

import { isUnderWay } from "../../romtrack/app/live/web/asking.js";
import { actionOf } from "../../romtrack/app/live/web/keys.js";

/** @import { Screen } from "../../romtrack/app/live/web/wire.js" */

/** @param {string} key */
const pressed = key => ({ key, ctrlKey: false, metaKey: false, altKey: false });

test("the space bar and a clicker mean next, as N does", () => {
  for (const key of ["n", "N", " ", "PageDown"]) assert.equal(actionOf(pressed(key), "SECTION"), "skip");
});

test("the space bar on a button presses the button, and nothing is meant where something is typed", () => {
  assert.equal(actionOf(pressed(" "), "BUTTON"), undefined);
  assert.equal(actionOf(pressed("n"), "INPUT"), undefined);
});

test("what the browser has its own use of is left to it", () => {
  assert.equal(actionOf({ ...pressed("p"), ctrlKey: true }, "BODY"), undefined);
  assert.equal(actionOf(pressed("PageUp"), "BODY"), undefined);
});

/**
 * @param {Partial<Screen>} changed
 * @returns {Screen}
 */
const screen = changed => ({
  phase: "position", side: "left", title: "", advice: "", progress: null, big: "", unit: "", peak_deg: null, cue: "",
  fault: null, problem: "", demonstration: "", traced: null, checks: [], attempts: [], results: [], steps: [], ...changed,
});

test("next asks wherever a leg or a set would be left, and not in between", () => {
  for (const phase of /** @type {const} */ (["position", "neutral", "trials", "set"])) {
    assert.equal(isUnderWay("skip", screen({ phase })), true);
  }
  for (const phase of /** @type {const} */ (["between", "ready", "rest", "done"])) {
    assert.equal(isUnderWay("skip", screen({ phase })), false);
  }
});

test("the end asks once something was begun", () => {
  assert.equal(isUnderWay("end", null), false);
  assert.equal(isUnderWay("end", screen({})), false);
  assert.equal(isUnderWay("end", screen({ phase: "rest" })), true);
  assert.equal(isUnderWay("end", screen({ steps: [{ what: "set", done: 1, of: 3 }] })), true);
  assert.equal(isUnderWay("end", screen({ results: [{ side: "left", direction: "internal", value_deg: 1, sigma_deg: 1 }] })), true);
  assert.equal(isUnderWay("end", screen({ phase: "done" })), false);
});
