// Where things are drawn: from the frame's pixels to the canvas, and the lines of a person.

/** @import { Point, Points, Side } from "./wire.js" */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {[from: Point, to: Point]} Bone */

import { SIDES } from "./wire.js";

/** @typedef {readonly (readonly [string, string])[]} Joints */

const SENT_PX = 480;
/** @type {Joints} */
export const LEG = [["hip", "knee"], ["knee", "ankle"], ["ankle", "foot_index"]];
/** @type {Joints} */
export const UPPER = [["shoulder", "elbow"], ["elbow", "wrist"], ["shoulder", "hip"]];
/** @type {Joints} */
const BONES = [...UPPER, ...LEG];
const ACROSS = /** @type {const} */ (["shoulder", "hip"]);

/**
 * The largest place of a frame in a canvas, mirrored as in a looking-glass: in the middle from side to side,
 * and at the lower end, for the words are mostly above.
 * @param {Size} canvas
 * @param {Size} frame
 * @param {number} band at the canvas' upper end, which is left to the words
 */
export function placed(canvas, frame, band = 0) {
  const scale = Math.min(canvas.width / frame.width, (canvas.height - band) / frame.height);
  const left = (canvas.width - frame.width * scale) / 2, top = canvas.height - frame.height * scale;
  /** @type {[number, number, number, number, number, number]} */
  const transform = [-scale, 0, 0, scale, canvas.width - left, top];
  return { scale, transform, hasEdges: left > 1 || top > 1 };
}

/**
 * What takes a point of a frame to the window.
 * @param {Size} window
 * @param {Size} frame
 * @param {number} band at the window's upper end, which is left to the words
 * @returns {(point: Point) => Point}
 */
export function onWindow(window, frame, band = 0) {
  const [a, , , d, e, f] = placed(window, frame, band).transform;
  return ([x, y]) => [a * x + e, d * y + f];
}

/**
 * The size in which a frame is sent: its shorter side as long as is read well, whole, never larger. The model
 * takes widths that four divides as they are.
 * @param {Size} frame
 * @returns {Size}
 */
export function sentSize({ width, height }) {
  const scale = SENT_PX / Math.min(width, height);
  if (scale >= 1) return { width, height };
  const sent = 4 * Math.round(width * scale / 4);
  return { width: sent, height: Math.round(sent * height / width) };
}

/**
 * The bones of one side that are seen at both ends.
 * @param {Points} points
 * @param {Side} side
 * @param {Joints} bones
 */
export function bonesOf(points, side, bones = BONES) {
  return bones.flatMap(([from, to]) => bone(points[`${side}_${from}`], points[`${side}_${to}`]));
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
}

/** @type {Readonly<Record<string, {across: readonly string[], bones: Joints}>>} */
const SEGMENTS = {
  "trunk": { across: ["shoulder", "hip"], bones: [["shoulder", "hip"]] },
  "pelvis": { across: ["hip"], bones: [] },
  "arms": { across: [], bones: [["shoulder", "elbow"], ["elbow", "wrist"]] },
  "thigh": { across: [], bones: [["hip", "knee"]] },
  "shank": { across: [], bones: [["knee", "ankle"]] },
  "leg": { across: [], bones: [["hip", "knee"], ["knee", "ankle"]] },
  "free leg": { across: [], bones: [["hip", "knee"], ["knee", "ankle"]] },
  "feet": { across: ["ankle"], bones: [["ankle", "foot_index"]] },
};
const OF_BOTH = ["trunk", "arms", "feet"];

/**
 * The bones of a segment of the body that something is said about: of the side that works, or of both.
 * @param {Points} points
 * @param {string} segment
 * @param {Side | null} side
 */
export function segmentOf(points, segment, side) {
  const found = SEGMENTS[segment];
  if (!found) return [];
  const meant = OF_BOTH.includes(segment) || !side ? SIDES : SIDES.filter(one => (one === side) !== (segment === "free leg"));
  return [
    ...found.across.flatMap(joint => bone(points[`left_${joint}`], points[`right_${joint}`])),
    ...meant.flatMap(one => bonesOf(points, one, found.bones)),
  ];
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
