// The keys of the page.

/** @typedef {"pause" | "skip" | "mute" | "voice" | "full" | "info" | "end" | "no"} Action */
/** @typedef {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} Pressed */

/** @type {ReadonlyMap<string, Action>} */
const ACTIONS = new Map([
  ["p", "pause"], ["n", "skip"], [" ", "skip"], ["pagedown", "skip"], ["m", "mute"], ["v", "voice"], ["f", "full"],
  ["i", "info"], ["e", "end"], ["escape", "no"],
]);

/**
 * What a key asks for: nothing where something is typed or pressed, or with a key that the browser has its own
 * use of. A presenter's clicker sends PageDown.
 * @param {Pressed} pressed
 * @param {string} tag of the element that it goes to
 */
export function actionOf({ key, ctrlKey, metaKey, altKey }, tag) {
  if (ctrlKey || metaKey || altKey || /^(input|textarea|select)$/i.test(tag)) return undefined;
  if (key === " " && /^(button|a|summary)$/i.test(tag)) return undefined;
  return ACTIONS.get(key.toLowerCase());
}
