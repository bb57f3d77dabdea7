"""An officer at a browser: signs in, fills forms as people do, and reads what the pages say."""
import json
import re

from accord import OFFICERS, PARTIES, utc
from webdriver import Browser, Missed, Refused, until

#: Keys as the protocol writes them.
ENTER, TAB, ESCAPE = "\ue007", "\ue004", "\ue00c"

#: Marks the control of a pointer, opens what hides it, and tells what it is.
FIND = """
const [pointer] = a;
const form = document.querySelector('form.parley-form');
const found = form && [...form.querySelectorAll('[data-pointer]')].find((e) => e.dataset.pointer === pointer);
if (!found) return false;
for (let at = found.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
return found.tagName === 'FIELDSET' ? 'group' : found.tagName === 'SELECT' ? 'choice'
  : found.type === 'checkbox' ? 'flag' : 'text';
"""
CONTROL = "const e = [...document.querySelectorAll('form.parley-form [data-pointer]')].find((e) => e.dataset.pointer === a[0]);"


class Officer:
    """A person of a party, at a browser of their own, at the party's own node."""

    def __init__(self, driver, accord, party, officer=None, language="en", **options):
        self.accord, self.party, self.officer = accord, party, officer or OFFICERS[party]
        self.node = accord.nodes[party]
        self.browser = Browser(driver, f"{accord.base}/profiles/{party}-{self.officer}", language, **options)

    def open(self, path):
        self.browser.go(self.node.page + path)

    # Signing in.

    def ask_for_key(self):
        """Makes the key in this browser; gives the digits that are read aloud."""
        page = self.browser
        self.open("/console")
        page.shows("#make-key")
        page.type("#party", self.party)
        page.type("#officer", self.officer)
        page.click("#make-key button")
        page.shows("#waiting")
        digits = page.text("#digits")
        if not re.fullmatch(r"(\d{5} ){4}\d{5}", digits):
            raise Missed(f"25 digits are shown, not '{digits}'")
        return digits

    def sign_in(self, days=90):
        digits = self.ask_for_key()
        self.accord.admit(digits, self.party, days)
        self.at_desk()
        return digits

    def at_desk(self):
        self.browser.shows("#needs", patience=30)
        return self.key

    @property
    def key(self):
        return self.browser.run("return document.documentElement.dataset.key ?? null;")

    # Forms.

    def begin(self, form, query=""):
        self.open(f"/console/new/{form}{'?' + query if query else ''}")
        self.browser.shows("form.parley-form")

    def fill(self, values, audience=None):
        for pointer, value in values.items():
            self.set(pointer, value)
        if audience is not None:
            self.choose_audience(audience)

    def set(self, pointer, value):
        page = self.browser
        kind = page.wait(FIND, f"the form {page.url} has a field {pointer}", pointer)
        if kind == "choice":
            found = page.run(CONTROL + "e.value = a[1]; e.dispatchEvent(new Event('change', { bubbles: true })); return e.value;",
                             pointer, value)
            if found != value:
                raise Missed(f"{pointer} offers '{value}'")
        elif kind == "group":
            self.check(pointer, value if isinstance(value, list) else [value])
        elif kind == "flag":
            page.run(CONTROL + "if (e.checked !== a[1]) e.click();", pointer, value)
        else:
            page.run(CONTROL + "e.scrollIntoView({ block: 'center' }); e.focus(); e.select?.();", pointer)
            page.cdp("Input.insertText", text=value)

    def check(self, pointer, names):
        """Ticks boxes of a group by what stands beside them, or radio buttons by their value."""
        missing = self.browser.run(CONTROL + """
            const missing = [];
            for (const name of a[1]) {
              const box = [...e.querySelectorAll('label')].find((l) => l.textContent.includes(name))?.querySelector('input')
                ?? e.querySelector(`input[value="${name}"]`);
              if (!box) missing.push(name);
              else if (!box.checked) box.click();
            }
            return missing;""", pointer, names)
        if missing:
            raise Missed(f"{pointer} offers {missing}")

    def choose_audience(self, audience):
        if isinstance(audience, list):
            self.check("/-/audience", ["restricted"])
            self.check("/-/audience", [PARTIES[party][1] for party in audience])
        else:
            self.browser.run(CONTROL + "e.querySelector(`input[value='${a[1]}']`).click();", "/-/audience", audience)

    def review(self):
        """Goes on to the review; gives what it says."""
        page = self.browser
        page.click("form.parley-form button[type=submit]")
        page.wait("return document.querySelector('dialog.review[open]') || "
                  "document.querySelector('.error-summary:not([hidden])') ? true : false;", "a review or errors appear")
        if wrong := page.run("return [...document.querySelectorAll('.error-summary:not([hidden]) li')].map((e) => e.textContent);"):
            raise Missed(f"the form {page.url} is without errors: {wrong}")
        return page.text("dialog.review")

    def sign(self):
        self.browser.click("dialog.review button.primary")

    def sent(self, patience=40):
        """Waits until it is in the log; gives the result's text."""
        page = self.browser
        page.wait("return document.querySelector('.sent-item.sent-sent, .error-summary:not([hidden])') ? true : false;",
                  f"what {self.officer} signed at {page.url} is sent", patience=patience)
        if wrong := page.text(".error-summary:not([hidden])"):
            raise Missed(f"the node takes what {self.officer} signed: {wrong}")
        return page.text(".sent-item.sent-sent")

    def say(self, form, query, values, audience=None):
        """A form from its beginning to its receipt."""
        self.begin(form, query)
        self.fill(values, audience)
        self.review()
        self.sign()
        return self.sent()

    def end(self):
        self.browser.end()


def site(name, place="36.20000N 37.15000E", **more):
    return {"/category": "static-site", "/kind": "hospital", "/name/en": name, "/place/circle/centre": place,
            "/place/circle/radiusMetres": "60", "/standOffClass": "site", "/valid/from": utc(-3600),
            "/consent/by": "Director of the hospital", "/consent/givenAt": utc(-86_400),
            "/contact/role": "Duty doctor", "/contact/phones": "+000 000 000", **more}


def movement(name):
    return {"/name/en": name, "/purpose": "Food distribution", "/halfWidthMetres": "100", "/standOffClass": "convoy",
            "/legs/0/from": "Depot", "/legs/0/to": "Distribution point",
            "/legs/0/path": "36.20000N 37.15000E\n36.15000N 36.97000E", "/legs/0/departs": utc(60),
            "/legs/0/arrives": utc(7200), "/vehicles/0/kind": "truck", "/vehicles/0/count": "4",
            "/contact/role": "Convoy leader", "/contact/radio": "channel 6"}


def message(text, line="neutral/line", to=("Army North",), about="Convoy of the tests", position="36.18000N 37.08000E"):
    return {"/line": line, "/to": list(to), "/purpose": "warning", "/urgency": "flash", "/-/#about": "activity",
            "/about/activity/en": about, "/text/en": text, "/expires": utc(3600)}


def read(officer, path):
    """What the node answers to this officer's session."""
    return officer.browser.run(
        "const r = await fetch(a[0], { headers: { accept: 'application/json' } });"
        "return { status: r.status, body: await r.json().catch(() => null) };", path)


__all__ = ["Officer", "Missed", "Refused", "until", "site", "movement", "message", "read", "json"]
