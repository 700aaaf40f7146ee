"""Is a process answering?"""

import http.client
import json
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from shared.core.settings import SERVICES, Settings


def is_healthy(url: str, patience: float = 2.0) -> bool:
    """GET answers 200."""
    return _get(url, patience) is not None


def answer_of(url: str, patience: float = 2.0) -> dict[str, Any] | None:
    """What a process says of itself in JSON; None when it does not answer 200."""
    body = _get(url, patience)
    return json.loads(body) if body is not None else None


def await_settled(settings: Settings, patience: float) -> bool:
    """Until no service has events on their way: what they tell each other, such as who needs a certificate, has arrived.

    False when that did not come about within `patience` seconds, as in a province at work.
    """
    until = time.monotonic() + patience
    # Twice: an event may go, while the one is asked, to another that was asked before.
    while not (settled := _is_settled(settings) and _is_settled(settings)) and time.monotonic() < until:
        time.sleep(0.2)
    return settled


_ON_THE_WAY = ("waiting", "retry")
"""States of an event in an inbox: what came before what it speaks of is tried again."""


def _is_settled(settings: Settings) -> bool:
    for service in SERVICES:
        figures = answer_of(f"{settings.service_url(service)}/readyz")
        if figures is None or figures["outbox"].get("open"):
            return False
        if any(figures["inbox"].get(state) for state in _ON_THE_WAY):
            return False
    return True


def _get(url: str, patience: float) -> bytes | None:
    """The certificate is not judged: we ask our own process on the loopback interface."""
    parts = urlsplit(url)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(parts.netloc, timeout=patience, context=context)
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=patience)
    try:
        connection.request("GET", parts.path or "/", headers={"Connection": "close"})
        answer = connection.getresponse()
        body = answer.read()
        return body if answer.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
