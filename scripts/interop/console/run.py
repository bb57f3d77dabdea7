"""Runs the end-to-end tests of the console: real nodes, real browsers.

Usage: run.py [--program PROGRAM] [--files FOLDER] [--screenshots DIR] [--only PART,PART]
"""
import argparse
import os
import shutil
import sys
import time
import traceback

import accord as accords
import officer
import webdriver

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
PARTS = ("story", "faults", "attack", "layout")


class Check:
    """What was expected and how it came."""

    def __init__(self):
        self.failed, self.count, self.begun = [], 0, time.monotonic()

    def step(self, text):
        print(f"== {text} ({time.monotonic() - self.begun:.0f} s)", flush=True)

    def expect(self, holds, text):
        self.count += 1
        print(("   ok  " if holds else "   NOT ") + text, flush=True)
        if not holds:
            self.failed.append(text)

    def figure(self, name, value, unit):
        print(f'   {{"figure": "{name}", "value": {value}, "unit": "{unit}"}}', flush=True)

    def part(self, name, play):
        """A part that ends early is one failure; the others are tried all the same."""
        try:
            play()
        except Exception as error:  # noqa: BLE001
            last = [frame for frame in traceback.extract_tb(error.__traceback__) if "webdriver" not in frame.filename][-3:]
            places = ", ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in last)
            self.expect(False, f"{name} was played to its end: {type(error).__name__}: {error} ({places})")
            return False
        return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT + "/.build/debug/parley")
    parser.add_argument("--files", help="where the console's files are, instead of beside the program")
    parser.add_argument("--screenshots", default=ROOT + "/.build/console-screenshots")
    parser.add_argument("--axe", default=ROOT + "/.build/axe/axe.min.js")
    parser.add_argument("--only", default=",".join(PARTS))
    given = parser.parse_args()
    os.makedirs(given.screenshots, exist_ok=True)
    check = Check()
    accord = accords.Accord(os.path.abspath(given.program), given.files)
    driver = webdriver.Driver()
    everybody = {}
    try:
        play(given, check, accord, driver, everybody)
    finally:
        for one in everybody.values():
            one.end()
        driver.end()
        accord.end()
        if check.failed:
            with open(given.screenshots + "/journals.txt", "w") as file:
                for party, node in accord.nodes.items():
                    file.write(f"== {party}\n{''.join(node.journal[-200:])}\n")
        shutil.rmtree(accord.base, ignore_errors=True)
    print(f"console: {check.count} expectations in {time.monotonic() - check.begun:.0f} s, "
          + (f"{len(check.failed)} FAILED: " + "; ".join(check.failed) if check.failed else "everything held"))
    return 1 if check.failed else 0


def play(given, check, accord, driver, everybody):
    import story
    check.step("a host and three parties, each with a node of its own")
    accord.found()
    for party in accords.OFFICERS:
        everybody[party] = officer.Officer(driver, accord, party)
    if not check.part("signing in", lambda: story.signs_in(check, accord, driver, everybody)):
        return pictures_of_failure(given, everybody, "signing-in")
    for name in given.only.split(","):
        part = __import__(name)
        if not check.part(name, lambda: part.play(check, accord, driver, everybody, **({"given": given} if name == "layout" else {}))):
            pictures_of_failure(given, everybody, name)


def pictures_of_failure(given, everybody, name):
    for party, one in everybody.items():
        try:
            one.browser.shot(f"{given.screenshots}/failed-{name}-{party}.png")
        except (webdriver.Refused, OSError):
            pass


sys.exit(main())
