"""Verifies a webhook with the standardwebhooks and cloudevents libraries, which know nothing of this program.

Reads one JSON line {"secret", "headers", "body"} each; prints "ok ID TYPE SUBJECT" or "refused".
"""

import json
import sys

from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from cloudevents.core.formats.json import JSONFormat
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

for line in sys.stdin:
    request = json.loads(line)
    try:
        Webhook(request["secret"]).verify(request["body"], request["headers"])
    except WebhookVerificationError:
        print("refused", flush=True)
        continue
    message = HTTPMessage(headers={"content-type": request["headers"]["content-type"]}, body=request["body"].encode())
    event = from_structured_event(message, JSONFormat())
    print("ok", event.get_id(), event.get_type(), event.get_subject(), flush=True)
