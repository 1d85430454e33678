// The result, which stays on the stage: large numbers, a sentence each, and that it is kept.

/** @typedef {{value: string, name: string, said: string}} Figure */
/** @typedef {{tells: string, label: string}} WayOn */
/** @typedef {{question: string, levels: WayOn[], said: string, stop: string}} Pain How much it hurt; said: what the chosen level tells. */
/** @typedef {{figures: Figure[], heading: string, ways: WayOn[], fine: string, pain: Pain | null}} Outcome */

import { part, write } from "./dom.js";

/**
 * @param {HTMLElement} root
 * @param {Outcome} outcome
 * @param {(told: string) => void} tell what was pressed
 */
export function showOutcome(root, { figures, heading, ways, fine, pain }, tell) {
  const box = part(root, ".outcome", HTMLElement), list = part(box, ".figures", HTMLElement);
  list.replaceChildren(...figures.map(figureItem));
  list.dataset.many = String(figures.length > 2);
  write(box, ".fine", fine);
  write(box, "h1", heading);
  part(box, ".ways", HTMLElement).replaceChildren(...ways.map(way => wayButton(way, tell)));
  askPain(part(box, ".pain", HTMLElement), pain, tell);
  if (box.hidden) {
    box.hidden = false;
    part(box, "h1", HTMLElement).focus({ preventScroll: true });
  }
}

/**
 * @param {HTMLElement} box
 * @param {Pain | null} pain
 * @param {(told: string) => void} tell
 */
function askPain(box, pain, tell) {
  box.hidden = !pain;
  if (!pain) return;
  write(box, "legend", pain.question);
  part(box, ".stop", HTMLElement).role = pain.stop ? "alert" : null; // the stage speaks for itself otherwise
  write(box, ".stop", pain.stop);
  const levels = part(box, ".levels", HTMLElement), at = [...levels.children].findIndex(one => one.matches(":focus"));
  levels.replaceChildren(...pain.levels.map(level => {
    const button = wayButton(level, tell);
    button.ariaPressed = String(level.tells === pain.said);
    return button;
  }));
  const again = levels.children[at]; // the page has answered: the keyboard goes on where it was
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
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
