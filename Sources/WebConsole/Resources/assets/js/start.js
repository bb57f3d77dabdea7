// What every page does: times in the reader's language, clocks that run, signing out, the count of what is not yet sent.
import { noteClock } from "./node.js";
import { page } from "./page.js";
import { ageText, spanText, t, timeText } from "./words.js";

/** How far this computer's clock is from the node's, milliseconds; a wrong clock must not make a deadline look far. */
export const clock = { offset: 0, isKnown: false };

const wrongClockMilliseconds = 60_000;

async function compareClocks() {
  const asked = Date.now();
  try {
    const response = await fetch("/version", { cache: "no-store" });
    const said = Date.parse(response.headers.get("date") ?? "");
    noteClock(response, asked);
    if (Number.isNaN(said)) return;
    clock.offset = said + 500 - (asked + Date.now()) / 2;
    clock.isKnown = true;
  } catch {
    // What this page says of the log may come out of the browser's own store: nothing of it is known to be so now.
    const health = document.querySelector(".health");
    health.className = "health unknown";
    health.querySelector("strong").textContent = t("health.offline");
    return;
  }
  if (Math.abs(clock.offset) > wrongClockMilliseconds) {
    notice("clock", t("clock.wrong", { by: spanText(clock.offset) }));
  }
  showTimes();
}

/** Now, by the node's clock. */
export function now() {
  return Date.now() + clock.offset;
}

/** Texts of times, and clocks that run; called again for what is put into the page later. */
export function showTimes(root = document) {
  for (const element of root.querySelectorAll("time[datetime]")) {
    const time = Date.parse(element.getAttribute("datetime"));
    if (Number.isNaN(time)) continue;
    element.title = element.getAttribute("datetime");
    if (element.hasAttribute("data-clock")) {
      const left = time - now();
      element.textContent = `${timeText(time)} (${left < 0 ? t("clock.over", { by: spanText(left) }) : ageText(left)})`;
      element.classList.toggle("over", left < 0);
    } else if (element.hasAttribute("data-age")) {
      element.textContent = ageText(Math.min(0, time - now()));
      element.title = timeText(time);
    } else {
      element.textContent = timeText(time);
    }
  }
}

/** A line above everything else, said aloud by screen readers; one of a name at a time. */
export function notice(name, text) {
  let element = document.getElementById(`notice-${name}`);
  if (!text) {
    element?.remove();
    return;
  }
  if (!element) {
    element = document.createElement("p");
    element.id = `notice-${name}`;
    element.className = "page-notice";
    element.setAttribute("role", "alert");
    document.getElementById("main")?.before(element);
  }
  if (element.textContent !== text) element.textContent = text;
}

/** A request that changes something, as only a page of ours may make it. */
export async function act(method, path, body) {
  return fetch(path, {
    method,
    credentials: "same-origin",
    headers: { "X-Parley-Console": "1", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

document.querySelector("[data-sign-out]")?.addEventListener("click", async () => {
  sessionStorage.setItem("parley-signed-out", "1");
  await import("./offline.js").then(({ forgetPages }) => forgetPages()).catch(() => undefined);
  await act("DELETE", "/console/session").catch(() => undefined);
  location.assign("/console/sign-in");
});

function line() {
  notice("line", navigator.onLine ? "" : t("line.lost"));
}
addEventListener("online", line);
addEventListener("offline", line);
line();

showTimes();
setInterval(showTimes, 1000);
void compareClocks();
document.addEventListener("htmx:afterSwap", () => showTimes());

/** How many statements wait in this browser, beside the way to them: nobody must think that they were sent. */
async function showUnsent() {
  const link = document.querySelector('[data-place="sent"]');
  const { all } = await import("./store.js");
  const count = (await all("queue")).filter((item) => item.state !== "sent").length;
  let badge = link.querySelector(".unsent");
  if (count === 0) return badge?.remove();
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "unsent";
    link.append(" ", badge);
  }
  badge.textContent = t("nav.unsent", { count });
  return undefined;
}
if (page.canSign) {
  const look = () => void showUnsent().catch(() => undefined);
  look();
  setInterval(look, 5000);
}

// Forms are made ready for a line that is lost once nothing else is waited for.
if (page.canSign && isSecureContext) {
  setTimeout(() => void import("./offline.js").then(({ prepareOffline }) => prepareOffline()).catch(() => undefined), 3000);
}
