// The camera: which one, since when, and each new frame of it.

/** @import { About } from "./wire.js" */

import { part } from "./dom.js";
import { cameraTrouble } from "./notices.js";
import { gettext } from "./texts.js";

const CHOSEN = "romtrack-camera";

/**
 * @typedef {object} CameraEvents
 * @property {() => void} asking the browser may ask the person now
 * @property {(notice: string, more: string) => void} refused
 * @property {() => void} ended it was unplugged
 * @property {() => void} chosen another one is wanted
 * @property {(takenMs: number) => void} frame
 */

const LONGEST_LABEL = 200;

/** The camera that is chosen on the page, shown in its hidden video. */
export class Camera {
  /**
   * @param {HTMLElement} root
   * @param {CameraEvents} events
   * @param {AbortSignal} over
   */
  constructor(root, events, over) {
    this.events = events;
    this.over = over;
    this.video = part(root, "video.lens", HTMLVideoElement);
    this.choice = part(root, ".camera", HTMLSelectElement);
    /** @type {MediaStream | null} */
    this.stream = null;
    this.turn = 0;
    this.choice.addEventListener("change", () => {
      localStorage.setItem(CHOSEN, this.choice.value);
      this.events.chosen();
    }, { signal: over });
  }

  get runs() { return Boolean(this.stream?.active); }

  /** Start the chosen camera; whether it runs. */
  async start() {
    this.stop();
    const turn = this.turn, stream = await this.opened();
    if (!stream) return false;
    if (turn !== this.turn) { // meanwhile another was wanted, or none: this one must not stay on
      switchOff(stream);
      return false;
    }
    this.stream = stream;
    stream.getVideoTracks()[0]?.addEventListener("ended", () => { this.stop(); this.events.ended(); });
    await this.show(stream);
    if (stream !== this.stream) return false;
    void this.list();
    this.watch();
    return true;
  }

  /**
   * What the browser tells of the camera that runs; null = nothing yet.
   * @returns {About | null}
   */
  get about() {
    const label = this.stream?.getVideoTracks()[0]?.label ?? "", { videoWidth, videoHeight } = this.video;
    if (!this.runs || !videoWidth || !videoHeight) return null;
    return { label: label.slice(0, LONGEST_LABEL), width_px: videoWidth, height_px: videoHeight };
  }

  async opened() {
    // Only a page of this machine is given any; the browser's type does not know that.
    const media = /** @type {MediaDevices | undefined} */ (navigator.mediaDevices);
    if (!media) {
      this.events.refused("insecure", "");
      return null;
    }
    const chosen = localStorage.getItem(CHOSEN);
    this.events.asking();
    try {
      return await media.getUserMedia({ video: wanted(chosen), audio: false });
    } catch (error) {
      const { name, message } = /** @type {DOMException} */ (error);
      this.events.refused(cameraTrouble(name), message);
      return null;
    }
  }

  /** @param {MediaStream} stream */
  async show(stream) {
    this.video.srcObject = stream;
    await this.video.play().catch(() => {}); // a page that is not seen plays later
  }

  stop() {
    if (this.stream) switchOff(this.stream);
    this.stream = null;
    this.video.srcObject = null;
    this.turn++;
  }

  async list() {
    const current = this.stream?.getVideoTracks()[0]?.getSettings().deviceId;
    const found = (await navigator.mediaDevices.enumerateDevices()).filter(one => one.kind === "videoinput");
    this.choice.replaceChildren(...found.map(({ label: name, deviceId }, at) =>
      new Option(name || gettext("Camera {number}", { number: at + 1 }), deviceId, false, deviceId === current)));
  }

  watch() {
    const turn = ++this.turn;
    /** @type {VideoFrameRequestCallback} */
    const next = (now, meta) => {
      if (turn !== this.turn || this.over.aborted) return;
      this.video.requestVideoFrameCallback(next);
      this.events.frame(meta.captureTime ?? now);
    };
    this.video.requestVideoFrameCallback(next);
  }
}

/** @param {MediaStream} stream */
function switchOff(stream) { for (const track of stream.getTracks()) track.stop(); }

/**
 * The widest picture that a camera gives by itself: one that is cut to another shape loses its sides.
 * @param {string | null} chosen
 * @returns {MediaTrackConstraints & {resizeMode: string}}
 */
function wanted(chosen) {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, resizeMode: "none" };
  return chosen ? { ...size, deviceId: { ideal: chosen } } : size;
}
