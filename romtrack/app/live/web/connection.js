// The connection to romtrack, and the frames that go over it.

/** @import { Answer, Message, Request, Screen } from "./wire.js" */

import { resized } from "./dom.js";
import { sentSize } from "./geometry.js";
import { Flight, SteadyClock } from "./pacing.js";
import { packed, screenAfter, socketAddress } from "./wire.js";

const QUALITY = 0.9;

/**
 * @typedef {object} ConnectionEvents
 * @property {() => void} ready
 * @property {(frame: OffscreenCanvas, takenMs: number, answer: Answer, screen: Screen) => void} answered
 * @property {(code: number, reason: string) => void} closed
 */

/** One socket at a time; frames that an older one has not answered are forgotten. */
export class Connection {
  /**
   * @param {string} path
   * @param {string} token of the session
   * @param {ConnectionEvents} events
   */
  constructor(path, token, events) {
    this.path = path;
    this.token = token;
    this.events = events;
    this.flight = new Flight([new OffscreenCanvas(640, 480), new OffscreenCanvas(640, 480)]);
    this.clock = new SteadyClock();
    this.sent = 0;
    this.ready = false;
    /** @type {Screen | null} */
    this.screen = null;
    /** @type {WebSocket | null} */
    this.socket = null;
  }

  open() {
    this.close();
    const socket = new WebSocket(socketAddress(location, this.path));
    socket.onopen = () => socket.send(JSON.stringify({ token: this.token }));
    socket.onmessage = event => { if (socket === this.socket) this.heard(JSON.parse(event.data)); };
    socket.onclose = event => {
      this.lost();
      this.events.closed(event.code, event.reason);
    };
    this.socket = socket;
  }

  close() {
    if (this.socket) {
      this.socket.onclose = null;
      this.socket.close();
      this.socket = null;
    }
    this.lost();
  }

  lost() {
    this.ready = false;
    this.flight.endAll();
  }

  /** @param {Request} request */
  send(request) { if (this.ready) this.socket?.send(JSON.stringify(request)); }

  /**
   * Send the frame that the video shows now, unless too many are on their way.
   * @param {HTMLVideoElement} video
   * @param {number} takenMs on the page's clock
   */
  async sendFrame(video, takenMs) {
    const socket = this.socket, flown = this.ready ? this.flight.start(takenMs) : null;
    if (!socket || !flown) return;
    try {
      const jpeg = await jpegOf(video, flown.slot);
      if (socket !== this.socket || !this.ready) {
        this.flight.end(flown.seq);
        return;
      }
      socket.send(packed(flown.seq, this.clock.at(takenMs, Date.now() - performance.now()), jpeg));
      this.sent++;
    } catch { // no picture of it can be made: the next one goes
      this.flight.end(flown.seq);
    }
  }

  /** @param {Message} message */
  heard(message) {
    if ("ready" in message) {
      this.ready = true;
      this.events.ready();
      return;
    }
    const flown = this.flight.end(message.seq);
    if (!flown || "dropped" in message) return;
    this.flight.took(message.ms);
    this.screen = screenAfter(this.screen, message.screen);
    this.events.answered(flown.slot, flown.takenMs, message, this.screen);
  }
}

/**
 * @param {HTMLVideoElement} video
 * @param {OffscreenCanvas} canvas keeps the frame, for its answer to be drawn on
 */
async function jpegOf(video, canvas) {
  resized(canvas, sentSize({ width: video.videoWidth, height: video.videoHeight }));
  const context = canvas.getContext("2d", { alpha: false, desynchronized: true });
  context?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return (await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY })).arrayBuffer();
}
