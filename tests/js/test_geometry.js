import assert from "node:assert/strict";
import { test } from "node:test";

import { arcOf, bonesOf, linesAcross, placed, seatedOutline, segmentOf, sentSize } from "../../romtrack/app/live/web/geometry.js";

/** @import { Points, Side } from "../../romtrack/app/live/web/wire.js" */

const VGA = { width: 640, height: 480 };

/**
 * Where a point of the frame comes on the canvas.
 * @param {ReturnType<typeof placed>} place
 * @param {[number, number]} point
 */
function onCanvas({ transform: [a, b, c, d, e, f] }, [x, y]) {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** @param {number} value */
const rounded = value => Math.round(value * 1e6) / 1e6 + 0;

test("a canvas of the frame's shape is filled, mirrored", () => {
  const place = placed({ width: 1280, height: 960 }, VGA);
  assert.equal(place.hasEdges, false);
  assert.equal(place.scale, 2);
  assert.deepEqual(onCanvas(place, [0, 0]), [1280, 0]);
  assert.deepEqual(onCanvas(place, [640, 480]), [0, 960]);
  assert.deepEqual(onCanvas(place, [100, 50]), [1080, 100]);
});

test("a wide canvas shows the whole frame in its middle", () => {
  const place = placed({ width: 1000, height: 480 }, VGA);
  assert.equal(place.hasEdges, true);
  assert.deepEqual(onCanvas(place, [0, 0]), [820, 0]);
  assert.deepEqual(onCanvas(place, [640, 480]), [180, 480]);
});

test("a tall canvas shows the whole frame at its lower end, the words being above", () => {
  const place = placed({ width: 320, height: 1000 }, VGA);
  assert.deepEqual(onCanvas(place, [640, 0]), [0, 760]);
  assert.deepEqual(onCanvas(place, [0, 480]), [320, 1000]);
});

test("a frame that gives way to words is whole below them", () => {
  const place = placed({ width: 1280, height: 800 }, VGA, 320);
  assert.deepEqual(onCanvas(place, [640, 0]), [320, 320]);
  assert.deepEqual(onCanvas(place, [0, 480]), [960, 800]);
});

test("a frame is sent whole and in its shape, with the lines that are read, and never enlarged", () => {
  /** @type {[number, number, number, number][]} */
  const sizes = [[640, 480, 640, 480], [640, 360, 640, 360], [160, 120, 160, 120], [1280, 720, 852, 479], [3840, 2160, 852, 479], [1280, 960, 640, 480], [720, 1280, 480, 853]];
  for (const [width, height, sentWidth, sentHeight] of sizes) {
    const sent = sentSize({ width, height });
    assert.deepEqual(sent, { width: sentWidth, height: sentHeight });
    assert.ok(Math.abs(sent.width / sent.height / (width / height) - 1) < 0.001);
  }
});

test("a bone is drawn where both its ends are seen", () => {
  /** @type {Points} */
  const points = { left_hip: [1, 2], left_knee: [3, 4], left_ankle: [5, 6], right_hip: [7, 8], right_ankle: [9, 9] };
  assert.deepEqual(bonesOf(points, "left"), [[[1, 2], [3, 4]], [[3, 4], [5, 6]]]);
  assert.deepEqual(bonesOf(points, "right"), []);
  assert.deepEqual(linesAcross(points), [[[1, 2], [7, 8]]]);
  assert.deepEqual(linesAcross({}), []);
});

/**
 * The arc of a shank that hangs straight down.
 * @param {Side} side
 */
function hanging(side) {
  const arc = arcOf({ [`${side}_knee`]: [300, 200], [`${side}_ankle`]: [300, 300] }, side);
  assert.ok(arc);
  return arc;
}

test("no rotation is straight down from the knee", () => {
  for (const side of /** @type {const} */ (["left", "right"])) {
    assert.deepEqual(hanging(side).at(0, 1).map(rounded), [300, 290]);
  }
});

test("internal rotation takes either foot outward: the person's left is at the frame's right", () => {
  assert.deepEqual(hanging("left").at(90, 1).map(rounded), [390, 200]);
  assert.deepEqual(hanging("right").at(90, 1).map(rounded), [210, 200]);
  const [x, y] = hanging("left").at(30, 1);
  assert.deepEqual([rounded(x), rounded(y)], [345, rounded(200 + 90 * Math.sqrt(3) / 2)]);
});

test("the filled sector is the short way between straight down and the shank", () => {
  for (const side of /** @type {const} */ (["left", "right"])) {
    for (const degrees of [-40, -1, 1, 40]) {
      const arc = hanging(side), turn = arc.radians(degrees) - arc.radians(0);
      assert.equal(arc.isAgainstTheClock(degrees), turn < 0);
    }
  }
});

test("what a cue is about is marked: on the side that works, on the other one, or on both", () => {
  /** @type {Points} */
  const points = {
    left_hip: [1, 0], left_knee: [1, 1], left_ankle: [1, 2], right_hip: [5, 0], right_knee: [5, 1], right_ankle: [5, 2],
  };
  assert.deepEqual(segmentOf(points, "thigh", "left"), [[[1, 0], [1, 1]]]);
  assert.deepEqual(segmentOf(points, "free leg", "left"), [[[5, 0], [5, 1]], [[5, 1], [5, 2]]]);
  assert.deepEqual(segmentOf(points, "pelvis", "left"), [[[1, 0], [5, 0]]]);
  assert.deepEqual(segmentOf(points, "feet", "right"), [[[1, 2], [5, 2]]]);
  assert.deepEqual(segmentOf(points, "trunk", "left"), [[[1, 0], [5, 0]]]);
});

test("no arc without a knee and an ankle", () => {
  assert.equal(arcOf({ left_knee: [1, 1] }, "left"), null);
  assert.equal(arcOf({ left_ankle: [1, 1] }, "left"), null);
  assert.equal(arcOf({ left_ankle: [1, 1], left_knee: [1, 1] }, "right"), null);
});

test("the outline of where to sit is symmetric, in the middle, and inside any frame", () => {
  for (const frame of [VGA, { width: 1280, height: 720 }, { width: 480, height: 640 }]) {
    const { head, body } = seatedOutline(frame);
    assert.equal(head[0], frame.width / 2);
    const mirrored = body.map(([x, y]) => `${rounded(frame.width - x)} ${rounded(y)}`);
    assert.deepEqual(mirrored.sort(), body.map(([x, y]) => `${rounded(x)} ${rounded(y)}`).sort());
    for (const [x, y] of [head, ...body]) assert.ok(x > 0 && x < frame.width && y > 0 && y < frame.height);
  }
});
