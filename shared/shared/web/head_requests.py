"""HEAD: the head of what GET would answer (RFC 9110, 9.3.2). The routes know GET alone; the outermost layer knows HEAD."""

from starlette.types import Message, Receive, Scope, Send


def as_get(scope: Scope, receive: Receive, send: Send) -> tuple[Scope, Receive, Send]:
    """The same request as a GET whose body is not sent; others as they are.

    A copy of the scope: the server looks at its own to know that no body follows.
    """
    if scope["type"] != "http" or scope["method"] != "HEAD":
        return scope, receive, send
    ended = False

    async def send_head(message: Message) -> None:
        nonlocal ended
        if message["type"] == "http.response.start":
            await send(message)
        elif not ended:
            ended = True
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    return {**scope, "method": "GET"}, receive, send_head
