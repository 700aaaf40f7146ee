"""Passing on: what reaches a service, what comes back, and what is left out on both ways."""

from typing import Any

import pytest

from shared.access.identity import HEADER, LIFETIME

MB = 1_048_576
LARGE = {"Content-Type": "application/octet-stream"}


async def read_all(receive: Any) -> bytes:
    pieces = []
    while True:
        message = await receive()
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)


def test_a_request_reaches_its_service_with_the_callers_identity(gateway: Any) -> None:
    with gateway.client() as client:
        answer = client.post("/api/one-stop/v1/x?a=1&b=%C3%A2", json={"x": 1}, headers=gateway.bearer())
    seen = gateway.upstream.last
    assert answer.status_code == 200
    assert (seen.method, seen.path, seen.query) == ("POST", "/api/one-stop/v1/x", b"a=1&b=%C3%A2")
    assert seen.body == b'{"x":1}'
    assert seen.all("content-length") == ["7"]
    identity = gateway.upstream.identity("one-stop")
    assert (identity.kind, identity.user_name, identity.agency_code) == ("officer", "an.nv", "000.00.11.H08")
    assert identity.roles == {"specialist"}
    assert identity.session


def test_the_identity_is_for_one_service_and_five_minutes(gateway: Any) -> None:
    from jose import jwt

    with gateway.client() as client:
        headers = gateway.bearer()
        client.get("/api/one-stop/v1/x", headers=headers)
        first = gateway.upstream.last.get(HEADER)
        client.get("/api/one-stop/v1/x", headers=headers)
        assert gateway.upstream.last.get(HEADER) == first
        client.get("/api/document-exchange/v1/x", headers=headers)
    claims = jwt.get_unverified_claims(first)
    assert claims["aud"] == "one-stop"
    assert claims["exp"] - claims["iat"] == LIFETIME
    assert jwt.get_unverified_claims(gateway.upstream.last.get(HEADER))["aud"] == "document-exchange"


FORGED = [
    ("X-Lienthong-Identity", "forged"),
    ("x-lienthong-identity", "forged"),
    ("X-LIENTHONG-IDENTITY", "forged"),
    ("X_Lienthong_Identity", "forged"),
    ("X-Lienthong_Identity", "forged"),
    ("X-Lienthong-Agency", "forged"),
    ("X-Forwarded-For", "forged"),
    ("X-Forwarded-Host", "forged"),
    ("X-Forwarded-Proto", "forged"),
    ("X-Forwarded-User", "forged"),
    ("X-Real-IP", "forged"),
    ("Forwarded", "for=forged"),
    ("Via", "forged"),
    ("X-Request-Id", "forged"),
    ("X-Original-URL", "/forged"),
    ("X-Rewrite-URL", "/forged"),
    ("X-HTTP-Method-Override", "forged"),
    ("Cookie", "forged=1"),
    ("Proxy-Authorization", "forged"),
    ("Remote-User", "forged"),
    ("X-SSL-Client-S-DN", "forged"),
    ("TE", "forged"),
    ("Keep-Alive", "forged"),
    ("Proxy-Connection", "forged"),
    ("Upgrade", "forged"),
    ("Baggage", "forged"),
    ("Tracestate", "forged"),
]


@pytest.mark.parametrize("header", FORGED, ids=lambda pair: pair[0])
def test_no_forged_header_reaches_a_service(gateway: Any, header: tuple[str, str]) -> None:
    with gateway.client() as client:
        client.get("/mot-cua", headers=[header, header])
    for name, value in gateway.upstream.last.headers:
        assert "forged" not in value, (name, value)
        assert "_" not in name
    assert len(gateway.upstream.last.all("x-request-id")) == 1


def test_headers_named_in_connection_do_not_pass(gateway: Any) -> None:
    with gateway.client() as client:
        client.get("/mot-cua", headers={"Connection": "keep-alive, X-Lienthong-Identity", "X-Lienthong-Identity": "x"})
    assert gateway.upstream.last.get(HEADER) != "x"


def test_useful_headers_pass(gateway: Any) -> None:
    wanted = {
        "Accept": "application/json",
        "Accept-Language": "vi",
        "If-Match": '"3"',
        "Idempotency-Key": "12345678",
        "HX-Request": "true",
        "Range": "bytes=0-9",
    }
    with gateway.client() as client:
        client.get("/mot-cua", headers=wanted)
    assert {name: gateway.upstream.last.get(name.lower()) for name in wanted} == wanted
    assert gateway.upstream.last.get("host").startswith("127.0.0.1:")


def test_request_id_and_trace_go_end_to_end(gateway: Any) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with gateway.client() as client:
        answer = client.get("/mot-cua", headers={"traceparent": trace})
        seen = gateway.upstream.last
        assert answer.headers["x-request-id"] == seen.get("x-request-id")
        assert seen.get("traceparent").split("-")[1] == trace.split("-")[1]
        assert seen.get("traceparent") != trace
        client.get("/mot-cua", headers={"traceparent": "nonsense"})
    assert len(gateway.upstream.last.get("traceparent")) == 55


def test_an_unknown_method_is_refused(gateway: Any) -> None:
    with gateway.client() as client:
        assert client.request("TRACE", "/mot-cua").status_code == 405
        assert client.request("PROPFIND", "/api/one-stop/v1/x").json()["code"] == "method_unknown"
    assert not gateway.upstream.seen


def test_compressed_requests_are_refused(gateway: Any) -> None:
    with gateway.client() as client:
        answer = client.post("/api/one-stop/v1/x", content=b"x", headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415


def test_every_answer_carries_the_security_headers(gateway: Any) -> None:
    with gateway.client() as client:
        answers = [
            client.get(path)
            for path in (
                "/",
                "/mot-cua",
                "/static/emblem.svg",
                "/api",
                "/healthz",
                "/nowhere",
                "/mot-cua/../x",
                "/api/x/y/z",
            )
        ]
    for answer in answers:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], answer.url
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-request-id"]
        assert "server" not in answer.headers
    assert "strict-transport-security" not in answers[0].headers


def test_behind_tls_cookies_are_secure_and_transport_strict(make_gateway: Any) -> None:
    gateway = make_gateway(public_url="https://congdientu.example.vn")
    with gateway.client() as client:
        answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.headers["strict-transport-security"]
    assert "Secure" in answer.headers["set-cookie"]
