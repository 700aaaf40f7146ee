"""What one caller may take of the door: connections, time, size; and what it tells to whom."""

import asyncio
import gzip
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from gateway.cookies import Cookies
from gateway.http_protocol import GuardedProtocol


def _connect(gateway: Any, address: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", gateway.port), timeout=5, source_address=(address, 0))


def _ask(connection: socket.socket, path: str = "/healthz") -> bytes:
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return connection.recv(65536)


def test_one_address_does_not_take_all_connections(make_gateway: Any) -> None:
    gateway = make_gateway(connections_of_one=10)
    idle = [_connect(gateway) for _ in range(30)]
    assert _ask(idle[-1]).startswith(b"HTTP/1.1 200"), "an idle neighbour made room"
    assert sum(_is_closed(connection) for connection in idle) == 20
    for connection in idle:
        connection.close()
    busy = [_connect(gateway) for _ in range(10)]
    for connection in busy:
        connection.sendall(b"POST /xac-thuc HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n1")
    _until(gateway, lambda here: len(here) == 10 and not any(one.is_idle for one in here))
    with _connect(gateway) as crowded:
        assert crowded.recv(65536).startswith(b"HTTP/1.1 503")
    with _connect(gateway, "127.0.0.2") as visitor:
        assert _ask(visitor).startswith(b"HTTP/1.1 200"), "others are not touched"
    for connection in busy:
        connection.close()
    _until(gateway, lambda here: not here)
    with _connect(gateway) as again:
        assert _ask(again).startswith(b"HTTP/1.1 200")


def _until(gateway: Any, true: Callable[[list[GuardedProtocol]], bool]) -> None:
    """Of the connections from 127.0.0.1, as the door counts them."""
    deadline = time.monotonic() + 30
    while not true([*gateway.door.neighbours._open.get("127.0.0.1", {})]):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _is_closed(connection: socket.socket) -> bool:
    connection.settimeout(0.05)
    try:
        return connection.recv(10) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("path", ["/van-hanh", "/mot-cua/tiep-nhan", "/api/one-stop/v1/x", "/oauth/token"])
def test_a_body_that_trickles_is_given_up(make_gateway: Any, path: str) -> None:
    gateway = make_gateway(body_seconds=1.0)
    started = time.monotonic()
    with _connect(gateway) as connection:
        kind = "application/x-www-form-urlencoded"
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 100\r\n\r\n"
        connection.sendall(head.encode())
        connection.settimeout(0.3)
        answer = b""
        while not answer and time.monotonic() - started < 60:
            try:
                connection.sendall(b"a")  # each piece comes in good time, the whole never does
                answer = connection.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith((b"HTTP/1.1 408", b"HTTP/1.1 401", b"HTTP/1.1 403")), answer[:200]


@pytest.mark.parametrize("pieces", [1, 7])
def test_an_endless_head_is_refused_in_one_piece_too(gateway: Any, pieces: int) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"".join(b"x-%d: y\r\n" % n for n in range(10_000)) + b"\r\n"
    size = len(head) // pieces + 1
    with _connect(gateway) as connection:
        for start in range(0, len(head), size):
            try:
                connection.sendall(head[start : start + size])
            except OSError:
                break
        assert connection.recv(65536).startswith(b"HTTP/1.1 400")


def test_static_files_and_health_have_a_rate(make_gateway: Any) -> None:
    gateway = make_gateway(light_rate_limit=20)
    with gateway.client() as client:
        statuses = [client.get(path).status_code for path in ("/healthz", "/static/emblem.svg") for _ in range(15)]
        assert statuses.count(429) == 10
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/dang-nhap", "/api", "/healthz", "/readyz", "/tra-cuu", "/static/emblem.svg"])
def test_head_is_the_head_of_get(gateway: Any, path: str) -> None:
    with gateway.client() as client:
        got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert int(head.headers["content-length"]) > 0
    assert head.headers["content-type"] == got.headers["content-type"]


def test_browsers_find_an_icon(gateway: Any) -> None:
    with gateway.client() as client:
        answer = client.get("/favicon.ico")
        assert client.get(answer.headers["location"]).headers["content-type"] == "image/svg+xml"


def test_no_redirect_repeats_what_the_caller_calls_us(gateway: Any) -> None:
    with gateway.client(headers={"Host": "evil.example"}) as client:
        for path in ("/dang-nhap/", "/van-hanh/", "/static/", "/static", "/dang-nhap/?a=1", "/favicon.ico"):
            assert "evil" not in client.get(path).headers.get("location", "")
    with gateway.client() as client:
        assert client.get("/dang-nhap/?loai=can-bo").headers["location"] == "/dang-nhap?loai=can-bo"


def test_figures_are_for_operators_and_for_this_machine(gateway: Any) -> None:
    far = {"X-Forwarded-For": "203.0.113.9"}
    with gateway.client(headers=far) as client:
        assert client.get("/metrics").status_code in (303, 401)
        assert client.get("/readyz").json() == {"status": "ok"}
        assert client.get("/healthz").status_code == 200
        for name, status in (("an.nv", 403), ("van-hanh", 200)):
            bearer = gateway.bearer(name)
            assert client.get("/metrics", headers=bearer).status_code == status
            assert ("services" in client.get("/readyz", headers=bearer).json()) == (status == 200)
        gateway.upstream.accounts["officer"]["van-hanh"] |= {"must_change": True}
        bearer = gateway.bearer("van-hanh")
        assert client.get("/metrics", headers=bearer).status_code == 403
        assert client.get("/readyz", headers=bearer).json() == {"status": "ok"}
    with gateway.client() as client:
        assert "services" in client.get("/readyz").json()


@pytest.mark.parametrize("path", ["/", "/api", "/static/portal.js", "/static/keeping.js", "/static/uploads.js"])
def test_pages_styles_and_scripts_are_compressed(gateway: Any, path: str) -> None:
    with gateway.client() as client:
        plain = client.get(path, headers={"Accept-Encoding": "identity"})
        packed = client.get(path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
        refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) * 0.6
    if tag := packed.headers.get("etag"):
        with gateway.client() as client:
            assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_answers_of_the_api_are_not_compressed(gateway: Any) -> None:
    with gateway.client(headers={"Accept-Encoding": "gzip"} | gateway.bearer()) as client:
        for path in ("/api/gateway/v1/me", "/api/one-stop/v1/x", "/api/asyncapi.json"):
            assert "content-encoding" not in client.get(path).headers


def test_a_service_page_is_compressed_on_its_way(gateway: Any) -> None:
    page = "<p>một trang</p>".encode() * 500

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await gateway.upstream.reply(send, 200, page, b"text/html; charset=utf-8")

    gateway.upstream.answer = answer
    raw = gateway.send_raw(
        b"GET /tra-cuu HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n", 2.0
    )
    assert gzip.decompress(raw.partition(b"\r\n\r\n")[2]) == page


def test_over_tls_no_other_host_can_set_our_cookies(make_gateway: Any) -> None:
    assert Cookies(secure=True).write("lt_session", "x").startswith("__Host-lt_session=x; Path=/; ")
    gateway = make_gateway(public_url="https://binhdinh.example")
    with gateway.browser() as browser:
        cookie = browser.get("/").headers["set-cookie"]
    assert cookie.startswith("__Host-lt_visitor=")
    assert "Secure" in cookie


def test_who_comes_to_a_silent_service_does_not_wait_long(make_gateway: Any) -> None:
    # The gateway asks by itself whether a service is alive; here it must not hear meanwhile that it is.
    gateway = make_gateway(answer_seconds=60.0, doubtful_seconds=0.5, circuit_failures=10, watch_seconds=600.0)

    async def silent(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.to_thread(gateway.upstream.release.wait, 20)
        await gateway.upstream.reply(send, 200, b"{}")

    gateway.upstream.answer = silent
    with gateway.client() as client:
        gateway.door.parts.proxy.circuits["one-stop"].note_life(answers=False)
        assert client.get("/mot-cua").status_code == 504, "given up long before the service answers after all"
        gateway.upstream.release.set()
        gateway.upstream.answer = None
        assert client.get("/mot-cua").status_code == 200


@pytest.mark.parametrize("levels", [100, 400, 999, 5000])
def test_deep_json_at_the_gateways_own_doors_is_unreadable_input(gateway: Any, levels: int) -> None:
    deep = "[" * levels + "1" + "]" * levels
    with gateway.client(headers={"content-type": "application/json"}) as client:
        for body in (deep, f'{{"user_name":{deep},"password":"x"}}', f'{{"user_name":"a","password":"x","b":{deep}}}'):
            answer = client.post("/api/gateway/v1/sessions", content=body)
            assert 400 <= answer.status_code < 500, answer.text
