import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Sounds } from "../../romtrack/app/live/web/sound.js";
import { Voice } from "../../romtrack/app/live/web/voice.js";

/** @type {string[]} */
let heard;
/** @type {Map<string, string>} */
let kept;
/** @type {SpeechSynthesisUtterance | undefined} */
let last;
/** @type {AudioContextState} */
let state;

const storage = {
  /** @param {string} name */
  getItem: name => kept.get(name) ?? null,
  /** @param {string} name @param {string} value */
  setItem: (name, value) => { kept.set(name, value); },
};

/**
 * What the browser has and node has not: it notes what is spoken.
 * @param {Partial<SpeechSynthesisVoice>[]} voices
 */
function browser(voices) {
  const all = voices.map(one => ({ localService: true, default: false, lang: "en-GB", ...one }));
  return /** @type {SpeechSynthesis} */ (/** @type {unknown} */ ({
    onvoiceschanged: null,
    getVoices: () => all,
    cancel: () => heard.push("(silence)"),
    /** @param {SpeechSynthesisUtterance} words */
    speak: words => {
      last = words;
      heard.push(`${words.voice?.name}: ${words.text}`);
    },
  }));
}
const ANNA = { name: "Anna" }, BEN = { name: "Ben", lang: "en_US", default: true };

/** It notes the tones that are started. */
class Audio {
  currentTime = 5;
  destination = {};

  get state() { return state; }

  async resume() { state = "running"; }

  createOscillator() {
    const frequency = { value: 0 }, stop = () => {};
    /** @param {unknown} next */
    const connect = next => next;
    return { frequency, stop, connect, start: () => heard.push(`${frequency.value} Hz`) };
  }

  createGain() {
    /** @param {number} value */
    const setValueAtTime = value => { if (value !== 0.2) heard.push(`at ${value.toFixed(2)}`); };
    return { gain: { setValueAtTime, exponentialRampToValueAtTime() {} }, connect() {} };
  }

  close() { heard.push("(closed)"); }
}

/** @param {string} text */
function Utterance(text) { return { text, lang: "" }; }

beforeEach(() => {
  heard = [];
  kept = new Map();
  state = "running";
  Object.assign(globalThis, { AudioContext: Audio, SpeechSynthesisUtterance: Utterance });
});

/** @param {[SpeechSynthesis?]} given another browser than one with a voice */
const sounding = (...given) => new Sounds(storage, new Voice(storage, given.length ? given[0] : browser([ANNA]), "en"), 0);
/** The sentence that is spoken comes to its end. */
const ends = () => last?.onend?.(/** @type {SpeechSynthesisEvent} */ ({}));
const spoken = () => heard.filter(one => one !== "(silence)");

test("tones and sentences come in the order in which they were sent", () => {
  sounding().play([["tone", "count"], ["say", "Turn your foot out"], ["tone", "end"]], 0);
  assert.deepEqual(spoken(), ["880 Hz", "Anna: Turn your foot out", "660 Hz"]);
});

test("a newer sentence replaces one that is still spoken", () => {
  const sounds = sounding();
  sounds.play([["say", "Hold"]], 0);
  sounds.play([["say", "Rest"]], 100);
  assert.deepEqual(heard, ["(silence)", "Anna: Hold", "(silence)", "Anna: Rest"]);
});

test("a count never cuts off a sentence, not one of the same moment either: its tone is enough", () => {
  const sounds = sounding();
  sounds.play([["say", "Too small. Go further."], ["tone", "count"], ["count", "3"]], 0);
  sounds.play([["count", "4"]], 900);
  assert.deepEqual(spoken(), ["Anna: Too small. Go further.", "880 Hz"]);
  ends();
  sounds.play([["count", "5"]], 1000);
  assert.deepEqual(spoken().at(-1), "Anna: 5");
});

test("a sentence cuts off a count, and a browser that forgets to say that a sentence ended hinders no count", () => {
  const sounds = sounding();
  sounds.play([["count", "3"]], 0);
  sounds.play([["say", "Keep your knee still."]], 100);
  sounds.play([["count", "4"]], 9000);
  assert.deepEqual(spoken(), ["Anna: 3", "Anna: Keep your knee still.", "Anna: 4"]);
});

test("what is spoken is to be read for three seconds, and as long as it takes; muted, too", () => {
  const sounds = sounding(), long = "Swing your left foot out to the side, away from the other one, and hold it there.";
  sounds.play([["say", "And back."]], 0);
  assert.deepEqual([0, 2900, 3100].map(ms => sounds.at(ms).spoken), ["And back.", "And back.", ""]);
  sounds.play([["say", long]], 5000);
  assert.equal(sounds.at(11000).spoken, long);
  sounds.toggle();
  sounds.play([["say", "Hold"]], 20000);
  assert.equal(sounds.at(20000).spoken, "Hold");
  sounds.play([["count", "4"]], 20100);
  assert.equal(sounds.at(20100).spoken, "Hold");
});

test("muting ends the sentence that is spoken, and nothing is heard until it is lifted", () => {
  const sounds = sounding();
  sounds.toggle();
  sounds.play([["say", "Hold"], ["tone", "count"], ["count", "2"]], 0);
  assert.deepEqual(heard, ["(silence)"]);
  assert.equal(sounds.at(0).silent, true);
  sounds.toggle();
  sounds.play([["tone", "done"]], 0);
  assert.deepEqual(heard, ["(silence)", "520 Hz"]);
});

test("it is remembered whether it was muted", () => {
  sounding().toggle();
  assert.equal(sounding().muted, true);
  sounding().toggle();
  assert.equal(sounding().muted, false);
});

test("a voice of the language and of this machine speaks: the chosen one, else the browser's own choice", () => {
  const far = { name: "Far", localService: false }, hedda = { name: "Hedda", lang: "de-DE" };
  const voice = new Voice(storage, browser([far, hedda, ANNA, BEN]), "en");
  assert.deepEqual(voice.voices.map(one => one.name), ["Anna", "Ben"]);
  assert.equal(voice.chosen?.name, "Ben");
  voice.manner = { name: "Anna", rate: 0.8, loudness: 0.5 };
  assert.equal(voice.chosen?.name, "Anna");
  assert.equal(new Voice(storage, browser([hedda]), "de").chosen?.name, "Hedda");
});

test("speed and loudness are remembered, and hold for the tones, too", () => {
  sounding().voice.manner = { name: "Anna", rate: 0.8, loudness: 0.5 };
  sounding().play([["say", "Hold"], ["tone", "done"]], 0);
  assert.deepEqual([last?.rate, last?.volume], [0.8, 0.5]);
  assert.deepEqual(spoken(), ["Anna: Hold", "at 0.10", "520 Hz"]);
});

test("a browser without a voice is told of once, and all is to be read", () => {
  for (const synthesis of [undefined, browser([]), browser([{ ...ANNA, localService: false }])]) {
    const sounds = sounding(synthesis);
    sounds.play([["say", "Hold"], ["tone", "count"]], 0);
    assert.deepEqual([sounds.at(1000).trouble, sounds.at(1000).silent], ["", false]); // it may yet name some
    assert.match(sounds.at(4000).trouble, /no voice/);
    assert.equal(sounds.at(4000).silent, true);
    assert.equal(sounds.at(30000).trouble, "");
    sounds.play([["say", "Turn"]], 31000);
    assert.equal(sounds.at(31000).spoken, "Turn");
  }
  assert.deepEqual(spoken(), ["880 Hz", "880 Hz", "880 Hz"]);
});

test("a voice that is named late speaks from then on", () => {
  const synthesis = browser([]), voice = new Voice(storage, synthesis, "en");
  voice.say("Hold", 0, true);
  const later = browser([ANNA]).getVoices();
  synthesis.getVoices = () => later;
  synthesis.onvoiceschanged?.call(synthesis, /** @type {Event} */ ({}));
  voice.say("Turn", 100, true);
  assert.deepEqual(spoken(), ["Anna: Turn"]);
});

test("sound that the browser refuses is told of in writing, and begins with the next press", () => {
  state = "suspended";
  const sounds = sounding();
  sounds.play([["tone", "good"]], 0);
  assert.deepEqual([heard, sounds.at(500).trouble], [[], ""]); // a device that is starting is no refusal
  assert.match(sounds.at(2000).trouble, /press any key/);
  assert.match(sounds.at(60000).trouble, /press any key/);
  sounds.wake();
  assert.deepEqual(sounds.at(61000), { spoken: "", trouble: "", silent: false });
  sounds.play([["tone", "good"]], 61000);
  assert.deepEqual(heard, ["990 Hz"]);
});

test("who has muted it is told of no trouble", () => {
  state = "suspended";
  const sounds = sounding(undefined);
  sounds.toggle();
  assert.equal(sounds.at(5000).trouble, "");
});

test("a browser without audio stays silent and goes on", () => {
  Reflect.deleteProperty(globalThis, "AudioContext");
  const sounds = sounding();
  sounds.play([["say", "Hold"], ["tone", "count"], ["tone", "no such tone"]], 0);
  sounds.wake();
  sounds.stop();
  assert.deepEqual(spoken(), ["Anna: Hold"]);
});

test("the end of a session ends what is spoken and lets go of the audio", () => {
  const sounds = sounding();
  sounds.play([["tone", "good"]], 0);
  sounds.stop();
  assert.deepEqual(heard, ["990 Hz", "(silence)", "(closed)"]);
});
