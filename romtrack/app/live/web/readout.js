// Writes what an answer says over the picture, where the person is not.

/** @import { Size } from "./geometry.js" */
/** @import { Ground } from "./ground.js" */
/** @import { Box, Shape, Sizes } from "./layout.js" */
/** @import { Sounds } from "./sound.js" */
/** @import { Screen, Steps } from "./wire.js" */

import { Demonstration } from "./demonstration.js";
import { part, write } from "./dom.js";
import { Placer, freePlace, overlap } from "./layout.js";
import { captionOf, failingCheck, largeNumber, percent, stepsOf, troubleIn, wordsOf } from "./numbers.js";
import { gettext } from "./texts.js";

const PAD = 0.01; // of the window's width
const MEASURED_EACH = 30; // answers: a font may come late

/** The words, the number, the steps and the demonstration, and where they lie. */
export class Readout {
  /**
   * @param {HTMLElement} root
   * @param {string} demonstrations where they are
   */
  constructor(root, demonstrations) {
    this.root = root;
    this.demonstrations = demonstrations;
    this.demonstration = new Demonstration(part(root, ".demonstration", HTMLElement));
    /** @type {{key: string, place: Box} | null} */
    this.shownAt = null;
    this.words = part(root, ".words", HTMLElement);
    this.block = part(root, ".number", HTMLElement);
    this.bar = part(root, ".progress", HTMLElement);
    this.placer = new Placer();
    this.written = "";
    /** @type {Sizes | null} */
    this.sizes = null;
    this.shown = 0;
  }

  /**
   * @param {Screen} screen
   * @param {number | null} angleDeg of the hip that is read
   * @param {ReturnType<Sounds["at"]> & {slow: boolean, paused: boolean}} state
   */
  show(screen, angleDeg, { slow, paused, spoken, trouble, silent }) {
    this.root.dataset.phase = screen.phase;
    const { first, more } = wordsOf(screen, slow, paused), number = largeNumber(screen, angleDeg);
    const check = failingCheck(screen), steps = stepsOf(screen);
    const caption = captionOf(spoken, [first, more]) || troubleIn(screen, trouble, more);
    this.demonstrate(screen);
    this.progress(screen.progress);
    write(this.block, "output", number?.text ?? "");
    const written = JSON.stringify([first, more, caption, silent, check, steps, number?.caption, screen.progress === null]);
    if (this.written === written) return;
    this.written = written;
    this.sizes = null;
    this.announce(silent); // first: a screen reader is told what is written after it
    write(this.words, ".instruction", first);
    write(this.words, ".advice", caption ? "" : more); // one sentence at a time, so that nothing moves
    write(this.words, ".spoken", caption);
    this.words.classList.toggle("cue", first === screen.cue && !paused);
    this.hint(check);
    part(this.words, ".steps", HTMLElement).replaceChildren(...steps.map(stepsItem));
    this.block.hidden = !number;
    write(this.block, ".caption", number?.caption ?? "");
  }

  /**
   * Let a screen reader say what is to be done, and what would be spoken, where the stage's own voice does not:
   * two voices at once are none.
   * @param {boolean} silent
   */
  announce(silent) {
    for (const name of [".instruction", ".spoken"]) {
      part(this.words, name, HTMLElement).setAttribute("aria-live", silent ? "polite" : "off");
    }
  }

  /**
   * Show how it is done: of the left leg mirrored, as the picture is.
   * @param {Screen} screen
   */
  demonstrate({ demonstration, side }) {
    this.demonstration.show(demonstration && `${this.demonstrations}${demonstration}.mp4`, side === "left");
  }

  /** @param {string} check */
  hint(check) {
    const hint = part(this.words, ".hint", HTMLElement);
    for (const picture of hint.querySelectorAll("svg")) picture.toggleAttribute("hidden", picture.dataset.check !== check);
    hint.hidden = !hint.querySelector("svg:not([hidden])");
  }

  /** @param {number | null} progress */
  progress(progress) {
    const now = String(percent(progress));
    this.bar.classList.toggle("on", progress !== null);
    if (this.bar.getAttribute("aria-valuenow") === now) return;
    this.bar.setAttribute("aria-valuenow", now);
    part(this.bar, "i", HTMLElement).style.width = `${now}%`;
  }

  /**
   * Put words and number where they cover no legs.
   * @param {Ground} ground
   * @param {Size} window
   * @param {number} nowMs
   */
  lay(ground, { width, height }, nowMs) {
    const pad = PAD * width;
    const area = { left: pad, top: pad, width: width - 2 * pad, height: height - 2 * pad };
    if (!this.sizes || this.shown++ % MEASURED_EACH === 0) this.sizes = this.measured();
    const layout = this.placer.place(this.sizes, area, ground, nowMs);
    this.words.dataset.shape = layout.shape;
    put(this.words, layout.words);
    if (layout.number) put(this.block, layout.number);
    this.layDemonstration([layout.words, ...layout.number ? [layout.number] : []], area, ground, nowMs);
    return layout;
  }

  /**
   * Put the demonstration where nothing else is, as large as there is room; nowhere, where there is none.
   * @param {Box[]} taken
   * @param {Box} area
   * @param {Ground} ground
   * @param {number} nowMs
   */
  layDemonstration(taken, area, ground, nowMs) {
    const { box, video, source } = this.demonstration, key = `${source} ${area.width} ${area.height}`;
    const isFree = (/** @type {Box} */ one) => !taken.some(other => overlap(one, other)) && isClear(ground.under(one, nowMs));
    if (this.shownAt?.key !== key || !isFree(this.shownAt.place)) {
      const size = { width: video.videoWidth, height: video.videoHeight };
      const place = source && size.width ? freePlace(size, taken, area, isFree) : null;
      this.shownAt = place && { key, place };
      box.classList.toggle("placed", Boolean(place));
      if (place) {
        put(box, place);
        Object.assign(box.style, { width: `${place.width}px`, height: `${place.height}px` });
      }
    }
  }

  /** @returns {Sizes} */
  measured() {
    return {
      column: this.inShape("column"), band: this.inShape("band"), beside: this.inShape("beside"),
      number: this.block.hidden ? null : sizeOf(this.block),
    };
  }

  /** @param {Shape} shape */
  inShape(shape) {
    this.words.dataset.shape = shape;
    return sizeOf(this.words);
  }
}

/** @param {{legs: number, body: number}} cells */
const isClear = ({ legs, body }) => legs + body === 0;

/** @param {HTMLElement} element @returns {Size} */
function sizeOf(element) { return { width: element.offsetWidth, height: element.offsetHeight }; }

/**
 * @param {HTMLElement} element
 * @param {Box} box
 */
function put(element, { left, top }) {
  const place = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  if (element.style.transform !== place) element.style.transform = place;
}

/** @param {Steps} steps */
function stepsItem({ what, done, of }) {
  const item = document.createElement("li");
  item.append(what);
  item.setAttribute("aria-label", gettext("{what}: {done} of {of}", { what, done, of }));
  for (let step = 0; step < of; step++) {
    const pip = document.createElement("i");
    pip.className = step < done ? "done" : "";
    item.append(pip);
  }
  return item;
}
