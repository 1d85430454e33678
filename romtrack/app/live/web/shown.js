// A demonstration on a page of the app.

/** @typedef {HTMLElement & {romtrack?: Demonstration}} Root The page remembers what it shows. */
/** @typedef {{parentElement: Element | ShadowRoot, data: {source: string, mirrored: boolean, label: string, caption: string, texts: Record<string, string>}}} Component */

import { Demonstration } from "./demonstration.js";
import { part, write } from "./dom.js";
import { learn } from "./texts.js";

/** @param {Component} component */
export default function ({ parentElement, data }) {
  learn(data.texts);
  /** @type {Root} */
  const root = part(parentElement, ".demonstration", HTMLElement);
  root.romtrack ??= new Demonstration(root);
  root.romtrack.video.setAttribute("aria-label", data.label);
  write(root, ".caption", data.caption);
  root.romtrack.show(data.source, data.mirrored);
}
