// The parts of the page.

/**
 * The part of the page that must be there.
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function part(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${selector}`);
}

/**
 * Write a text, and only if it is new: a screen reader says it each time.
 * @param {ParentNode} root
 * @param {string} selector
 * @param {string} text
 */
export function write(root, selector, text) {
  const element = part(root, selector, HTMLElement);
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Write on a button, before the key that does the same.
 * @param {ParentNode} root
 * @param {string} action
 * @param {string} text
 */
export function label(root, action, text) {
  const first = part(root, `[data-do=${action}]`, HTMLButtonElement).firstChild;
  if (first) first.textContent = `${text} `;
}

/**
 * Give a canvas as many pixels as a part of the page takes on the screen, or its longer side ``mostPx``; emptied
 * only when that has changed.
 * @param {HTMLCanvasElement} canvas
 * @param {Element} element
 * @param {number} mostPx
 */
export function fitToScreen(canvas, { clientWidth, clientHeight }, mostPx) {
  const ratio = Math.min(devicePixelRatio, mostPx / Math.max(clientWidth, clientHeight));
  const wanted = { width: Math.round(clientWidth * ratio), height: Math.round(clientHeight * ratio) };
  if (wanted.width && wanted.height) resized(canvas, wanted);
}

/**
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {{width: number, height: number}} size
 */
export function resized(canvas, { width, height }) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
}

/**
 * What draws on a canvas of the page.
 * @param {HTMLElement} root
 * @param {string} selector
 * @param {CanvasRenderingContext2DSettings} settings
 */
export function contextOf(root, selector, settings) {
  const context = part(root, selector, HTMLCanvasElement).getContext("2d", settings);
  if (context) return context;
  throw new Error("this browser draws nothing");
}
