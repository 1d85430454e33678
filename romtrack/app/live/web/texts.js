// The texts of this page, in the language that people are spoken to in; the page's own script hands them over.

/** @type {Map<string, string>} */
const TEXTS = new Map();

/**
 * Take over texts by their English.
 * @param {Readonly<Record<string, string>>} texts
 */
export function learn(texts) {
  TEXTS.clear();
  for (const [text, said] of Object.entries(texts)) TEXTS.set(text, said);
}

/**
 * A text as it is said now, with values in place of their names in braces.
 * @param {string} text
 * @param {Readonly<Record<string, string | number>>} values
 */
export function gettext(text, values = {}) {
  return (TEXTS.get(text) ?? text).replace(/\{(\w+)\}/g, (named, name) => String(values[name] ?? named));
}

/**
 * A text that is looked up where it is shown.
 * @param {string} text
 */
export const N_ = text => text;
