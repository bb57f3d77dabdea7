"""A mail server for tests (aiosmtpd): STARTTLS, and moods in which it fails, stalls and lies.

Usage: smtp_peer.py CERT KEY MOOD. Prints the port, then one JSON line a message: envelope, decoded headers and body.
Moods: good, plain (no STARTTLS), busy (451), full (452 at the end), unknown (550), silent (no greeting), drop (closes
after the data), login (asks for duty/open-sesame).
"""

import asyncio
import email
import email.policy
import json
import socket
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

CERT, KEY, MOOD = sys.argv[1:4]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if MOOD == "busy":
            return "451 4.7.1 come back later"
        if MOOD == "unknown":
            return "550 5.1.1 no such mailbox\x07"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(
            json.dumps(
                {
                    "tls": session.ssl is not None,
                    "greeting": session.host_name,
                    "from": envelope.mail_from,
                    "to": envelope.rcpt_tos,
                    "headers": [[name, str(value)] for name, value in message.items()],
                    "raw": envelope.content.decode("ascii"),
                    "defects": [str(defect) for defect in message.defects],
                    "body": message.get_content(),
                }
            ),
            flush=True,
        )
        if MOOD == "full":
            return "452 4.3.1 no room"
        if MOOD == "drop":
            server.transport.abort()
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"duty", b"open-sesame")
    # Not handled: then the server itself says 535.
    return AuthResult(success=good, handled=False)


async def main():
    loop = asyncio.get_running_loop()
    listening = socket.create_server(("127.0.0.1", 0))
    if MOOD == "silent":

        async def stall(reader, writer):
            await asyncio.sleep(3600)

        await asyncio.start_server(stall, sock=listening)
    else:
        context = None
        if MOOD != "plain":
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(CERT, KEY)
        await loop.create_server(
            lambda: SMTP(
                Handler(),
                hostname="mail.test",
                tls_context=context,
                require_starttls=context is not None,
                authenticator=authenticate if MOOD == "login" else None,
                auth_required=MOOD == "login",
            ),
            sock=listening,
        )
    print(listening.getsockname()[1], flush=True)
    # The test ends this process by closing its input.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
