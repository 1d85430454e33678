import assert from "node:assert/strict";
import { test } from "node:test";

import { Trace, axisOf } from "../../romtrack/app/live/web/trace.js";

/** @import { Angles, Traced } from "../../romtrack/app/live/web/wire.js" */

/**
 * @param {number | null} left
 * @param {number | null} right
 * @returns {Angles}
 */
const angles = (left, right) => ({ left: [left, 2], right: [right, 2] });

/**
 * @param {number | null} value
 * @returns {Traced}
 */
const height = (value, name = "heel height") => ({ value, name, unit: "", span: 0.4 });

test("both hips are traced, now at the right end", () => {
  const trace = new Trace();
  trace.note(100, null, angles(10, -5));
  trace.note(106, null, angles(20, -6));
  assert.deepEqual(trace.strokes(0), [[[0.5, 10], [1, 20]]]);
  assert.deepEqual(trace.strokes(1), [[[0.5, -5], [1, -6]]]);
});

test("what is older than twelve seconds is gone", () => {
  const trace = new Trace();
  for (const time of [0, 1, 12, 13]) trace.note(time, null, angles(time, null));
  assert.deepEqual(trace.strokes(0), [[[0, 1], [11 / 12, 12], [1, 13]]]);
});

test("where nothing was seen the line is broken, never bridged", () => {
  const trace = new Trace();
  [5, null, null, 7, 8].forEach((value, at) => trace.note(at, null, angles(value, null)));
  assert.deepEqual(trace.strokes(0).map(stroke => stroke.map(([, value]) => value)), [[5], [7, 8]]);
  assert.deepEqual(trace.strokes(1), []);
});

test("another quantity begins another line: two scales never mix", () => {
  const trace = new Trace();
  trace.note(0, null, angles(10, 10));
  trace.note(1, height(0.1), angles(10, 10));
  assert.deepEqual(trace.rows, [[1, 0.1, null]]);
  trace.note(2, height(0.2), angles(10, 10));
  assert.equal(trace.rows.length, 2);
  trace.note(3, height(0.2, "knee height"), angles(10, 10));
  assert.equal(trace.rows.length, 1);
  trace.note(4, null, angles(10, 11));
  assert.deepEqual(trace.rows, [[4, 10, 11]]);
});

test("rotation has a fixed scale, so that a small movement looks small", () => {
  const trace = new Trace();
  trace.note(0, null, angles(1, 2));
  assert.deepEqual(trace.axis, { low: -30, high: 60, lines: [0, 30] });
});

test("the scale of a counted quantity holds all of it and never less than its span", () => {
  for (const values of [[0.1], [0.1, 0.2], [0.1, null, 2]]) {
    const { low, high, lines } = axisOf(values, 0.4), seen = values.filter(value => value !== null);
    assert.deepEqual(lines, [Math.min(...seen), Math.max(...seen)]);
    assert.ok(low < Math.min(...seen) && high > Math.max(...seen));
    assert.ok(high - low >= 0.4);
  }
});

test("nothing seen gives a scale without lines", () => {
  assert.deepEqual(axisOf([null, null], 0.4), { low: 0, high: 0.4, lines: [] });
});
