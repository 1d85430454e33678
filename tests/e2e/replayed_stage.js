// The live stage on a page of its own: no camera, no romtrack; answers that were recorded are shown to it.
(() => {
  window.WebSocket = class {
    constructor() { setTimeout(() => this.onmessage({ data: '{"ready": true}' })); }
    send() {}
    close() {}
  };
  const still = document.createElement("canvas").captureStream(0);
  navigator.mediaDevices.getUserMedia = async () => still;
  const voice = { name: "Anna", lang: "en-GB", default: true, localService: true };
  window.voices = [voice, { ...voice, name: "Ben", default: false }];
  window.uttered = [];
  window.speechSynthesis.getVoices = () => window.voices;
  window.speechSynthesis.speak = ({ text, rate, volume, voice: own }) => window.uttered.push({ text, rate, volume, voice: own.name });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const played = HTMLVideoElement.prototype.play;
  HTMLVideoElement.prototype.play = function () { return this.srcObject ? Promise.resolve() : played.call(this); };

  window.begin = async (html, css, script, texts, language) => {
    const host = document.body.appendChild(document.createElement("div"));
    host.attachShadow({ mode: "open" }).innerHTML = `<style>${css}</style>${html}`;
    const module = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    window.told = [];
    window.component = { parentElement: host.shadowRoot, data: { token: "t", path: "/none", demonstrations: "/demonstrations/", outcome: null, texts, language }, setTriggerValue: (...what) => window.told.push(what) };
    module.default(window.component);
    window.stage = host.shadowRoot.querySelector(".stage").romtrack;
    await new Promise(done => setTimeout(done, 100));
    window.stage.connection.heard({ ready: true });
  };

  window.frame = (width, height, colour) => {
    const canvas = new OffscreenCanvas(width, height), context = canvas.getContext("2d");
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
    return canvas;
  };

  const box = element => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { left, top, width, height };
  };
  const isShown = element => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 0;

  // What is written: each text of its own, the height of its capitals, and where.
  window.texts = () => {
    const root = window.stage.root, context = new OffscreenCanvas(1, 1).getContext("2d"), found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, element = node.parentElement;
      if (!node.textContent.trim() || !isShown(element) || element.closest(".controls, .fine, option")) continue;
      const style = getComputedStyle(element);
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      found.push({
        text: node.textContent.trim(), part: element.className || element.tagName.toLowerCase(), size: parseFloat(style.fontSize),
        capital: context.measureText("H").actualBoundingBoxAscent, colour: style.color, ...box(element),
      });
    }
    return found;
  };

  // The places in the window of what is known of the legs, with the feet, which are longer than they are seen.
  const BEYOND = 0.3, SIDES = ["left", "right"];
  const legsOf = (points, canvas) => {
    const { clientWidth: width, clientHeight: height } = window.stage.root;
    const scale = Math.min(width / canvas.width, height / canvas.height);
    const onWindow = ([x, y]) => [width / 2 + (canvas.width / 2 - x) * scale, height - (canvas.height - y) * scale];
    return SIDES.flatMap(side => {
      const [knee, ankle, foot] = ["knee", "ankle", "foot_index"].map(joint => points[`${side}_${joint}`]);
      const toe = knee && ankle ? [0, 1].map(axis => ankle[axis] + BEYOND * (ankle[axis] - knee[axis])) : undefined;
      const middle = knee && ankle ? [0, 1].map(axis => (ankle[axis] + knee[axis]) / 2) : undefined;
      return [knee, middle, ankle, toe, foot].filter(Boolean).map(onWindow);
    });
  };
  const isIn = ([x, y], { left, top, width, height }) => x > left && x < left + width && y > top && y < top + height;

  // Show answers one after the other; after each, what is shown and whether it covers the legs.
  window.play = (answers, canvas, stepMs) => {
    const stage = window.stage;
    window.nowMs ??= 1000;
    return answers.map(answer => {
      const before = window.screenNow ?? { checks: [], attempts: [], results: [], steps: [] };
      window.screenNow = { ...before, ...answer.screen };
      stage.answered(canvas, window.nowMs += stepMs, answer, window.screenNow);
      const blocks = [".words", ".number", ".demonstration"].map(one => stage.root.querySelector(one)).filter(isShown).map(box);
      const covered = legsOf(answer.points, canvas).filter(point => blocks.some(block => isIn(point, block)));
      return {
        phase: window.screenNow.phase, cue: window.screenNow.cue, place: stage.readout.placer.name,
        covered: covered.length, blocks, demonstrates: isShown(stage.root.querySelector(".demonstration")),
      };
    });
  };

  // The share of the window that is picture.
  window.share = canvas => {
    const { clientWidth: width, clientHeight: height } = window.stage.root;
    const scale = Math.min(width / canvas.width, height / canvas.height);
    return scale * canvas.width * scale * canvas.height / (width * height);
  };
})();
