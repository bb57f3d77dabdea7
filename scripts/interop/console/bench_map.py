#!/usr/bin/env python3
"""Pans and zooms the console's map over many records and prints the gaps between frames, one JSON line a drawing engine.

Usage: bench_map.py PROGRAM RECORDS. A headless browser has no graphics card: MapLibre draws with SwiftShader, which computes
WebGL in software, and the console itself takes Leaflet's canvas there. Both are measured, and named.
"""
import json
import shutil
import subprocess
import sys
import tempfile

import webdriver

SECONDS = 12

RECORDER = """
window.gaps = []; let last = performance.now();
const step = (now) => { window.gaps.push(now - last); last = now; requestAnimationFrame(step); };
requestAnimationFrame(step);
window.tasks = [];
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.tasks.push(one.duration); })
  .observe({ type: "longtask", buffered: false });
"""


def serve(program, records):
    """A node with so many records that goes on serving; the process, its address and a session's cookie."""
    process = subprocess.Popen(
        [program, "bench", "map", "--statements", str(records), "--hold", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    print(process.stdout.readline().strip(), flush=True)
    return process, json.loads(process.stdout.readline())


def drag(browser, x, y, dx, dy, steps=24):
    """A drag of the map, as a mouse makes it."""
    def mouse(kind, at_x, at_y, buttons):
        browser.cdp("Input.dispatchMouseEvent", **{
            "type": kind, "x": at_x, "y": at_y, "button": "left", "buttons": buttons, "clickCount": 1})
    mouse("mousePressed", x, y, 1)
    for step in range(1, steps + 1):
        mouse("mouseMoved", x + dx * step / steps, y + dy * step / steps, 1)
    mouse("mouseReleased", x + dx, y + dy, 0)


def measure(browser, url, engine):
    browser.go(f"{url}/console/map?engine={engine}")
    browser.wait("return document.querySelector('#map canvas') !== null", "the map to be drawn", patience=60)
    browser.wait("return document.querySelectorAll('#map [role=status], #map .status').length > 0", "its state", patience=60)
    browser.run(RECORDER)
    ends = browser.run("return performance.now()") + SECONDS * 1000
    turn = 0
    while browser.run("return performance.now()") < ends:
        for _ in range(2):
            browser.cdp("Input.dispatchMouseEvent", **{
                "type": "mouseWheel", "x": 640, "y": 450, "deltaX": 0, "deltaY": -240 if turn % 6 < 3 else 240})
        drag(browser, 640, 450, 220 if turn % 2 else -220, 90 if turn % 4 < 2 else -90)
        turn += 1
    gaps = sorted(browser.run("return window.gaps.slice(2)"))
    tasks = browser.run("return window.tasks")
    used = browser.run("return document.querySelector('#map').dataset.engine ?? ''")
    return {
        "name": "map-frames", "value": round(gaps[-1], 1), "unit": "ms", "seconds": SECONDS,
        "conditions": f"the longest gap between frames while panning and zooming, headless Chromium, asked for {engine}, "
                      f"drawn by {used or engine}, software rendering",
        "details": {
            "frames": len(gaps), "p50Milliseconds": round(gaps[len(gaps) // 2], 1),
            "p99Milliseconds": round(gaps[int(len(gaps) * 0.99)], 1),
            "over100": sum(gap > 100 for gap in gaps), "longTasksOver100": sum(task > 100 for task in tasks),
        },
    }


def main():
    program, records = sys.argv[1], int(sys.argv[2])
    process, served = serve(program, records)
    folder = tempfile.mkdtemp()
    driver = webdriver.Driver()
    try:
        browser = webdriver.Browser(
            driver, folder, more=("--use-angle=swiftshader", "--enable-unsafe-swiftshader"))
        name, value = served["cookie"].split("=", 1)
        browser.go(served["url"] + "/version")
        browser.cdp("Network.setCookie", **{
            "name": name, "value": value, "url": served["url"], "httpOnly": True, "sameSite": "Strict"})
        for engine in ("leaflet", "gl"):
            print(json.dumps(measure(browser, served["url"], engine)), flush=True)
        browser.end()
    finally:
        driver.end()
        process.stdin.close()
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
