// Where words and the number lie over the picture: never over legs, rather not over the rest of the person,
// and not now here, now there.

/** @import { Ground } from "./ground.js" */
/** @import { Size } from "./geometry.js" */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {"column" | "band" | "beside"} Shape */

/**
 * @typedef {object} Layout
 * @property {string} name
 * @property {Shape} shape
 * @property {Box} words
 * @property {Box | null} number
 * @property {number} band what of the window's upper end the picture leaves to them
 */
/** @typedef {Record<Shape, Size> & {number: Size | null}} Sizes of the words in each shape, and of the number */

const LEG = 1000, MAYBE_LEG = 5, GROWN = 0.7, STAYS_MS = 4000, BETTER = 30;
const WIDE = { width: 0.3, height: 0.45 }, NARROW = { width: 0.6, height: 0.25 }, SHARES = [1, 0.8, 0.64];
/** @type {Shape} */
const COLUMN = "column";
/** @type {Shape} */
const BAND = "band";
/** @type {Shape} */
const BESIDE = "beside";
const SIDES = /** @type {const} */ (["left", "right"]), ENDS = /** @type {const} */ (["top", "bottom"]);

/**
 * All ways of laying words and number into an area, the most usual first.
 * @param {Sizes} sizes
 * @param {Box} area
 * @returns {Layout[]}
 */
export function layoutsIn(sizes, area) {
  return placesOfWords(sizes, area).filter(one => isWithin(one.words, area)).flatMap(one =>
    placesOfNumber(sizes.number, one.words, area).filter(([, number]) => !number || isWithin(number, area))
      .map(([place, number]) => ({ ...one, name: `${one.name} ${place}`, number, band: 0 })));
}

/**
 * Words and number side by side over the picture, which gives way to them: somebody fills it.
 * @param {Sizes} sizes
 * @param {Box} area
 * @returns {Layout}
 */
export function above(sizes, area) {
  const { shape, size } = sizes.number ? { shape: BESIDE, size: sizes.beside } : { shape: BAND, size: sizes.band };
  const number = sizes.number && boxAt(sizes.number, area, "right", "top");
  const band = area.top + Math.max(size.height, number?.height ?? 0) + area.left;
  return { name: "above", shape, words: boxAt(size, area, "left", "top"), number, band };
}

/**
 * @param {Sizes} sizes
 * @param {Box} area
 * @returns {{name: string, shape: Shape, words: Box}[]}
 */
function placesOfWords({ column, band }, area) {
  const columns = SIDES.map(side => ({ name: side, shape: COLUMN, words: boxAt(column, area, side, "top") }));
  const bands = ENDS.map(end => ({ name: end, shape: BAND, words: boxAt(band, area, "left", end) }));
  return area.width > area.height ? [...columns, ...bands] : bands;
}

/**
 * The corners, beside the words or past them; nowhere, where there is no number.
 * @param {Size | null} size
 * @param {Box} words
 * @param {Box} area
 * @returns {[name: string, box: Box | null][]}
 */
function placesOfNumber(size, words, area) {
  if (!size) return [["", null]];
  const gap = area.left;
  return ENDS.flatMap(end => [...SIDES].reverse().map(side => {
    const box = boxAt(size, area, side, end);
    if (overlap(box, words)) box.top = end === "top" ? words.top + words.height + gap : words.top - gap - box.height;
    return /** @type {[string, Box]} */ ([`${side} ${end}`, box]);
  }));
}

/**
 * @param {Size} size
 * @param {Box} area
 * @param {"left" | "right"} side
 * @param {"top" | "bottom"} end
 * @returns {Box}
 */
function boxAt({ width, height }, area, side, end) {
  const left = side === "left" ? area.left : area.left + area.width - width;
  return { left, top: end === "top" ? area.top : area.top + area.height - height, width, height };
}

/**
 * @param {Box} box
 * @param {Box} area
 */
function isWithin(box, area) {
  return box.left >= area.left - 1 && box.top >= area.top - 1
    && box.left + box.width <= area.left + area.width + 1 && box.top + box.height <= area.top + area.height + 1;
}

/**
 * @param {Box} one
 * @param {Box} other
 */
export function overlap(one, other) {
  return one.left < other.left + other.width && other.left < one.left + one.width
    && one.top < other.top + other.height && other.top < one.top + one.height;
}

/**
 * The largest place of a shape that is free: in a corner of the area, or beside what lies there, which in one that
 * is higher than wide is beyond the picture.
 * @param {Size} shape
 * @param {Box[]} taken
 * @param {Box} area
 * @param {(box: Box) => boolean} isFree
 * @returns {Box | null} null = there is none that is large enough
 */
export function freePlace(shape, taken, area, isFree) {
  const most = area.width > area.height ? WIDE : NARROW;
  const whole = Math.min(most.width * area.width / shape.width, most.height * area.height / shape.height);
  for (const share of SHARES) {
    const size = { width: Math.round(share * whole * shape.width), height: Math.round(share * whole * shape.height) };
    const free = placesOf(size, taken, area).find(box => isWithin(box, area) && isFree(box));
    if (free) return free;
  }
  return null;
}

/**
 * @param {Size} size
 * @param {Box[]} taken
 * @param {Box} area
 * @returns {Box[]}
 */
function placesOf(size, taken, area) {
  const gap = area.left, { width, height } = size;
  const besides = taken.flatMap(one => [one.left + one.width + gap, one.left - gap - width]);
  const unders = taken.flatMap(one => [one.top + one.height + gap, one.top - gap - height]);
  const lefts = [area.left + area.width - width, area.left, ...besides], ends = [area.top + area.height - height, area.top];
  const tops = area.width > area.height ? [...ends, ...unders] : [...unders, ...ends];
  return tops.flatMap(top => lefts.map(left => ({ left, top, ...size })));
}

/** Keeps a layout while it is good. */
export class Placer {
  name = "";
  sinceMs = 0;

  /**
   * The layout now: another one at once where the legs would be covered, and otherwise only where it is better
   * by far, and not soon after the last.
   * @param {Sizes} sizes
   * @param {Box} area
   * @param {Ground} ground
   * @param {number} nowMs
   */
  place(sizes, area, ground, nowMs) {
    const judged = layoutsIn(sizes, area).map((layout, at) => ({ layout, cost: at + costOf(layout, area, ground, nowMs) }));
    judged.push({ layout: above(sizes, area), cost: LEG / 2 });
    const best = judged.reduce((one, other) => other.cost < one.cost ? other : one);
    const now = judged.find(one => one.layout.name === this.name) ?? this.nearest(judged);
    if (now && !this.isWorthIt(now.cost, best.cost, nowMs)) {
      this.name = now.layout.name;
      return now.layout;
    }
    this.name = best.layout.name;
    this.sinceMs = nowMs;
    return best.layout;
  }

  /**
   * The cheapest with the words where they are: a number has come or gone.
   * @param {{layout: Layout, cost: number}[]} judged
   */
  nearest(judged) {
    const [words = ""] = this.name.split(" ");
    return judged.filter(one => one.layout.name.split(" ")[0] === words).sort((one, other) => one.cost - other.cost)[0];
  }

  /**
   * @param {number} now
   * @param {number} best
   * @param {number} nowMs
   */
  isWorthIt(now, best, nowMs) {
    if (now >= LEG) return best < now;
    return now - best > BETTER && nowMs - this.sinceMs > STAYS_MS;
  }
}

/**
 * What a layout costs; a column is judged by the height that it may grow to, too, so that a sentence more moves
 * nothing.
 * @param {Layout} layout
 * @param {Box} area
 * @param {Ground} ground
 * @param {number} nowMs
 */
function costOf({ shape, words, number }, area, ground, nowMs) {
  const grown = { ...words, height: Math.max(words.height, shape === "column" ? GROWN * area.height : 0) };
  const [now, later, other] = [words, grown, number].map(box => box ? ground.under(box, nowMs) : { legs: 0, body: 0 });
  if (!now || !later || !other) throw new Error("three boxes were judged");
  return LEG * (now.legs + other.legs) + MAYBE_LEG * (later.legs - now.legs) + now.body + other.body;
}
