"""smstools' own daemon beside a telephone that is a program: what it was told to send is decoded from its PDUs.

Usage: smstools_peer.py SMSD SPOOL MOOD. Writes a configuration into SPOOL, which has the folders of the queue, runs the
daemon SMSD on a pseudo terminal, and prints "ready" once the modem was greeted, then one JSON line for every message
that was handed to the "modem" whole. Moods: good, refuses (every message is answered with +CMS ERROR). Ends, and ends the
daemon, when its input ends. Nothing outside SPOOL is written.

Sources: 3GPP TS 27.005 (AT commands), TS 23.040 (PDUs, user data headers), TS 23.038 (alphabets).
"""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import threading
import tty

SMSD, SPOOL, MOOD = sys.argv[1:4]

# TS 23.038, 6.2.1 and 6.2.1.1.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
MORE = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}


def septets(data, count, skip):
    """The text of packed septets, after those that the header takes."""
    bits = int.from_bytes(data, "little")
    values = [(bits >> (7 * place)) & 0x7F for place in range(skip, count)]
    out, escaped = "", False
    for value in values:
        if escaped:
            out, escaped = out + MORE.get(value, "?"), False
        elif value == 0x1B:
            escaped = True
        else:
            out += BASIC[value]
    return out


def decode(pdu):
    """A SUBMIT as number, text bytes or text, and its place in a longer message."""
    data = bytes.fromhex(pdu)
    at = 1 + data[0]  # The service centre's address.
    first, at = data[at], at + 2  # Then the reference that the modem chooses.
    assert first & 0x03 == 1, "not a SUBMIT"
    digits, kind, at = data[at], data[at + 1], at + 2
    swapped = data[at : at + (digits + 1) // 2].hex()
    number = "".join(swapped[i + 1] + swapped[i] for i in range(0, len(swapped), 2))[:digits]
    at += (digits + 1) // 2
    coding, at = data[at + 1], at + 2
    at += {0: 0, 2: 1, 1: 7, 3: 7}[(first >> 3) & 0x03]  # How long it is worth sending.
    length, user = data[at], data[at + 1 :]
    part, header = (0, 1, 1), 0
    if first & 0x40:
        header = user[0] + 1
        place = 1
        while place < header:
            name, size = user[place], user[place + 1]
            value = user[place + 2 : place + 2 + size]
            if name == 0x00:
                part = (value[0], value[1], value[2])
            if name == 0x08:
                part = (value[0] << 8 | value[1], value[2], value[3])
            place += 2 + size
    if coding & 0x0C == 0x08:
        text, alphabet = user[header:length].decode("utf-16-be"), "ucs2"
        assert len(user) == length, "user data is not as long as it says"
    else:
        text, alphabet = septets(user, length, (header * 8 + 6) // 7), "gsm"
    return {
        "number": number,
        "international": (kind >> 4) & 0x07 == 1,
        "alphabet": alphabet,
        "report": bool(first & 0x20),
        "part": part,
        "text": text,
    }


class Modem(threading.Thread):
    """Answers as a modem in PDU mode does, and keeps what it is told to send."""

    def __init__(self, master):
        super().__init__(daemon=True)
        self.master, self.echo, self.sent, self.parts, self.greeted = master, True, 0, {}, False

    def write(self, text):
        os.write(self.master, text.encode("ascii"))

    def run(self):
        line, pdu = b"", None
        while True:
            try:
                piece = os.read(self.master, 512)
            except OSError:
                return
            for value in piece:
                byte = bytes([value])
                if self.echo:
                    os.write(self.master, byte)
                if pdu is not None:
                    if byte == b"\x1a":
                        self.submit(pdu.decode("ascii").strip())
                        pdu = None
                    elif byte == b"\x1b":
                        pdu = None
                        self.write("\r\nOK\r\n")
                    else:
                        pdu += byte
                elif byte == b"\r":
                    command, line = line.decode("ascii", "replace").strip().upper(), b""
                    if command.startswith("AT+CMGS="):
                        pdu = b""
                        self.write("\r\n> ")
                    elif command:
                        self.answer(command)
                elif byte != b"\n":
                    line += byte

    def answer(self, command):
        if not self.greeted:
            self.greeted = True
            print("ready", flush=True)
        if command == "ATE0":
            self.echo = False
        facts = {
            "AT+CPIN?": "+CPIN: READY",
            "AT+CREG?": "+CREG: 0,1",
            "AT+CSQ": "+CSQ: 20,0",
            "AT+CIMI": "001010123456789",
            "AT+CGSN": "490154203237518",
            "AT+CGMI": "Parley",
            "AT+CGMM": "a telephone that is a program",
        }
        self.write((f"\r\n{facts[command]}\r\n" if command in facts else "") + "\r\nOK\r\n")

    def submit(self, pdu):
        if MOOD == "refuses":
            return self.write("\r\n+CMS ERROR: 38\r\n")
        try:
            found = decode(pdu)
        except (AssertionError, IndexError, KeyError, ValueError) as error:
            print(json.dumps({"fault": f"{error}: {pdu}"}), flush=True)
            return self.write("\r\n+CMS ERROR: 304\r\n")
        self.sent += 1
        name, of, number = found.pop("part")
        parts = self.parts.setdefault((found["number"], name), {})
        parts[number] = found["text"]
        if len(parts) == of:
            found["text"] = "".join(parts[place] for place in sorted(parts))
            found["parts"] = of
            del self.parts[(found["number"], name)]
            print(json.dumps(found), flush=True)
        self.write(f"\r\n+CMGS: {self.sent % 256}\r\n\r\nOK\r\n")


master, slave = pty.openpty()
tty.setraw(slave)
folders = {name: os.path.join(SPOOL, name) for name in ("outgoing", "checked", "sent", "failed", "incoming", "report")}
for folder in folders.values():
    os.makedirs(folder, exist_ok=True)
config = os.path.join(SPOOL, "smsd.conf")
with open(config, "w", encoding="ascii") as file:
    file.write(
        f"""devices = modem
outgoing = {folders["outgoing"]}
checked = {folders["checked"]}
sent = {folders["sent"]}
failed = {folders["failed"]}
incoming = {folders["incoming"]}
report = {folders["report"]}
logfile = {SPOOL}/smsd.log
infofile = {SPOOL}/smsd.working
pidfile = {SPOOL}/smsd.pid
loglevel = 7
delaytime = 1
errorsleeptime = 1
blocktime = 1
autosplit = 3
decode_unicode_text = no
executable_check = no

[modem]
device = {os.ttyname(slave)}
incoming = no
baudrate = 115200
rtscts = no
send_delay = 0
sending_disabled = no
message_count_clear = no
"""
    )
modem = Modem(master)
modem.start()
environment = dict(os.environ)
# Where the package was unpacked rather than installed, its library lies beside it.
below = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(SMSD))), "lib")
environment["LD_LIBRARY_PATH"] = below
with open(os.path.join(SPOOL, "smsd.out"), "wb") as output:
    daemon = subprocess.Popen(
        [SMSD, "-t", f"-c{config}"],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=environment,
        start_new_session=True,
    )
try:
    while daemon.poll() is None:
        ready, _, _ = select.select([sys.stdin], [], [], 0.5)
        if ready and not sys.stdin.readline():
            break
finally:
    # The daemon forks one process a modem; all of them are in the session that was made above.
    try:
        os.killpg(daemon.pid, signal.SIGTERM)
        daemon.wait(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(daemon.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
