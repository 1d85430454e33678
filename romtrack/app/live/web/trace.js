// The line of the last seconds: the hip's rotation, or what the exercise counts instead.

/** @import { Traced } from "./wire.js" */
/** @typedef {[time_s: number, value: number | null]} Row */
/** @typedef {{low: number, high: number, lines: number[]}} Axis */

import { inUnit } from "./numbers.js";

const TRACE_S = 12, INK = "#fff", ACCENT = "#ffd23f";
/** @type {Axis} */
const ROTATION_AXIS = { low: -30, high: 60, lines: [0, 30] };

/** What is traced now, and what it was in the last seconds. */
export class Trace {
  /** @type {Row[]} */
  rows = [];
  /** @type {Traced | null} */
  traced = null;

  /**
   * @param {number} nowS
   * @param {Traced | null} traced null = the hip's rotation
   * @param {number | null} angleDeg
   */
  note(nowS, traced, angleDeg) {
    if (traced?.name !== this.traced?.name) this.rows = []; // another quantity has another scale
    this.traced = traced;
    this.rows.push([nowS, traced ? traced.value : angleDeg]);
    this.rows = this.rows.filter(([time]) => nowS - time <= TRACE_S);
  }

  /** @returns {Axis} */
  get axis() {
    return this.traced ? axisOf(this.rows.map(row => row[1]), this.traced.span) : ROTATION_AXIS;
  }

  /**
   * The unbroken strokes of the line: where nothing was seen, nothing is drawn. Each point is how far it
   * stands along the trace (0..1) and its value.
   */
  get strokes() {
    const now = this.rows.at(-1)?.[0] ?? 0;
    /** @type {[along: number, value: number][][]} */
    const strokes = [[]];
    for (const [time, value] of this.rows) {
      if (value === null) strokes.push([]);
      else strokes.at(-1)?.push([1 - (now - time) / TRACE_S, value]);
    }
    return strokes.filter(stroke => stroke.length);
  }
}

/**
 * Low and high end of what was traced, with room for a movement, and two lines to read it by.
 * @param {(number | null)[]} traced
 * @param {number} span how much is shown at least
 * @returns {Axis}
 */
export function axisOf(traced, span) {
  const values = traced.filter(value => value !== null);
  if (!values.length) return { low: 0, high: span, lines: [] };
  const least = Math.min(...values), most = Math.max(...values);
  const room = Math.max((span - (most - least)) / 2, 0) + 0.15 * Math.max(most - least, span);
  return { low: least - room, high: most + room, lines: [least, most] };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Trace} trace
 * @param {number} ratio canvas pixels a pixel of the page
 */
export function drawTrace(context, trace, ratio) {
  const { width, height } = context.canvas, axis = trace.axis;
  context.clearRect(0, 0, width, height);
  if (trace.rows.length < 2) return;
  /** @param {number} value */
  const y = value => height * (1 - (value - axis.low) / (axis.high - axis.low));
  drawScale(context, trace, axis.lines.map(value => [value, y(value)]), INK, ratio);
  context.strokeStyle = ACCENT;
  context.lineWidth = 3 * ratio;
  context.beginPath();
  for (const stroke of trace.strokes) {
    stroke.forEach(([along, value], at) => context[at ? "lineTo" : "moveTo"](width * along, y(value)));
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Trace} trace
 * @param {[value: number, y: number][]} lines
 * @param {string} ink
 * @param {number} ratio
 */
function drawScale(context, trace, lines, ink, ratio) {
  context.font = `${13 * ratio}px sans-serif`;
  context.fillStyle = context.strokeStyle = ink;
  context.globalAlpha = 0.5;
  context.lineWidth = ratio;
  context.beginPath();
  for (const [, y] of lines) {
    context.moveTo(0, y);
    context.lineTo(context.canvas.width, y);
  }
  context.stroke();
  context.globalAlpha = 1;
  for (const [value, y] of lines) {
    context.fillText(inUnit(trace.traced, value), 4 * ratio, Math.max(y - 3 * ratio, 13 * ratio));
  }
}
