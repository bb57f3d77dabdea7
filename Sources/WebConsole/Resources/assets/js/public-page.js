// The public page: days in the reader's language, and a chart of what the table says.
import { dayText, t } from "./words.js";

const rows = [...document.querySelectorAll("#daily-table tbody tr")];
const days = rows.map((row) => row.querySelector("th").dataset.day);
const counts = rows.map((row) => Number(row.querySelector("td").textContent));
for (const row of rows) row.querySelector("th").textContent = dayText(row.querySelector("th").dataset.day);

function draw() {
  const canvas = document.getElementById("daily");
  if (!canvas || !globalThis.Chart || days.length === 0) {
    canvas?.parentElement.remove();
    return;
  }
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  globalThis.Chart.defaults.font.family = style.fontFamily;
  globalThis.Chart.defaults.color = colour("--ink-soft");
  new globalThis.Chart(canvas, {
    type: "bar",
    data: { labels: days.map(dayText), datasets: [{ label: t("public.entries"), data: counts, backgroundColor: colour("--accent"), maxBarThickness: 28 }] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: { legend: { display: false } },
      scales: { x: { grid: { display: false }, reverse: document.documentElement.dir === "rtl" }, y: { beginAtZero: true, ticks: { precision: 0 }, position: document.documentElement.dir === "rtl" ? "right" : "left" } },
    },
  });
}

if (document.readyState === "complete") draw();
else addEventListener("load", draw);
