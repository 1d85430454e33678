// Whether somebody is near enough to use their hands: then all that can be pressed is there.

import { part } from "./dom.js";

const STAYS_MS = 5000, MOVED_PX = 6; // a table that is touched moves a mouse by a pixel or two

/** Shows the controls, and the pages' own menus, for some seconds after a hand was there. */
export class Nearness {
  /**
   * @param {HTMLElement} root
   * @param {AbortSignal} over
   */
  constructor(root, over) {
    this.root = root;
    const options = { signal: over };
    document.addEventListener("pointermove", event => {
      if (Math.abs(event.movementX) + Math.abs(event.movementY) > MOVED_PX) this.come();
    }, options);
    document.addEventListener("pointerdown", () => this.come(), options);
    document.addEventListener("keydown", () => this.come(), options);
    this.controls = part(root, ".controls", HTMLElement);
    const observer = new ResizeObserver(() => this.makeRoom());
    observer.observe(this.controls);
    over.addEventListener("abort", () => {
      observer.disconnect();
      clearTimeout(this.leaving);
      delete document.documentElement.dataset.live; // nothing of this page stays on the next one
      document.documentElement.style.removeProperty("--live-controls");
    });
    this.come();
  }

  /** Let the pages' own menus stand on the controls. */
  makeRoom() {
    document.documentElement.style.setProperty("--live-controls", `${this.controls.offsetHeight}px`);
  }

  come() {
    this.set("near");
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.leave(), STAYS_MS);
  }

  /** Leave, unless the keyboard is on something that would vanish. */
  leave() {
    if (this.root.querySelector(".controls :focus-visible") || document.activeElement?.matches("nav *")) this.come();
    else this.set("");
  }

  /** @param {"near" | ""} near */
  set(near) {
    this.root.dataset.near = near;
    document.documentElement.dataset.live = near || "away";
  }
}
