// Writes what an answer says beside and under the picture.

/** @import { Line } from "./numbers.js" */
/** @import { Angles, Screen } from "./wire.js" */

import { part, write } from "./dom.js";
import { adviceOf, attemptLines, checkLines, largeNumber, percent, resultLines } from "./numbers.js";

/** The texts, lists and the bar of the page. */
export class Readout {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.bar = part(root, ".progress", HTMLElement);
    /** @type {Map<string, string>} */
    this.listed = new Map();
  }

  /**
   * @param {Screen} screen
   * @param {Angles} angles
   * @param {boolean} slow
   */
  show(screen, angles, slow) {
    this.root.dataset.phase = screen.phase;
    write(this.root, ".title", screen.title);
    write(this.root, ".advice", adviceOf(screen, slow));
    write(this.root, ".cue", screen.cue);
    this.list(".checks", checkLines(screen));
    this.list(".attempts", attemptLines(screen));
    this.list(".results", resultLines(screen));
    this.number(".angle", largeNumber(screen, angles));
    this.number(".count", screen.big ? { caption: screen.unit, text: screen.big } : null);
    this.progress(screen.progress);
  }

  /**
   * @param {string} selector
   * @param {{caption: string, text: string} | null} number
   */
  number(selector, number) {
    part(this.root, selector, HTMLElement).hidden = !number;
    write(this.root, `${selector} .caption`, number?.caption ?? "");
    write(this.root, `${selector} output`, number?.text ?? "");
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
   * @param {string} selector
   * @param {Line[]} lines
   */
  list(selector, lines) {
    const key = JSON.stringify(lines);
    if (this.listed.get(selector) === key) return;
    this.listed.set(selector, key);
    const list = part(this.root, selector, HTMLElement);
    list.replaceChildren(...lines.map(item));
    list.hidden = !lines.length;
  }
}

/** @param {Line} line */
function item({ kind, text, small }) {
  const element = document.createElement("li");
  element.className = kind;
  element.append(text);
  if (small) {
    const more = document.createElement("small");
    more.textContent = small;
    element.append(more);
  }
  return element;
}
