({
  // All ways in that a page has without being seen; each ends as "refused", or with what it got.
  tried: async (app, handshakes) => {
    const ends = {};
    const ws = app.replace("http", "ws");
    const late = () => new Promise(done => setTimeout(done, 10000, "no answer"));
    const noted = async (name, attempt) => { ends[name] = await Promise.race([attempt, late()]); };
    const asked = (path, options) => fetch(app + path, { credentials: "include", ...options }).then(
      async answer => `${answer.type} ${await answer.text()}`, () => "refused");
    const loaded = (tag, source) => new Promise(done => {
      const element = Object.assign(document.createElement(tag), source);
      element.onload = element.onloadedmetadata = () => done("loaded");
      element.onerror = () => done("refused");
      document.body.append(element);
    });
    const connected = (path, protocols) => new Promise(done => {
      const socket = new WebSocket(ws + path, protocols);
      socket.onopen = () => done("opened");
      socket.onerror = () => done("refused");
    });
    await Promise.all([
      noted("fetch", asked("/_stcore/health")),
      noted("fetch blindly", asked("/_stcore/health", { mode: "no-cors" })),
      noted("post", asked("/_stcore/upload_file/a/b", { method: "POST", mode: "no-cors", body: "x" })),
      noted("put", asked("/_stcore/upload_file/a/b", { method: "PUT", body: "x" })),
      noted("image", loaded("img", { src: `${app}/favicon.png` })),
      noted("script", loaded("script", { src: `${app}/_stcore/host-config` })),
      noted("style", loaded("link", { rel: "stylesheet", href: `${app}/` })),
      noted("video", loaded("video", { src: `${app}/media/x.mp4` })),
      noted("live", connected("/live/socket", [])),
      ...Array.from({ length: handshakes }, (_, at) => noted(`stream ${at}`, connected("/_stcore/stream", ["streamlit"]))),
    ]);
    return ends;
  },

  // Shows the app in frames, and posts a form to it.
  framed: app => {
    for (const [tag, source] of [["iframe", "src"], ["embed", "src"], ["object", "data"]]) {
      document.body.append(Object.assign(document.createElement(tag), { [source]: app }));
    }
    const target = Object.assign(document.createElement("iframe"), { name: "target" });
    const form = Object.assign(document.createElement("form"), {
      method: "post", enctype: "text/plain", action: `${app}/_stcore/upload_file/a/b`, target: "target" });
    document.body.append(target, form);
    form.submit();
  },
})
