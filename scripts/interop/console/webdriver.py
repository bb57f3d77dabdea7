"""A client of the W3C's WebDriver protocol, as small as the tests of the console need: Chromium by chromedriver, over HTTP.

Nothing here sleeps for a fixed time: what is waited for is a condition, and every wait has a limit.
"""
import base64
import http.client
import json
import os
import re
import signal
import subprocess
import threading
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
#: Seconds that a condition may take, and between two looks at it.
PATIENCE, LOOK = 20, 0.03
#: Seconds that one command of the protocol may take.
COMMAND = 60


class Refused(Exception):
    """What chromedriver or the page would not do."""

    def __init__(self, kind, text):
        super().__init__(f"{kind}: {text.splitlines()[0] if text else ''}")
        self.kind = kind


class Missed(Exception):
    """A condition that did not come true in time."""


def until(holds, text, patience=PATIENCE):
    """What `holds` gives once it is true of it."""
    end = time.monotonic() + patience
    last = None
    while True:
        try:
            found = holds()
            if found:
                return found
        except Refused as error:
            # A page that is being left answers nothing.
            last = error
        if time.monotonic() > end:
            raise Missed(f"{text}, within {patience} s" + (f" ({last})" if last else ""))
        time.sleep(LOOK)


class Driver:
    """One chromedriver process for all browsers."""

    def __init__(self):
        self.process = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, start_new_session=True)
        self.port = None
        ready = threading.Event()

        def read():
            for line in self.process.stdout:
                if found := re.search(r"started successfully on port (\d+)", line):
                    self.port = int(found.group(1))
                    ready.set()
        threading.Thread(target=read, daemon=True).start()
        if not ready.wait(PATIENCE):
            raise Missed("chromedriver starts")

    def ask(self, method, path, value=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=COMMAND)
        try:
            body = None if method in ("GET", "DELETE") else json.dumps(value or {})
            connection.request(method, path, body, {"Content-Type": "application/json"})
            reply = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(reply, dict) and "error" in reply:
            raise Refused(reply["error"], reply.get("message", ""))
        return reply

    def end(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)


class Browser:
    """A browser with a profile of its own: what it stores stays when it is begun again with the same profile."""

    def __init__(self, driver, profile, language="en", size=(1280, 900), proxy=None, events=False, more=()):
        self.driver, self.profile, self.language, self.size = driver, profile, language, size
        self.proxy, self.events, self.more = proxy, events, more
        self.begin()

    def begin(self):
        arguments = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
                     "--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades", "--disable-gpu",
                     f"--user-data-dir={self.profile}", f"--window-size={self.size[0]},{self.size[1]}",
                     f"--lang={self.language}", *self.more]
        if self.proxy:
            arguments += [f"--proxy-server=socks5://127.0.0.1:{self.proxy}", "--proxy-bypass-list=<-loopback>"]
        logs = {"browser": "ALL", **({"performance": "ALL"} if self.events else {})}
        started = self.driver.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "unhandledPromptBehavior": "ignore", "goog:loggingPrefs": logs,
            "timeouts": {"script": 30_000, "pageLoad": 30_000, "implicit": 0},
            "goog:chromeOptions": {"args": arguments, "prefs": {
                "intl.accept_languages": self.language, "download.prompt_for_download": False,
                "download.default_directory": self.profile + "/downloads"}},
        }}})
        self.path = "/session/" + started["sessionId"]
        self.process = started["capabilities"].get("goog:processID")

    def ask(self, method, path, value=None):
        return self.driver.ask(method, self.path + path, value)

    def end(self):
        try:
            self.driver.ask("DELETE", self.path)
        except (Refused, OSError, ValueError):
            pass

    def crash(self):
        """Ends the browser as a power cut does, and begins it again with what it had stored."""
        os.kill(self.process, signal.SIGKILL)
        self.end()
        self.begin()

    # Pages.

    def go(self, url):
        self.ask("POST", "/url", {"url": url})

    @property
    def url(self):
        return self.ask("GET", "/url")

    def reload(self):
        self.ask("POST", "/refresh")

    def run(self, script, *arguments):
        """What a script gives; it may wait (`async`)."""
        wrapped = ("const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);"
                   "(async (...a) => {" + script + "\n})(...given).then((v) => done({ v: v ?? null }),"
                   " (e) => done({ e: String(e?.stack ?? e) }));")
        found = self.ask("POST", "/execute/async", {"script": wrapped, "args": list(arguments)})
        if "e" in found:
            raise Refused("script", found["e"])
        return found["v"]

    def wait(self, script, text, *arguments, patience=PATIENCE):
        """What a script gives once it is true."""
        return until(lambda: self.run(script, *arguments), text, patience)

    def shows(self, selector, text=None, patience=PATIENCE):
        """Waits until an element is to be seen (and holds a text)."""
        return self.wait(
            "const e = [...document.querySelectorAll(a[0])].find((e) => e.checkVisibility() && (!a[1] || "
            "e.textContent.includes(a[1]))); return e ? e.textContent || ' ' : false;",
            f"{self.name_of_page()} shows {selector}" + (f" with '{text}'" if text else ""), selector, text, patience=patience)

    def name_of_page(self):
        try:
            return self.url
        except Refused:
            return "the page"

    def text(self, selector):
        return self.run("return document.querySelector(a[0])?.textContent ?? null;", selector)

    def find(self, selector):
        return self.ask("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector, patience=PATIENCE):
        """Clicks as a person does: the element must be there, to be seen and not covered."""
        def try_once():
            # A form that is redrawn between the two commands has another element there.
            self.ask("POST", f"/element/{self.find(selector)}/click")
            return True
        return until(try_once, f"{selector} can be clicked", patience)

    def type(self, selector, text):
        element = self.find(selector)
        self.ask("POST", f"/element/{element}/clear")
        self.ask("POST", f"/element/{element}/value", {"text": text})

    def keys(self, *names):
        actions = [{"type": kind, "value": name} for name in names for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def alert(self, accept=True):
        until(lambda: self.ask("GET", "/alert/text") or True, "a question appears")
        self.ask("POST", "/alert/accept" if accept else "/alert/dismiss")

    def resize(self, width, height):
        """The size of the page itself, as narrow as a telephone."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def shot(self, path, is_whole=True):
        # The bar would be cut into what runs from right to left.
        self.cdp("Emulation.setScrollbarsHidden", hidden=True)
        found = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=is_whole)
        self.cdp("Emulation.setScrollbarsHidden", hidden=False)
        with open(path, "wb") as file:
            file.write(base64.b64decode(found["data"]))

    def cdp(self, command, **values):
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": values})

    def log(self, kind="browser"):
        """What the browser has noted since it was asked last."""
        return self.ask("POST", "/se/log", {"type": kind})

    def faults(self):
        """Errors and violations of the page's policy, without what the network says of refused requests."""
        return [entry["message"] for entry in self.log() if entry["level"] == "SEVERE" and entry["source"] != "network"]
