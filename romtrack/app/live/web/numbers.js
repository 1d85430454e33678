// Numbers and lists as they are read on the screen.

/** @import { Angles, Attempt, Result, Screen, Traced } from "./wire.js" */
/** @typedef {{kind: string, text: string, small: string}} Line */

const NONE = "–", ATTEMPTS = 3;
/** @type {readonly string[]} */
const READ_IN = ["neutral", "trials", "set"];

/**
 * Whether the angle is read in this phase.
 * @param {string} phase
 */
export const isRead = phase => READ_IN.includes(phase);

/** @param {number} value */
export const wholeDegrees = value => `${Math.round(value)}°`;

/**
 * A number of what is traced; nothing where it has no unit that people know.
 * @param {Traced | null} traced null = the hips' rotation
 * @param {number} value
 */
export const inUnit = (traced, value) =>
  traced && traced.unit !== "degrees" ? "" : wholeDegrees(value);

/**
 * The large number beside the picture and what it is; null = none is read now.
 * @param {Screen} screen
 * @param {Angles} angles
 */
export function largeNumber({ phase, side, traced }, angles) {
  if (!isRead(phase) || (traced && traced.unit !== "degrees")) return null;
  const value = traced ? traced.value : side && angles[side][0];
  const caption = traced ? traced.name : side ? `${side} hip` : "";
  return { caption, text: value === null ? NONE : inUnit(traced, value) };
}

/** @param {Screen} screen @returns {Line[]} */
export function checkLines({ phase, checks }) {
  return phase === "position" ? checks.map(one => ({ kind: one.state, text: one.label, small: "" })) : [];
}

/** @param {Screen} screen @returns {Line[]} */
export function attemptLines({ phase, attempts }) {
  return phase === "trials" ? attempts.slice(-ATTEMPTS).map(attemptLine) : [];
}

/** @param {Attempt} one @returns {Line} */
function attemptLine(one) {
  return { kind: one.accepted ? "yes" : "no", text: `${one.value_deg.toFixed(0)}°`, small: one.reason };
}

/** @param {Screen} screen @returns {Line[]} */
export function resultLines({ results }) {
  return results.map(one => ({ kind: "", text: `${one.side} ${one.direction}: ${resultNumber(one)}`, small: "" }));
}

/** @param {Result} one */
function resultNumber({ value_deg: value, sigma_deg: sigma }) {
  if (value === null) return "no number";
  return `${Math.abs(value).toFixed(1)}°${sigma === null ? "" : ` ± ${sigma.toFixed(1)}°`}`;
}

/** @param {number | null} progress 0..1 */
export const percent = progress => Math.round(100 * (progress ?? 0));

/**
 * The one sentence under the title: what keeps it from going on comes first.
 * @param {Screen} screen
 * @param {boolean} slow
 */
export function adviceOf(screen, slow) {
  return screen.problem || screen.advice || (slow ? "This computer is slow: close other programs." : "");
}
