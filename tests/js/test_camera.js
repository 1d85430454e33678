import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Camera } from "../../romtrack/app/live/web/camera.js";

/** What the page has of a browser, as far as the camera uses it. */
class Part extends EventTarget {
  style = {};
  /** @type {unknown} */
  srcObject = null;
  videoWidth = 640;
  videoHeight = 480;

  async play() {}
  requestVideoFrameCallback() {}
  replaceChildren() {}
}

class Track extends EventTarget {
  on = true;
  label = "Webcam".padEnd(300, "!");

  stop() { this.on = false; }
  getSettings() { return { deviceId: "one" }; }
}

/** @type {Track[]} */
let tracks;
/** @type {(() => void)[]} the browser's questions that the person has not answered yet */
let asked;

const mediaDevices = {
  getUserMedia: () => new Promise(allow => {
    asked.push(() => {
      const track = new Track();
      tracks.push(track);
      allow({ active: true, getTracks: () => [track], getVideoTracks: () => [track] });
    });
  }),
  enumerateDevices: async () => [],
};

beforeEach(() => {
  tracks = [];
  asked = [];
  Object.assign(globalThis, {
    HTMLElement: Part, HTMLVideoElement: Part, HTMLSelectElement: Part, localStorage: { getItem: () => null },
  });
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices }, configurable: true });
});

/** @param {AbortSignal} over */
function newCamera(over) {
  const root = /** @type {HTMLElement} */ (/** @type {unknown} */ ({ querySelector: () => new Part() }));
  const nothing = () => {};
  return new Camera(root, { asking: nothing, refused: nothing, ended: nothing, chosen: nothing, frame: nothing }, over);
}

const on = () => tracks.map(track => track.on);

test("a camera that is allowed runs until it is stopped", async () => {
  const camera = newCamera(new AbortController().signal), started = camera.start();
  asked[0]?.();
  assert.equal(await started, true);
  assert.deepEqual(on(), [true]);
  camera.stop();
  assert.deepEqual([on(), camera.runs], [[false], false]);
});

test("what is told of a camera is its name and how large its pictures are, and nothing before it runs", async () => {
  const camera = newCamera(new AbortController().signal), started = camera.start();
  assert.equal(camera.about, null);
  asked[0]?.();
  await started;
  assert.deepEqual(camera.about, { label: "Webcam".padEnd(200, "!"), width_px: 640, height_px: 480 });
  camera.stop();
  assert.equal(camera.about, null);
});

test("two starts at once leave one camera on, whichever the browser answers first", async () => {
  for (const order of [[0, 1], [1, 0]]) {
    tracks = [];
    asked = [];
    const camera = newCamera(new AbortController().signal), starts = [camera.start(), camera.start()];
    for (const at of order) asked[at]?.();
    assert.deepEqual(await Promise.all(starts), [false, true]);
    assert.equal(on().filter(Boolean).length, 1);
    camera.stop();
    assert.deepEqual(on(), [false, false]);
  }
});

test("a camera that is allowed after the session has ended is switched off again", async () => {
  const over = new AbortController(), camera = newCamera(over.signal), started = camera.start();
  over.abort();
  camera.stop();
  asked[0]?.();
  assert.equal(await started, false);
  assert.deepEqual([on(), camera.runs], [[false], false]);
});
