// A record's page: its place on a small map, its coordinates in every format, and proofs verified in this browser.
import { t, timeText } from "./words.js";
import { formatDMS, formatDecimal, formatMGRS } from "./coordinates.js";
import { OtherLogKey, verifyEntry, verifyRecord } from "./proofs.js";

const article = document.querySelector("article.record");

for (const element of document.querySelectorAll(".position[data-latitude]")) {
  const position = { latitude: Number(element.dataset.latitude), longitude: Number(element.dataset.longitude) };
  try {
    element.textContent = `${formatDecimal(position)} · ${formatDMS(position)} · ${formatMGRS(position)}`;
  } catch {
    // Stays as the server wrote it.
  }
}

const small = document.getElementById("map");
if (small) {
  import("./map/map.js")
    .then(({ startMap }) => startMap(small, { mode: "view", record: small.dataset.record, isSmall: true }))
    .catch(() => small.remove());
}

/** What a verdict says, in words: whether it holds, why, and who has witnessed it. */
function sentences(result) {
  const said = (result.reasons ?? []).map((reason) => t(reason, result.values ?? {}));
  const names = (result.witnesses ?? []).map((one) => one.name).join(", ");
  if (names && result.asOf) said.push(t("verify.witnesses", { names, at: timeText(result.asOf) }));
  return said.join(" ");
}

function show(place, result) {
  place.className = `verdict ${result.holds === true ? "holds" : result.holds === false ? "fails" : "unknown"}`;
  const verdict = result.holds === true ? "verify.holds" : result.holds === false ? "verify.fails" : "verify.unknown";
  place.textContent = `${t(verdict)} ${sentences(result)}`;
}

function failure(error) {
  if (error instanceof OtherLogKey) return { holds: false, reasons: ["verify.other-log-key"] };
  if (error?.rule === "not-witnessed") return { holds: null, reasons: ["verify.not-witnessed"] };
  return { holds: null, reasons: [error?.word ?? "verify.no-answer"], values: error?.values };
}

article.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-verify]");
  if (!button) return;
  const place = button.closest("li").querySelector(".verdict");
  place.className = "verdict";
  place.textContent = t("verify.working");
  show(place, await verifyEntry(button.dataset.verify).catch(failure));
});

document.getElementById("verify-all")?.addEventListener("click", async (event) => {
  const button = event.currentTarget;
  const place = document.getElementById("verify-result");
  button.disabled = true;
  place.className = "verdict";
  place.textContent = t("verify.working");
  show(place, await verifyRecord(button.dataset.bundle).catch(failure));
  button.disabled = false;
});
