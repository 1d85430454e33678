// How many frames are on their way, when they were taken, and how far behind the picture is.

import { gettext } from "./texts.js";

const SLOW_MS = 50, VERY_SLOW_MS = 100, GAP_MS = 1500, RATE_OVER_MS = 2000, KEPT = 900;

/**
 * @template Slot
 * @typedef {{seq: number, slot: Slot, takenMs: number}} Flown
 */

/**
 * The frames that are on their way: one a slot, two at most, and one where romtrack is slow.
 * @template Slot
 */
export class Flight {
  /** @param {readonly [Slot, Slot]} slots */
  constructor(slots) {
    this.free = [...slots];
    /** @type {Map<number, Flown<Slot>>} */
    this.flown = new Map();
    this.seq = 0;
    this.serverMs = 0;
  }

  get slow() { return this.serverMs > VERY_SLOW_MS; }

  /**
   * Take a slot for a frame; null = too many are on their way, this frame is skipped.
   * @param {number} takenMs
   * @returns {Flown<Slot> | null}
   */
  start(takenMs) {
    if (this.flown.size >= (this.serverMs > SLOW_MS ? 1 : 2)) return null;
    const slot = this.free.shift();
    if (slot === undefined) return null;
    const flown = { seq: ++this.seq, slot, takenMs };
    this.flown.set(flown.seq, flown);
    return flown;
  }

  /**
   * Let go of a frame; undefined = it was not on its way any more.
   * @param {number} seq
   */
  end(seq) {
    const flown = this.flown.get(seq);
    if (flown && this.flown.delete(seq)) this.free.push(flown.slot);
    return flown;
  }

  endAll() { for (const seq of [...this.flown.keys()]) this.end(seq); }

  /** @param {number} ms what romtrack took for one frame */
  took(ms) { this.serverMs = 0.8 * this.serverMs + 0.2 * ms; }
}

/** The page's clock stands still while the machine sleeps; the time of day does not. */
export class SteadyClock {
  skewMs = 0;
  /** @type {number | undefined} */
  driftMs;

  /**
   * The page's time with the sleep added.
   * @param {number} pageMs
   * @param {number} driftMs the time of day less the page's time, now
   */
  at(pageMs, driftMs) {
    if (this.driftMs !== undefined && driftMs - this.driftMs > GAP_MS) this.skewMs += driftMs - this.driftMs;
    this.driftMs = driftMs;
    return pageMs + this.skewMs;
  }
}

/** Counts what is shown. */
export class Meter {
  shown = 0;
  /** @type {number[]} */
  delaysMs = [];
  /** @type {number[]} */
  timesMs = [];

  /**
   * @param {number} takenMs
   * @param {number} nowMs
   */
  note(takenMs, nowMs) {
    this.shown++;
    this.delaysMs.push(nowMs - takenMs);
    if (this.delaysMs.length > KEPT) this.delaysMs.shift();
    this.timesMs.push(nowMs);
    this.timesMs = this.timesMs.filter(at => nowMs - at <= RATE_OVER_MS);
  }

  /** The rate of the last two seconds, and the median delay. */
  words() {
    const sorted = [...this.delaysMs].sort((a, b) => a - b);
    const overMs = (this.timesMs.at(-1) ?? 0) - (this.timesMs[0] ?? 0);
    const rate = (this.timesMs.length - 1) / (overMs / 1000 || 1);
    const late = (sorted[sorted.length >> 1] ?? 0).toFixed(0);
    return gettext("{rate} pictures a second, {late} ms behind", { rate: rate.toFixed(0), late });
  }
}
