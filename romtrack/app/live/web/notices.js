// What is said in place of the picture while there is nothing to see.

/** @typedef {{title: string, advice: string, button: string}} Notice */

import { N_, gettext } from "./texts.js";

/** @type {Readonly<Record<string, readonly [title: string, advice: string, button: string]>>} */
const NOTICES = {
  asking: [N_("May I use the camera?"), N_("Choose Allow where the browser asks. The picture stays on this machine."), ""],
  NotAllowedError: [N_("The camera is not allowed"), N_("Allow it at the left end of the browser's address bar, then try again."), N_("Try again")],
  NotFoundError: [N_("No camera was found"), N_("Plug one in, or switch it on. It starts by itself when it is there."), N_("Try again")],
  NotReadableError: [N_("The camera is in use"), N_("Another program holds it. Close that program, then try again."), N_("Try again")],
  insecure: [N_("The browser gives no camera here"), N_("Open this page under http://127.0.0.1 on the machine with the camera."), N_("Try again")],
  ended: [N_("The camera was unplugged"), N_("What is done is kept. Plug it in again, or choose another camera; it goes on by itself."), N_("Try again")],
  connecting: [N_("Getting ready"), N_("The pose model is loading."), ""],
  lost: [N_("romtrack does not answer"), N_("What is done is kept. It goes on by itself as soon as romtrack is back."), N_("Try now")],
  4001: [N_("This goes on in another tab"), N_("One session has one camera. What is done is kept."), N_("Go on here")],
  4004: [N_("romtrack was started again"), N_("What is done is kept: you can continue with it."), N_("Continue")],
  4006: [N_("This session is over"), "", N_("See the result")],
};

/** @type {Readonly<Record<string, string>>} */
const SAME_TROUBLE = {
  OverconstrainedError: "NotFoundError",
  SecurityError: "NotAllowedError",
  AbortError: "NotReadableError",
  TrackStartError: "NotReadableError",
};

const ONLY_A_NEW_PAGE_HELPS = ["4004", "4006"];
const STARTS_WHEN_PLUGGED_IN = ["ended", "NotFoundError", "NotReadableError"];

/**
 * The notice of a name; an unknown name is its own title, and what is known more is the advice.
 * @param {string} name
 * @param {string} more
 * @returns {Notice}
 */
export function noticeOf(name, more) {
  const [title, advice, button] = known(name) ?? [name, "", N_("Try again")];
  return { title: gettext(title), advice: gettext(advice) || more, button: gettext(button) };
}

/**
 * The notice's name for what the browser says when it gives no camera.
 * @param {string} error
 */
export function cameraTrouble(error) {
  const name = SAME_TROUBLE[error] ?? error;
  return known(name) ? name : "NotReadableError";
}

/**
 * What to say of a connection that ended, and whether to try again unasked.
 * @param {number} code
 * @param {string} reason
 * @returns {{name: string, more: string, again: boolean}}
 */
export function closing(code, reason) {
  if (known(String(code))) return { name: String(code), more: "", again: false };
  if (code >= 4002 && code < 4100) return { name: N_("It cannot go on"), more: reason, again: false };
  return { name: "lost", more: "", again: true };
}

/** @param {string} name */
export const needsNewPage = name => ONLY_A_NEW_PAGE_HELPS.includes(name);

/** @param {string} name */
export const waitsForCamera = name => STARTS_WHEN_PLUGGED_IN.includes(name);

/** @param {string} name */
function known(name) {
  return Object.hasOwn(NOTICES, name) ? NOTICES[name] : undefined;
}
