// What goes over the socket; romtrack/app/live/wire.py is the other end, romtrack/live/screen.py says what is meant.

/** @typedef {"left" | "right"} Side */
/** @typedef {"position" | "neutral" | "trials" | "between" | "ready" | "set" | "rest" | "done"} Phase */
/** @typedef {[x_px: number, y_px: number]} Point */
/** @typedef {{id: string, label: string, state: "good" | "limits" | "stops" | "unknown"}} Check */
/** @typedef {{number: number, direction: string, value_deg: number, accepted: boolean, reason: string}} Attempt */
/** @typedef {{side: Side, direction: string, value_deg: number | null, sigma_deg: number | null}} Result */
/** @typedef {{what: string, done: number, of: number}} Steps */
/** @typedef {{value: number | null, name: string, unit: string, span: number}} Traced */
/** @typedef {[kind: "say" | "count" | "tone", what: string]} Sound */
/** @typedef {Partial<Record<string, Point>>} Points */

/**
 * @typedef {object} Plain What every answer says of the screen.
 * @property {Phase} phase
 * @property {Side | null} side
 * @property {string} title
 * @property {string} advice
 * @property {number | null} progress 0..1, null = nothing to wait for
 * @property {string} big
 * @property {string} unit
 * @property {number | null} peak_deg
 * @property {string} cue
 * @property {string | null} fault the segment of the body that the cue is about
 * @property {string} problem
 * @property {string} demonstration the name of what shows the movement, empty = nothing does now
 * @property {Traced | null} traced
 */

/** @typedef {{checks: Check[], attempts: Attempt[], results: Result[], steps: Steps[]}} Seldom What is told when it has changed. */
/** @typedef {Plain & Seldom} Screen */

/**
 * @typedef {object} Answer The answer to one frame.
 * @property {number} seq
 * @property {number} ms what romtrack took for it
 * @property {boolean} found
 * @property {Points} points
 * @property {number | null} angle_deg rotation of the hip of the screen's side; null = not seen, or not asked for
 * @property {Plain & Partial<Seldom>} screen
 * @property {number} hand how long one has been held up, seconds; 0 = none is
 * @property {Sound[]} sounds
 */

/** @typedef {{ready: true} | {seq: number, dropped: true} | Answer} Message */
/** @typedef {{label: string, width_px: number, height_px: number}} About A camera, as the browser tells. */
/** @typedef {{do: "pause" | "resume" | "skip"} | ({do: "camera"} & About)} Request */

/** @type {readonly Side[]} */
export const SIDES = ["left", "right"];

const HEAD_BYTES = 12;

/**
 * One frame as it is sent: its number and the time it was taken, big-endian, then the JPEG.
 * @param {number} seq
 * @param {number} takenMs
 * @param {ArrayBuffer} jpeg
 */
export function packed(seq, takenMs, jpeg) {
  const message = new Uint8Array(HEAD_BYTES + jpeg.byteLength);
  const head = new DataView(message.buffer);
  head.setUint32(0, seq);
  head.setFloat64(4, takenMs);
  message.set(new Uint8Array(jpeg), HEAD_BYTES);
  return message;
}

/**
 * The screen after an answer: what it leaves out is as it was.
 * @param {Seldom | null} before
 * @param {Answer["screen"]} told
 * @returns {Screen}
 */
export function screenAfter(before, told) {
  const { checks, attempts, results, steps } = before ?? { checks: [], attempts: [], results: [], steps: [] };
  return { checks, attempts, results, steps, ...told };
}

/**
 * Where the socket is: on the very server that gave the page.
 * @param {{protocol: string, host: string}} page
 * @param {string} path
 */
export function socketAddress(page, path) {
  return `${page.protocol === "https:" ? "wss" : "ws"}://${page.host}${path}`;
}
