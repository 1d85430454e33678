// Where things are drawn: from the frame's pixels to the canvas, and the lines of a person.

/** @import { Point, Points, Side } from "./wire.js" */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {[from: Point, to: Point]} Bone */

const BONES = /** @type {const} */ ([["shoulder", "elbow"], ["elbow", "wrist"], ["shoulder", "hip"], ["hip", "knee"],
  ["knee", "ankle"], ["ankle", "foot_index"]]);
const ACROSS = /** @type {const} */ (["shoulder", "hip"]);

/**
 * The largest place of a frame in a canvas, in its middle, mirrored as in a looking-glass.
 * @param {Size} canvas
 * @param {Size} frame
 */
export function placed(canvas, frame) {
  const scale = Math.min(canvas.width / frame.width, canvas.height / frame.height);
  const left = (canvas.width - frame.width * scale) / 2, top = (canvas.height - frame.height * scale) / 2;
  /** @type {[number, number, number, number, number, number]} */
  const transform = [-scale, 0, 0, scale, canvas.width - left, top];
  return { scale, transform, hasEdges: left > 1 || top > 1 };
}

/**
 * The bones of one side that are seen at both ends.
 * @param {Points} points
 * @param {Side} side
 */
export function bonesOf(points, side) {
  return BONES.flatMap(([from, to]) => bone(points[`${side}_${from}`], points[`${side}_${to}`]));
}

/**
 * The lines between both sides.
 * @param {Points} points
 */
export function linesAcross(points) {
  return ACROSS.flatMap(joint => bone(points[`left_${joint}`], points[`right_${joint}`]));
}

/**
 * @param {Point | undefined} from
 * @param {Point | undefined} to
 * @returns {Bone[]}
 */
function bone(from, to) {
  return from && to ? [[from, to]] : [];
}

/**
 * The arc of a shank about its knee, in the frame: straight down is no rotation. Internal rotation takes the
 * foot outward, which is to the frame's right for the person's left leg.
 * @param {Points} points
 * @param {Side} side
 * @returns {Arc | null}
 */
export function arcOf(points, side) {
  const knee = points[`${side}_knee`], ankle = points[`${side}_ankle`];
  if (!knee || !ankle) return null;
  return new Arc(knee, 0.9 * Math.hypot(ankle[0] - knee[0], ankle[1] - knee[1]), side === "left" ? -1 : 1);
}

/** A part of a circle about a knee. */
export class Arc {
  /**
   * @param {Point} knee
   * @param {number} radius
   * @param {1 | -1} sign which way on the canvas a positive angle goes
   */
  constructor(knee, radius, sign) {
    this.knee = knee;
    this.radius = radius;
    this.sign = sign;
  }

  /** @param {number} degrees */
  radians(degrees) { return Math.PI / 2 + this.sign * degrees * Math.PI / 180; }

  /** @param {number} degrees */
  isAgainstTheClock(degrees) { return this.sign * degrees < 0; }

  /**
   * @param {number} degrees
   * @param {number} share of the radius
   * @returns {Point}
   */
  at(degrees, share) {
    const angle = this.radians(degrees), reach = share * this.radius;
    return [this.knee[0] + reach * Math.cos(angle), this.knee[1] + reach * Math.sin(angle)];
  }

  /** Where its number is written: outward of the shank. @returns {Point} */
  get label() { return [this.knee[0] - this.sign * this.radius * 0.95, this.knee[1] + this.radius * 0.3]; }
}

const BODY = /** @type {const} */ ([[-0.15, 0.25], [0.15, 0.25], [0.12, 0.56], [0.17, 0.66], [0.15, 1], [0.06, 1],
  [0.06, 0.68], [-0.06, 0.68], [-0.06, 1], [-0.15, 1], [-0.17, 0.66], [-0.12, 0.56]]);

/**
 * Where to sit: the outline of a person on a chair, as large as a good distance makes them.
 * @param {Size} frame
 */
export function seatedOutline(frame) {
  const height = frame.height * 0.82, x = frame.width / 2, y = frame.height * 0.09;
  /** @param {number} across @param {number} down @returns {Point} */
  const point = (across, down) => [x + across * height, y + down * height];
  return { height, head: point(0, 0.09), body: BODY.map(([across, down]) => point(across, down)) };
}
