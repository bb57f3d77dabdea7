// Libraries from this node alone, each loaded once and only where it is needed.

const loads = new Map();

function once(url, make) {
  let load = loads.get(url);
  if (!load) {
    load = new Promise((ready, failed) => {
      const element = make();
      element.addEventListener("load", () => ready());
      element.addEventListener("error", () => { loads.delete(url); failed(new Error(url)); });
      document.head.append(element);
    });
    loads.set(url, load);
  }
  return load;
}

/** Loads a script that leaves a global behind. */
export const loadScript = (url) => once(url, () => Object.assign(document.createElement("script"), { src: url }));

/** Loads a stylesheet. */
export const loadStyle = (url) => once(url, () => Object.assign(document.createElement("link"), { rel: "stylesheet", href: url }));

/** Listeners by name. */
export class Signals {
  constructor() { this.listeners = new Map(); }

  on(name, listener) { this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]); }

  say(name, detail) { for (const listener of this.listeners.get(name) ?? []) listener(detail); }
}
