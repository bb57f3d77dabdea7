"""Attacks: scripts in every text, hostile layers, other sites' pages, frames, fixed sessions, guessed addresses."""
import http.server
import json
import os
import re
import threading
import urllib.parse

from accord import OFFICERS, status, utc
from officer import Officer, message, movement, read, site, until
from webdriver import Missed

#: What would set the canary, in the ways that texts become markup; short enough for the shortest field.
CANARIES = ("<img src=x onerror=__owned=1>", "\"><svg onload=__owned=1>", "'onfocus=__owned=1 autofocus='", "</script><script>__owned=1")
OWNED = """
const marks = [...document.querySelectorAll('img[src="x"], svg[onload], [onerror], [onload], [onfocus]')];
return (globalThis.__owned ?? null) || marks.map((e) => e.outerHTML).join('') || null;"""
LANGUAGES = ("en", "ar", "ru", "fr")

#: Fills every text of the form with the canary and opens whatever may hold more; gives how many it were.
FILL = """
const [canary, skipped] = a;
const form = document.querySelector('form.parley-form');
for (const part of form.querySelectorAll('details')) part.open = true;
let count = 0;
for (const control of form.querySelectorAll('input:not([type]), input[type=text], textarea')) {
  if (control.readOnly || control.value || /coordinates|time|number|language-tag/.test(control.className) || !control.checkVisibility()) continue;
  const pointer = control.dataset.pointer ?? '';
  if (skipped.some((part) => pointer.includes(part))) continue;
  control.value = canary;
  control.dispatchEvent(new Event('input', { bubbles: true }));
  count += 1;
}
return count;"""
#: Texts that are no free text: names in lower case, numbers, hashes.
SKIPPED = ("/-/subject", "/unit", "/submission", "/record", "/statement", "/level", "etres", "/people", "/pcode", "/sectors", "/movements")


class Elsewhere:
    """Another site on this machine: its pages try what other people's pages try."""

    def __init__(self):
        self.pages = {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                body = outer.pages.get(self.path.split("?")[0], "").encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()


def unharmed(check, one, path, language=None):
    one.open(path + (("&" if "?" in path else "?") + "lang=" + language if language else ""))
    one.browser.wait("return document.readyState === 'complete';", "the page is there")
    found = one.browser.run(OWNED)
    if found:
        check.expect(False, f"{path} in {language} shows the canary as text: {found[:160]}")
    return not found


def injects(check, accord, everybody):
    check.step("scripts through every text, in four languages")
    amal, north = everybody["un-hub"], everybody["army-north"]
    known = set(amal.browser.run("return [...document.querySelectorAll('.languages a')].map((e) => e.lang);") or ["en"])
    languages = [language for language in LANGUAGES if language in known]
    check.expect(languages == list(LANGUAGES), f"the console speaks {languages}")
    leg = {key: value for key, value in movement("x").items() if key.startswith(("/half", "/stand", "/legs/0/path", "/legs/0/dep", "/legs/0/arr", "/vehicles/0/count"))}
    place = {key: value for key, value in site("x", "36.70000N 37.65000E").items() if key.startswith(("/place", "/stand", "/valid", "/category", "/kind")) or key.endswith("givenAt")} | {"/verification/at": utc(-60)}
    forms = (("site", "", place, "open"), ("movement", "", leg, "open"),
             ("message-send", "line=neutral/line", {k: v for k, v in message("x").items() if "/en" not in k}, "open"),
             ("incident-report", "", {"/kind": "attack", "/from": utc(-60), "/about": "un-hub/example-convoy"}, "open"),
             ("constraint-report", "", {"/type": "movement-restriction", "/affects": "humanitarian", "/impediment/kind": "other", "/from": utc(-60)}, "open"))
    told = []
    for at, (form, query, values, audience) in enumerate(forms):
        language, canary = languages[at % len(languages)], CANARIES[at % len(CANARIES)]
        amal.begin(form, "&".join(filter(None, [query, f"lang={language}"])))
        for pointer, value in values.items():
            amal.set(pointer, value)
        # The same name twice would be refused, and rightly.
        amal.set("/-/subject", f"canary-{at}") if form in ("site", "movement") else None
        count = amal.browser.run(FILL, canary, list(SKIPPED))
        amal.choose_audience(audience)
        amal.browser.wait("return a[0] !== null;", "", 1)
        try:
            review = amal.review()
        except Missed as error:
            # A text that a field refuses does no harm either; but then the rest was not tried.
            check.expect(False, f"{form} takes the canary in {count} texts: {str(error)[:300]}")
            continue
        check.expect(canary in review and not amal.browser.run(OWNED), f"{form} ({language}): {count} texts are reviewed as text")
        amal.sign()
        amal.sent()
        accord.level()
        said = [s for s in accord.statements("un-hub") if s.party == "un-hub" and s.officer == amal.officer][-1]
        told.append((form, said.subject))
    accord.level()
    shelves = {"site": "records", "movement": "records", "message-send": "messages"}
    pages = [f"/console/{shelves.get(form, 'dossiers')}/un-hub/{subject}" for form, subject in told]
    pages += ["/console", "/console/records", "/console/records?shelf=dossiers", "/console/sent", "/console/log", "/console/map",
              f"/console/records?text={urllib.parse.quote(CANARIES[1])}", "/console/new/site?draft=%3Cimg%20src=x%20onerror=__owned=1%3E",
              "/console/new/message-send?line=%22%3E%3Csvg%20onload=__owned=1%3E", "/console/records/un-hub/%3Cimg%20src=x%3E",
              "/?lang=%22%3E%3Csvg%20onload=__owned=1%3E"]
    harmless = [unharmed(check, one, path, languages[at % len(languages)])
                for at, path in enumerate(pages) for one in (amal, north)]
    harmless += [unharmed(check, north, pages[0], language) for language in languages]
    check.expect(all(harmless), f"{len(harmless)} views of pages show it as text")
    north.open(f"/console/new/notification-receive?record=un-hub/{told[0][1]}&lang=en")
    north.browser.shows(".form-about")
    check.expect(not north.browser.run(OWNED), "so does a form about it")
    for one in (amal, north):
        one.open("/console?lang=en")
        refused = [fault for fault in one.browser.faults() if "Content Security Policy" in fault or "__owned" in fault]
        check.expect(not refused, f"and nothing was left to the policy to stop: {refused[:2]}")


def control_characters(check, everybody):
    one = everybody["un-hub"]
    one.begin("site", "lang=en")
    one.fill({"/name/en": "Clinic \u202egpj.exe"})
    try:
        one.review()
        check.expect(False, "a text that turns the reading round is refused")
    except Missed as error:
        check.expect("name" in str(error).lower(), "a text that turns the reading round is refused")


def hostile_layers(check, accord, everybody):
    check.step("hostile layers of the operator")
    one = everybody["army-north"]
    folder = f"{one.node.folder}/layers"
    os.makedirs(folder, exist_ok=True)
    feature = lambda geometry, **properties: {"type": "Feature", "properties": {"name": CANARIES[0], **properties}, "geometry": geometry}  # noqa: E731
    layers = {
        "a-names": {"type": "FeatureCollection", "features": [feature({"type": "Point", "coordinates": [37.1, 36.2]}, title=CANARIES[1], description=CANARIES[3])]},
        "b-shapes": {"type": "FeatureCollection", "features": [
            feature({"type": "Polygon", "coordinates": [[[0, 0]]]}), feature({"type": "Polygon", "coordinates": []}),
            feature({"type": "LineString", "coordinates": [[1e308, -1e308], [None, "x"]]}), feature({"type": "Point", "coordinates": {}}),
            feature({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": []}]}), feature(None),
            feature({"type": "Nothing"}), None, 7, {"type": "Feature"}]},
        "c-members": {"type": "FeatureCollection", "__proto__": {"isAdmin": True}, "features": {"length": 1e9}},
        "d-long": {"type": "FeatureCollection", "features": [feature({"type": "LineString", "coordinates": [[x % 360 - 180, x % 170 - 85] for x in range(50_000)]})]},
    }
    for name, layer in layers.items():
        with open(f"{folder}/{name}.geojson", "w") as file:
            json.dump(layer, file)
    with open(f"{folder}/e-deep.geojson", "w") as file:
        file.write('{"type":"FeatureCollection","features":' + "[" * 20_000 + "]" * 20_000 + "}")
    with open(f"{folder}/f-cut.geojson", "w") as file:
        file.write('{"type":"FeatureCollection","features":[{"type":"Fea')
    one.open("/console/map?lang=en")
    page = one.browser
    names = page.wait("const all = [...document.querySelectorAll('#map label')].map((l) => l.textContent.trim()).filter((t) => /^[a-f]-[a-z]+/.test(t)); return all.length ? all : false;",
                      "the map offers the operator's layers", patience=20)
    for name in names:
        page.run("const l = [...document.querySelectorAll('#map label')].find((l) => l.textContent.trim() === a[0]);"
                 "for (let at = l.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;"
                 "const box = l.querySelector('input') ?? document.getElementById(l.htmlFor); if (!box.checked) box.click();", name)
    one.browser.wait("return (await Promise.all([...Array(20)].map(() => new Promise((yes) => requestAnimationFrame(yes))))).length === 20;",
                     "the map still draws", patience=20)
    check.expect(not page.run(OWNED), f"{len(names)} layers are shown or left out, none of their texts is markup")
    faults = [fault for fault in page.faults() if "Uncaught" in fault]
    check.expect(not faults, f"and none of them breaks the page: {faults[:2]}")
    for name in ("..%2fkeys%2fnode.pem", "%2e%2e/keys/node.pem", "a-names.geojson%00"):
        code, text, _ = status(f"{one.node.page}/console/layers/{name}")
        check.expect(code in (400, 401, 404) and "PRIVATE" not in text, f"nor is {name} ({code})")


def cross_site(check, accord, everybody, elsewhere):
    check.step("another site's page: forms, requests, frames")
    one = everybody["army-north"]
    one.open("/console/keys?lang=en")
    one.browser.shows("#passkey-label")
    base = one.node.page
    posts = [("POST", "/console/session"), ("POST", "/console/session/passkey"), ("POST", "/console/challenge"),
             ("POST", "/console/passkeys"), ("POST", "/console/api/checks"), ("DELETE", "/console/session"),
             ("DELETE", "/console/sessions"), ("DELETE", "/console/passkeys/x")]
    elsewhere.pages["/attack"] = """<!doctype html><title>other</title><script>
      const base = new URLSearchParams(location.search).get('to'); window.ends = [];
      const tries = %s.map(async ([method, path]) => {
        for (const mode of ['cors', 'no-cors']) for (const headers of [{}, { 'X-Parley-Console': '1' }, { 'Content-Type': 'text/plain' }]) {
          try { const r = await fetch(base + path, { method, mode, headers, credentials: 'include', body: method === 'POST' ? '{}' : undefined });
            window.ends.push([method, path, mode, r.status, r.type]); } catch (e) { window.ends.push([method, path, mode, 0, 'error']); } }
      });
      const reads = ['/console/api/records', '/console', '/console/session', '/console/policy', '/health'].map(async (path) => {
        try { const r = await fetch(base + path, { credentials: 'include' }); window.ends.push(['GET', path, 'cors', r.status, (await r.text()).slice(0, 40)]); }
        catch (e) { window.ends.push(['GET', path, 'cors', 0, 'error']); } });
      Promise.all([...tries, ...reads]).then(() => { window.isDone = true; });
      </script><form id=f method=post enctype=text/plain target=hole><input name='{"x":"' value='"}'></form>
      <iframe name=hole></iframe><iframe id=frame></iframe><script src="/nothing"></script>""" % json.dumps(posts)
    page = one.browser
    page.go(f"{elsewhere.url}/attack?to={urllib.parse.quote(base)}")
    page.wait("return window.isDone;", "every try came to its end", patience=30)
    ends = page.run("return window.ends;")
    told = [end for end in ends if end[3] and not (end[1] == "/health" and end[0] == "GET")]
    check.expect(not told, f"{len(ends)} requests of another site's page are answered nothing that it can read: {told[:3]}")
    for path in ("/console/session", "/console/api/checks", "/console/passkeys", "/statements", "/joining/keys"):
        page.run("const f = document.getElementById('f'); f.action = a[0] + a[1]; f.submit();", base, path)
    page.run("document.getElementById('frame').src = a[0] + '/console';", base)
    frames = until(lambda: [f["frame"]["url"] for f in page.cdp("Page.getFrameTree")["frameTree"].get("childFrames", [])]
                   if all(f["frame"]["url"] != "about:blank" for f in page.cdp("Page.getFrameTree")["frameTree"].get("childFrames", [])) else None,
                   "the frames have come to their ends")
    check.expect(any(url.startswith("chrome-error") for url in frames), f"the console cannot be framed: {frames}")
    one.open("/console/keys")
    one.browser.shows("#passkey-label")
    check.expect(one.key is not None and not page.run("return document.querySelectorAll('#passkeys li').length;"),
                 "afterwards the session is as it was, and no passkey has come")
    cookie = page.ask("GET", "/cookie/parley-session")
    check.expect(cookie["httpOnly"] and cookie["sameSite"] == "Strict", "no script reads the session's cookie, no other site sends it")
    code = {}
    for name, headers in (("without the field", {"Origin": base}), ("with another origin", {"X-Parley-Console": "1", "Origin": elsewhere.url}),
                          ("without an origin", {"X-Parley-Console": "1"}), ("with a site beside", {"X-Parley-Console": "1", "Origin": base, "Sec-Fetch-Site": "same-site"})):
        code[name] = status(base + "/console/api/checks", "POST", b"{}", {**headers, "Cookie": "parley-session=" + cookie["value"]})[0]
    check.expect(set(code.values()) == {403}, f"the node itself refuses: {code}")
    code, _, headers = status(base + "/console/sign-in")
    policy = headers["Content-Security-Policy"]
    check.expect("unsafe" not in policy and "frame-ancestors 'none'" in policy and "default-src 'none'" in policy, "the policy lets nothing of others in")
    for path in ("/", "/console", "/console/sign-in", "/health", "/console/nothing"):
        _, text, headers = status(base + path, headers={"Accept": "text/html"})
        foreign = [url for url in re.findall(r"(?:src|href|action)=[\"']?((?:https?:)?//[^\"' >]+)", text)]
        check.expect(not foreign and headers["X-Content-Type-Options"] == "nosniff", f"{path} asks nothing of anybody else, and says nosniff")


def fixes_sessions(check, accord, driver, everybody):
    check.step("a session that somebody set beforehand")
    accord.enrol("army-north", "victim")
    one = Officer(driver, accord, "army-north", "victim")
    page = one.browser
    try:
        fixed = everybody["army-north"].browser.ask("GET", "/cookie/parley-session")["value"]
        digits = one.ask_for_key()
        accord.admit(digits, "army-north")
        page.ask("POST", "/cookie", {"cookie": {"name": "parley-session", "value": "A" * 43, "path": "/", "domain": "localhost"}})
        one.at_desk()
        fresh = page.ask("GET", "/cookie/parley-session")["value"]
        check.expect(fresh not in ("A" * 43, fixed), "signing in makes a token of its own")
        code = status(one.node.page + "/console/api/records", headers={"Cookie": "parley-session=" + "A" * 43})[0]
        check.expect(code == 401, "the one that was set beforehand opens nothing")
        page.click("[data-sign-out]")
        page.shows("#sign-in-state + button")
        code = status(one.node.page + "/console/api/records", headers={"Cookie": "parley-session=" + fresh})[0]
        check.expect(code == 401, "and after signing out the token is worth nothing")
        code = status(one.node.page + "/console/api/records", headers={"Cookie": f"parley-session={fixed}; parley-session=" + "B" * 43})[0]
        check.expect(code == 401, "of two tokens none is taken")
    finally:
        one.end()


def guesses(check, accord, everybody):
    check.step("an officer guesses the address of what others keep from their party")
    amal, north, south = everybody["un-hub"], everybody["army-north"], everybody["army-south"]
    secret = "Basement clinic of Dr Haddad"
    amal.begin("site", "lang=en")
    amal.fill(site(secret, "36.80000N 37.75000E"), ["army-north"])
    check.expect("Army North" in amal.review(), "the review names the only reader")
    amal.sign()
    amal.sent()
    accord.level()
    said = [s for s in accord.statements("un-hub") if s.kind == "notification.notify.v1"][-1]
    name = f"un-hub/{said.subject}"
    check.expect("haddad" not in said.subject, "its name in the open log tells nothing")
    until(lambda: read(north, f"/console/api/records/{name}")["status"] == 200, "its reader has it", 30)
    north.open(f"/console/records/{name}")
    check.expect(secret in north.browser.text("main"), "and sees it")
    entry = len(accord.statements("neutral"))
    for number in range(entry):
        if accord.statements("neutral")[number].subject == said.subject:
            entry = number
            break
    paths = [f"/console/records/{name}", f"/console/messages/{name}", f"/console/dossiers/{name}", f"/console/bundles/{name}",
             f"/console/api/records/{name}", f"/console/api/records/{name}?at=2030-01-01T00:00:00Z", f"/console/api/statements/{entry}", "/console/api/records?limit=1000",
             "/console/records?text=Haddad", "/console/records?text=Basement", "/console/api/map?bbox=37,36,38,37&zoom=12",
             f"/console/new/notification-receive?record={name}", "/console/desk/body", f"/console/api/statements/{said.subject}"]
    shown = []
    for path in paths:
        text = south.browser.run("const r = await fetch(a[0], { headers: { accept: 'text/html' } }); return r.status + ' ' + await r.text();", path)
        echo = "Basement" in path or "Haddad" in path
        if secret in text or ("37.75" in text and not echo) or (path.startswith("/console/bundles") and text.startswith("200")):
            shown.append(path)
    check.expect(not shown, f"{len(paths)} addresses tell army-south nothing of it: {shown}")
    other = name[:-1] + ("0" if name[-1] != "0" else "1")
    pairs = [[south.browser.run("const r = await fetch(a[0], { headers: { accept: 'text/html' } }); return r.status + ' ' + (await r.text());", path + one).replace(one, "…")
              for one in (name, other)] for path in ("/console/records/", "/console/bundles/", "/console/api/records/")]
    steady = lambda text: re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z|data-size=\"\d+\"|class=\"num\">\d+", "", text)  # noqa: E731
    check.expect(all(steady(one) == steady(two) for one, two in pairs), "what is kept from them looks like what does not exist")
    for path in ("/console/api/../keys/node.pem", "/console/assets/x/../../../passkeys.json", "/console/assets/x/..%2f..%2fpasskeys.json", "/console/forms/x/../locales/en.json"):
        code, text, _ = status(south.node.page + path)
        check.expect(code in (400, 401, 404) and "PRIVATE KEY" not in text and "parley/passkeys" not in text, f"{path} leads nowhere ({code})")


def play(check, accord, driver, everybody):
    elsewhere = Elsewhere()
    for name, act in (("injection", lambda: injects(check, accord, everybody)),
                      ("texts that turn", lambda: control_characters(check, everybody)),
                      ("hostile layers", lambda: hostile_layers(check, accord, everybody)),
                      ("another site", lambda: cross_site(check, accord, everybody, elsewhere)),
                      ("fixed sessions", lambda: fixes_sessions(check, accord, driver, everybody)),
                      ("guessing", lambda: guesses(check, accord, everybody))):
        check.part(name, act)
    elsewhere.end()


__all__ = ["play", "OFFICERS"]
