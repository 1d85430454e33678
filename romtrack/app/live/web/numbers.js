// Numbers and words as they are read on the screen.

/** @import { Screen, Steps, Traced } from "./wire.js" */

import { N_, gettext } from "./texts.js";

const NONE = "–", MOST_STEPS = 15; // more than these cannot be told apart from two metres
const HIPS = { left: N_("left hip"), right: N_("right hip") };
const LONGEST = 64; // characters of a sentence that has room as the one that is large
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
  traced && traced.unit !== "deg" ? "" : wholeDegrees(value);

/**
 * The large number and what it is; null = none is read now.
 * @param {Screen} screen
 * @param {number | null} angleDeg of the hip that is read
 * @returns {{text: string, caption: string} | null}
 */
export function largeNumber({ phase, side, big, unit }, angleDeg) {
  if (phase === "neutral" || phase === "trials") {
    return { text: angleDeg === null ? NONE : wholeDegrees(angleDeg), caption: side ? gettext(HIPS[side]) : "" };
  }
  return big ? { text: big, caption: unit } : null;
}

/**
 * How far it is, in steps; while a place is looked for, the checks are its steps.
 * @param {Screen} screen
 * @returns {Steps[]}
 */
export function stepsOf({ phase, checks, steps }) {
  if (phase !== "position") return steps.filter(one => one.of <= MOST_STEPS);
  return [{ what: gettext("place"), done: checks.filter(one => one.state === "good").length, of: checks.length }];
}

/**
 * The one check that is to be mended next, empty = none.
 * @param {Screen} screen
 */
export function failingCheck({ phase, checks }) {
  if (phase !== "position") return "";
  return (checks.find(one => one.state === "stops") ?? checks.find(one => one.state === "limits"))?.id ?? "";
}

/** @param {number | null} progress 0..1 */
export const percent = progress => Math.round(100 * (progress ?? 0));

/**
 * The one thing to do now, large, and a sentence more: what keeps it from going on comes first.
 * @param {Screen} screen
 * @param {boolean} slow
 * @param {boolean} paused
 */
export function wordsOf(screen, slow, paused) {
  const { title, advice, cue, problem } = screen;
  const first = problem || cue || (!paused && mustMend(screen) && advice.length <= LONGEST ? advice : "") || title;
  const more = first === advice ? "" : advice;
  return { first, more: more || (slow ? gettext("This computer is slow: close other programs.") : "") };
}

/**
 * What of a spoken text is not to be read anyway, word for word: no sentence that is written, and no beginning.
 * @param {string} spoken
 * @param {readonly string[]} written
 */
export function captionOf(spoken, written) {
  const known = written.filter(Boolean).map(bare);
  return spoken.split(/(?<=[.!?]) /).flatMap(sentence => {
    if (known.some(text => text.includes(bare(sentence)))) return [];
    const begun = known.find(text => bare(sentence).startsWith(text));
    return begun ? sentence.split(" ").slice(begun.trim().split(" ").length).join(" ") : sentence;
  }).join(" ");
}

/**
 * The words, between blanks.
 * @param {string} text
 */
const bare = text => ` ${text.toLowerCase().replace(/[.!?,:]/g, "")} `;

/**
 * Why nothing is heard, unless it is more urgent to read something else.
 * @param {Screen} screen
 * @param {string} trouble
 * @param {string} more
 */
export const troubleIn = (screen, trouble, more) => more && mustMend(screen) ? "" : trouble;

/** @param {Screen} screen */
function mustMend({ phase, checks }) {
  return phase === "position" || checks.some(one => one.state === "stops");
}
