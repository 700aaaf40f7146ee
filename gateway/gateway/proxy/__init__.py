"""The proxied path: bare ASGI, no framework routing, bytes passed on as they come."""
