"""The accord of the tests: a neutral host and three parties, each with a node of its own, joined by digits."""
import base64
import concurrent.futures
import hashlib
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

import p256
from webdriver import Missed, until

PARTIES = {"un-hub": ("humanitarian", "UN hub"), "army-north": ("belligerent", "Army North"),
           "army-south": ("belligerent", "Army South")}
#: Who sits where: the second officer of un-hub comes later.
OFFICERS = {"un-hub": "amal", "army-north": "north", "army-south": "south", "neutral": "monitor"}
START = 60
PAYLOAD = "application/vnd.parley.statement+json"


class Node:
    """A node's process; its journal is kept for what fails."""

    def __init__(self, program, folder, files=None, options=()):
        self.program, self.folder, self.journal = program, folder, []
        self.options = list(options) + (["--console-files", files] if files else [])
        self.port = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--folder", self.folder, "--port", str(self.port), *self.options],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        ready = threading.Event()

        def read(stream):
            for line in stream:
                self.journal.append(line)
                if found := re.search(r"serves on (http://127\.0\.0\.1:(\d+))", line):
                    self.port = int(found.group(2))
                    ready.set()
        threading.Thread(target=read, args=(self.process.stderr,), daemon=True).start()
        if not ready.wait(START):
            raise Missed(f"{self.folder} serves: {''.join(self.journal[-20:])}")
        # A passkey needs a name, so every browser is led there by it.
        self.url, self.page = f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}"

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(START)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=20) as reply:
            return reply.read()

    def size(self):
        return int(self.get("/log/checkpoint").split(b"\n")[1])

    def envelopes(self):
        """Every entry of the log, as this node hands it to anybody (c2sp.org/tlog-tiles)."""
        size, found = self.size(), []
        for tile in range((size + 255) // 256):
            width = min(256, size - 256 * tile)
            name = f"{tile:03d}" + ("" if width == 256 else f".p/{width}")
            data, at = self.get("/log/tile/entries/" + name), 0
            for _ in range(width):
                length = int.from_bytes(data[at:at + 2], "big")
                found.append(data[at + 2:at + 2 + length])
                at += 2 + length
        return found


class Said:
    """A statement as it lies in a log."""

    def __init__(self, entry):
        envelope = json.loads(entry)
        self.payload = base64.b64decode(envelope["payload"])
        self.keyid = envelope["signatures"][0]["keyid"]
        self.signature = base64.b64decode(envelope["signatures"][0]["sig"])
        kind = envelope["payloadType"]
        self.message = f"DSSEv1 {len(kind)} {kind} {len(self.payload)} ".encode() + self.payload
        self.value = json.loads(self.payload)
        self.kind, self.subject = self.value["kind"], self.value["subject"]
        self.party, self.officer = self.value["party"], self.value["officer"]
        self.body = self.value.get("body")


class Accord:
    """All nodes, and what the program says to them."""

    def __init__(self, program, files=None):
        self.program, self.files = program, files
        self.base = tempfile.mkdtemp(prefix="parley-console-")
        self.nodes = {}

    def parley(self, *arguments, codes=(0,)):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, timeout=120)
        if done.returncode not in codes:
            raise Missed(f"parley {' '.join(arguments[:3])} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def identity(self, folder, node, party, officer, key):
        path = f"{folder}/{officer}.json"
        with open(path, "w") as file:
            json.dump({"node": node.url, "accord": "console", "party": party, "officer": officer, "key": key,
                       "logKey": self.log_key}, file)
        return path

    def root(self, party):
        return f"{self.base}/{party}/root.json"

    def found(self):
        """Founds the accord; every party joins, all three must cosign, a line and an instrument are stated."""
        host = self.base + "/neutral"
        self.log_key = json.loads(self.parley(
            "init", "--folder", host, "--accord", "console", "--name", "Accord of the tests", "--host", "neutral",
            "--host-name", "Neutral host", "--stand-off", "site=500", "--stand-off", "convoy=1000", "--json").stdout)["logKey"]
        # It shows no pages until everybody has joined: it is begun again then anyway, with the witnesses' places.
        node = self.nodes["neutral"] = Node(self.program, host, options=["--no-console"])
        root = self.identity(host, node, "neutral", "root", "keys/host-root.pem")
        for party in PARTIES:
            self.join(party)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            self.nodes |= dict(zip(PARTIES, pool.map(
                lambda party: Node(self.program, f"{self.base}/{party}", self.files), PARTIES)))
        for party in PARTIES:
            self.identity(f"{self.base}/{party}", self.nodes[party], party, "root", "keys/party-root.pem")
        self.witness()
        self.state(root)

    def join(self, party):
        role, name = PARTIES[party]
        folder = f"{self.base}/{party}"
        asked = json.loads(self.parley("join", self.nodes["neutral"].url, "--folder", folder, "--party", party, "--role",
                                       role, "--name", name, "--json").stdout)
        self.parley("admit", asked["fingerprint"], "--as", self.root("neutral"))

    def witness(self):
        """All three parties' nodes must cosign; the host's node is told where they are."""
        parties = json.loads(self.parley("party", "list", "--as", self.root("neutral")).stdout)["parties"]
        keys = {item["party"]: item["node"]["witnessKey"] for item in parties if item["node"]}
        lines = [f"witness {party} {keys[party]}" for party in PARTIES]
        rest = ["group all-parties all " + " ".join(PARTIES), "quorum all-parties", ""]
        self.policy, places = self.base + "/policy.txt", self.base + "/witnesses.txt"
        with open(self.policy, "w") as file:
            file.write("\n".join(lines + rest))
        with open(places, "w") as file:
            file.write("\n".join([f"{line} {self.nodes[party].url}/witness" for line, party in zip(lines, PARTIES)] + rest))
        host = self.nodes["neutral"]
        host.stop()
        host.options = ["--witnesses", places] + (["--console-files", self.files] if self.files else [])
        host.start()
        self.parley("policy", "set", self.policy, "--as", self.root("neutral"))

    def state(self, root):
        def say(command, subject, body):
            path = f"{self.base}/{subject}.json"
            with open(path, "w") as file:
                json.dump(body, file)
            self.parley(*command, subject, "--as", root, "--body", path)
        # Army South has no telephone on this line: it is not asked to check it.
        say(("line", "establish"), "line", {
            "name": {"en": "Line of the tests", "ar": "خط التجارب"}, "languages": ["en", "ar"],
            "cells": [{"party": party, "name": {"en": f"Desk of {name}"}} for party, (_, name) in PARTIES.items()],
            "means": [{"kind": "line"}, {"kind": "telephone"}, {"kind": "paper"}],
            "grades": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "until": "24:00",
                        "grade": "OR-1", "clause": {"instrument": "memorandum", "clause": "4.2"}}]})
        say(("instrument", "state"), "memorandum", {
            "name": {"en": "Memorandum of the tests"}, "clauses": [
                {"clause": "4(a)", "text": {"en": "A flash message is acknowledged within five minutes."},
                 "sets": {"rule": "acknowledge-within", "urgency": "flash", "seconds": 300}},
                {"clause": "4.2", "text": {"en": "Every grade answers."}}]})
        self.level()

    def level(self):
        """Waits until every node has the whole log."""
        until(lambda: len({node.size() for node in self.nodes.values()}) == 1, "every node has the same log", 30)

    def enrol(self, party, officer, role=("access", "duty", "monitor"), days=365):
        roles = [word for name in role for word in ("--role", name)]
        self.parley("officer", "enrol", officer, "--as", self.root(party), "--name", f"Officer {officer}", "--grade", "OF-3",
                    *roles, "--phone", "+41 00 000 00 00", "--days", str(days))

    def admit(self, digits, party, days=90, codes=(0,)):
        return self.parley("key", "admit", digits, "--days", str(days), "--as", self.root(party), codes=codes)

    def statements(self, party):
        return [Said(entry) for entry in self.nodes[party].envelopes()]

    def signed_right(self, said, statements):
        """Whether a statement verifies under a P-256 key that its party enrolled for its officer, by our own arithmetic."""
        for one in statements:
            if one.kind == "key.enrol.v1" and one.party == said.party and one.subject == said.officer:
                spki = base64.b64decode(one.body["key"])
                if hashlib.sha256(spki).hexdigest() == said.keyid:
                    return p256.holds(spki, said.message, said.signature)
        return False

    def everywhere(self, kind, subject=None, party=None, count=1):
        """Waits until every node's log has it as often as it should be; gives it, as one node has it."""
        def find(node):
            return [said for said in self.statements(node)
                    if said.kind == kind and subject in (None, said.subject) and party in (None, said.party)]
        until(lambda: all(len(find(node)) >= count for node in self.nodes), f"{kind} of {subject} is in every log", 20)
        found = {node: find(node) for node in self.nodes}
        if any(len(each) != count for each in found.values()):
            raise Missed(f"{kind} of {subject} is {count} times in every log, not {[len(each) for each in found.values()]}")
        if len({said.message for each in found.values() for said in each}) != count:
            raise Missed(f"{kind} of {subject} is the same in every log")
        return found["neutral"]

    def end(self):
        for node in self.nodes.values():
            node.stop()


def status(url, method="GET", body=None, headers=None):
    """The status and the text of a reply, whatever it is."""
    request = urllib.request.Request(url, method=method, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, reply.read().decode("utf-8", "replace"), reply.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace"), error.headers


def utc(offset=0):
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(time.time() + offset))
