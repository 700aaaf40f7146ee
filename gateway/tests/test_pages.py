"""The gateway's own pages: home, operations, catalogue, health, public certificates, and who may see them."""

import re
from typing import Any

import orjson
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from gateway.rights import RIGHTS
from shared.access.rights import ANYONE, WITH_FIRST_PASSWORD, Role
from shared.contracts import registered_events
from shared.core.settings import SERVICES
from testing.members import methods_of, rights_of, routes_of
from testing.signing_kit import authority_in

LETTER = "0197cccc-0000-7000-8000-000000000001"
GONE = "00000000-0000-7000-8000-000000000001"


def test_the_front_page_leads_citizens_to_procedures(gateway: Any) -> None:
    with gateway.browser() as browser:
        page = browser.get("/").text
    for link in ('action="/dich-vu-cong"', "/tra-cuu", "/xac-thuc", "/dang-nhap"):
        assert link in page


@pytest.mark.parametrize(
    ("roles", "present", "absent"),
    [
        (["counter-officer"], ["/mot-cua"], ["/van-hanh", 'href="/van-ban/di" class']),
        (["records-clerk"], ["/van-ban/den", "/van-ban/di"], ["/van-hanh"]),
        (["operator"], ["/van-hanh"], []),
        ([], ["chưa được giao vị trí công tác nào"], ["/van-hanh"]),
    ],
)
def test_the_front_page_leads_officers_to_their_work(
    gateway: Any, roles: list[str], present: list[str], absent: list[str]
) -> None:
    gateway.upstream.accounts["officer"]["an.nv"] |= {"roles": roles}
    with gateway.browser("an.nv") as browser:
        page = browser.get("/").text
    assert all(text in page for text in present)
    assert not any(text in page for text in absent)


def test_an_initial_password_is_spoken_of_until_it_is_changed(gateway: Any) -> None:
    for must_change in (True, False):
        gateway.upstream.accounts["officer"]["an.nv"] |= {"must_change": must_change}
        with gateway.browser("an.nv") as browser:
            page = browser.get("/").text
        assert ("mật khẩu ban đầu" in page) == must_change
        assert ('href="/danh-ba/tai-khoan">Đổi mật khẩu' in page) == must_change


def test_a_first_password_opens_none_of_the_gateways_own_pages_but_the_way_to_its_change(gateway: Any) -> None:
    """Whatever the roles: as at the services (`tests/architecture/test_routes.py`), where each route is tried as well."""
    gateway.upstream.accounts["officer"]["an.nv"] |= {"must_change": True, "roles": list(Role)}
    public = {str(right) for right, allowed in RIGHTS.items() if ANYONE in allowed}
    asked, wrong = set(), []
    with gateway.browser("an.nv") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        for path, route in routes_of(gateway.door.fastapi):
            if path == "/oauth/token" or rights_of(route) & (public | WITH_FIRST_PASSWORD):
                continue
            for method in methods_of(route) - {"HEAD"}:
                asked.add(path)
                address = re.sub(r"{[^}]+}", LETTER, path)
                answer = browser.request(method, address, data={"csrf_token": csrf} if method == "POST" else None)
                if (answer.status_code, answer.headers.get("location")) != (303, "/danh-ba/tai-khoan"):
                    wrong.append((method, path, answer.status_code))
        assert asked >= {"/tim-kiem", "/van-hanh", "/van-hanh/thu", "/van-hanh/so-lieu/{service}"}
        assert not wrong
        # The post in which one will work is chosen first: that changes nothing but the session.
        assert browser.get("/vi-tri").status_code == 200
        assert 'action="/tim-kiem"' not in browser.get("/").text, "no box that leads nowhere"
    refused = gateway.upstream.seen
    assert not [seen.path for seen in refused if seen.path.startswith("/internal/")], "no part was asked anything"


def test_developers_find_the_way_in(gateway: Any) -> None:
    with gateway.browser() as browser:
        assert 'href="/api"' in browser.get("/").text
        page = browser.get("/api").text
    for command in ("/oauth/token", "/packets/sample", "--data-binary @goi-tin.edxml", "/api/gateway/v1/me"):
        assert command in page
    assert gateway.settings.address in page


def test_every_page_says_whom_to_ask(gateway: Any) -> None:
    with gateway.browser() as browser:
        assert 'href="tel:02563812345"' in browser.get("/dang-nhap").text


def test_every_route_of_the_gateway_names_its_right(gateway: Any) -> None:
    from fastapi.routing import APIRoute
    from starlette.routing import Mount

    def walk(dependant: Any) -> bool:
        return hasattr(dependant.call, "right") or any(walk(inner) for inner in dependant.dependencies)

    def routes_of(router: Any) -> Any:
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield route
            elif not isinstance(route, Mount) and hasattr(route, "original_router"):
                yield from routes_of(route.original_router)

    found = {route.path: walk(route.dependant) for route in routes_of(gateway.door.fastapi)}
    assert len(found) > 15, sorted(found)
    assert [path for path, named in found.items() if not named] == [
        "/oauth/token"
    ]  # its credentials are in the request


def test_the_catalogue_lists_every_service(gateway: Any) -> None:
    with gateway.client() as client:
        page = client.get("/api", headers={"Accept": "text/html"})
        assert "Dịch vụ công trực tuyến" in page.text
        body = client.get("/api", headers={"Accept": "application/json"}).json()
    assert [entry["name"] for entry in body["services"]] == ["gateway", *SERVICES]
    assert body["services"][3]["calls"] == [{"method": "GET", "path": "/api/one-stop/v1/things", "title": "Xem"}]
    assert {event["type"] for event in body["events"]} == set(registered_events())


@pytest.mark.parametrize("name", ["gateway", *SERVICES])
def test_openapi_is_sound_and_hides_what_is_internal(gateway: Any, name: str) -> None:
    with gateway.client() as client:
        document = client.get(f"/api/{name}/openapi.json").json()
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1")
    assert document["paths"]
    assert not [path for path in document["paths"] if path.startswith("/internal")]
    for item in document["paths"].values():
        for operation in item.values():
            assert {"401", "403", "429"} <= set(operation["responses"])
            assert ("requestBody" in operation) <= ({"413", "415"} <= set(operation["responses"]))


def test_asyncapi_describes_every_event_and_who_hears_it(gateway: Any) -> None:
    with gateway.client() as client:
        document = client.get("/api/asyncapi.json").json()
    assert document["asyncapi"] == "3.0.0"
    assert {message["name"] for message in document["components"]["messages"].values()} == set(registered_events())
    assert len(document["channels"]) == len(registered_events())
    assert "one-stop_receives_online-services_submission-filed_v1" in document["operations"]
    text = orjson.dumps(document).decode()
    assert "$defs" not in text
    for reference in {part.split('"')[0] for part in text.split('"$ref":"#/')[1:]}:
        node = document
        for key in reference.split("/"):
            node = node[key]


def test_an_unknown_part_has_no_description(gateway: Any) -> None:
    with gateway.client() as client:
        assert client.get("/api/nowhere/openapi.json").status_code == 404


def test_readiness_names_every_part(gateway: Any, make_gateway: Any) -> None:
    with gateway.client() as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        assert set(answer.json()["services"]) == set(SERVICES)
        assert answer.json()["axis"]["lag_seconds"] == 1.5
    broken = make_gateway(service_urls={"document-exchange": "http://127.0.0.1:9"})
    with broken.client() as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["services"]["document-exchange"]["status"] == "unavailable"
        assert answer.json()["services"]["one-stop"]["status"] == "ok"
        assert client.get("/healthz").json() == {"status": "alive", "service": "gateway"}


def test_only_public_parts_of_the_authority_leave(gateway: Any) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    def new_key() -> bytes:
        key = generate_private_key(SECP256R1())
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    folder = gateway.settings.authority_folder
    authority_in(gateway.settings.var)
    with gateway.client() as client:
        crl = client.get("/pki/issuing.crl")
        assert crl.status_code == 200
        assert crl.headers["content-type"] == "application/pkix-crl"
        x509.load_der_x509_crl(crl.content)
        x509.load_der_x509_certificate(client.get("/pki/root.crt").content)
        for path in (
            "root.key",
            "issuing.key",
            "root.pem",
            "ready",
            "lock",
            "revoked.json",
            "..%2froot.crt",
            "nowhere.crl",
        ):
            assert client.get(f"/pki/{path}").status_code in (400, 404), path
        (folder / "leak.pem").write_bytes(new_key())
        assert client.get("/pki/leak.crt").status_code == 404
