// The camera in the page: sends frames, draws each answer on the very frame that it belongs to.

/** @import { Size } from "./geometry.js" */
/** @import { Action } from "./keys.js" */
/** @import { Outcome } from "./outcome.js" */
/** @import { Answer, Screen } from "./wire.js" */

import { Question } from "./asking.js";
import { Camera } from "./camera.js";
import { Connection } from "./connection.js";
import { contextOf, fitToScreen, label, part, write } from "./dom.js";
import { drawPicture } from "./drawing.js";
import { arcOf, onWindow } from "./geometry.js";
import { Ground } from "./ground.js";
import { RaisedHand } from "./hand.js";
import { actionOf } from "./keys.js";
import { MannerControls } from "./manner.js";
import { Nearness } from "./near.js";
import { closing, needsNewPage, noticeOf, waitsForCamera } from "./notices.js";
import { isRead } from "./numbers.js";
import { showOutcome } from "./outcome.js";
import { Meter } from "./pacing.js";
import { Readout } from "./readout.js";
import { Sounds } from "./sound.js";
import { N_, gettext, learn } from "./texts.js";
import { Trace, drawTrace } from "./trace.js";
import { Voice } from "./voice.js";

const STAYS_MS = 250; // Streamlit lets go of a component and takes it again when it runs the page
const SHARPEST_PX = 1280; // of the picture's pixels, which are scaled by whatever shows them
const HAND_UP = N_("Go on to the next? Keep your hand up.");
const RETRY_MS = 1000, DONE_STAYS_MS = 1500, INFO_EACH = 15;

/**
 * @typedef {object} Component What Streamlit gives.
 * @property {Element | ShadowRoot} parentElement
 * @property {{token: string, path: string, demonstrations: string, outcome: Outcome | null, language: string, texts: Record<string, string>}} data
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/** @typedef {HTMLElement & {romtrack?: Stage | null}} Root The page remembers its stage. */

/** @param {Component} component */
export default function (component) {
  /** @type {Root} */
  const root = part(component.parentElement, ".stage", HTMLElement);
  if (root.romtrack?.token === component.data.token) root.romtrack.keep(component);
  else {
    root.romtrack?.destroy();
    root.romtrack = new Stage(root, component);
  }
  return () => root.romtrack?.letGo();
}

/** One live session on the page, from the first notice to the last answer. */
class Stage {
  /**
   * @param {Root} root
   * @param {Component} component
   */
  constructor(root, component) {
    this.root = root;
    this.component = component;
    this.token = component.data.token;
    root.lang = component.data.language;
    learn(component.data.texts);
    this.over = new AbortController();
    this.picture = contextOf(root, ".picture", { alpha: false });
    this.line = contextOf(root, ".trace", {});
    this.readout = new Readout(root, component.data.demonstrations);
    this.sounds = new Sounds(localStorage, new Voice(localStorage, window.speechSynthesis, component.data.language), performance.now());
    this.manner = new MannerControls(root, this.sounds);
    this.trace = new Trace();
    this.meter = new Meter();
    this.window = { width: 0, height: 0 };
    this.ground = new Ground(this.window);
    this.band = 0;
    this.notice = "";
    this.paused = false;
    this.told = false;
    this.camera = this.newCamera();
    this.connection = this.newConnection();
    this.question = new Question(root, asked => asked === "skip" ? this.connection.send({ do: "skip" }) : this.tell("ended"));
    this.hand = new RaisedHand(root, () => this.beckoned());
    this.near = new Nearness(root, this.over.signal);
    this.listen();
    if (!this.isOver()) void this.begin();
  }

  newCamera() {
    return new Camera(this.root, {
      asking: () => { if (!this.connection.ready) this.say("asking"); },
      refused: (notice, more) => this.say(notice, more),
      ended: () => this.say("ended"),
      chosen: () => void this.changeCamera(),
      frame: takenMs => { if (!document.hidden) void this.connection.sendFrame(this.camera.video, takenMs); },
    }, this.over.signal);
  }

  newConnection() {
    return new Connection(this.component.data.path, this.token, {
      ready: () => this.ready(),
      answered: (frame, takenMs, answer, screen) => this.answered(frame, takenMs, answer, screen),
      closed: (code, reason) => this.closed(code, reason),
    });
  }

  /** @param {Component} component */
  keep(component) {
    this.component = component;
    clearTimeout(this.leaving);
    this.isOver();
  }

  /** Show the result, if there is one: nothing is looked at any more. */
  isOver() {
    const { outcome } = this.component.data;
    if (!outcome) {
      this.root.focus({ preventScroll: true });
      return false;
    }
    this.destroyLinks();
    this.notice = "outcome";
    this.root.dataset.state = "outcome";
    showOutcome(this.root, outcome, told => this.tell(told));
    return true;
  }

  /** @param {string} told to the page's own script */
  tell(told) { this.component.setTriggerValue("told", told); }

  letGo() { this.leaving = setTimeout(() => this.destroy(), STAYS_MS); }

  destroy() {
    this.over.abort();
    this.question.no();
    this.destroyLinks();
    this.sounds.stop();
    this.root.romtrack = null;
  }

  /** Let go of the camera and of romtrack. */
  destroyLinks() {
    this.camera.stop();
    clearTimeout(this.retry);
    this.connection.close();
  }

  // ---- the page around -------------------------------------------------------------------------
  listen() {
    const options = { signal: this.over.signal };
    for (const button of this.root.querySelectorAll("button[data-do]")) {
      const action = /** @type {Action} */ (button.getAttribute("data-do"));
      button.addEventListener("click", () => this.act(action), options);
    }
    document.addEventListener("keydown", event => this.pressed(event), options);
    for (const press of ["keydown", "pointerdown"]) document.addEventListener(press, () => this.sounds.wake(), options);
    document.addEventListener("visibilitychange", () => this.seen(), options);
    window.addEventListener("pagehide", () => this.connection.socket?.close(), options);
    const media = /** @type {MediaDevices | undefined} */ (navigator.mediaDevices); // none where it is insecure
    media?.addEventListener("devicechange", () => this.devicesChanged(), options);
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(this.root);
    this.over.signal.addEventListener("abort", () => observer.disconnect());
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const target = event.composedPath()[0];
    const action = actionOf(event, target instanceof Element ? target.tagName : "");
    if (!action || this.component.data.outcome) return;
    event.preventDefault();
    this.act(action);
  }

  /** @param {Action} action */
  act(action) {
    if (action === "pause") this.pause(!this.paused);
    else if (action === "skip" || action === "end") this.question.about(action, this.connection.screen);
    else if (action === "no") this.question.no();
    else if (action === "mute") this.manner.mute();
    else if (action === "voice") this.manner.toggle();
    else if (action === "full") this.fill();
    else this.inform();
  }

  /** A hand is up: Next; whether it is asked about. */
  beckoned() {
    this.question.about("skip", this.connection.screen, HAND_UP);
    if (this.question.asked) this.sounds.ask(gettext(HAND_UP), performance.now());
    return Boolean(this.question.asked);
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    this.connection.send({ do: paused ? "pause" : "resume" });
    label(this.root, "pause", paused ? gettext("Continue") : gettext("Pause"));
  }

  fill() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else this.root.requestFullscreen().catch(() => {}); // the browser may forbid it: it stays as it is
  }

  inform() {
    const info = part(this.root, ".info", HTMLElement);
    info.hidden = !info.hidden;
    part(this.root, "[data-do=info]", HTMLElement).setAttribute("aria-expanded", String(!info.hidden));
    fitToScreen(this.line.canvas, this.line.canvas, SHARPEST_PX);
  }

  get informs() { return !part(this.root, ".info", HTMLElement).hidden; }

  seen() {
    if (!this.paused) this.connection.send({ do: document.hidden ? "pause" : "resume" });
  }

  resize() {
    this.window = { width: this.root.clientWidth, height: this.root.clientHeight };
    this.ground = new Ground(this.window);
    this.readout.sizes = null;
    fitToScreen(this.picture.canvas, this.root, SHARPEST_PX);
    fitToScreen(this.line.canvas, this.line.canvas, SHARPEST_PX);
  }

  /**
   * Say something in place of the picture; an empty name = show the picture.
   * @param {string} name
   */
  say(name, more = "") {
    const { title, advice, button } = noticeOf(name, more);
    this.notice = name;
    this.root.dataset.state = name || "live";
    this.readout.announce(true); // no voice says these
    const way = part(this.root, ".way", HTMLButtonElement);
    way.hidden = !name || !button;
    this.readout.written = "";
    if (!name) return;
    this.readout.words.style.transform = "";
    this.readout.words.classList.remove("cue");
    write(this.root, ".instruction", title);
    write(this.root, ".advice", advice);
    way.textContent = button;
    way.onclick = () => needsNewPage(name) ? location.reload() : void this.begin();
  }

  // ---- camera and connection -------------------------------------------------------------------
  async begin() {
    clearTimeout(this.retry);
    if (!this.camera.runs && !(await this.startCamera())) return;
    this.say("connecting");
    this.connection.open();
  }

  async startCamera() {
    if (!(await this.camera.start())) return false;
    if (this.connection.ready) this.say("");
    this.tellCamera();
    if (!this.paused) this.connection.send({ do: "resume" }); // another camera looks from another place
    return true;
  }

  async changeCamera() {
    if ((await this.startCamera()) && !this.connection.ready) await this.begin();
  }

  devicesChanged() {
    if (waitsForCamera(this.notice)) void this.begin();
    else if (this.camera.stream) void this.camera.list();
  }

  /** Say which camera looks: the session keeps it. */
  tellCamera() {
    const about = this.camera.about;
    if (about) this.connection.send({ do: "camera", ...about });
  }

  ready() {
    this.say("");
    this.tellCamera();
    if (this.paused) this.connection.send({ do: "pause" });
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  closed(code, reason) {
    if (this.told) return; // the result is on its way
    const { name, more, again } = closing(code, reason);
    this.say(name, more);
    if (again) this.retry = setTimeout(() => void this.begin(), RETRY_MS);
  }

  // ---- what is shown ---------------------------------------------------------------------------
  /**
   * @param {OffscreenCanvas} frame
   * @param {number} takenMs
   * @param {Answer} answer
   * @param {Screen} screen
   */
  answered(frame, takenMs, answer, screen) {
    if (this.notice) return; // under a message nothing is drawn
    if (!document.hidden) this.sounds.play(answer.sounds, takenMs);
    const state = { ...this.sounds.at(takenMs), slow: this.connection.flight.slow, paused: this.paused };
    this.readout.show(screen, answer.angle_deg, state);
    this.lay(frame, takenMs, answer, screen);
    drawPicture(this.picture, frame, answer, screen, this.band * this.picture.canvas.height / this.window.height);
    this.hand.follow(answer.hand, answer.points, onWindow(this.window, frame, this.band));
    this.drawLine(answer, screen);
    this.measure(takenMs);
    if (screen.phase === "done") this.finish();
  }

  /**
   * Note where the person is, or would be if the picture gave way to nothing, and lay words and number beside.
   * @param {Size} frame
   * @param {number} takenMs
   * @param {Answer} answer
   * @param {Screen} screen
   */
  lay(frame, takenMs, { points }, { phase, side }) {
    const arc = side && isRead(phase) ? arcOf(points, side) : null;
    this.ground.note(points, arc, onWindow(this.window, frame), takenMs);
    this.band = this.readout.lay(this.ground, this.window, takenMs).band;
  }

  /**
   * @param {Answer} answer
   * @param {Screen} screen
   */
  drawLine(answer, screen) {
    this.trace.note(performance.now() / 1000, screen.traced, answer.angle_deg);
    if (this.informs && answer.seq % 2 === 0) drawTrace(this.line, this.trace, devicePixelRatio);
  }

  /** @param {number} takenMs */
  measure(takenMs) {
    this.meter.note(takenMs, performance.now());
    if (this.informs && this.meter.shown % INFO_EACH === 0) write(this.root, ".rate", this.meter.words());
  }

  finish() {
    if (this.told) return;
    this.told = true;
    setTimeout(() => this.tell("finished"), DONE_STAYS_MS);
  }
}
