// The result, which stays on the stage: large numbers, a sentence each, and that it is kept.

/** @typedef {{value: string, name: string, said: string}} Figure */
/** @typedef {{tells: string, label: string}} WayOn */
/** @typedef {{figures: Figure[], heading: string, ways: WayOn[], fine: string}} Outcome */

import { part, write } from "./dom.js";

/**
 * @param {HTMLElement} root
 * @param {Outcome} outcome
 * @param {(told: string) => void} tell what was pressed
 */
export function showOutcome(root, { figures, heading, ways, fine }, tell) {
  const box = part(root, ".outcome", HTMLElement), list = part(box, ".figures", HTMLElement);
  list.replaceChildren(...figures.map(figureItem));
  list.dataset.many = String(figures.length > 2);
  write(box, ".fine", fine);
  write(box, "h1", heading);
  part(box, ".ways", HTMLElement).replaceChildren(...ways.map(way => wayButton(way, tell)));
  box.hidden = false;
  part(box, "h1", HTMLElement).focus({ preventScroll: true });
}

/**
 * @param {WayOn} way
 * @param {(told: string) => void} tell
 */
function wayButton({ tells, label }, tell) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.onclick = () => tell(tells);
  return button;
}

/** @param {Figure} figure */
function figureItem({ value, name, said }) {
  const item = document.createElement("li");
  for (const [kind, text] of /** @type {const} */ ([["value", value], ["name", name], ["said", said]])) {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = text;
    if (text) item.append(line);
  }
  return item;
}
