"""Is a process answering?"""

import http.client
import json
import ssl
from typing import Any
from urllib.parse import urlsplit


def is_healthy(url: str, patience: float = 2.0) -> bool:
    """GET answers 200."""
    return _get(url, patience) is not None


def answer_of(url: str, patience: float = 2.0) -> dict[str, Any] | None:
    """What a process says of itself in JSON; None when it does not answer 200."""
    body = _get(url, patience)
    return json.loads(body) if body is not None else None


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
