"""A file goes out with one set of headers, whole or in part; nothing of it runs as a page of ours."""

import hashlib

import pytest
from fastapi import Response
from starlette.requests import Request

from shared.web.file_answers import file_answer

CONTENT = bytes(range(100))
ETAG = f'"{hashlib.sha256(CONTENT).hexdigest()}"'


def ask(
    media_type: str = "application/pdf", name: str = "kết quả.pdf", *, opens: bool = True, **headers: str
) -> Response:
    raw = [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()]
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": raw, "query_string": b""})
    return file_answer(request, CONTENT, name, media_type, opens=opens)


@pytest.mark.parametrize(
    ("media_type", "opens", "way", "kind"),
    [
        ("application/pdf", True, "inline", "application/pdf"),
        ("image/png", True, "inline", "image/png"),
        ("application/pdf", False, "attachment", "application/pdf"),
        ("text/html", True, "attachment", "application/octet-stream"),
        ("image/svg+xml", True, "attachment", "application/octet-stream"),
        ("application/xml", False, "attachment", "application/xml"),
    ],
)
def test_what_a_browser_would_run_is_only_ever_saved(media_type: str, opens: bool, way: str, kind: str) -> None:
    answer = ask(media_type, opens=opens)
    assert answer.headers["content-disposition"].startswith(f"{way}; filename*=UTF-8''k%E1%BA%BFt%20qu%E1%BA%A3.pdf")
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]


def test_a_name_cannot_end_the_header() -> None:
    said = ask(name='a"\r\nSet-Cookie: b').headers["content-disposition"]
    assert "\r" not in said
    assert '"a___Set-Cookie__b"' in said


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        ("bytes=0-9", 206, CONTENT[:10], "bytes 0-9/100"),
        ("bytes=90-", 206, CONTENT[90:], "bytes 90-99/100"),
        ("bytes=-5", 206, CONTENT[95:], "bytes 95-99/100"),
        ("bytes=-500", 206, CONTENT, "bytes 0-99/100"),
        ("bytes=50-500", 206, CONTENT[50:], "bytes 50-99/100"),
        ("bytes=100-", 416, b"", "bytes */100"),
        ("bytes=-0", 416, b"", "bytes */100"),
        ("bytes=9-5", 200, CONTENT, None),
        ("bytes=0-1,5-6", 200, CONTENT, None),
        ("bytes=-", 200, CONTENT, None),
        ("lines=0-9", 200, CONTENT, None),
    ],
)
def test_a_part_is_given_to_who_lost_the_rest(asked: str, status: int, body: bytes, told: str | None) -> None:
    answer = ask(range=asked)
    assert (answer.status_code, bytes(answer.body), answer.headers.get("content-range")) == (status, body, told)
    assert answer.headers["accept-ranges"] == "bytes"


def test_a_part_of_another_content_is_not_joined_to_this_one() -> None:
    assert ask(range="bytes=10-", if_range=ETAG).status_code == 206
    assert ask(range="bytes=10-", if_range='"another"').status_code == 200
