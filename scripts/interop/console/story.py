"""The story of a convoy, between four browsers of four parties on four nodes."""
import concurrent.futures
import os
import re

from accord import PARTIES, utc
from officer import Missed, Officer, message, movement, read, site, until

#: Milliseconds until an urgent message must be seen at other desks, nodes and witnesses between.
SEEN = 20


def signs_in(check, accord, driver, everybody):
    check.step("every officer makes a key in the browser, reads digits aloud, and is admitted by them")
    for party in everybody:
        accord.enrol(party, everybody[party].officer)
    accord.level()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        digits = dict(zip(everybody, pool.map(lambda one: one.ask_for_key(), everybody.values())))
    check.expect(len(set(digits.values())) == len(digits), "every browser shows digits of its own")
    heard = digits["un-hub"]
    wrong = heard[:-1] + str((int(heard[-1]) + 1) % 10)
    check.expect(accord.admit(wrong, "un-hub", codes=(0, 1, 2, 3, 4)).returncode != 0, "digits heard wrong admit nobody")
    check.expect(accord.admit(heard, "army-north", codes=(0, 1, 2, 3, 4)).returncode != 0,
                 "another party's root key admits nobody by them")
    for party, said in digits.items():
        accord.admit(said, party)
    for party, one in everybody.items():
        check.expect(one.at_desk() is not None, f"{one.officer} of {party} is at the desk without touching a key")
    key = everybody["un-hub"].browser.run("""
        const open = indexedDB.open('parley');
        const base = await new Promise((yes, no) => { open.onsuccess = () => yes(open.result); open.onerror = no; });
        const all = await new Promise((yes) => { const r = base.transaction('keys').objectStore('keys').getAll(); r.onsuccess = () => yes(r.result); });
        base.close();
        return { count: all.length, isExtractable: all[0].privateKey.extractable, name: all[0].privateKey.algorithm.namedCurve };""")
    check.expect(key == {"count": 1, "isExtractable": False, "name": "P-256"}, "the key is P-256 and cannot be taken out")


def notices(check, accord, everybody):
    amal, north, south = (everybody[party] for party in PARTIES)
    check.step("a hospital and a convoy are notified by form, and received and passed on")
    text = amal.say("site", "", site("Example hospital"), "open")
    check.expect(bool(re.search(r"\d", text)), "the form ends with the entry that it has become")
    accord.everywhere("notification.notify.v1", "example-hospital", "un-hub")
    amal.say("movement", "", movement("Example convoy"), "open")
    accord.everywhere("movement.notify.v1", "example-convoy", "un-hub")
    for one in (north, south):
        until(lambda: read(one, "/console/api/records/un-hub/example-convoy")["status"] == 200, "the node has the convoy")
        one.say("notification-receive", "record=un-hub/example-convoy", {"/receivedAt": utc(), "/means": "console"}, "as-about")
    north.say("notice-disseminate", "record=un-hub/example-convoy",
              {"/depth": "formation", "/at": utc(), "/by": "watch officer"}, "as-about")
    accord.everywhere("notification.receive.v1", party="army-north")
    accord.everywhere("notification.receive.v1", party="army-south")
    accord.everywhere("notice.disseminate.v1", party="army-north")


def speaks(check, accord, everybody):
    amal, north, south = (everybody[party] for party in PARTIES)
    check.step("a flash message with a position reaches the other desk by itself, and is read back, acknowledged, answered")
    for one in (north, south):
        one.open("/console")
        one.browser.shows("#feed-state.live")
        one.browser.run("window.parleyStayed = true;")
    amal.begin("message-send", "line=neutral/line")
    amal.fill(message("Shells fall beside our convoy. Stop at once."), "open")
    amal.browser.run("[...document.querySelectorAll('[data-pointer=\"/positions\"] > button')].at(-1).click();")
    amal.fill({"/positions/0/label": "the convoy", "/positions/0/position": "36.18000N 37.08000E"})
    review = amal.review()
    check.expect("Shells fall beside our convoy" in review and "36.18" in review and "37S" in review,
                 "the review says the text and the place in three formats before anything is signed")
    amal.sign()
    amal.sent()
    text = north.browser.shows("#urgent", "Shells fall beside our convoy", SEEN)
    check.expect(bool(text), "army-north's desk shows it above everything")
    check.expect(north.browser.run("return window.parleyStayed && document.title.startsWith('(1)');"),
                 "without a reload, and the window's title says it")
    north.browser.shows("#desk .row.urgent", "Shells fall", SEEN)
    check.expect(not south.browser.text("#urgent"), "army-south, whom it does not ask, is not alarmed")
    sent = accord.everywhere("message.send.v1", party="un-hub")[0]
    name = f"un-hub/{sent.subject}"
    north.browser.click("#desk .row.urgent .actions a.first")
    north.browser.shows("form.parley-form")
    check.expect("message-read-back" in north.browser.url, "one click from the desk to reading it back")
    north.fill({"/-/#about": "activity", "/about/activity/en": "Convoy of the tests"})
    north.browser.run("[...document.querySelectorAll('[data-pointer=\"/positions\"] > button')].at(-1).click();")
    north.fill({"/positions/0": "36.18000N 37.08000E"}, "as-about")
    north.review()
    north.sign()
    north.sent()
    north.say("message-acknowledge", f"message={name}", {}, "as-about")
    north.say("message-answer", f"message={name}", {"/answer": "stopping", "/at": utc(), "/by": "Duty officer"}, "as-about")
    for kind in ("message.read-back.v1", "message.acknowledge.v1", "message.answer.v1"):
        accord.everywhere(kind, party="army-north")
    north.open("/console/sent")
    north.browser.shows(".sent-item.sent-sent")
    broken = north.browser.run("""const all = [...document.querySelectorAll('.sent-item a[href^="/console/"]')].map((e) => e.getAttribute('href'));
        const ends = await Promise.all(all.map(async (url) => [url, (await fetch(url, { headers: { accept: 'text/html' } })).status]));
        return ends.filter(([, status]) => status !== 200);""")
    check.expect(not broken, f"what was sent leads to the pages of what it is about: {broken[:2]}")
    amal.open(f"/console/messages/{name}")
    amal.browser.shows("article.record .delivery-answered")
    check.expect("north" in amal.browser.text("article.record table"), "the sender sees who answered")
    return name


def checks(check, everybody):
    south = everybody["army-south"]
    check.step("a check says what a planned activity would endanger, and whom to call")
    south.open("/console/check")
    page = south.browser
    page.shows(".check-form")
    page.click(".map-draw input[value=circle]")
    page.click(".map-pastes summary")
    page.type(".map-paste", "36.2001N 37.1501E")
    page.click(".map-pastes button")
    page.shows(".map-draw-state")
    page.click(".check-form button[type=submit]")
    answer = page.shows(".check-answer .check-findings")
    check.expect("Example hospital" in answer and "Duty doctor" in answer, "it names the hospital and its doctor on duty")
    said = page.text(".check-answer")
    check.expect(not re.search(r"\b(safe|clear|approved|unprotected)\b", said, re.I), "no word of it can be read as leave")
    check.expect("entry" in said, "it says what it rests on")


def travels(check, accord, everybody):
    amal = everybody["un-hub"]
    check.step("the convoy departs, checks in, is late, and comes to its end")
    about = "record=un-hub/example-convoy"
    amal.say("movement-depart", about, {"/at": utc()}, "as-about")
    amal.say("movement-check-in", about, {"/at": utc(), "/position": "36.19N 37.12E", "/means": "radio"}, "as-about")
    amal.say("movement-delay", about, {"/seconds": "1800", "/reason": "checkpoint"}, "as-about")
    amal.say("movement-close", about, {"/outcome": "facilitated", "/at": utc()}, "as-about")
    for kind in ("movement.depart.v1", "movement.check-in.v1", "movement.delay.v1", "movement.close.v1"):
        accord.everywhere(kind, "example-convoy", "un-hub")


def proves(check, accord, everybody, message_name):
    check.step("every step lies in every log, signed by the right key; browser and program verify it all")
    told = [said for said in accord.statements("army-south") if said.officer in {one.officer for one in everybody.values()}]
    check.expect(len(told) >= 13, f"{len(told)} statements were made in browsers")
    statements = accord.statements("neutral")
    check.expect(all(accord.signed_right(said, statements) for said in told),
                 "each verifies under the P-256 key of its officer, by arithmetic of our own")
    keys = {one.party: one.key for one in everybody.values()}
    check.expect(all(said.keyid == keys[said.party] for said in told), "and under the key that the page names")
    for one, path in ((everybody["army-south"], "/console/records/un-hub/example-convoy"),
                      (everybody["neutral"], f"/console/messages/{message_name}")):
        one.open(path)
        one.browser.click("#verify-all")
        page = one.browser
        page.wait("return /holds|fails|unknown/.test(document.getElementById('verify-result').className);", "a verdict comes",
                  patience=60)
        check.expect(page.run("return document.getElementById('verify-result').classList.contains('holds');"),
                     f"{one.officer}'s browser verifies all of {path}: " + page.text("#verify-result")[:160])
        page.click("[data-verify]")
        page.wait("return /holds|fails|unknown/.test(document.querySelector('li .verdict').className);", "a verdict comes")
        check.expect(page.run("return document.querySelector('li .verdict').classList.contains('holds');"),
                     "and the first step alone: " + page.text("li .verdict")[:160])
    one = everybody["neutral"]
    one.open("/console/log")
    one.browser.click("#verify-log")
    one.browser.wait("return document.querySelectorAll('#verify-log-result .holds').length >= 4;", "the log's health is verified",
                     patience=30)
    check.expect(not one.browser.run("return document.querySelectorAll('#verify-log-result .fails').length;"),
                 "the checkpoint and its three cosignatures hold in the browser")


def takes_away(check, accord, everybody):
    check.step("the inquiry's bundle is downloaded, and verifies without the node")
    one = everybody["army-south"]
    folder = f"{accord.base}/downloads"
    os.makedirs(folder, exist_ok=True)
    one.browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
    one.open("/console/records/un-hub/example-convoy")
    one.browser.click("article.record a[download]:not([href*=receipt])")
    path = until(lambda: [f"{folder}/{name}" for name in os.listdir(folder) if name.endswith(".html")], "the bundle comes")[0]
    done = accord.parley("verify", path, "--log-key", accord.log_key, "--policy", accord.policy, codes=(0, 1, 2))
    check.expect(done.returncode == 0, "`parley verify` accepts it: " + (done.stdout + done.stderr).strip().splitlines()[-1][:160])
    with open(path) as file:
        text = file.read()
    begins = text.index('id="parley-bundle">')
    # One letter of what somebody signed.
    place = max(re.finditer(r"[A-Za-z0-9+/]{80,}", text[begins:]), key=lambda run: len(run.group())).start() + begins + 40
    with open(path, "w") as file:
        file.write(text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1:])
    done = accord.parley("verify", path, "--log-key", accord.log_key, codes=(0, 1, 2))
    check.expect(done.returncode != 0, "one in which somebody changed a letter is refused")


def play(check, accord, driver, everybody):
    notices(check, accord, everybody)
    name = speaks(check, accord, everybody)
    checks(check, everybody)
    travels(check, accord, everybody)
    proves(check, accord, everybody, name)
    takes_away(check, accord, everybody)
    for party, one in everybody.items():
        faults = one.browser.faults()
        check.expect(not faults, f"{party}'s browser notes no error and no violation of the policy: {faults[:3]}")


__all__ = ["play", "signs_in", "Officer", "Missed"]
