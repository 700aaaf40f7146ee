"""Whatever is wrong with a request, its answer says in Vietnamese what to do: no English, no bare code, no dead end.

Every route of every member, as each kind of person meets it, by page and by API: with an identity that nothing has, with one that
cannot be, with the wrong method, with bodies that nobody can read.
"""

import html
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from operations.private_province import PrivateProvince
from shared.core.settings import Settings
from testing.members import WEB_MEMBERS, application_of, methods_of, routes_of

PEOPLE = ("", "congdan.khoa", "chuyenvien1.stttt", "vanthu.stttt")
PARAMETER = re.compile(r"{(\w+)(?::(\w+))?}")
IDENTITIES = (str(UUID(int=1)), "khong-co", "%00", "a" * 300)
OTHER_METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS")
UNREADABLE: tuple[tuple[str, bytes], ...] = (
    ("application/json", b"{"),
    ("application/json", b"[1, 2]"),
    ("application/json", b'{"la": 1}'),
    ("text/plain", b"xin chao"),
    ("application/x-www-form-urlencoded", b"la=1"),
    ("application/x-www-form-urlencoded", b"%ff%fe=%00"),
    ("multipart/form-data; boundary=x", b"--x\r\n"),
    ("multipart/form-data", b"khong"),
)

_LEAVE_ALONE = {"/dang-xuat", "/api/gateway/v1/sessions/current", "/oauth/token"}
"""One would end the visit; the other answers as RFC 6749 wants it."""

_VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(not found|method not allowed|internal server error|bad request|forbidden|unauthorized|field required|should be|"
    r"traceback|exception|invalid|error|unsupported|must be|the|please|value is|unable|failed|missing)\b",
    re.IGNORECASE,
)
_BARE_CODE = re.compile(r"\b[a-z]{3,}(_[a-z]{2,})+\b")
_TAGS = re.compile(r"<(script|style|head)\b.*?</\1>|<[^>]+>", re.DOTALL)
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)


def complaints_about(answer: httpx.Response) -> list[str]:
    """What a person or a program could not work with."""
    if answer.status_code < 400:
        return []
    found = ["answers with a fault of ours"] if answer.status_code >= 500 else []
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if answer.request.method == "HEAD":
        return found + (["a body after HEAD"] if answer.content else [])
    if kind == "application/problem+json":
        return found + _about_problem(answer.json())
    if kind == "text/html":
        return found + _about_page(answer.text)
    return [*found, f"neither a page nor a problem, but {kind or 'nothing'}"]


def _about_problem(body: dict[str, Any]) -> list[str]:
    said = [body.get("title", ""), *(error.get("detail", "") for error in body.get("errors", []))]
    return [f"says: {text!r}" for text in said if not _VIETNAMESE.search(text) or _FOREIGN.search(text)]


def _about_page(text: str) -> list[str]:
    main = _MAIN.search(text)
    if main is None:
        return ["a page without content"]
    words = html.unescape(_TAGS.sub(" ", main[0]))
    found = [f"says: {foreign[0]!r}" for foreign in (_FOREIGN.search(words), _BARE_CODE.search(words)) if foreign]
    if not _VIETNAMESE.search(words):
        found.append("no word of Vietnamese")
    if not re.search(r"<a\b[^>]*\bhref=|<form\b", main[0]):
        found.append("a dead end")
    return found


def addresses(settings: Settings) -> dict[str, set[str]]:
    """Path and methods of every route that the gateway leads to."""
    found: dict[str, set[str]] = {}
    for member in WEB_MEMBERS:
        for path, route in routes_of(application_of(member, settings)[1]):
            if not path.startswith(("/internal", "/healthz", "/readyz", "/metrics")):
                found.setdefault(path, set()).update(methods_of(route))
    return found


class Visitor:
    """Somebody at the front door: with a session for pages, with a token for the API."""

    def __init__(self, province: PrivateProvince, user_name: str) -> None:
        self._client = httpx.Client(base_url=province.url, timeout=30, headers={"accept": "text/html, */*"})
        self._token = ""
        self._form_token = ""
        if user_name:
            self._sign_in(province, user_name)

    def _sign_in(self, province: PrivateProvince, user_name: str) -> None:
        account = next(account for account in province.accounts() if account["user_name"] == user_name)
        known = {"user_name": user_name, "password": account["password"]}
        self._token = self._client.post("/api/gateway/v1/sessions", json=known).json()["token"]
        kind = "can-bo" if account.get("agency_code") else "cong-dan"
        self._form_token = self._token_of("/dang-nhap")
        answer = self._client.post(
            "/dang-nhap", data={**known, "loai": kind, "tiep": "/", "csrf_token": self._form_token}
        )
        assert answer.status_code == 303, answer.text
        self._form_token = self._token_of("/")

    def _token_of(self, path: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self._client.get(path).text)
        assert found is not None, f"no form at {path}"
        return found[1]

    def ask(self, method: str, path: str, kind: str = "", body: bytes = b"") -> httpx.Response:
        headers = {"content-type": kind} if kind else {}
        if path.startswith("/api/") and self._token:
            headers["authorization"] = f"Bearer {self._token}"
        elif kind == "application/x-www-form-urlencoded":
            body += f"&csrf_token={self._form_token}".encode()
        return self._client.request(method, path, headers=headers, content=body)

    def close(self) -> None:
        self._client.close()


def requests_of(path: str, methods: set[str], *, other_methods: bool) -> Iterator[tuple[str, str, str, bytes]]:
    """Method, path, content type and body of what goes wrong at one route."""
    filled = [PARAMETER.sub(identity, path) for identity in (IDENTITIES if "{" in path else IDENTITIES[:1])]
    for method in sorted(methods & {"GET"}):
        yield from ((method, address, "", b"") for address in filled)
    for method in sorted({"GET", "HEAD", *OTHER_METHODS} - methods) if other_methods else ():
        yield method, filled[0], "", b""
    for method in sorted(methods - {"GET", "HEAD"}):
        yield from ((method, filled[0], kind, body) for kind, body in UNREADABLE)


@pytest.fixture(scope="module")
def settings(province: PrivateProvince) -> Settings:
    """To put the applications together and read their routes; nothing is started with them."""
    return Settings(_env_file=None, var=province.var, database_url="postgresql://nobody@127.0.0.1:9/none")


@pytest.mark.parametrize("user_name", PEOPLE, ids=lambda name: name or "anybody")
def test_what_goes_wrong_is_said_in_vietnamese_with_a_way_on(
    province: PrivateProvince, settings: Settings, user_name: str
) -> None:
    found: dict[str, str] = {}
    visitor = Visitor(province, user_name)
    try:
        for path, methods in addresses(settings).items():
            if path in _LEAVE_ALONE:
                continue
            for method, address, kind, body in requests_of(path, methods, other_methods=not user_name):
                for complaint in complaints_about(visitor.ask(method, address, kind, body)):
                    found.setdefault(f"{method} {path}: {complaint}", f"{address[:60]} {kind} {body[:20]!r}")
    finally:
        visitor.close()
    assert not found, "\n".join(f"{what}   ({how})" for what, how in found.items())
