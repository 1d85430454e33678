// The camera in the page: sends frames, draws each answer on the very frame that it belongs to.

/** @import { Action } from "./keys.js" */
/** @import { Answer, Screen } from "./wire.js" */

import { Camera } from "./camera.js";
import { Connection } from "./connection.js";
import { fitToScreen, label, part, write } from "./dom.js";
import { drawPicture } from "./drawing.js";
import { actionOf } from "./keys.js";
import { closing, needsNewPage, noticeOf, waitsForCamera } from "./notices.js";
import { Meter } from "./pacing.js";
import { Readout } from "./readout.js";
import { Sounds } from "./sound.js";
import { Trace, drawTrace } from "./trace.js";

const STAYS_MS = 250; // Streamlit lets go of a component and takes it again when it runs the page
const RETRY_MS = 1000, DONE_STAYS_MS = 1500, INFO_EACH = 15;

/**
 * @typedef {object} Component What Streamlit gives.
 * @property {Element | ShadowRoot} parentElement
 * @property {{token: string, path: string}} data
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
    this.over = new AbortController();
    this.picture = contextOf(root, ".picture", { alpha: false });
    this.line = contextOf(root, ".trace", {});
    this.readout = new Readout(root);
    this.sounds = new Sounds(localStorage, window.speechSynthesis);
    this.trace = new Trace();
    this.meter = new Meter();
    this.colours = { accent: "", ink: "" };
    this.notice = "";
    this.paused = false;
    this.told = false;
    this.camera = this.newCamera();
    this.connection = this.newConnection();
    this.listen();
    this.restyle();
    void this.begin();
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
  }

  letGo() { this.leaving = setTimeout(() => this.destroy(), STAYS_MS); }

  destroy() {
    this.over.abort();
    this.camera.stop();
    clearTimeout(this.retry);
    this.connection.close();
    this.sounds.stop();
    this.root.romtrack = null;
  }

  // ---- the page around -------------------------------------------------------------------------
  listen() {
    const options = { signal: this.over.signal };
    for (const button of this.root.querySelectorAll("button[data-do]")) {
      const action = /** @type {Action} */ (button.getAttribute("data-do"));
      button.addEventListener("click", () => this.act(action), options);
    }
    document.addEventListener("keydown", event => this.pressed(event), options);
    document.addEventListener("visibilitychange", () => this.seen(), options);
    window.addEventListener("pagehide", () => this.connection.socket?.close(), options);
    const media = /** @type {MediaDevices | undefined} */ (navigator.mediaDevices); // none where it is insecure
    media?.addEventListener("devicechange", () => this.devicesChanged(), options);
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(this.picture.canvas);
    this.over.signal.addEventListener("abort", () => observer.disconnect());
    this.showMuted();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const target = event.composedPath()[0];
    const action = actionOf(event, target instanceof Element ? target.tagName : "");
    if (!action) return;
    event.preventDefault();
    this.act(action);
  }

  /** @param {Action} action */
  act(action) {
    if (action === "pause") this.pause(!this.paused);
    else if (action === "skip") this.connection.send({ do: "skip" });
    else if (action === "mute") this.mute();
    else if (action === "full") this.fill();
    else this.inform();
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused = paused;
    this.connection.send({ do: paused ? "pause" : "resume" });
    label(this.root, "pause", paused ? "Continue" : "Pause");
  }

  mute() {
    this.sounds.toggle();
    this.showMuted();
  }

  showMuted() { label(this.root, "mute", this.sounds.muted ? "Sound on" : "Sound off"); }

  fill() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else this.root.requestFullscreen().catch(() => {}); // the browser may forbid it: it stays as it is
  }

  inform() {
    const info = part(this.root, ".info", HTMLElement);
    info.hidden = !info.hidden;
    part(this.root, "[data-do=info]", HTMLElement).setAttribute("aria-expanded", String(!info.hidden));
  }

  seen() {
    if (!this.paused) this.connection.send({ do: document.hidden ? "pause" : "resume" });
    if (!document.hidden) this.restyle();
  }

  restyle() {
    const style = getComputedStyle(this.root), [red = 0, green = 0, blue = 0] = style.color.match(/[\d.]+/g)?.map(Number) ?? [];
    this.root.classList.toggle("dark", red + green + blue > 384);
    this.colours = { ink: style.color, accent: style.getPropertyValue("--accent") };
  }

  resize() {
    fitToScreen(this.picture.canvas);
    fitToScreen(this.line.canvas);
    this.restyle();
  }

  /**
   * Say something in place of the picture; an empty name = show the picture.
   * @param {string} name
   */
  say(name, more = "") {
    const box = part(this.root, ".message", HTMLElement), { title, advice, button } = noticeOf(name, more);
    this.notice = name;
    this.root.dataset.state = name || "live";
    box.hidden = !name;
    if (!name) return;
    write(this.root, ".title", title);
    write(this.root, ".advice", "");
    box.setAttribute("aria-label", title);
    write(box, "p", advice);
    const way = part(box, "button", HTMLButtonElement);
    way.hidden = !button;
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

  ready() {
    this.say("");
    if (this.paused) this.connection.send({ do: "pause" });
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  closed(code, reason) {
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
    drawPicture(this.picture, frame, answer, screen, devicePixelRatio);
    this.trace.note(performance.now() / 1000, screen.traced, answer.angles);
    if (answer.seq % 2 === 0) drawTrace(this.line, this.trace, screen.side, this.colours, devicePixelRatio);
    this.readout.show(screen, answer.angles, this.connection.flight.slow);
    if (!document.hidden) this.sounds.play(answer.sounds);
    this.measure(takenMs);
    if (screen.phase === "done") this.finish();
  }

  /** @param {number} takenMs */
  measure(takenMs) {
    this.meter.note(takenMs, performance.now());
    const info = part(this.root, ".info", HTMLElement);
    if (!info.hidden && this.meter.shown % INFO_EACH === 0) info.textContent = this.meter.words();
  }

  finish() {
    if (this.told) return;
    this.told = true;
    setTimeout(() => this.component.setTriggerValue("finished", true), DONE_STAYS_MS);
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 * @param {CanvasRenderingContext2DSettings} settings
 */
function contextOf(root, selector, settings) {
  const context = part(root, selector, HTMLCanvasElement).getContext("2d", settings);
  if (context) return context;
  throw new Error("this browser draws nothing");
}
