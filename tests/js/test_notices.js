import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf } from "../../romtrack/app/live/web/keys.js";
import { cameraTrouble, closing, needsNewPage, noticeOf, waitsForCamera } from "../../romtrack/app/live/web/notices.js";

/** The browsers' names for it. */
const REFUSALS = ["NotAllowedError", "SecurityError"], MISSING = ["NotFoundError", "OverconstrainedError"];
const IN_USE = ["NotReadableError", "AbortError", "TrackStartError", "TypeError", "constructor"];

test("whatever a browser says of a camera, there is a title, what to do and a way on", () => {
  for (const error of [...REFUSALS, ...MISSING, ...IN_USE]) {
    const { title, advice, button } = noticeOf(cameraTrouble(error), "x");
    assert.ok(title !== error && advice.length > 20 && button === "Try again", error);
  }
  for (const error of REFUSALS) assert.equal(noticeOf(cameraTrouble(error), "").title, "The camera is not allowed");
  for (const error of MISSING) assert.equal(noticeOf(cameraTrouble(error), "").title, "No camera was found");
});

test("it goes on by itself when a camera is plugged in, not where the person refused it", () => {
  assert.deepEqual(["ended", "NotFoundError", "NotReadableError", "NotAllowedError", ""].map(waitsForCamera),
    [true, true, true, false, false]);
});

test("the ends of a connection that romtrack means are told and stay (the codes of socket.py)", () => {
  for (const code of [4001, 4004, 4006]) {
    assert.deepEqual(closing(code, "x"), { name: String(code), more: "", again: false });
  }
  for (const code of [4002, 4003, 4005]) {
    const { name, more, again } = closing(code, "the frame is no JPEG");
    assert.deepEqual(noticeOf(name, more), { title: "It cannot go on", advice: "the frame is no JPEG", button: "Try again" });
    assert.equal(again, false);
  }
});

test("any other end is a lost connection, and it is tried again unasked", () => {
  for (const code of [1000, 1001, 1006, 1011, 4100]) assert.deepEqual(closing(code, ""), { name: "lost", more: "", again: true });
});

test("a session that is gone or over needs a new page, one in another tab does not", () => {
  assert.deepEqual(["4001", "4004", "4006", "lost"].map(needsNewPage), [false, true, true, false]);
});

/** @param {string} key */
const plain = key => ({ key, ctrlKey: false, metaKey: false, altKey: false });

test("keys do what the buttons do, in either case", () => {
  assert.deepEqual(["p", "N", "m", "F", "i", "x", "Enter"].map(key => actionOf(plain(key), "BODY")),
    ["pause", "skip", "mute", "full", "info", undefined, undefined]);
});

test("typing and the browser's own keys do nothing here", () => {
  for (const tag of ["INPUT", "textarea", "Select"]) assert.equal(actionOf(plain("p"), tag), undefined);
  for (const held of ["ctrlKey", "metaKey", "altKey"]) {
    assert.equal(actionOf({ ...plain("p"), [held]: true }, "BODY"), undefined);
  }
});
