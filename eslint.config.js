// Style that is not a matter of taste: what is unused, compared loosely, too long or too deep.
import js from "@eslint/js";

const browser = [
  "AudioContext", "AbortController", "Element", "HTMLButtonElement", "HTMLCanvasElement", "HTMLElement",
  "HTMLInputElement", "HTMLSelectElement", "HTMLVideoElement", "OffscreenCanvas", "Option", "ResizeObserver", "SVGElement",
  "SpeechSynthesisUtterance", "WebSocket", "clearTimeout", "devicePixelRatio", "document", "fetch", "getComputedStyle", "localStorage", "location",
  "navigator", "performance", "setTimeout", "window",
];

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "eqeqeq": "error",
      "no-eval": "error",
      "no-implicit-coercion": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-unused-expressions": "error",
      "no-var": "error",
      "prefer-const": "error",
      "complexity": ["error", 10],
      "max-depth": ["error", 3],
      "max-lines": ["error", 350],
      "max-lines-per-function": ["error", 60],
      "max-params": ["error", 5],
    },
  },
  {
    files: ["romtrack/app/live/web/*.js", "tests/e2e/*.js"],
    languageOptions: { globals: Object.fromEntries(browser.map(name => [name, "readonly"])) },
  },
  {
    files: ["tests/js/*.js"],
    languageOptions: { globals: { AbortController: "readonly", Buffer: "readonly", EventTarget: "readonly" } },
  },
  {
    files: ["tests/e2e/*.js"], // an expression, which Python puts into a page
    languageOptions: { globals: { Blob: "readonly", NodeFilter: "readonly", URL: "readonly" } },
    rules: { "no-unused-expressions": "off" },
  },
];
