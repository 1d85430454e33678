import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Sounds } from "../../romtrack/app/live/web/sound.js";

/** @type {string[]} */
let heard;
/** @type {Map<string, string>} */
let kept;

const storage = {
  /** @param {string} name */
  getItem: name => kept.get(name) ?? null,
  /** @param {string} name @param {string} value */
  setItem: (name, value) => { kept.set(name, value); },
};
const voice = /** @type {SpeechSynthesis} */ (/** @type {unknown} */ ({
  cancel: () => heard.push("(silence)"),
  /** @param {{text: string, lang: string}} words */
  speak: ({ text, lang }) => heard.push(`${lang}: ${text}`),
}));

/** What the browser has and node has not: it notes the tones that are started. */
class Audio {
  currentTime = 5;
  destination = {};

  createOscillator() {
    const frequency = { value: 0 }, stop = () => {};
    /** @param {unknown} next */
    const connect = next => next;
    return { frequency, stop, connect, start: () => heard.push(`${frequency.value} Hz`) };
  }

  createGain() {
    const gain = { setValueAtTime() {}, exponentialRampToValueAtTime() {} };
    return { gain, connect() {} };
  }

  close() { heard.push("(closed)"); }
}

/** @param {string} text */
function Utterance(text) { return { text, lang: "" }; }

beforeEach(() => {
  heard = [];
  kept = new Map();
  Object.assign(globalThis, { AudioContext: Audio, SpeechSynthesisUtterance: Utterance });
});

test("tones and sentences come in the order in which they were sent", () => {
  new Sounds(storage, voice).play([["tone", "count"], ["say", "Turn your foot out"], ["tone", "end"]]);
  assert.deepEqual(heard, ["880 Hz", "(silence)", "en: Turn your foot out", "660 Hz"]);
});

test("a count replaces no sentence that is still spoken: its tone is enough", () => {
  const speaking = Object.assign(Object.create(voice), { speaking: true });
  new Sounds(storage, speaking).play([["tone", "count"], ["count", "3"]]);
  new Sounds(storage, voice).play([["count", "4"]]);
  assert.deepEqual(heard, ["880 Hz", "(silence)", "en: 4"]);
});

test("a newer sentence replaces one that is still spoken", () => {
  const sounds = new Sounds(storage, voice);
  sounds.play([["say", "Hold"]]);
  sounds.play([["say", "Rest"]]);
  assert.deepEqual(heard, ["(silence)", "en: Hold", "(silence)", "en: Rest"]);
});

test("muting ends the sentence that is spoken, and nothing is heard until it is lifted", () => {
  const sounds = new Sounds(storage, voice);
  sounds.toggle();
  sounds.play([["say", "Hold"], ["tone", "count"]]);
  assert.deepEqual(heard, ["(silence)"]);
  sounds.toggle();
  sounds.play([["tone", "done"]]);
  assert.deepEqual(heard, ["(silence)", "520 Hz"]);
});

test("it is remembered whether it was muted", () => {
  new Sounds(storage, voice).toggle();
  assert.equal(new Sounds(storage, voice).muted, true);
  new Sounds(storage, voice).toggle();
  assert.equal(new Sounds(storage, voice).muted, false);
});

test("a browser without a voice or without audio stays silent and goes on", () => {
  Object.assign(globalThis, { AudioContext: undefined });
  const sounds = new Sounds(storage, undefined);
  sounds.play([["say", "Hold"], ["tone", "count"], ["tone", "no such tone"]]);
  sounds.toggle();
  sounds.stop();
  assert.deepEqual(heard, []);
});

test("the end of a session ends what is spoken and lets go of the audio", () => {
  const sounds = new Sounds(storage, voice);
  sounds.play([["tone", "good"]]);
  sounds.stop();
  assert.deepEqual(heard, ["990 Hz", "(silence)", "(closed)"]);
});
