// What is heard: short tones, and the sentences of a voice; and why nothing is.

/** @import { Kept, Voice } from "./voice.js" */
/** @import { Sound } from "./wire.js" */

import { N_, gettext } from "./texts.js";

/** @type {Readonly<Record<string, readonly [hertz: number, seconds: number]>>} */
const TONES = {
  count: [880, 0.09], end: [660, 0.25], good: [990, 0.2], refused: [220, 0.35], ready: [740, 0.15], done: [520, 0.5],
};
const MUTED = "romtrack-muted";
const GAIN = 0.2, WAKES_MS = 1000; // an audio device takes a moment to start
const TOLD_MS = 12000;
const REFUSED = N_("The browser gives no sound yet: press any key once. Until then all is written here.");
const VOICELESS = N_("This browser has no voice of its own: what it would say is written here, and tones are heard.");

/** Plays what an answer brings, or nothing while it is muted. */
export class Sounds {
  /**
   * @param {Kept} storage where it is kept whether this is muted
   * @param {Voice} voice
   * @param {number} nowMs
   */
  constructor(storage, voice, nowMs) {
    this.storage = storage;
    this.voice = voice;
    this.beganMs = nowMs;
    this.muted = storage.getItem(MUTED) === "1";
    this.audio = newAudio();
    this.voicelessMs = Infinity;
  }

  toggle() {
    this.muted = !this.muted;
    this.storage.setItem(MUTED, this.muted ? "1" : "0");
    if (this.muted) this.voice.silence();
  }

  /** Begin to sound, where the browser waits for a key or a finger to allow it. */
  wake() { if (this.audio?.state === "suspended") void this.audio.resume(); }

  /**
   * Whether the browser refuses sound until something is pressed.
   * @param {number} nowMs
   */
  isRefused(nowMs) { return this.audio?.state === "suspended" && nowMs - this.beganMs > WAKES_MS; }

  /**
   * Whether sentences are only to be read now.
   * @param {number} nowMs
   */
  isSilent(nowMs) { return this.muted || this.isRefused(nowMs) || this.voice.isMissing(nowMs - this.beganMs); }

  /**
   * Why nothing is heard, where that may be news; for some seconds, or until something was pressed.
   * @param {number} nowMs
   */
  troubleAt(nowMs) {
    if (this.muted) return "";
    if (this.isRefused(nowMs)) return gettext(REFUSED);
    if (!this.voice.isMissing(nowMs - this.beganMs)) return "";
    this.voicelessMs = Math.min(this.voicelessMs, nowMs);
    return nowMs - this.voicelessMs < TOLD_MS ? gettext(VOICELESS) : "";
  }

  /**
   * What is to be read of what is heard: the sentence, why it is not heard, and whether it is to be read alone.
   * @param {number} nowMs
   */
  at(nowMs) {
    return { spoken: this.voice.captionAt(nowMs), trouble: this.troubleAt(nowMs), silent: this.isSilent(nowMs) };
  }

  /**
   * @param {readonly Sound[]} sounds
   * @param {number} nowMs
   */
  play(sounds, nowMs) {
    for (const [kind, what] of sounds) {
      if (kind === "say") this.voice.say(what, nowMs, !this.muted);
      else if (!this.muted && kind === "tone") this.tone(what);
      else if (!this.muted) this.voice.count(what, nowMs);
    }
  }

  /**
   * Ask something that stands on the stage already.
   * @param {string} text
   * @param {number} nowMs
   */
  ask(text, nowMs) {
    if (this.muted) return;
    this.tone("ready");
    this.voice.sayAloud(text, nowMs);
  }

  stop() {
    this.voice.silence();
    void this.audio?.close();
  }

  /** @param {string} name */
  tone(name) {
    const tone = TONES[name];
    if (tone && this.audio?.state === "running") play(this.audio, ...tone, GAIN * this.voice.manner.loudness);
  }
}

/** @returns {AudioContext | null} null = a browser without any */
function newAudio() { return "AudioContext" in globalThis ? new AudioContext() : null; }

/**
 * @param {AudioContext} audio
 * @param {number} hertz
 * @param {number} seconds
 * @param {number} loudness
 */
function play(audio, hertz, seconds, loudness) {
  const now = audio.currentTime, source = audio.createOscillator(), gain = audio.createGain();
  source.frequency.value = hertz;
  gain.gain.setValueAtTime(loudness, now);
  gain.gain.exponentialRampToValueAtTime(0.001, now + seconds);
  source.connect(gain).connect(audio.destination);
  source.start(now);
  source.stop(now + seconds);
}
