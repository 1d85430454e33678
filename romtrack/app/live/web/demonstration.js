// A demonstration: a loop without sound, which stands still where motion is to be reduced, until it is played.

import { part } from "./dom.js";
import { gettext } from "./texts.js";

/** The video and its two buttons. */
export class Demonstration {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.video = part(box, "video", HTMLVideoElement);
    this.toggle = part(box, "[data-play=toggle]", HTMLButtonElement);
    this.again = part(box, "[data-play=again]", HTMLButtonElement);
    this.source = "";
    this.video.muted = true; // of what is not muted no browser lets anything play by itself
    this.video.addEventListener("play", () => this.label());
    this.video.addEventListener("pause", () => this.label());
    this.toggle.onclick = () => { if (this.video.paused) this.play(); else this.video.pause(); };
    this.again.onclick = () => {
      this.video.currentTime = 0;
      this.play();
    };
    this.label();
  }

  /**
   * Show a video as a mirror would, or as it is.
   * @param {string} source empty = none
   * @param {boolean} mirrored
   */
  show(source, mirrored) {
    this.box.hidden = !source;
    this.video.classList.toggle("mirrored", mirrored);
    if (source === this.source) return;
    this.source = source;
    if (!source) {
      this.video.pause();
      return;
    }
    this.video.src = source;
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) this.play();
  }

  play() { this.video.play().catch(() => {}); } // the browser may forbid it: it stays still, and can be played

  label() { this.toggle.textContent = this.video.paused ? gettext("Play") : gettext("Pause"); }
}
