// Draws an answer on the very frame that it belongs to.

/** @import { Arc, Bone, Size } from "./geometry.js" */
/** @import { Answer, Points, Screen, Side } from "./wire.js" */

import { arcOf, bonesOf, linesAcross, placed, seatedOutline, segmentOf } from "./geometry.js";
import { isRead } from "./numbers.js";
import { SIDES } from "./wire.js";

const SCREEN_LINES = 600; // a window's height, in widths of a thin line
const WHITE = "#fff", YELLOW = "#ffd23f", RED = "#ff5d3b", SHADOW = "rgba(0,0,0,.6)";

/**
 * @param {CanvasRenderingContext2D} context
 * @param {OffscreenCanvas} frame
 * @param {Answer} answer
 * @param {Screen} screen
 * @param {number} band at the canvas' upper end, which is left to the words
 */
export function drawPicture(context, frame, answer, screen, band) {
  const { canvas } = context, { scale, transform, hasEdges } = placed(canvas, frame, band);
  const pixel = canvas.height / SCREEN_LINES / scale; // the unit of lines, in the frame's pixels
  context.setTransform(1, 0, 0, 1, 0, 0);
  if (hasEdges) context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(...transform);
  context.drawImage(frame, 0, 0);
  if (screen.phase === "position" && !answer.found) drawOutline(context, frame);
  drawSkeleton(context, answer.points, screen.side, pixel);
  const arc = screen.side && isRead(screen.phase) ? arcOf(answer.points, screen.side) : null;
  const now = answer.angle_deg;
  if (arc && now !== null) drawArc(context, arc, now, screen.peak_deg, pixel);
  if (screen.fault) drawFault(context, segmentOf(answer.points, screen.fault, screen.side), pixel);
  context.setTransform(1, 0, 0, 1, 0, 0);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Points} points
 * @param {Side | null} mine the side that is looked at
 * @param {number} pixel
 */
function drawSkeleton(context, points, mine, pixel) {
  context.lineCap = "round";
  for (const [width, colour, own] of /** @type {const} */ ([[7, SHADOW, SHADOW], [3.5, WHITE, YELLOW]])) {
    context.lineWidth = width * pixel / 1.2;
    for (const side of SIDES) strokeBones(context, bonesOf(points, side), side === mine ? own : colour);
    strokeBones(context, linesAcross(points), colour);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Bone[]} bones
 * @param {string} colour
 */
function strokeBones(context, bones, colour) {
  context.strokeStyle = colour;
  context.beginPath();
  for (const [from, to] of bones) {
    context.moveTo(...from);
    context.lineTo(...to);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Arc} arc
 * @param {number} now degrees
 * @param {number | null} peak degrees
 * @param {number} pixel
 */
function drawArc(context, arc, now, peak, pixel) {
  context.lineWidth = 2.5 * pixel;
  context.setLineDash([6 * pixel, 5 * pixel]);
  strokeBones(context, [[arc.knee, arc.at(0, 1.15)]], WHITE);
  context.setLineDash([]);
  context.fillStyle = "rgba(255, 210, 63, .45)";
  context.beginPath();
  context.moveTo(...arc.knee);
  context.arc(...arc.knee, arc.radius, arc.radians(0), arc.radians(now), arc.isAgainstTheClock(now));
  context.closePath();
  context.fill();
  if (peak !== null) {
    context.lineWidth = 5 * pixel;
    strokeBones(context, [[arc.at(peak, 0.9), arc.at(peak, 1.3)]], RED);
  }
}

/**
 * Mark a segment of the body that something is wrong with.
 * @param {CanvasRenderingContext2D} context
 * @param {Bone[]} bones
 * @param {number} pixel
 */
function drawFault(context, bones, pixel) {
  for (const [width, colour] of /** @type {const} */ ([[22, WHITE], [15, RED]])) {
    context.lineWidth = width * pixel;
    strokeBones(context, bones, colour);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Size} frame
 */
function drawOutline(context, frame) {
  const { height, head, body } = seatedOutline(frame);
  context.strokeStyle = WHITE;
  context.lineWidth = 0.012 * height;
  context.setLineDash([0.03 * height, 0.025 * height]);
  context.beginPath();
  context.ellipse(...head, 0.065 * height, 0.085 * height, 0, 0, 7);
  body.forEach((point, at) => context[at ? "lineTo" : "moveTo"](...point));
  context.closePath();
  context.stroke();
  context.setLineDash([]);
}
