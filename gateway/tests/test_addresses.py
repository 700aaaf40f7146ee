"""One spelling of a path, or none (threat E2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.proxy.addresses import Address, Places, check_query, local_target
from gateway.proxy.addresses import read_address as read_among
from shared.core.errors import Malformed

PLACES = Places(
    {
        "dich-vu-cong": "online-services",
        "tra-cuu": "online-services",
        "xac-thuc": "online-services",
        "mot-cua": "one-stop",
        "van-ban": "document-exchange",
        "danh-ba": "mail-directory",
    }
)


def read_address(raw: bytes) -> Address:
    return read_among(raw, PLACES)


TRICKS = [
    b"/mot-cua/../van-ban",
    b"/mot-cua/..",
    b"/./mot-cua",
    b"/mot-cua/%2e%2e/van-ban",
    b"/mot-cua/%2E%2e/internal",
    b"/mot-cua/.%2e/internal/operations",
    b"/mot-cua/%2e",
    b"/mot-cua%2fho-so",
    b"/mot-cua%2Fho-so",
    b"/api%2fone-stop/v1",
    b"/mot-cua%5cho-so",
    b"/mot-cua\\ho-so",
    b"/mot-cua;jsessionid=1/ho-so",
    b"/mot-cua%3bx",
    b"/mot-cua/%252e%252e/internal",
    b"/mot-cua/%25",
    b"/mot-cua/%00",
    b"/mot-cua/a%00.pdf",
    b"/mot-cua/%0d%0aSet-Cookie:x",
    b"/mot-cua/%7f",
    b"//mot-cua",
    b"/mot-cua//ho-so",
    b"/mot-cua/%",
    b"/mot-cua/%2",
    b"/mot-cua/%zz",
    b"/mot-cua/%u002e",
    b"/mot-cua/%c0%ae%c0%ae/x",
    b"/mot-cua/%c0%af",
    b"/mot-cua/%ff",
    b"/mot-cua/\xe1\xba\xa3",
    b"/mot-cua/ x",
    b"/mot-cua/#x",
    b"/mot-cua/?x",
    b"mot-cua",
    b"*",
    b"",
    b"http://example.vn/mot-cua",
    b"/" + b"a" * 3000,
]


@pytest.mark.parametrize("raw", TRICKS, ids=repr)
def test_a_path_with_two_readings_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_address(raw)


@pytest.mark.parametrize(
    ("raw", "service"),
    [
        (b"/dich-vu-cong", "online-services"),
        (b"/dich-vu-cong/", "online-services"),
        (b"/tra-cuu", "online-services"),
        (b"/xac-thuc/abc", "online-services"),
        (b"/mot-cua/ho-so/1", "one-stop"),
        (b"/van-ban/den", "document-exchange"),
        (b"/danh-ba", "mail-directory"),
        (b"/api/one-stop/v1/dossiers", "one-stop"),
        (b"/api/mail-directory/v1/people", "mail-directory"),
        (b"/%6dot-cua", "one-stop"),
        (b"/", None),
        (b"/api", None),
        (b"/api/one-stop", None),
        (b"/api/one-stop/openapi.json", None),
        (b"/api/gateway/v1/me", None),
        (b"/api/unknown/v1", None),
        (b"/internal/operations", None),
        (b"/Mot-Cua", None),
        (b"/mot-cua-gia", None),
        (b"/mot-cua.json", None),
    ],
)
def test_each_place_leads_to_its_service(raw: bytes, service: str | None) -> None:
    assert read_address(raw).service == service


def test_the_path_passed_on_has_one_spelling() -> None:
    assert read_address(b"/%6Dot-cua/%41%c3%a2").canonical == "/mot-cua/A%C3%A2"


def test_labels_hold_no_codes() -> None:
    assert read_address(b"/tra-cuu/000.00.11.H08-251122-0001").label == "/tra-cuu"
    assert read_address(b"/anything/secret").label == "/?"
    assert read_address(b"/api/one-stop/v1/dossiers/1").label == "/api/one-stop"


@given(st.binary(max_size=60))
def test_no_bytes_lead_to_an_internal_path(tail: bytes) -> None:
    try:
        address = read_address(b"/" + tail)
    except Malformed:
        return
    assert not (address.service and address.path.startswith("/internal"))
    assert ".." not in address.path.split("/")
    assert read_address(address.canonical.encode()).path == address.path


@pytest.mark.parametrize("query", [b"a=\x80", b"a= b", b"a=\n", b"q=" + b"a" * 9000])
def test_an_unsound_query_is_refused(query: bytes) -> None:
    with pytest.raises(Malformed):
        check_query(query)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%2f%2fevil.example",
        "/mot-cua/../..//evil.example",
        "/\t/evil.example",
        "/mot-cua?a=\r\nSet-Cookie:x",
        "mot-cua",
        "/đây",
        "",
        None,
    ],
)
def test_signing_in_leads_on_to_this_site_only(target: str | None) -> None:
    assert local_target(target) == "/"


def test_a_local_target_keeps_its_query() -> None:
    assert local_target("/mot-cua/ho-so?q=a&after=x%20y") == "/mot-cua/ho-so?q=a&after=x%20y"
