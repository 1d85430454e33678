// The camera in the page: sends frames, draws each answer on the very frame that it belongs to.
const QUALITY = 0.9, SLOW_MS = 50, VERY_SLOW_MS = 100, TRACE_S = 12, GAP_MS = 1500;
const BONES = [["shoulder", "elbow"], ["elbow", "wrist"], ["shoulder", "hip"], ["hip", "knee"], ["knee", "ankle"],
  ["ankle", "foot_index"]];
const SIDES = ["left", "right"];
const TONES = { count: [880, 0.09], end: [660, 0.25], good: [990, 0.2], refused: [220, 0.35], ready: [740, 0.15], done: [520, 0.5] };
const TEXTS = {
  asking: ["May I use the camera?", "Choose Allow where the browser asks. The picture stays on this machine.", ""],
  NotAllowedError: ["The camera is not allowed", "Allow it at the left end of the browser's address bar, then try again.", "Try again"],
  NotFoundError: ["No camera was found", "Plug one in, or switch it on. It starts by itself when it is there.", "Try again"],
  NotReadableError: ["The camera is in use", "Another program holds it. Close that program, then try again.", "Try again"],
  insecure: ["The browser gives no camera here", "Open this page under http://127.0.0.1 on the machine with the camera.", "Try again"],
  ended: ["The camera was unplugged", "What is done is kept. Plug it in again, or choose another camera; it goes on by itself.", "Try again"],
  connecting: ["Getting ready", "The pose model is loading.", ""],
  lost: ["romtrack does not answer", "What is done is kept. It goes on by itself as soon as romtrack is back.", "Try now"],
  4001: ["This goes on in another tab", "One session has one camera. What is done is kept.", "Go on here"],
  4004: ["romtrack was started again", "What is done is kept: you can continue with it.", "Continue"],
  4006: ["This session is over", "", "See the result"],
};

export default function (component) {
  const { parentElement, data } = component;
  const root = parentElement.querySelector(".stage");
  const before = root.romtrack;
  if (before && before.token === data.token) {
    before.keep(component);
    return () => before.letGo();
  }
  if (before) before.destroy();
  root.romtrack = new Stage(root, component);
  return () => root.romtrack.letGo();
}

class Stage {
  constructor(root, component) {
    this.root = root;
    this.keep(component);
    this.token = component.data.token;
    this.path = component.data.path;
    this.over = new AbortController();
    this.video = root.querySelector("video");
    this.picture = root.querySelector(".picture");
    this.trace = root.querySelector(".trace");
    this.slots = [0, 1].map(() => ({ busy: false, canvas: new OffscreenCanvas(640, 480) }));
    this.seq = 0;
    this.flight = new Map();
    this.history = [];
    this.screen = { checks: [], attempts: [], results: [] };
    this.skewMs = 0;
    this.serverMs = 0;
    this.delays = [];
    this.shownAt = [];
    this.counts = { sent: 0, shown: 0, skipped: 0 };
    this.muted = localStorage.getItem("romtrack-muted") === "1";
    this.paused = false;
    this.listen();
    this.restyle();
    this.begin();
  }

  keep(component) {
    this.component = component;
    clearTimeout(this.leaving);
  }

  letGo() { this.leaving = setTimeout(() => this.destroy(), 250); }

  destroy() {
    this.over.abort();
    this.stopCamera();
    clearTimeout(this.retry);
    if (this.socket) { this.socket.onclose = null; this.socket.close(); }
    if (window.speechSynthesis) speechSynthesis.cancel();
    if (this.audio) this.audio.close();
    this.root.romtrack = null;
  }

  // ---- the page around -------------------------------------------------------------------------
  $(selector) { return this.root.querySelector(selector); }

  listen() {
    const options = { signal: this.over.signal };
    for (const button of this.root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this.act(button.dataset.do), options);
    }
    document.addEventListener("keydown", event => {
      const at = event.composedPath()[0];
      if (event.ctrlKey || event.metaKey || event.altKey || /^(input|textarea|select)$/i.test(at.tagName || "")) return;
      const wanted = { p: "pause", n: "skip", m: "mute", f: "full", i: "info" }[event.key.toLowerCase()];
      if (wanted) { event.preventDefault(); this.act(wanted); }
    }, options);
    document.addEventListener("visibilitychange", () => this.seen(), options);
    window.addEventListener("pagehide", () => this.socket && this.socket.close(), options);
    if (navigator.mediaDevices) {
      navigator.mediaDevices.addEventListener("devicechange", () => this.devicesChanged(), options);
    }
    this.$(".camera").addEventListener("change", event => {
      localStorage.setItem("romtrack-camera", event.target.value);
      this.startCamera();
    }, options);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.picture);
    this.over.signal.addEventListener("abort", () => this.observer.disconnect());
    this.showMute();
  }

  act(wanted) {
    if (wanted === "pause") this.setPaused(!this.paused);
    else if (wanted === "skip") this.send({ do: "skip" });
    else if (wanted === "mute") {
      this.muted = !this.muted;
      localStorage.setItem("romtrack-muted", this.muted ? "1" : "0");
      if (this.muted && window.speechSynthesis) speechSynthesis.cancel();
      this.showMute();
    } else if (wanted === "full") {
      if (document.fullscreenElement) document.exitFullscreen();
      else this.root.requestFullscreen().catch(() => {});
    } else if (wanted === "info") {
      const info = this.$(".info");
      info.hidden = !info.hidden;
      this.$("[data-do=info]").setAttribute("aria-expanded", String(!info.hidden));
    }
  }

  showMute() {
    this.$("[data-do=mute]").firstChild.textContent = this.muted ? "Sound on " : "Sound off ";
  }

  setPaused(paused) {
    this.paused = paused;
    this.send({ do: paused ? "pause" : "resume" });
    this.$("[data-do=pause]").firstChild.textContent = paused ? "Continue " : "Pause ";
  }

  seen() {
    if (document.hidden) { if (!this.paused) this.send({ do: "pause" }); return; }
    if (!this.paused) this.send({ do: "resume" });
    this.restyle();
  }

  restyle() {
    const [r, g, b] = (getComputedStyle(this.root).color.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
    this.root.classList.toggle("dark", r + g + b > 384);
    const style = getComputedStyle(this.root);
    this.ink = style.color;
    this.accent = style.getPropertyValue("--accent");
  }

  say(name, extra) {
    const box = this.$(".message");
    this.state = name;
    this.root.dataset.state = name || "live";
    if (!name) { box.hidden = true; return; }
    const [title, text, button] = TEXTS[name] || [name, extra || "", "Try again"];
    this.text(".title", title);
    this.text(".advice", "");
    box.setAttribute("aria-label", title);
    box.querySelector("p").textContent = text || extra || "";
    const way = box.querySelector("button");
    way.hidden = !button;
    way.textContent = button;
    way.onclick = () => this.goOn(name);
    box.hidden = false;
  }

  goOn(name) {
    if (name === "4004" || name === "4006") { location.reload(); return; }
    this.begin();
  }

  async begin() {
    clearTimeout(this.retry);
    if (!this.stream || !this.stream.active) { if (!(await this.startCamera())) return; }
    this.connect();
  }

  // ---- the camera ------------------------------------------------------------------------------
  async startCamera() {
    this.stopCamera();
    const media = navigator.mediaDevices;
    if (!media || !media.getUserMedia) { this.say("insecure"); return false; }
    const chosen = localStorage.getItem("romtrack-camera");
    const video = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };
    if (chosen) video.deviceId = { ideal: chosen };
    if (!this.connected) this.say("asking");
    try {
      this.stream = await media.getUserMedia({ video, audio: false });
    } catch (error) {
      const name = { OverconstrainedError: "NotFoundError", SecurityError: "NotAllowedError", AbortError: "NotReadableError", TrackStartError: "NotReadableError" }[error.name] || error.name;
      this.say(TEXTS[name] ? name : "NotReadableError", error.message);
      return false;
    }
    if (this.over.signal.aborted) { this.stopCamera(); return false; }
    const [track] = this.stream.getVideoTracks();
    track.addEventListener("ended", () => { this.stopCamera(); this.say("ended"); });
    this.video.srcObject = this.stream;
    await this.video.play().catch(() => {});
    if (this.video.videoWidth) this.$(".view").style.aspectRatio = `${this.video.videoWidth} / ${this.video.videoHeight}`;
    this.listCameras(track.getSettings().deviceId);
    this.watch();
    if (this.connected) this.say("");
    if (!this.paused) this.send({ do: "resume" }); // another camera looks from another place
    return true;
  }

  stopCamera() {
    if (this.stream) for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    this.video.srcObject = null;
    this.watching = (this.watching || 0) + 1;
  }

  async listCameras(current) {
    const found = (await navigator.mediaDevices.enumerateDevices()).filter(one => one.kind === "videoinput");
    const list = this.$(".camera");
    list.replaceChildren(...found.map((one, at) => new Option(one.label || `Camera ${at + 1}`, one.deviceId, false, one.deviceId === current)));
  }

  devicesChanged() {
    if (["ended", "NotFoundError", "NotReadableError"].includes(this.state)) this.begin();
    else if (this.stream) this.listCameras(this.stream.getVideoTracks()[0].getSettings().deviceId);
  }

  // The page's clock stands still while the machine sleeps; the time of day does not.
  clock(ms) {
    const drift = Date.now() - performance.now();
    if (this.drift !== undefined && drift - this.drift > GAP_MS) this.skewMs += drift - this.drift;
    this.drift = drift;
    return ms + this.skewMs;
  }

  watch() {
    const turn = ++this.watching;
    const next = (now, meta) => {
      if (turn !== this.watching || this.over.signal.aborted) return;
      this.video.requestVideoFrameCallback(next);
      this.capture(meta.captureTime ?? now);
    };
    this.video.requestVideoFrameCallback(next);
  }

  // ---- frames out ------------------------------------------------------------------------------
  async capture(takenMs) {
    if (!this.connected || document.hidden) return;
    const allowed = this.serverMs > SLOW_MS ? 1 : 2;
    const slot = this.slots.find(one => !one.busy);
    if (!slot || this.flight.size >= allowed) { this.counts.skipped++; return; }
    slot.busy = true;
    const { videoWidth: width, videoHeight: height } = this.video;
    const socket = this.socket, seq = ++this.seq;
    this.flight.set(seq, { slot, takenMs });
    if (slot.canvas.width !== width || slot.canvas.height !== height) Object.assign(slot.canvas, { width, height });
    const context = slot.canvas.getContext("2d", { alpha: false, desynchronized: true });
    context.drawImage(this.video, 0, 0, width, height);
    try {
      const jpeg = await (await slot.canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY })).arrayBuffer();
      if (socket !== this.socket || !this.connected) { this.free(seq); return; }
      const message = new Uint8Array(12 + jpeg.byteLength);
      const head = new DataView(message.buffer);
      head.setUint32(0, seq);
      head.setFloat64(4, this.clock(takenMs));
      message.set(new Uint8Array(jpeg), 12);
      socket.send(message);
      this.counts.sent++;
    } catch (error) {
      this.free(seq);
    }
  }

  free(seq) {
    const flown = this.flight.get(seq);
    if (flown) { flown.slot.busy = false; this.flight.delete(seq); }
    return flown;
  }

  // ---- the connection --------------------------------------------------------------------------
  connect() {
    if (this.socket) { this.socket.onclose = null; this.socket.close(); }
    for (const seq of [...this.flight.keys()]) this.free(seq);
    this.connected = false;
    this.say("connecting");
    const socket = this.socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${this.path}`);
    socket.onopen = () => socket.send(JSON.stringify({ token: this.token }));
    socket.onmessage = event => this.answered(JSON.parse(event.data));
    socket.onclose = event => this.closed(event);
  }

  send(request) { if (this.connected) this.socket.send(JSON.stringify(request)); }

  closed(event) {
    this.connected = false;
    for (const seq of [...this.flight.keys()]) this.free(seq);
    const code = String(event.code);
    if (TEXTS[code]) { this.say(code); return; }
    if (event.code >= 4002 && event.code < 4100) { this.say("It cannot go on", event.reason); return; }
    this.say("lost");
    this.retry = setTimeout(() => this.begin(), 1000);
  }

  answered(answer) {
    if (answer.ready) {
      this.connected = true;
      this.say("");
      if (this.paused) this.send({ do: "pause" });
      return;
    }
    const flown = this.free(answer.seq);
    if (!flown || answer.dropped || this.state) return; // under a message nothing is drawn
    this.serverMs = 0.8 * this.serverMs + 0.2 * answer.ms;
    this.screen = { ...this.screen, ...answer.screen };
    this.draw(flown.slot.canvas, answer);
    this.write(answer);
    this.sound(answer.sounds);
    this.remember(flown.takenMs);
  }

  remember(takenMs) {
    const now = performance.now();
    this.counts.shown++;
    this.delays.push(now - takenMs);
    if (this.delays.length > 900) this.delays.shift();
    this.shownAt.push(now);
    while (now - this.shownAt[0] > 2000) this.shownAt.shift();
    const info = this.$(".info");
    if (!info.hidden && this.counts.shown % 15 === 0) {
      const sorted = [...this.delays].sort((a, b) => a - b);
      const rate = (this.shownAt.length - 1) / ((now - this.shownAt[0]) / 1000 || 1);
      info.textContent = `${rate.toFixed(0)} pictures a second, ${sorted[sorted.length >> 1].toFixed(0)} ms behind`;
    }
  }

  // ---- what is shown ---------------------------------------------------------------------------
  text(selector, text) {
    const element = this.$(selector);
    if (element.textContent !== text) element.textContent = text;
    return element;
  }

  write(answer) {
    const screen = this.screen, root = this.root;
    root.dataset.phase = screen.phase;
    this.text(".title", screen.title);
    const slow = this.serverMs > VERY_SLOW_MS ? "This computer is slow: close other programs." : "";
    this.text(".advice", screen.problem || screen.advice || slow);
    this.text(".cue", screen.cue);
    this.list(".checks", screen.phase === "position" ? screen.checks : [], one => [one.state, one.label]);
    this.list(".attempts", screen.phase === "trials" ? screen.attempts.slice(-3) : [], one => [one.accepted ? "yes" : "no", `${one.value_deg.toFixed(0)}°`, one.reason]);
    this.list(".results", screen.results, one => ["", `${one.side} ${one.direction}: ${one.value_deg === null ? "no number" : `${Math.abs(one.value_deg).toFixed(1)}° ± ${one.sigma_deg.toFixed(1)}°`}`]);
    const angle = this.$(".angle"), now = screen.side ? answer.angles[screen.side] : null;
    const measuring = ["neutral", "trials", "set"].includes(screen.phase);
    angle.hidden = !measuring;
    if (measuring && screen.traced) {
      const { value, name, unit } = screen.traced, degrees = unit === "degrees";
      this.text(".angle .caption", degrees ? name : `${name}, ${unit}`);
      this.text(".angle output", value === null ? "–" : degrees ? `${Math.round(value)}°` : value.toFixed(1));
    } else if (measuring) {
      this.text(".angle .caption", `${screen.side} hip`);
      this.text(".angle output", now && now[0] !== null ? `${Math.round(now[0])}°` : "–");
    }
    this.$(".count").hidden = !screen.big;
    this.text(".count output", screen.big);
    this.text(".count .caption", screen.unit);
    const bar = this.$(".progress");
    bar.classList.toggle("on", screen.progress !== null);
    const percent = Math.round(100 * (screen.progress || 0));
    if (bar.getAttribute("aria-valuenow") !== String(percent)) {
      bar.setAttribute("aria-valuenow", percent);
      bar.firstElementChild.style.width = `${percent}%`;
    }
    if (screen.phase === "done" && !this.told) {
      this.told = true;
      setTimeout(() => this.component.setTriggerValue("finished", true), 1500);
    }
  }

  list(selector, items, of) {
    const list = this.$(selector), key = JSON.stringify(items);
    if (list.romtrackKey === key) return;
    list.romtrackKey = key;
    list.replaceChildren(...items.map(item => {
      const [kind, text, small] = of(item), line = document.createElement("li");
      line.className = kind;
      line.append(text);
      if (small) { const more = document.createElement("small"); more.textContent = small; line.append(more); }
      return line;
    }));
    list.hidden = !items.length;
  }

  resize() {
    for (const canvas of [this.picture, this.trace]) {
      const ratio = window.devicePixelRatio || 1, { width, height } = canvas.getBoundingClientRect();
      const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (w && h && (canvas.width !== w || canvas.height !== h)) Object.assign(canvas, { width: w, height: h });
    }
    this.restyle();
  }

  draw(frame, answer) {
    const { width, height } = this.picture, context = this.picture.getContext("2d", { alpha: false });
    const scale = Math.min(width / frame.width, height / frame.height);
    const left = (width - frame.width * scale) / 2, top = (height - frame.height * scale) / 2;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (left > 1 || top > 1) context.clearRect(0, 0, width, height);
    context.setTransform(-scale, 0, 0, scale, width - left, top); // mirrored, as in a looking-glass
    context.drawImage(frame, 0, 0);
    if (this.screen.phase === "position") this.silhouette(context, frame, answer);
    this.skeleton(context, answer.points, scale);
    if (this.screen.side) this.arc(context, answer, scale);
    context.setTransform(1, 0, 0, 1, 0, 0);
    this.remembered(answer);
    while (this.history.length && this.history[this.history.length - 1][0] - this.history[0][0] > TRACE_S) this.history.shift();
    if (answer.seq % 2 === 0) this.drawTrace();
  }

  // The trace shows both hips' rotation, or what the exercise counts instead.
  remembered(answer) {
    const { traced } = this.screen, what = traced ? traced.name : "";
    if (what !== this.tracing) this.history = [];
    this.tracing = what;
    const values = traced ? [traced.value, null] : SIDES.map(side => answer.angles[side][0]);
    this.history.push([performance.now() / 1000, ...values]);
  }

  skeleton(context, points, scale) {
    context.lineCap = "round";
    for (const [width, colour] of [[7, "rgba(0,0,0,.6)"], [3.5, "#fff"]]) {
      context.lineWidth = width / scale * (window.devicePixelRatio || 1) / 1.2;
      for (const side of SIDES) {
        context.strokeStyle = colour === "#fff" && side === this.screen.side ? "#ffd23f" : colour;
        context.beginPath();
        for (const [from, to] of BONES) {
          const a = points[`${side}_${from}`], b = points[`${side}_${to}`];
          if (a && b) { context.moveTo(...a); context.lineTo(...b); }
        }
        context.stroke();
      }
      context.strokeStyle = colour;
      context.beginPath();
      for (const joint of ["shoulder", "hip"]) {
        const a = points[`left_${joint}`], b = points[`right_${joint}`];
        if (a && b) { context.moveTo(...a); context.lineTo(...b); }
      }
      context.stroke();
    }
  }

  arc(context, answer, scale) {
    const side = this.screen.side, knee = answer.points[`${side}_knee`], ankle = answer.points[`${side}_ankle`];
    const now = answer.angles[side][0];
    if (!knee || !ankle || now === null || !["neutral", "trials", "set"].includes(this.screen.phase)) return;
    const radius = Math.hypot(ankle[0] - knee[0], ankle[1] - knee[1]) * 0.9, sign = side === "left" ? -1 : 1;
    const down = Math.PI / 2, at = degrees => down + sign * degrees * Math.PI / 180;
    const ratio = (window.devicePixelRatio || 1) / scale;
    context.lineWidth = 2.5 * ratio;
    context.strokeStyle = "#fff";
    context.setLineDash([6 * ratio, 5 * ratio]);
    context.beginPath();
    context.moveTo(...knee);
    context.lineTo(knee[0], knee[1] + radius * 1.15);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = "rgba(255, 210, 63, .45)";
    context.beginPath();
    context.moveTo(...knee);
    context.arc(...knee, radius, down, at(now), sign * now < 0);
    context.closePath();
    context.fill();
    if (this.screen.peak_deg !== null) {
      const end = at(this.screen.peak_deg);
      context.strokeStyle = "#ff5d3b";
      context.lineWidth = 5 * ratio;
      context.beginPath();
      context.moveTo(knee[0] + 0.9 * radius * Math.cos(end), knee[1] + 0.9 * radius * Math.sin(end));
      context.lineTo(knee[0] + 1.3 * radius * Math.cos(end), knee[1] + 1.3 * radius * Math.sin(end));
      context.stroke();
    }
    context.save(); // writing is not mirrored
    context.translate(knee[0] - sign * radius * 0.95, knee[1] + radius * 0.3);
    context.scale(-1, 1);
    context.font = `700 ${34 * ratio}px sans-serif`;
    context.textAlign = "center";
    context.lineWidth = 6 * ratio;
    context.strokeStyle = "#000";
    context.fillStyle = "#ffd23f";
    const text = `${Math.round(now)}°`;
    context.strokeText(text, 0, 0);
    context.fillText(text, 0, 0);
    context.restore();
  }

  // Where to sit: the outline of a person on a chair, as large as a good distance makes them.
  silhouette(context, frame, answer) {
    if (answer.found) return;
    const h = frame.height * 0.82, x = frame.width / 2, y = frame.height * 0.09;
    context.strokeStyle = "#fff";
    context.lineWidth = 0.012 * h;
    context.setLineDash([0.03 * h, 0.025 * h]);
    context.beginPath();
    context.ellipse(x, y + 0.09 * h, 0.065 * h, 0.085 * h, 0, 0, 7);
    context.moveTo(x - 0.15 * h, y + 0.25 * h);
    context.lineTo(x + 0.15 * h, y + 0.25 * h);
    context.lineTo(x + 0.12 * h, y + 0.56 * h);
    context.lineTo(x + 0.17 * h, y + 0.66 * h);
    context.lineTo(x + 0.15 * h, y + h);
    context.lineTo(x + 0.06 * h, y + h);
    context.lineTo(x + 0.06 * h, y + 0.68 * h);
    context.lineTo(x - 0.06 * h, y + 0.68 * h);
    context.lineTo(x - 0.06 * h, y + h);
    context.lineTo(x - 0.15 * h, y + h);
    context.lineTo(x - 0.17 * h, y + 0.66 * h);
    context.lineTo(x - 0.12 * h, y + 0.56 * h);
    context.closePath();
    context.stroke();
    context.setLineDash([]);
  }

  drawTrace() {
    const canvas = this.trace, context = canvas.getContext("2d"), { width, height } = canvas;
    context.clearRect(0, 0, width, height);
    if (this.history.length < 2) return;
    const now = this.history[this.history.length - 1][0], ratio = window.devicePixelRatio || 1, { traced } = this.screen;
    const [low, high, lines] = traced ? this.axis(traced.span) : [-30, 60, [0, 30]];
    const y = value => height * (1 - (value - low) / (high - low));
    context.font = `${13 * ratio}px sans-serif`;
    context.fillStyle = context.strokeStyle = this.ink;
    context.globalAlpha = 0.5;
    context.lineWidth = ratio;
    context.beginPath();
    for (const value of lines) { context.moveTo(0, y(value)); context.lineTo(width, y(value)); }
    context.stroke();
    context.globalAlpha = 1;
    const mark = traced && traced.unit !== "degrees" ? value => value.toFixed(1) : value => `${Math.round(value)}°`;
    for (const value of lines) context.fillText(mark(value), 4 * ratio, Math.max(y(value) - 3 * ratio, 13 * ratio));
    SIDES.forEach((side, which) => {
      const mine = traced ? which === 0 : side === this.screen.side;
      context.strokeStyle = mine ? this.accent : this.ink;
      context.globalAlpha = mine ? 1 : 0.35;
      context.lineWidth = (mine ? 3 : 1.5) * ratio;
      context.beginPath();
      let pen = false;
      for (const row of this.history) {
        const value = row[which + 1], x = width * (1 - (now - row[0]) / TRACE_S);
        if (value === null) { pen = false; continue; }
        if (pen) context.lineTo(x, y(value)); else context.moveTo(x, y(value));
        pen = true;
      }
      context.stroke();
    });
    context.globalAlpha = 1;
  }

  // Low and high end of what was traced, with room for a movement, and two lines to read it by.
  axis(span) {
    const values = this.history.map(row => row[1]).filter(value => value !== null);
    const least = Math.min(...values, Infinity), most = Math.max(...values, -Infinity);
    if (least > most) return [0, span, []];
    const room = Math.max((span - (most - least)) / 2, 0) + 0.15 * Math.max(most - least, span);
    return [least - room, most + room, [least, most]];
  }

  // ---- what is heard ---------------------------------------------------------------------------
  sound(sounds) {
    if (this.muted || document.hidden) return;
    for (const [kind, what] of sounds) kind === "tone" ? this.tone(what) : this.speak(what);
  }

  tone(name) {
    try {
      this.audio = this.audio || new AudioContext();
      const [hertz, seconds] = TONES[name], now = this.audio.currentTime;
      const source = this.audio.createOscillator(), gain = this.audio.createGain();
      source.frequency.value = hertz;
      gain.gain.setValueAtTime(0.2, now);
      gain.gain.exponentialRampToValueAtTime(0.001, now + seconds);
      source.connect(gain).connect(this.audio.destination);
      source.start(now);
      source.stop(now + seconds);
    } catch { /* a machine without sound */ }
  }

  speak(text) {
    if (!window.speechSynthesis) return;
    speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "en";
    speechSynthesis.speak(words);
  }
}
