// A question before something is left: the same key again, or Yes, means it; saying nothing does not.

/** @import { Screen } from "./wire.js" */
/** @typedef {"skip" | "end"} Asked */

import { part, write } from "./dom.js";
import { N_, gettext } from "./texts.js";

const WAITS_MS = 8000;
const QUESTIONS = { skip: N_("Leave this as it is, and go on to the next?"), end: N_("End now? What is done is kept.") };
const SKIPPED = ["position", "neutral", "trials", "set"];

/**
 * Whether something would be left that is under way.
 * @param {Asked} asked
 * @param {Screen | null} screen
 */
export function isUnderWay(asked, screen) {
  if (!screen || screen.phase === "done") return false;
  if (asked === "skip") return SKIPPED.includes(screen.phase);
  const done = screen.attempts.length + screen.results.length + screen.steps.filter(one => one.done).length;
  return screen.phase !== "position" || done > 0;
}

/** Asks, and does what was asked for once it is meant. */
export class Question {
  /**
   * @param {HTMLElement} root
   * @param {(asked: Asked) => void} doIt
   */
  constructor(root, doIt) {
    this.root = root;
    this.box = part(root, ".ask", HTMLElement);
    this.doIt = doIt;
    /** @type {Asked | null} */
    this.asked = null;
    part(this.box, "[data-answer=yes]", HTMLButtonElement).onclick = () => this.yes();
    part(this.box, "[data-answer=no]", HTMLButtonElement).onclick = () => this.no();
  }

  /**
   * @param {Asked} asked
   * @param {Screen | null} screen
   * @param {string} words in English
   */
  about(asked, screen, words = QUESTIONS[asked]) {
    if (this.asked === asked) this.yes();
    else if (!isUnderWay(asked, screen)) this.doIt(asked);
    else {
      this.no();
      this.asked = asked;
      write(this.box, "p", gettext(words));
      this.box.hidden = false;
      part(this.box, "[data-answer=yes]", HTMLButtonElement).focus({ preventScroll: true });
      this.waiting = setTimeout(() => this.no(), WAITS_MS);
    }
  }

  yes() {
    const { asked } = this;
    this.no();
    if (asked) this.doIt(asked);
  }

  no() {
    clearTimeout(this.waiting);
    const hadFocus = this.box.querySelector(":focus");
    this.asked = null;
    this.box.hidden = true;
    if (hadFocus) this.root.focus({ preventScroll: true });
  }
}
