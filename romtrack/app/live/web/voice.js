// The browser's own voice: one sentence at a time, to be read as long as it sounds.

const RATE = "romtrack-rate", LOUDNESS = "romtrack-loudness", NAME = "romtrack-voice";
const LETTERS_EACH_S = 13, BREATH_S = 0.8; // of a slow voice; espeak-ng takes a quarter less
const READ_MS = 3000; // the least time that a caption stays
const LATE_MS = 3000; // a browser that has voices has named them by then

/**
 * How a voice speaks; a name of none that is there = the browser's first choice.
 * @typedef {object} Manner
 * @property {string} name
 * @property {number} rate of the usual speed
 * @property {number} loudness 0..1
 */
/** @typedef {Pick<Storage, "getItem" | "setItem">} Kept */

/** Speaks in one language, and knows what is to be read of it. */
export class Voice {
  /**
   * @param {Kept} storage where it is kept how the voice speaks
   * @param {SpeechSynthesis | undefined} synthesis undefined = this browser does not speak
   * @param {string} lang as BCP 47 has it
   */
  constructor(storage, synthesis, lang) {
    this.storage = storage;
    this.synthesis = synthesis;
    this.lang = lang;
    this.text = "";
    this.shownUntilMs = this.busyUntilMs = -Infinity;
    /** @type {(() => void) | undefined} to be told when voices were found */
    this.found = undefined;
    /** @type {SpeechSynthesisUtterance | null} kept, or the browser forgets to say that it ended */
    this.words = null;
    /** @type {SpeechSynthesisVoice[]} */
    this.voices = [];
    this.look();
    if (synthesis) synthesis.onvoiceschanged = () => this.look(); // a browser names them after it was asked
  }

  /** Find the voices of this language that speak on this machine: others send every sentence to somebody else's. */
  look() {
    const all = this.synthesis?.getVoices() ?? [];
    this.voices = all.filter(one => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === this.lang);
    this.found?.();
  }

  /** @returns {Manner} */
  get manner() {
    const { storage } = this;
    return {
      name: storage.getItem(`${NAME}-${this.lang}`) ?? "",
      rate: Number(storage.getItem(RATE)) || 1,
      loudness: Number(storage.getItem(LOUDNESS)) || 1,
    };
  }

  /** @param {Manner} manner */
  set manner({ name, rate, loudness }) {
    this.storage.setItem(`${NAME}-${this.lang}`, name);
    this.storage.setItem(RATE, String(rate));
    this.storage.setItem(LOUDNESS, String(loudness));
  }

  /** The voice that speaks now, undefined = there is none. */
  get chosen() {
    const { voices } = this, { name } = this.manner;
    return voices.find(one => one.name === name) ?? voices.find(one => one.default) ?? voices[0];
  }

  /**
   * Whether there is no voice, once a browser had the time to name some.
   * @param {number} sinceMs how long ago it was asked
   */
  isMissing(sinceMs) { return sinceMs > LATE_MS && !this.voices.length; }

  /**
   * Say a sentence, and have it to be read.
   * @param {string} text
   * @param {number} nowMs
   * @param {boolean} aloud
   */
  say(text, nowMs, aloud) {
    this.text = text;
    this.shownUntilMs = nowMs + Math.max(READ_MS, this.takesMs(text));
    if (aloud) this.sayAloud(text, nowMs);
  }

  /**
   * Say a sentence, which replaces one that is still spoken: what was true before is not said late.
   * @param {string} text
   * @param {number} nowMs
   */
  sayAloud(text, nowMs) { this.speak(text, nowMs + this.takesMs(text)); }

  /** @param {string} text */
  takesMs(text) { return 1000 * (BREATH_S + text.length / LETTERS_EACH_S / this.manner.rate); }

  /**
   * Say a number, unless something is being said: its tone is enough, and it is to be read anyway.
   * @param {string} text
   * @param {number} nowMs
   */
  count(text, nowMs) { if (nowMs >= this.busyUntilMs) this.speak(text, nowMs); }

  /**
   * What is to be read now of what is, or was just, said.
   * @param {number} nowMs
   */
  captionAt(nowMs) { return nowMs < this.shownUntilMs ? this.text : ""; }

  silence() {
    this.synthesis?.cancel();
    this.words = null;
    this.busyUntilMs = -Infinity;
  }

  /**
   * @param {string} text
   * @param {number} untilMs about when it ends, should the browser not say so
   */
  speak(text, untilMs) {
    const { chosen } = this, { rate, loudness } = this.manner;
    this.silence();
    if (!this.synthesis || !chosen) return;
    const words = new SpeechSynthesisUtterance(text);
    Object.assign(words, { voice: chosen, lang: chosen.lang, rate, volume: loudness });
    words.onend = words.onerror = () => { if (this.words === words) this.busyUntilMs = -Infinity; };
    this.words = words;
    this.busyUntilMs = untilMs;
    this.synthesis.speak(words);
  }
}
