import assert from "node:assert/strict";
import { test } from "node:test";

import { Ground } from "../../romtrack/app/live/web/ground.js";
import { Placer, above, freePlace, layoutsIn, overlap } from "../../romtrack/app/live/web/layout.js";

/** @import { Sizes } from "../../romtrack/app/live/web/layout.js" */
/** @import { Point, Points } from "../../romtrack/app/live/web/wire.js" */

const WINDOW = { width: 1280, height: 800 }, AREA = { left: 10, top: 10, width: 1260, height: 780 };
/** @type {Sizes} */
const SIZES = {
  column: { width: 480, height: 300 }, band: { width: 1260, height: 180 }, beside: { width: 800, height: 200 },
  number: { width: 300, height: 220 },
};
/** @param {Point} point @returns {Point} */
const asItIs = point => point;

/**
 * Somebody who sits, seen from the front, in the window's pixels.
 * @param {number} x
 * @param {number} turned how far their left foot is outward
 * @returns {Points}
 */
const seated = (x, turned = 0) => ({
  nose: [x, 180], left_shoulder: [x + 80, 260], right_shoulder: [x - 80, 260], left_hip: [x + 50, 460], right_hip: [x - 50, 460],
  left_knee: [x + 70, 520], right_knee: [x - 70, 520], left_ankle: [x + 70 + turned, 700], right_ankle: [x - 70, 700],
});

/** @param {Points} points */
function groundOf(points) {
  const ground = new Ground(WINDOW);
  ground.note(points, null, asItIs, 0);
  return ground;
}

test("words and number never overlap, and are never cut off by the window", () => {
  const layouts = layoutsIn(SIZES, AREA);
  assert.ok(layouts.length >= 12);
  for (const { words, number } of layouts) {
    assert.ok(number && !overlap(words, number));
    for (const box of [words, number]) {
      assert.ok(box.left >= 9 && box.top >= 9 && box.left + box.width <= 1271 && box.top + box.height <= 791);
    }
  }
});

test("in a window that is higher than wide there are no columns", () => {
  const narrow = { left: 4, top: 4, width: 382, height: 836 };
  const sizes = { ...SIZES, band: { width: 382, height: 120 }, number: { width: 150, height: 120 } };
  assert.deepEqual([...new Set(layoutsIn(sizes, narrow).map(one => one.shape))], ["band"]);
});

test("the words go where the person is not, and the legs are never covered", () => {
  for (const [x, wanted] of /** @type {const} */ ([[300, "right"], [980, "left"]])) {
    const ground = groundOf(seated(x)), layout = new Placer().place(SIZES, AREA, ground, 0);
    assert.equal(layout.name.split(" ")[0], wanted);
    for (const box of [layout.words, layout.number]) assert.equal(box && ground.under(box, 0).legs, 0);
  }
});

test("a leg that comes moves them at once; where it was is kept clear for a while", () => {
  const placer = new Placer(), ground = groundOf(seated(980));
  const before = placer.place(SIZES, AREA, ground, 0).name;
  ground.note(seated(200), null, asItIs, 100);
  const during = placer.place(SIZES, AREA, ground, 100).name;
  assert.notEqual(during, before);
  ground.note(seated(980), null, asItIs, 200);
  assert.equal(placer.place(SIZES, AREA, ground, 200).name, during);
});

test("a foot that turns moves nothing: there is room for it from the start", () => {
  const placer = new Placer(), ground = new Ground(WINDOW), seen = new Set();
  for (let at = 0; at < 300; at++) {
    ground.note(seated(640, 90 * (1 - Math.cos(at / 20))), null, asItIs, at * 40);
    seen.add(placer.place(SIZES, AREA, ground, at * 40).name);
  }
  assert.equal(seen.size, 1);
});

test("where a sentence more would reach the legs, the words are elsewhere from the start", () => {
  const placer = new Placer(), ground = groundOf(seated(400));
  const before = placer.place(SIZES, AREA, ground, 0).name;
  const longer = { ...SIZES, column: { width: 480, height: 460 } };
  assert.equal(placer.place(longer, AREA, ground, 40).name, before);
});

test("a number that comes or goes does not move the words", () => {
  const placer = new Placer(), ground = groundOf(seated(640));
  const without = placer.place({ ...SIZES, number: null }, AREA, ground, 0);
  const having = placer.place(SIZES, AREA, ground, 40);
  assert.deepEqual(having.words, without.words);
});

test("who fills the window is not covered: the picture gives way", () => {
  const ground = new Ground(WINDOW);
  for (let x = 0; x <= 1280; x += 20) ground.mark(ground.legsMs, [x, 0], [x, 800], 20, 0);
  const layout = new Placer().place(SIZES, AREA, ground, 0);
  assert.deepEqual(layout, above(SIZES, AREA));
  assert.ok(layout.band >= layout.words.top + layout.words.height);
  assert.ok(layout.number && layout.band >= layout.number.top + layout.number.height && !overlap(layout.words, layout.number));
});

test("what is seen no more is free again after some seconds", () => {
  const ground = groundOf(seated(640)), all = { left: 0, top: 0, ...WINDOW };
  assert.ok(ground.under(all, 1000).legs > 20 && ground.under(all, 1000).body > 20);
  assert.deepEqual(ground.under(all, 20_000), { legs: 0, body: 0 });
});

test("a demonstration keeps its shape and stays clear of person and words; where there is no room it stays away", () => {
  const shape = { width: 296, height: 480 }, words = [{ left: 10, top: 10, width: 480, height: 300 }];
  /** @param {number[]} places of somebody who sits, in the window's pixels */
  const placed = places => {
    const ground = new Ground(WINDOW);
    for (const x of places) ground.note(seated(x), null, asItIs, 0);
    const place = freePlace(shape, words, AREA, box => {
      const { legs, body } = ground.under(box, 0);
      return !words.some(one => overlap(one, box)) && legs + body === 0;
    });
    return { place, under: place && ground.under(place, 0) };
  };
  for (const x of [300, 640, 980]) {
    const { place, under } = placed([x]);
    assert.ok(place && place.height >= 200 && Math.abs(place.width / place.height - 296 / 480) < 0.01);
    assert.deepEqual(under, { legs: 0, body: 0 });
    assert.ok(place && words.every(one => !overlap(one, place)));
  }
  assert.equal(placed([150, 400, 650, 900, 1150]).place, null);
});
