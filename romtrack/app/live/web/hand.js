// A hand that is held up means Next: for two seconds, and three more, or once again, where it is asked about.

/** @import { Point, Points } from "./wire.js" */

import { part } from "./dom.js";

const HELD_S = 2, HEARD_S = 3; // so long it takes to hear the question
const EDGE_PX = 40; // of the window, within which the ring is to be seen
const PAST = 0.3; // of the forearm: where the hand is, past its wrist

/** Follows a hand that is up, with a ring about it that fills. */
export class RaisedHand {
  /**
   * @param {HTMLElement} root
   * @param {() => boolean} beckoned it means Next; whether it is asked about, so that more of it is the answer
   */
  constructor(root, beckoned) {
    this.ring = part(root, ".ring", SVGElement);
    this.beckoned = beckoned;
    this.sinceS = 0;
    this.neededS = HELD_S;
    this.percent = 0;
  }

  /**
   * @param {number} heldS how long it has been up, 0 = none is
   * @param {Points} points in the frame
   * @param {(point: Point) => Point} placed from the frame to the window
   */
  follow(heldS, points, placed) {
    if (heldS === 0) this.count(0, HELD_S);
    this.percent = Math.max(0, Math.min(Math.round(100 * (heldS - this.sinceS) / this.neededS), 100));
    if (this.percent === 100) this.count(this.beckoned() ? heldS : Infinity, HEARD_S); // Infinity: until it is lowered
    const hand = this.percent ? higherHand(points) : null;
    this.draw(hand && placed(hand));
  }

  /**
   * @param {number} sinceS
   * @param {number} neededS
   */
  count(sinceS, neededS) {
    this.sinceS = sinceS;
    this.neededS = neededS;
  }

  /** @param {Point | null} at in the window */
  draw(at) {
    if (this.ring.hasAttribute("hidden") !== !at) this.ring.toggleAttribute("hidden", !at);
    if (!at) return;
    this.ring.style.transform = `translate(${Math.round(at[0])}px, ${Math.round(Math.max(at[1], EDGE_PX))}px)`;
    this.ring.style.setProperty("--percent", String(this.percent));
  }
}

/**
 * The higher one of the hands that are seen, null = none is.
 * @param {Points} points
 * @returns {Point | null}
 */
export function higherHand({ left_wrist, right_wrist, left_elbow, right_elbow }) {
  const [left, right] = [pastWrist(left_wrist, left_elbow), pastWrist(right_wrist, right_elbow)];
  return left && right ? (left[1] < right[1] ? left : right) : left ?? right;
}

/**
 * @param {Point | undefined} wrist
 * @param {Point | undefined} elbow
 * @returns {Point | null}
 */
function pastWrist(wrist, elbow = wrist) {
  return wrist && elbow ? [wrist[0] + PAST * (wrist[0] - elbow[0]), wrist[1] + PAST * (wrist[1] - elbow[1])] : null;
}
