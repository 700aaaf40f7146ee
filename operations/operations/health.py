"""Is a process answering?"""

import http.client
import ssl
from urllib.parse import urlsplit


def is_healthy(url: str, patience: float = 2.0) -> bool:
    """GET answers 200. The certificate is not judged: we ask our own process on the loopback interface."""
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
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
