// The desk: refreshed when the node says that it changed, loud when something is urgent.
import { now, showTimes } from "./start.js";
import { page } from "./page.js";
import { ageText, t } from "./words.js";
import { localised } from "./map/dom.js";

const feed = document.getElementById("feed");
const desk = document.getElementById("desk");
const urgent = document.getElementById("urgent");
const state = document.getElementById("feed-state");
const sound = document.getElementById("sound");

/** Many desks hear of a change at once; each waits a little by itself before it asks. */
const spreadMilliseconds = 800;
/** Without a word for so long the line counts as lost: the node speaks every 15 seconds. */
const silenceMilliseconds = 40_000;

const known = new Set();
const title = document.title;
let lastHeard = Date.now();
let refreshing = 0;
let number;

sound.checked = localStorage.getItem("parley-sound") !== "off";
sound.addEventListener("change", () => localStorage.setItem("parley-sound", sound.checked ? "on" : "off"));

function refresh() {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => globalThis.htmx?.trigger(desk, "refresh"), Math.random() * spreadMilliseconds);
}

/** Two short tones, made here: nothing is loaded, and they are heard through a room. */
function chime() {
  if (!sound.checked) return;
  try {
    const audio = new AudioContext();
    for (const [start, pitch] of [[0, 880], [0.25, 660], [0.6, 880], [0.85, 660]]) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, audio.currentTime + start);
      volume.gain.exponentialRampToValueAtTime(0.3, audio.currentTime + start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + start + 0.2);
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + start);
      tone.stop(audio.currentTime + start + 0.22);
    }
    setTimeout(() => void audio.close(), 1500);
  } catch {
    // A browser that plays nothing still shows it.
  }
}

function showUrgent(ends) {
  const list = document.createElement("ul");
  let isNew = false;
  for (const end of ends) {
    const name = end.statement ?? end.record;
    if (!known.has(name)) isNew = true;
    known.add(name);
    const item = document.createElement("li");
    const strong = document.createElement("strong");
    strong.textContent = `${t(`urgency.${end.urgency}`)}: ${t(`purpose.${end.purpose}`)}`;
    const link = document.createElement("a");
    link.href = `/console/messages/${end.record}`;
    const text = document.createElement("bdi");
    text.textContent = localised(end.text, page.lang);
    link.append(text);
    const age = document.createElement("span");
    age.textContent = ageText(Math.min(0, Date.parse(end.since) - now()));
    item.append(strong, " ", link, " ", age);
    list.append(item);
  }
  urgent.replaceChildren(list);
  document.title = `(${ends.length}) ${t("desk.urgent-title")} · ${title}`;
  if (isNew) {
    chime();
    urgent.classList.add("fresh");
    setTimeout(() => urgent.classList.remove("fresh"), 4000);
  }
}

function calm() {
  urgent.replaceChildren();
  document.title = title;
}

feed.addEventListener("htmx:sseOpen", () => {
  lastHeard = Date.now();
  state.textContent = t("desk.live");
  state.className = "line-state live";
  refresh();
});
feed.addEventListener("htmx:sseError", () => {
  state.textContent = t("desk.lost");
  state.className = "line-state lost";
});

// The extension hands over only events that an element asks for by name, so this listens at the source.
document.addEventListener("htmx:sseOpen", (event) => {
  const source = event.detail?.source;
  if (!source || source.parleyListens) return;
  source.parleyListens = true;
  let hasUrgent = false;
  source.addEventListener("desk", (message) => {
    lastHeard = Date.now();
    number = message.data;
    desk.dataset.number = number;
    hasUrgent = false;
    // An urgent event follows in the same breath, if there is one.
    setTimeout(() => { if (!hasUrgent) calm(); }, 50);
    refresh();
  });
  source.addEventListener("urgent", (message) => {
    lastHeard = Date.now();
    hasUrgent = true;
    try {
      showUrgent(JSON.parse(message.data));
    } catch {
      refresh();
    }
  });
  source.addEventListener("signed-out", () => location.assign("/console/sign-in"));
});

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) location.assign("/console/sign-in");
});
document.addEventListener("htmx:afterSwap", (event) => { if (event.target === desk) showTimes(desk); });

// Only now, with everybody listening: what the node says first must not be missed.
function connect() {
  feed.setAttribute("sse-connect", feed.dataset.feed);
  globalThis.htmx.process(feed);
}
if (globalThis.htmx) connect();
else addEventListener("load", connect);

setInterval(() => {
  if (Date.now() - lastHeard > silenceMilliseconds && !navigator.onLine) {
    state.textContent = t("desk.lost");
    state.className = "line-state lost";
  }
}, 5000);

// From row to row with j and k, as in a list of mail; o opens.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|TEXTAREA|SELECT/u.test(event.target.tagName)) return;
  const links = [...desk.querySelectorAll(".row-text a")];
  if (links.length === 0 || !["j", "k"].includes(event.key)) return;
  const at = links.indexOf(document.activeElement);
  const next = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
  links[next].focus();
  event.preventDefault();
});
