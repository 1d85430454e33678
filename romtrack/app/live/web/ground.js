// What of the window the person takes: the cells in which legs, and in which the rest of them, were seen lately.

/** @import { Box } from "./layout.js" */
/** @import { Arc, Size } from "./geometry.js" */
/** @import { Point, Points } from "./wire.js" */

import { LEG, UPPER, bonesOf, linesAcross } from "./geometry.js";
import { SIDES } from "./wire.js";

const COLUMNS = 48, KEPT_MS = 5000, FAN_DEG = 50;
const JOINTS = ["knee", "ankle", "foot_index"];

/** A grid over the window. */
export class Ground {
  /** @param {Size} size of the window */
  constructor({ width, height }) {
    this.cell = width / COLUMNS;
    this.rows = Math.ceil(height / this.cell);
    this.legsMs = new Float64Array(COLUMNS * this.rows).fill(-Infinity);
    this.bodyMs = new Float64Array(COLUMNS * this.rows).fill(-Infinity);
  }

  /**
   * Note where the person is, and where a leg that is looked at may turn to.
   * @param {Points} points in the frame
   * @param {Arc | null} arc of the leg that will turn
   * @param {(point: Point) => Point} placed from the frame to the window
   * @param {number} nowMs
   */
  note(points, arc, placed, nowMs) {
    const reach = reachOf(points, placed);
    for (const side of SIDES) {
      for (const [from, to] of bonesOf(points, side, LEG)) this.mark(this.legsMs, placed(from), placed(to), 0.22 * reach, nowMs);
      for (const [from, to] of bonesOf(points, side, UPPER)) this.mark(this.bodyMs, placed(from), placed(to), 0.2 * reach, nowMs);
      for (const joint of JOINTS) { // a foot is longer than it is seen from the front
        const at = points[`${side}_${joint}`];
        if (at) this.mark(this.legsMs, placed(at), placed(at), 0.3 * reach, nowMs);
      }
    }
    for (const [from, to] of linesAcross(points)) this.mark(this.bodyMs, placed(from), placed(to), 0.3 * reach, nowMs);
    if (points.nose) this.mark(this.bodyMs, placed(points.nose), placed(points.nose), 0.45 * reach, nowMs);
    for (let turn = -FAN_DEG; arc && turn <= FAN_DEG; turn += 10) {
      this.mark(this.legsMs, placed(arc.knee), placed(arc.at(turn, 1.3)), 0.15 * reach, nowMs);
    }
  }

  /**
   * Mark what is nearer to a line than a radius.
   * @param {Float64Array} cells
   * @param {Point} from
   * @param {Point} to
   * @param {number} radius
   * @param {number} nowMs
   */
  mark(cells, from, to, radius, nowMs) {
    const steps = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / this.cell) || 1;
    for (let step = 0; step <= steps; step++) {
      const x = from[0] + (to[0] - from[0]) * step / steps, y = from[1] + (to[1] - from[1]) * step / steps;
      this.each({ left: x - radius, top: y - radius, width: 2 * radius, height: 2 * radius }, at => { cells[at] = nowMs; });
    }
  }

  /**
   * How many cells of legs, and of the rest of the person, are under a box.
   * @param {Box} box
   * @param {number} nowMs
   */
  under(box, nowMs) {
    let legs = 0, body = 0;
    this.each(box, at => {
      if (nowMs - (this.legsMs[at] ?? 0) < KEPT_MS) legs++;
      else if (nowMs - (this.bodyMs[at] ?? 0) < KEPT_MS) body++;
    });
    return { legs, body };
  }

  /**
   * @param {Box} box
   * @param {(at: number) => void} visit
   */
  each({ left, top, width, height }, visit) {
    const firstRow = Math.max(Math.floor(top / this.cell), 0), lastRow = Math.min(Math.ceil((top + height) / this.cell), this.rows);
    const first = Math.max(Math.floor(left / this.cell), 0), last = Math.min(Math.ceil((left + width) / this.cell), COLUMNS);
    for (let row = firstRow; row < lastRow; row++) {
      for (let column = first; column < last; column++) visit(row * COLUMNS + column);
    }
  }
}

/**
 * How large the person is in the window: the length of a shank, or what it is of a trunk at least.
 * @param {Points} points
 * @param {(point: Point) => Point} placed
 */
function reachOf(points, placed) {
  const bones = SIDES.flatMap(side => [...bonesOf(points, side, [["knee", "ankle"]]), ...bonesOf(points, side, [["shoulder", "hip"]])]);
  return Math.max(0, ...bones.map(([from, to]) => {
    const [one, other] = [placed(from), placed(to)];
    return 0.9 * Math.hypot(other[0] - one[0], other[1] - one[1]);
  }));
}
