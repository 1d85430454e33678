import assert from "node:assert/strict";
import { test } from "node:test";

import { packed, screenAfter, socketAddress } from "../../romtrack/app/live/web/wire.js";

/** @import { Plain, Seldom } from "../../romtrack/app/live/web/wire.js" */

/** @type {Plain} */
const PLAIN = {
  phase: "trials", side: "left", title: "Turn", advice: "", progress: null, big: "", unit: "", peak_deg: null, cue: "",
  fault: null, problem: "", demonstration: "", traced: null,
};
/** @type {Seldom} */
const SELDOM = {
  checks: [{ id: "person", label: "One person", state: "good" }],
  attempts: [{ number: 1, direction: "internal", value_deg: 31, accepted: true, reason: "" }],
  results: [{ side: "left", direction: "internal", value_deg: 31, sigma_deg: 2 }],
  steps: [{ what: "trial", done: 1, of: 3 }],
};

test("a frame is its number and time, big-endian, then the JPEG (the !Id of wire.py)", () => {
  const message = packed(258, 1234.5, new Uint8Array([0xff, 0xd8, 7]).buffer);
  assert.equal(Buffer.from(message).toString("hex"), "00000102" + "40934a0000000000" + "ffd807");
});

test("what an answer leaves out of the screen is as it was", () => {
  const first = screenAfter(null, { ...PLAIN, ...SELDOM });
  const second = screenAfter(first, { ...PLAIN, title: "Hold" });
  assert.deepEqual(second, { ...PLAIN, ...SELDOM, title: "Hold" });
  assert.deepEqual(screenAfter(second, { ...PLAIN, attempts: [] }).attempts, []);
});

test("before anything was told there are no checks, attempts, results and steps", () => {
  assert.deepEqual(screenAfter(null, PLAIN), { ...PLAIN, checks: [], attempts: [], results: [], steps: [] });
});

test("the socket is on the server that gave the page, as safe as the page", () => {
  assert.equal(socketAddress({ protocol: "http:", host: "127.0.0.1:8501" }, "/live/socket"), "ws://127.0.0.1:8501/live/socket");
  assert.equal(socketAddress({ protocol: "https:", host: "clinic" }, "/live/socket"), "wss://clinic/live/socket");
});
