import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { RaisedHand, higherHand } from "../../romtrack/app/live/web/hand.js";

/** @import { Point } from "../../romtrack/app/live/web/wire.js" */

/** The ring, as much of it as is asked for. */
class Ring {
  hidden = true;
  drawn = "";
  style = { transform: "", setProperty: (/** @type {string} */ _, /** @type {string} */ value) => { this.drawn = value; } };

  hasAttribute() { return this.hidden; }

  /** @param {string} _ @param {boolean} hidden */
  toggleAttribute(_, hidden) { this.hidden = hidden; }
}

/** @type {Ring} */
let ring;
/** @type {number[]} */
let meant;
const POINTS = { left_wrist: /** @type {Point} */ ([300, 80]), left_elbow: /** @type {Point} */ ([310, 180]) };

beforeEach(() => {
  Object.assign(globalThis, { SVGElement: Ring });
  ring = new Ring();
  meant = [];
});

/** @param {boolean[]} asked whether each Next is asked about */
function hand(...asked) {
  const root = /** @type {HTMLElement} */ (/** @type {unknown} */ ({ querySelector: () => ring }));
  let now = 0;
  const followed = new RaisedHand(root, () => {
    meant.push(now);
    return asked.shift() ?? false;
  });
  return (/** @type {number[]} */ ...heldS) => {
    for (now of heldS) followed.follow(now, POINTS, at => at);
  };
}

test("a hand that is up for two seconds means next once, until it is lowered", () => {
  const held = hand();
  held(0, 0.5, 1.9, 2.1, 3, 9);
  assert.deepEqual(meant, [2.1]);
  held(0, 1, 2);
  assert.deepEqual(meant, [2.1, 2]);
});

test("where it is asked about, three more seconds answer", () => {
  hand(true)(0, 1, 2, 3, 4.9, 5, 6, 7, 9);
  assert.deepEqual(meant, [2, 5]);
});

test("a hand that is lowered and raised again answers, too", () => {
  hand(true)(0, 2, 2.5, 0, 1, 2);
  assert.deepEqual(meant, [2, 2]);
});

test("a ring about the hand fills meanwhile, and is gone afterwards", () => {
  const held = hand();
  held(0);
  assert.equal(ring.hidden, true);
  held(0.5);
  assert.deepEqual([ring.hidden, ring.drawn, ring.style.transform], [false, "25", "translate(297px, 50px)"]);
  held(1.5);
  assert.equal(ring.drawn, "75");
  held(2, 2.1);
  assert.equal(ring.hidden, true);
});

test("the ring is about the higher hand, in one that is seen", () => {
  /** @type {Point} */
  const low = [100, 300];
  assert.deepEqual(higherHand({ ...POINTS, right_wrist: low }), [297, 50]);
  assert.deepEqual(higherHand({ right_wrist: low }), low);
  assert.equal(higherHand({}), null);
});
