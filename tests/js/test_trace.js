import assert from "node:assert/strict";
import { test } from "node:test";

import { Trace, axisOf } from "../../romtrack/app/live/web/trace.js";

/** @import { Traced } from "../../romtrack/app/live/web/wire.js" */

/**
 * @param {number | null} value
 * @returns {Traced}
 */
const height = (value, name = "heel height") => ({ value, name, unit: "", span: 0.4 });

test("the hip that is read is traced, now at the right end", () => {
  const trace = new Trace();
  trace.note(100, null, 10);
  trace.note(106, null, 20);
  assert.deepEqual(trace.strokes, [[[0.5, 10], [1, 20]]]);
});

test("what is older than twelve seconds is gone", () => {
  const trace = new Trace();
  for (const time of [0, 1, 12, 13]) trace.note(time, null, time);
  assert.deepEqual(trace.strokes, [[[0, 1], [11 / 12, 12], [1, 13]]]);
});

test("where nothing was seen the line is broken, never bridged", () => {
  const trace = new Trace();
  [5, null, null, 7, 8].forEach((value, at) => trace.note(at, null, value));
  assert.deepEqual(trace.strokes.map(stroke => stroke.map(([, value]) => value)), [[5], [7, 8]]);
});

test("another quantity begins another line: two scales never mix", () => {
  const trace = new Trace();
  trace.note(0, null, 10);
  trace.note(1, height(0.1), 10);
  assert.deepEqual(trace.rows, [[1, 0.1]]);
  trace.note(2, height(0.2), 10);
  assert.equal(trace.rows.length, 2);
  trace.note(3, height(0.2, "knee height"), 10);
  assert.equal(trace.rows.length, 1);
  trace.note(4, null, 10);
  assert.deepEqual(trace.rows, [[4, 10]]);
});

test("rotation has a fixed scale, so that a small movement looks small", () => {
  const trace = new Trace();
  trace.note(0, null, 1);
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
