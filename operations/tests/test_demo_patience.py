"""`demo` right after `up`: what the axis is still bringing is waited for, in words; everything else is refused at once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from operations.demo.callers import Caller, Patience, Refused

LEADER = {"user_name": "lanhdao", "name": "Lê Quang Minh", "role": "Lãnh đạo"}


@contextmanager
def answering(*codes: str) -> Iterator[tuple[httpx.Client, list[str]]]:
    """A part that refuses with these codes, one request after the other, and then does it; the keys it was asked with."""
    left, keys = list(codes), list[str]()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            keys.append(self.headers["idempotency-key"])
            code = left.pop(0) if left else ""
            self.send_response(409 if code else 200)
            self.end_headers()
            self.wfile.write(json.dumps({"code": code, "detail": "Chưa làm được."} if code else {"id": "1"}).encode())

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}") as client:
            yield client, keys
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("code", "named"), [("signing_key_missing", "chứng thư số"), ("agency_not_here_yet", "thông tin cơ quan")]
)
def test_what_is_coming_is_waited_for_and_said_once(code: str, named: str) -> None:
    said: list[str] = []
    with answering(code, code) as (client, keys):
        leader = Caller(client, LEADER, "token", {}, Patience(60, said.append))
        assert leader.post("/documents/1/sign") == {"id": "1"}
    assert len(keys) == 3
    assert len(set(keys)) == 1, "one act, however often it is asked for"
    assert len(said) == 1
    assert named in said[0]


@pytest.mark.parametrize(("code", "seconds"), [("signing_key_missing", 0), ("document_closed", 60)])
def test_whoever_has_no_patience_or_is_refused_for_good_is_told_at_once(code: str, seconds: float) -> None:
    said: list[str] = []
    with answering(code) as (client, keys):
        leader = Caller(client, LEADER, "token", {}, Patience(seconds, said.append))
        with pytest.raises(Refused) as refused:
            leader.post("/documents/1/sign")
    assert (refused.value.code, len(keys), said) == (code, 1, [])
