"""Lost lines, crashes, two at once, keys that end, wrong clocks, passkeys."""
import base64
import concurrent.futures
import hashlib
import json
import subprocess
import tempfile
import time

from accord import Said, status, utc
from officer import Officer, message, read, site, until
from relay import Line
from webdriver import Missed, Refused

STATES = """
const open = indexedDB.open('parley');
const base = await new Promise((yes, no) => { open.onsuccess = () => yes(open.result); open.onerror = no; });
const all = (name) => new Promise((yes) => { const r = base.transaction(name).objectStore(name).getAll(); r.onsuccess = () => yes(r.result); });
const found = { queue: (await all('queue')).map((item) => ({ state: item.state, subject: item.frozen?.subject, entry: item.entry ?? null,
  hasReceipt: Boolean(item.receipt) })), drafts: (await all('drafts')).length };
base.close();
return found;"""


def enrolled(accord, driver, party, officer, language="en", sign_in=True, **options):
    accord.enrol(party, officer)
    one = Officer(driver, accord, party, officer, language, **options)
    if sign_in:
        one.sign_in()
    return one


def offline(browser, is_offline):
    browser.cdp("Network.enable")
    browser.cdp("Network.emulateNetworkConditions", offline=is_offline, latency=0, downloadThroughput=-1, uploadThroughput=-1)


def queued(one, subject, state, patience=30):
    return one.browser.wait(
        f"const found = await (async () => {{ {STATES} }})(); return found.queue.some((i) => i.subject === a[0] && i.state === a[1]);",
        f"the queue of {one.officer} holds {subject} as {state}", subject, state, patience=patience)


def loses_the_line(check, accord, driver):
    check.step("the line is lost in the middle of a form, and the browser dies")
    line = Line()
    one = enrolled(accord, driver, "un-hub", "omar", proxy=line.port)
    page = one.browser
    try:
        one.begin("site")
        one.fill(site("Lost line"))
        line.cut()
        offline(page, True)
        page.shows("#notice-line")
        check.expect(True, "the page says that the line is lost")
        one.set("/consent/by", "Head of the clinic")
        one.choose_audience("open")
        page.wait("return (await (async () => { " + STATES + " })()).drafts === 1;", "the draft is kept without a line")
        kept = page.shows(".kept", patience=10)
        check.expect(bool(kept.strip()), "the form says that it is kept: " + kept.strip()[:80])
        page.run("await new Promise((yes) => setTimeout(yes, 400));")
        line.mend()
        page.crash()
        one.open("/console/sent")
        page.click("#sent a[href*='draft=']")
        page.shows("form.parley-form")
        values = page.run("return ['/name/en', '/consent/by', '/place/circle/centre'].map((p) => "
                          "[...document.querySelectorAll('[data-pointer]')].find((e) => e.dataset.pointer === p)?.value);")
        check.expect(values == ["Lost line", "Head of the clinic", "36.20000N 37.15000E"], f"the draft survives the crash whole: {values}")
        one.review()
        line.cut()
        one.sign()
        queued(one, "lost-line", "waiting")
        text = page.shows(".sent-item.sent-waiting", patience=10)
        check.expect(bool(text), "without a line it waits, and the page says so: " + " ".join(text.split())[:110])
        line.mend()
        page.run("dispatchEvent(new Event('online'));")
        one.sent()
        check.expect(bool(page.text(".sent-item.sent-sent .entry")), "once there is a line it is sent by itself")
        accord.everywhere("notification.notify.v1", "lost-line", "un-hub", count=1)
        one.open("/console/sent")
        page.wait("return (await (async () => { " + STATES + " })()).queue.every((i) => i.state === 'sent' && i.hasReceipt);",
                  "its receipt is kept")
        check.expect("receipt" in page.shows(".sent-item.sent-sent").lower(), "the page of what was sent shows it with its receipt")

        check.step("the node's answer is lost: it is said once all the same")
        one.begin("site")
        one.fill(site("Lost answer", "36.30000N 37.25000E"), "open")
        one.review()
        line.swallows = b"POST /statements"
        one.sign()
        until(lambda: [s for s in accord.statements("un-hub") if s.subject == "lost-answer"], "the node has it", 30)
        line.cut()
        line.mend()
        page.crash()
        one.open("/console/sent")
        queued(one, "lost-answer", "sent", 60)
        accord.everywhere("notification.notify.v1", "lost-answer", "un-hub", count=1)
        check.expect(True, "exactly once in every log, after a crash between signing and the answer")
        works_offline(check, accord, one, line)
    finally:
        one.end()
        line.end()


def works_offline(check, accord, one, line):
    check.step("a form opens, is filled and queued without any line (service worker)")
    page = one.browser
    one.open("/console/new/site")
    page.shows("form.parley-form")
    page.wait("const r = await navigator.serviceWorker.getRegistration('/console/'); return Boolean(r?.active);",
              "the worker is there", patience=15)
    page.wait("const c = await caches.open('parley-shells-v1'); return (await c.keys()).some((k) => k.url.endsWith('/console/new/site'));",
              "the worker keeps the form's page", patience=20)
    # Under its rule, so that the modules come through it.
    page.reload()
    page.shows("form.parley-form")
    line.cut()
    offline(page, True)
    one.open("/console/new/site")
    page.shows("form.parley-form", patience=20)
    check.expect(True, "the form opens")
    health = page.text(".health strong") or ""
    check.expect("cannot be reached" in health, f"the page no longer says how good the log is: {health}")
    one.fill({**site("Made offline", "36.40000N 37.35000E")}, "open")
    one.review()
    one.sign()
    queued(one, "made-offline", "waiting")
    cached = page.run("""const found = []; for (const n of await caches.keys()) for (const k of await (await caches.open(n)).keys()) found.push(new URL(k.url).pathname);
        return found.filter((p) => !/^\\/console\\/(assets|words|forms|new|sent)(\\/|$)/.test(p));""")
    check.expect(cached == [], f"nothing but shells and files lies in the worker's store: {cached[:3]}")
    offline(page, False)
    line.mend()
    one.open("/console/sent")
    queued(one, "made-offline", "sent", 60)
    accord.everywhere("notification.notify.v1", "made-offline", "un-hub", count=1)
    check.expect(True, "and goes out once when the line is back")


def both_answer(check, accord, everybody, driver):
    check.step("two officers of one party answer at once")
    first = everybody["army-north"]
    second = enrolled(accord, driver, "army-north", "nour")
    try:
        sender = everybody["un-hub"]
        sender.say("message-send", "line=neutral/line", message("Two will answer this."), "open")
        accord.level()
        sent = [s for s in accord.statements("neutral") if s.kind == "message.send.v1"][-1]
        name = f"un-hub/{sent.subject}"
        until(lambda: read(first, f"/console/api/messages/{name}")["status"] == 200, "army-north's node has it")
        first.say("message-acknowledge", f"message={name}", {}, "as-about")
        for one, answer in ((first, "stopping"), (second, "not-my-force")):
            one.begin("message-answer", f"message={name}")
            one.fill({"/answer": answer, "/at": utc(), "/by": "Duty officer"}, "as-about")
            one.review()

        def signs(one):
            one.sign()
            try:
                return one.sent()
            except Missed as error:
                return error
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            ends = list(pool.map(signs, (first, second)))
        accord.level()
        said = [s for s in accord.statements("army-north") if s.kind == "message.answer.v1" and s.subject == sent.subject]
        taken = [end for end in ends if isinstance(end, str)]
        check.expect(len(said) == len(taken) >= 1, f"{len(taken)} told that it is in the log, {len(said)} in the log; "
                     + "; ".join(str(end)[:120] for end in ends if not isinstance(end, str)))
        check.expect(len({s.officer for s in said}) == len(said), "nothing is doubled")
        # The pair is kept as evidence, as the specification says (5.3); it raises no alarm, since honest officers race.
        alarmed = [n for n, node in accord.nodes.items() if json.loads(node.get("/health"))["alarms"]]
        check.expect(not alarmed, f"no node raises an alarm because two officers spoke at once: {alarmed}")
    finally:
        second.end()


def sign_as_root(accord, party, kind, subject, body):
    """A statement of the party's root key, by openssl: what the program does not offer."""
    node = accord.nodes[party]
    checkpoint = node.get("/log/checkpoint").decode().split("\n")
    own = [s for s in accord.statements(party) if s.party == party and s.officer != "node"]
    root = [s for s in own if s.officer == "root"][-1]
    payload = json.dumps({
        "accord": "console", "party": party, "officer": "root", "kind": kind, "subject": subject,
        "sequence": own[-1].value["sequence"] + 1, "previous": hashlib.sha256(own[-1].message).hexdigest(),
        "seen": {"size": int(checkpoint[1]), "root": checkpoint[2]},
        "saidAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "body": body}, separators=(",", ":")).encode()
    kind = "application/vnd.parley.statement+json"
    with tempfile.NamedTemporaryFile() as file:
        file.write(f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload)
        file.flush()
        signature = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", f"{accord.base}/{party}/keys/party-root.pem", "-in", file.name],
            capture_output=True, check=True, timeout=20).stdout
    envelope = json.dumps({"payloadType": kind, "payload": base64.b64encode(payload).decode(), "signatures": [
        {"keyid": root.keyid, "sig": base64.b64encode(signature).decode()}]}, separators=(",", ":")).encode()
    code, text, _ = status(node.url + "/statements", "POST", envelope, {"Content-Type": "application/vnd.dsse+json"})
    if code not in (200, 201, 202):
        raise Missed(f"the node takes {kind}: {code} {text}")
    return Said(envelope)


def keys_end(check, accord, everybody, driver):
    check.step("a key expires; an officer is revoked")
    guest = enrolled(accord, driver, "army-south", "guest", sign_in=False)
    leaver = enrolled(accord, driver, "army-south", "leaver")
    try:
        digits = guest.ask_for_key().replace(" ", "")
        asked = json.loads(accord.nodes["army-south"].get(f"/joining/keys/{digits}"))
        expires = time.time() + 12
        accord.level()
        sign_as_root(accord, "army-south", "key.enrol.v1", "guest", {
            "key": asked["key"], "expires": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(expires))})
        guest.at_desk()
        guest.begin("site")
        guest.fill(site("Too late", "36.50000N 37.45000E"), "open")
        guest.review()
        until(lambda: time.time() > expires + 1, "the key expires", 20)
        guest.sign()
        page = guest.browser
        said = page.wait("return document.querySelector('.error-summary:not([hidden]), .sent-item.sent-refused, .sent-item.sent-sent')?.textContent;",
                         "something is said of what an expired key signed", patience=30)
        check.expect(not [s for s in accord.statements("army-south") if s.subject == "too-late"],
                     "an expired key says nothing more: " + " ".join(said.split())[:140])
        # A quiet log's clock stands still: the key ends with the next entry.
        accord.enrol("army-south", "another")
        accord.level()
        guest.open("/console")
        page.shows("#sign-in-state, #needs", patience=10)
        check.expect(page.text("#needs") is None, "and opens nothing: the sign-in page comes")
        key = leaver.key
        leaver.open("/console")
        leaver.browser.shows("#feed-state.live")
        accord.parley("key", "revoke", key, "--reason", "left", "--as", accord.root("army-south"))
        end = time.monotonic()
        leaver.browser.shows("#sign-in-state", patience=20)
        check.expect(True, f"a revoked officer is out without a click, {time.monotonic() - end:.1f} s after it")
        check.expect(read(leaver, "/console/api/records")["status"] == 401, "and reads nothing more")
    finally:
        guest.end()
        leaver.end()


WRONG_CLOCK = """{ const Right = Date, by = 86_400_000; globalThis.Date = class Date extends Right {
  constructor(...a) { if (a.length) super(...a); else super(Right.now() + by); }
  static now() { return Right.now() + by; } }; }"""


def wrong_clock(check, accord, driver):
    check.step("a clock that is wrong by a day")
    one = enrolled(accord, driver, "army-south", "early", sign_in=False)
    page = one.browser
    try:
        page.cdp("Page.addScriptToEvaluateOnNewDocument", source=WRONG_CLOCK)
        one.sign_in()
        text = page.shows("#notice-clock")
        check.expect("clock is wrong" in text, "it signs in, and is told: " + text)
        one.say("site", "", site("Early site", "36.60000N 37.55000E"), "open")
        said = accord.everywhere("notification.notify.v1", "early-site", "army-south")[0]
        age = abs(time.time() - time.mktime(time.strptime(said.value["saidAt"][:19], "%Y-%m-%dT%H:%M:%S")) + time.timezone)
        check.expect(age < 120, f"what it signs bears the right time ({said.value['saidAt']})")
        shown, wrong = page.text(".sent-item"), time.strftime("%b %-d,", time.gmtime(time.time() + 86_400))
        check.expect(wrong not in shown, "and the page does not show the wrong day: " + " ".join(shown.split())[:120])
        one.begin("notification-reconfirm", "record=army-south/early-site")
        page.run("const e = [...document.querySelectorAll('[data-pointer]')].find((e) => e.dataset.pointer === '/at');"
                 "e.closest('.with-unit').querySelector('button').click();")
        given = page.run("return [...document.querySelectorAll('[data-pointer]')].find((e) => e.dataset.pointer === '/at').value;")
        check.expect(given[:10] == time.strftime("%Y-%m-%d", time.gmtime()), f"'now' in a form is now, not this computer's: {given}")
    finally:
        one.end()


def authenticator(browser, has_owner=True):
    return browser.ask("POST", "/webauthn/authenticator", {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserConsenting": True, "isUserVerified": has_owner})


def passkeys(check, accord, driver):
    check.step("a passkey beside the key")
    one = enrolled(accord, driver, "army-south", "pass")
    page = one.browser
    try:
        device = authenticator(page)
        one.open("/console/keys")
        page.type("#passkey-label", "The telephone")
        page.click("#add-passkey button")
        page.shows("#passkeys li", "The telephone")
        check.expect(True, "it is added")
        kept = page.ask("GET", f"/webauthn/authenticator/{device}/credentials")
        check.expect(len(kept) == 1, "one credential was made")
        page.click("[data-sign-out]")
        page.shows("#sign-in-state + button")
        page.click("#sign-in-state + button")
        one.at_desk()
        check.expect(True, "after signing out, key and passkey together sign in")
        page.click("[data-sign-out]")
        page.shows("#sign-in-state + button")
        page.ask("DELETE", f"/webauthn/authenticator/{device}")
        authenticator(page)
        page.click("#sign-in-state + button")
        text = page.wait("return document.querySelector('#sign-in-error')?.textContent || document.querySelector('#needs')?.textContent;",
                         "something is said of it", patience=40)
        check.expect(bool(text.strip()) and page.text("#needs") is None, "another authenticator opens nothing: " + text.strip())
        code, text, _ = status(one.node.page + "/console/session", "POST", b"{}", {"X-Parley-Console": "1", "Origin": one.node.page})
        check.expect(code in (401, 403), f"and without a signature nobody is let in: {code}")
    finally:
        one.end()
    reader = Officer(driver, accord, "army-south", "pass-alone")
    try:
        # A device without a key: the passkey alone lets its owner read, and not sign. A copy that lags behind is noticed.
        device = authenticator(reader.browser)
        made = {key: kept[0][key] for key in ("credentialId", "isResidentCredential", "rpId", "privateKey", "userHandle")}
        path = f"/webauthn/authenticator/{device}/credential"
        reader.browser.ask("POST", path, {**made, "signCount": 1})
        reader.open("/console")
        reader.browser.shows("#make-key")
        reader.browser.click("#use-passkey")
        text = reader.browser.wait("return document.querySelector('#sign-in-error')?.textContent;", "a copy is noticed")
        check.expect("copied" in text, "a passkey that was copied opens nothing: " + text)
        reader.browser.ask("DELETE", f"/webauthn/authenticator/{device}/credentials")
        reader.browser.ask("POST", path, {**made, "signCount": 1000})
        reader.browser.click("#use-passkey")
        reader.at_desk()
        check.expect(reader.browser.run("return document.documentElement.dataset.canSign ?? null;") is None,
                     "a passkey alone opens a session for reading alone")
    finally:
        reader.end()


def play(check, accord, driver, everybody):
    # Side by side where they are of different parties: a party's root key says one thing at a time.
    chains = ((("a lost line", lambda: loses_the_line(check, accord, driver)),),
              (("two at once", lambda: both_answer(check, accord, everybody, driver)),),
              (("keys that end", lambda: keys_end(check, accord, everybody, driver)),
               ("a wrong clock", lambda: wrong_clock(check, accord, driver)),
               ("passkeys", lambda: passkeys(check, accord, driver))))
    with concurrent.futures.ThreadPoolExecutor(len(chains)) as pool:
        list(pool.map(lambda chain: [check.part(name, act) for name, act in chain], chains))


__all__ = ["play", "Refused"]
