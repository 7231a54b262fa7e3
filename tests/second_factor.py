"""A second factor as its owner sets it up, and the codes that an authenticator shows."""

import base64
import hmac
import re
import struct
import time

from django.test import Client

PASSWORD = "correct-horse-battery-staple"


def code(secret: str, steps: int = 0) -> str:
    """The six digits of RFC 6238 for now."""
    moment = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), moment, "sha1").digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def set_up(client: Client) -> str:
    """Set up an authenticator and return its secret."""
    page = client.get("/sign-in/second/app/add/").content.decode()
    secret = re.search(r'<code class="hash">([A-Z2-7]+)</code>', page)[1]
    answer = client.post("/sign-in/second/app/add/", {"code": code(secret)})
    assert answer["Location"] == "/sign-in/second/codes/"
    return secret
