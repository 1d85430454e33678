// What is heard: short tones and sentences of the browser's own voice.

/** @import { Sound } from "./wire.js" */

/** @type {Readonly<Record<string, readonly [hertz: number, seconds: number]>>} */
const TONES = {
  count: [880, 0.09], end: [660, 0.25], good: [990, 0.2], refused: [220, 0.35], ready: [740, 0.15], done: [520, 0.5],
};
const MUTED = "romtrack-muted";

/** Plays what an answer brings, or nothing while it is muted. */
export class Sounds {
  /**
   * @param {Pick<Storage, "getItem" | "setItem">} storage where it is kept whether this is muted
   * @param {SpeechSynthesis | undefined} voice undefined = this browser does not speak
   * @param {string} language that is spoken
   */
  constructor(storage, voice, language = "en") {
    this.storage = storage;
    this.voice = voice;
    this.language = language;
    this.muted = storage.getItem(MUTED) === "1";
    /** @type {AudioContext | null} */
    this.audio = null;
  }

  toggle() {
    this.muted = !this.muted;
    this.storage.setItem(MUTED, this.muted ? "1" : "0");
    if (this.muted) this.voice?.cancel();
  }

  /** @param {Sound[]} sounds */
  play(sounds) {
    if (this.muted) return;
    for (const [kind, what] of sounds) {
      if (kind === "tone") this.tone(what);
      else if (kind === "say" || !this.voice?.speaking) this.speak(what);
    }
  }

  stop() {
    this.voice?.cancel();
    void this.audio?.close();
  }

  /**
   * A newer sentence replaces one that is still spoken: what was true before is not said late. A count
   * replaces none: its tone is enough.
   * @param {string} text
   */
  speak(text) {
    if (!this.voice) return;
    this.voice.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = this.language;
    this.voice.speak(words);
  }

  /** @param {string} name */
  tone(name) {
    const tone = TONES[name];
    if (!tone) return;
    try {
      this.audio ??= new AudioContext();
      play(this.audio, ...tone);
    } catch { /* a machine without sound */ }
  }
}

/**
 * @param {AudioContext} audio
 * @param {number} hertz
 * @param {number} seconds
 */
function play(audio, hertz, seconds) {
  const now = audio.currentTime, source = audio.createOscillator(), gain = audio.createGain();
  source.frequency.value = hertz;
  gain.gain.setValueAtTime(0.2, now);
  gain.gain.exponentialRampToValueAtTime(0.001, now + seconds);
  source.connect(gain).connect(audio.destination);
  source.start(now);
  source.stop(now + seconds);
}
