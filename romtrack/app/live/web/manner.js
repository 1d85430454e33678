// How the voice speaks, as it is chosen on the page: which voice, how fast, how loud.

/** @import { Sounds } from "./sound.js" */

import { label, part } from "./dom.js";
import { N_, gettext } from "./texts.js";

const SAMPLE = N_("Turn your left foot outward as far as it goes, and hold.");
const NONE = N_("No voice on this machine");

/** The controls of the voice; what is chosen holds at once, and is kept by the browser. */
export class MannerControls {
  /**
   * @param {HTMLElement} root
   * @param {Sounds} sounds
   */
  constructor(root, sounds) {
    this.root = root;
    this.sounds = sounds;
    this.box = part(root, ".manner", HTMLElement);
    this.button = part(root, "[data-do=voice]", HTMLButtonElement);
    this.name = part(this.box, "[name=voice]", HTMLSelectElement);
    this.rate = part(this.box, "[name=rate]", HTMLInputElement);
    this.loudness = part(this.box, "[name=loudness]", HTMLInputElement);
    for (const one of [this.name, this.rate, this.loudness]) one.oninput = () => this.keep();
    part(this.box, "button", HTMLButtonElement).onclick = () => this.listen();
    sounds.voice.found = () => this.list();
    this.list();
    this.showMuted();
  }

  mute() {
    this.sounds.toggle();
    this.showMuted();
  }

  showMuted() { label(this.root, "mute", this.sounds.muted ? gettext("Sound on") : gettext("Sound off")); }

  toggle() {
    this.box.hidden = !this.box.hidden;
    this.button.setAttribute("aria-expanded", String(!this.box.hidden));
    if (this.box.hidden) return;
    const { rate, loudness } = this.sounds.voice.manner;
    this.rate.value = String(rate);
    this.loudness.value = String(loudness);
    this.name.focus({ preventScroll: true });
  }

  list() {
    const { voices, chosen } = this.sounds.voice;
    const names = voices.map(one => new Option(one.name, one.name, false, one === chosen));
    this.name.replaceChildren(...(names.length ? names : [new Option(gettext(NONE), "")]));
  }

  keep() {
    this.sounds.voice.manner = {
      name: this.name.value, rate: this.rate.valueAsNumber, loudness: this.loudness.valueAsNumber,
    };
  }

  /** Let a sentence and a tone be heard, muted or not: it was asked for. */
  listen() {
    this.sounds.tone("good");
    this.sounds.voice.say(gettext(SAMPLE), performance.now(), true);
  }
}
