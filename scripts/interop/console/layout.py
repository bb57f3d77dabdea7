"""Every page: what a screen reader is told, contrast, the keyboard alone, narrow and enlarged, printed, without pictures."""
import base64
import concurrent.futures
import json
import os
import re
import zlib

from officer import Officer, TAB, message, movement, site
from webdriver import Missed, Refused

LANGUAGES, WIDTHS = ("en", "ar"), (360, 1280)
#: Kinds of violations that keep somebody out.
GRAVE = ("serious", "critical")

SETTLED = """
await document.fonts?.ready;
for (let quiet = 0, last = -1; quiet < 6;) {
  await new Promise((yes) => setTimeout(yes, 25));
  const now = document.documentElement.scrollHeight + document.querySelectorAll('*').length;
  quiet = now === last ? quiet + 1 : 0;
  last = now;
}
return document.readyState === 'complete';"""
SHIFTS = """
globalThis.__shift = 0; globalThis.__shifted = [];
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
  globalThis.__shift += entry.value;
  globalThis.__shifted.push(entry.value.toFixed(3) + ' ' + entry.sources.map((s) => s.node?.id || s.node?.className || s.node?.nodeName).join(','));
} }).observe({ type: 'layout-shift', buffered: true });"""
WIDE = """
const limit = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= limit + 1) return null;
const wide = [...document.querySelectorAll('body *')].filter((e) => { const b = e.getBoundingClientRect(); return b.width > 0 && (b.right > limit + 1 || b.left < -1)
  && !e.closest('.visually-hidden, .skip') && getComputedStyle(e).position !== 'fixed'; });
return `${document.documentElement.scrollWidth} > ${limit}: ` + wide.slice(0, 3).map((e) => e.tagName + '.' + e.className).join(' ');"""
#: What is shown that looks like a key of the words.
KEYS = """
const texts = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('code, script, style, bdi, input, textarea, .clause, .health a')) texts.push(walk.currentNode.nodeValue.trim());
return texts.filter((t) => /^[a-z][a-z-]*(\\.[a-z][a-zA-Z0-9-]*)+$/.test(t));"""
KEY = re.compile(r"[a-z]+(\.[a-zA-Z-]+){1,6}")
CONTROLS = ("button", "link", "textbox", "combobox", "checkbox", "radio", "searchbox", "spinbutton", "slider", "dialog")
#: Where the keyboard stands: an element's place among all, for a ring or a trap to be seen.
STANDS = """
let e = document.activeElement;
if (!e || e === document.body) return null;
globalThis.__all ??= new Map();
if (!__all.has(e)) __all.set(e, __all.size);
const b = e.getBoundingClientRect();
const s = getComputedStyle(e);
return { id: __all.get(e), name: e.tagName + '#' + e.id + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30), isSeen: b.width > 0 && b.height > 0 && e.checkVisibility(),
  parts: /^(date|time|datetime-local|month)$/.test(e.type) ? 8 : 1,
  hasRing: s.outlineStyle !== 'none' || s.boxShadow !== 'none' || e.type === 'radio' };"""


def pages(names):
    """Every page by a name for its picture."""
    return {"public": "/", "desk": "/console", "map": "/console/map", "records": "/console/records", "dossiers": "/console/records?shelf=dossiers",
            "record": f"/console/records/{names['movement']}", "site": f"/console/records/{names['site']}", "message": f"/console/messages/{names['message']}",
            "new": "/console/new", "form-site": "/console/new/site", "form-movement": "/console/new/movement",
            "form-message": "/console/new/message-send?line=neutral/line", "form-read-back": f"/console/new/message-read-back?message={names['message']}",
            "check": "/console/check", "sent": "/console/sent", "keys": "/console/keys", "log": "/console/log", "problem": "/console/nothing"}


def at(path, language):
    return path + ("&" if "?" in path else "?") + "lang=" + language


def opened(one, path, language):
    one.open(at(path, language))
    one.browser.run(SETTLED)


def prepares(accord, everybody):
    """What the pages show: a site, a convoy, a message that waits; the same as in the story where that was played."""
    amal = everybody["un-hub"]
    known = {(said.kind, said.subject) for said in accord.statements("un-hub")}
    if ("notification.notify.v1", "example-hospital") not in known:
        amal.say("site", "lang=en", site("Example hospital"), "open")
    if ("movement.notify.v1", "example-convoy") not in known:
        amal.say("movement", "lang=en", movement("Example convoy"), "open")
    amal.say("message-send", "line=neutral/line&lang=en", message("Your guns fire over our convoy. Stop."), "open")
    accord.level()
    sent = [s for s in accord.statements("neutral") if s.kind == "message.send.v1"][-1]
    return {"movement": "un-hub/example-convoy", "site": "un-hub/example-hospital", "message": f"un-hub/{sent.subject}"}


def axe(check, one, where, script, language):
    """All rules of axe-core, contrast by day and by night, and what a screen reader says of every control."""
    page, grave, nameless, count = one.browser, [], [], 0
    for name, path in where.items():
        opened(one, path, language)
        nodes = page.cdp("Accessibility.getFullAXTree")["nodes"]
        for role, said in [(n["role"]["value"], n.get("name", {}).get("value", "").strip()) for n in nodes if not n.get("ignored") and n.get("role")]:
            if role in CONTROLS:
                count += 1
                if not said or KEY.fullmatch(said):
                    nameless.append(f"{name} ({language}): {role} '{said}'")
        page.run(script + "\n;globalThis.axe = axe;")
        for scheme, rules in (("light", {"type": "tag", "values": [
                "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}), ("dark", {"type": "rule", "values": ["color-contrast"]})):
            page.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            found = page.run("const r = await axe.run(document, { runOnly: a[0], resultTypes: ['violations'] });"
                             "return r.violations.map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? n.failureSummary ?? '').slice(0, 140)), count: v.nodes.length }));", rules)
            for v in found:
                text = f"{name} ({language}, {scheme}): {v['id']} ({v['impact']}) x{v['count']}: {v['nodes'][:2]}"
                if v["impact"] in GRAVE:
                    grave.append(text)
                else:
                    print("       minor: " + text[:200], flush=True)
    page.cdp("Emulation.setEmulatedMedia", features=[])
    told(check, grave, f"axe finds nothing serious or critical on {len(where)} pages in {language}, by day and by night")
    told(check, nameless, f"{count} controls all have a name in words ({language})")


def told(check, wrong, text):
    check.expect(not wrong, text)
    for one in sorted(set(wrong))[:14]:
        print("       " + one[:420], flush=True)


def fits(check, one, where, given, language):
    """Narrow, enlarged twice, with little moving; and a picture of each."""
    page, wide, moved, keys = one.browser, [], [], []
    page.cdp("Page.enable")
    added = page.cdp("Page.addScriptToEvaluateOnNewDocument", source=SHIFTS)["identifier"]
    for width in WIDTHS:
        page.resize(width, 760 if width < 500 else 900)
        for name, path in where.items():
            opened(one, path, language)
            if found := page.run(WIDE):
                wide.append(f"{name} at {width}: {found}")
            shift, sources = page.run("return [globalThis.__shift ?? 0, globalThis.__shifted];")
            if shift > 0.1:
                moved.append(f"{name} at {width} ({language}): {shift:.2f} {sources[:3]}")
            page.shot(f"{given.screenshots}/{name}-{language}-{width}.png")
            if width > 1000:
                keys += [f"{name} ({language}): {text}" for text in page.run(KEYS)]
                if page.run("return document.documentElement.dir;") != ("rtl" if language == "ar" else "ltr"):
                    keys.append(f"{name} ({language}) runs the wrong way")
                # 200 % of 1280 is the layout of 640.
                page.cdp("Emulation.setDeviceMetricsOverride", width=640, height=450, deviceScaleFactor=2, mobile=False)
                if found := page.run(WIDE):
                    wide.append(f"{name} at 200 %: {found}")
                page.resize(width, 900)
    page.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=added)
    page.resize(1280, 900)
    told(check, wide, f"no page scrolls sideways at 360 px or at 200 % ({language})")
    told(check, moved, f"no page moves by more than 0.1 while it loads ({language})")
    told(check, keys, f"every page shows words, not their keys, and runs its way ({language})")


def keyboard(check, one, where):
    """Tab goes through every page and comes out again; what has the focus is to be seen."""
    page, wrong = one.browser, []
    for name, path in where.items():
        opened(one, path, "en")
        total = page.run("return document.querySelectorAll('a[href], button:not([disabled]), input, select, textarea, summary, [tabindex=\"0\"]').length;")
        seen, stays, last = [], 0, None
        for _ in range(total + 25):
            page.keys(TAB)
            stands = page.run(STANDS)
            if stands is None:
                break
            stays = stays + 1 if stands["id"] == last else 0
            last = stands["id"]
            if stays > stands["parts"] + 1:
                wrong.append(f"{name}: the keyboard is held at {stands['name']}")
                break
            if seen and stands["id"] == seen[0] and len(seen) > 1:
                break
            if not stands["isSeen"] and "skip" not in stands["name"]:
                wrong.append(f"{name}: focus on what is not seen: {stands['name']}")
            # The parts of a date have rings of the browser's own.
            if not stands["hasRing"] and stands["parts"] == 1:
                wrong.append(f"{name}: no sign of focus on {stands['name']}")
            seen.append(stands["id"])
        else:
            wrong.append(f"{name}: after {len(seen)} steps the keyboard has not come out")
        if seen[1:] and sorted(seen) != seen:
            wrong.append(f"{name}: an element comes twice in the order")
    told(check, wrong, f"Tab leads through {len(where)} pages and out again, and its place is always to be seen")


def words(check, one, where):
    """No key of the words shows instead of words; the other two languages, the first two are looked at besides."""
    shown = []
    for language in ("ru", "fr"):
        for name, path in where.items():
            opened(one, path, language)
            shown += [f"{name} ({language}): {text}" for text in one.browser.run(KEYS)]
    told(check, shown, "every page in Russian and French shows words, not their keys")


def prints(check, one, where):
    page, empty = one.browser, []
    for name in ("record", "message", "desk", "log"):
        opened(one, where[name], "en")
        data = base64.b64decode(page.cdp("Page.printToPDF", printBackground=False)["data"])
        drawn = sum(len(re.findall(rb"T[jJ]", unpack(block))) for block in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S))
        if not data.startswith(b"%PDF") or drawn < 20:
            empty.append(f"{name}: {len(data)} bytes, {drawn} texts")
        page.cdp("Emulation.setEmulatedMedia", media="print")
        hidden = page.run("return [...document.querySelectorAll('main h1, main h2, .facts dd')].filter((e) => !e.checkVisibility()).length;")
        page.cdp("Emulation.setEmulatedMedia", media="")
        if hidden and name == "record":
            empty.append(f"{name}: {hidden} headings and facts are not printed")
    check.expect(not empty, f"records, messages, the desk and the log print: {empty}")


def unpack(block):
    try:
        return zlib.decompress(block.rstrip(b"\r\n"))
    except zlib.error:
        return b""


def without_pictures(check, one, where):
    page = one.browser
    page.cdp("Network.enable")
    page.cdp("Network.setBlockedURLs", urls=["*.png", "*.svg", "*.jpg"])
    missing = []
    for name in ("desk", "map", "record", "form-site"):
        opened(one, where[name], "en")
        if len((page.text("main") or "").split()) < 5:
            missing.append(name)
    page.cdp("Network.setBlockedURLs", urls=[])
    check.expect(not missing, f"without pictures every page still says what it says: {missing}")


def weighs(check, everybody):
    """Bytes of the desk's first view with nothing kept, and what was asked of whom."""
    one = everybody["weigher"]
    page = one.browser
    page.cdp("Network.enable")
    page.cdp("Network.clearBrowserCache")
    page.log("performance")
    one.open("/console?lang=en")
    page.shows("#feed-state.live")
    page.run(SETTLED)
    bytes_, hosts, largest = 0, set(), {}
    urls = {}
    for entry in page.log("performance"):
        event = json.loads(entry["message"])["message"]
        if event["method"] == "Network.requestWillBeSent":
            urls[event["params"]["requestId"]] = event["params"]["request"]["url"]
            hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", event["params"]["request"]["url"]))
        elif event["method"] == "Network.loadingFinished":
            bytes_ += event["params"]["encodedDataLength"]
            largest[urls.get(event["params"]["requestId"], "?").rsplit("/", 1)[-1]] = int(event["params"]["encodedDataLength"])
    check.figure("desk-first-view-bytes", int(bytes_), "bytes")
    top = sorted(largest.items(), key=lambda pair: -pair[1])[:6]
    check.expect(0 < bytes_ <= 300_000, f"the desk's first view takes {bytes_ / 1000:.0f} KB of at most 300 KB: {top}")
    check.expect(hosts == {one.node.page}, f"and asks nobody else: {hosts}")


def play(check, accord, driver, everybody, given):
    check.step("what the pages show")
    shown = pages(prepares(accord, everybody))
    north = everybody["army-north"]
    accord.enrol("army-north", "weigher")
    one = everybody["weigher"] = Officer(driver, accord, "army-north", "weigher", events=True)
    digits = one.ask_for_key()
    accord.admit(digits, "army-north")
    one.at_desk()
    check.part("bytes", lambda: weighs(check, everybody))
    if not os.path.exists(given.axe):
        check.expect(False, f"axe-core is at {given.axe} (scripts/console-assets test)")
        return
    with open(given.axe) as file:
        script = file.read()
    # Two browsers, a language each, on two cores.
    other = everybody["army-south"]
    check.step("axe, narrow, enlarged, moved, printed, by keyboard: every page")
    def both(one, language):
        check.part(f"axe in {language}", lambda: axe(check, one, shown, script, language))
        check.part(f"widths in {language}", lambda: fits(check, one, shown, given, language))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(both, north, "en"), pool.submit(both, other, "ar")]:
            job.result()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(check.part, "the keyboard", lambda: keyboard(check, north, shown)),
                pool.submit(check.part, "words", lambda: words(check, other, shown))]
        for job in jobs:
            job.result()
    for name, act in (("print", lambda: prints(check, north, shown)),
                      ("pictures off", lambda: without_pictures(check, north, shown))):
        check.part(name, act)
    signs_in_page(check, driver, accord, script, given)


def signs_in_page(check, driver, accord, script, given):
    """The page before anybody is signed in, with the digits on it."""
    guest = Officer(driver, accord, "army-south", "stranger")
    try:
        guest.ask_for_key()
        for language in LANGUAGES:
            for width in WIDTHS:
                guest.browser.resize(width, 800)
                opened(guest, "/console/sign-in", language)
                guest.browser.shows("#waiting", patience=10)
                guest.browser.shot(f"{given.screenshots}/sign-in-{language}-{width}.png")
                if found := guest.browser.run(WIDE):
                    check.expect(False, f"sign-in at {width} ({language}): {found}")
            axe(check, guest, {"sign-in": "/console/sign-in"}, script, language)
    finally:
        guest.end()


__all__ = ["play", "Missed", "Refused"]
