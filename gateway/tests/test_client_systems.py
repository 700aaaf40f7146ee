"""Client systems: RFC 6749 client credentials."""

import asyncio
import base64
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from gateway.seeding import seed
from shared.storage.database import Database

PROVINCE = Path(__file__).parents[2] / "data" / "binh-dinh"


@pytest.fixture
def systems(gateway: Any) -> list[dict[str, str]]:
    async def run() -> list[dict[str, str]]:
        database = Database(gateway.database_url, "test")
        try:
            made = await seed(database, gateway.settings, PROVINCE)
            assert await seed(database, gateway.settings, PROVINCE) == []
            return made
        finally:
            await database.close()

    return asyncio.run(run())


def test_a_system_that_lacks_its_agency_is_refused_in_words(gateway: Any, tmp_path: Path) -> None:
    shutil.copy(PROVINCE / "agencies.csv", tmp_path)
    (tmp_path / "client-systems.json").write_text('[{"client_id": "qlvb", "name": "Quản lý văn bản"}]', "utf-8")

    async def run() -> None:
        database = Database(gateway.database_url, "test")
        try:
            await seed(database, gateway.settings, tmp_path)
        finally:
            await database.close()

    with pytest.raises(
        ValueError, match=r"client-systems\.json, dòng 1, mục thứ 1 “qlvb”: thiếu agency; hãy ghi thêm\."
    ):
        asyncio.run(run())


def basic(code: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{code}:{secret}".encode()).decode()}


GRANT = {"grant_type": "client_credentials"}


def test_seeded_systems_are_accounts(systems: list[dict[str, str]]) -> None:
    assert {system["role"] for system in systems} == {"client-system"}
    assert {"000.00.11.H08", "000.00.05.H08"} <= {system["agency_code"] for system in systems}


@pytest.mark.parametrize("way", ["basic", "post"])
def test_a_system_gets_a_token_and_acts_for_its_agency(gateway: Any, systems: list[dict[str, str]], way: str) -> None:
    code, secret = systems[0]["user_name"], systems[0]["password"]
    with gateway.client() as client:
        if way == "basic":
            answer = client.post("/oauth/token", data=GRANT, headers=basic(code, secret))
        else:
            answer = client.post("/oauth/token", data=GRANT | {"client_id": code, "client_secret": secret})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert (body["token_type"], body["scope"]) == ("Bearer", "directory documents dossiers parts")
        assert 3500 < body["expires_in"] <= 3600
        assert answer.headers["cache-control"] == "no-store"
        answer = client.get("/api/document-exchange/v1/x", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert "q=60000" in answer.headers["ratelimit-policy"]
    identity = gateway.upstream.identity("document-exchange")
    assert (identity.kind, identity.user_name, identity.agency_code) == ("system", code, systems[0]["agency_code"])
    assert identity.roles == {"documents", "dossiers", "directory", "parts"}


def test_a_scope_may_be_narrowed_and_not_widened(gateway: Any, systems: list[dict[str, str]]) -> None:
    headers = basic(systems[0]["user_name"], systems[0]["password"])
    with gateway.client() as client:
        assert (
            client.post("/oauth/token", data=GRANT | {"scope": "documents"}, headers=headers).json()["scope"]
            == "documents"
        )
        answer = client.post("/oauth/token", data=GRANT | {"scope": "documents everything"}, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_a_system_that_was_switched_off_is_out(gateway: Any, systems: list[dict[str, str]]) -> None:
    headers = basic(systems[0]["user_name"], systems[0]["password"])
    with gateway.client() as client:
        token = client.post("/oauth/token", data=GRANT, headers=headers).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/gateway/v1/me", headers=bearer).status_code == 200
        gateway.execute("UPDATE client_system SET scopes = '{}'")
        time.sleep(2.1)
        assert client.get("/api/one-stop/v1/x", headers=bearer).status_code == 200
        assert gateway.upstream.identity("one-stop").roles == frozenset()
        gateway.execute("UPDATE client_system SET active = false")
        time.sleep(2.1)
        assert client.get("/api/gateway/v1/me", headers=bearer).status_code == 401
        answer = client.post("/oauth/token", data=GRANT, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert "client-system-refused" in gateway.evidence()


@pytest.mark.parametrize(
    ("form", "header", "status", "error"),
    [
        ({}, "right", 400, "invalid_request"),
        ({"grant_type": "password"}, "right", 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "right", 400, "unsupported_grant_type"),
        (GRANT, "", 401, "invalid_client"),
        (GRANT, "wrong", 401, "invalid_client"),
        (GRANT, "unknown", 401, "invalid_client"),
        (GRANT, "Basic !!!", 401, "invalid_client"),
        (GRANT, "Basic YWJj", 401, "invalid_client"),
        (GRANT, "Bearer x", 401, "invalid_client"),
        (GRANT | {"client_secret": "x"}, "right", 400, "invalid_request"),
        (GRANT | {"client_id": "other"}, "right", 400, "invalid_request"),
        (GRANT | {"client_id": "qlvb-stttt", "client_secret": ""}, "", 401, "invalid_client"),
        ("grant_type=client_credentials&grant_type=client_credentials", "right", 400, "invalid_request"),
        ("%ff=%fe&a", "right", 400, "invalid_request"),
        ("&".join(f"a{n}=1" for n in range(50)), "right", 400, "invalid_request"),
        ("json", "right", 400, "invalid_request"),
    ],
)
def test_refusals_follow_the_standard(
    gateway: Any, systems: list[dict[str, str]], form: Any, header: str, status: int, error: str
) -> None:
    code, secret = systems[0]["user_name"], systems[0]["password"]
    named = {"right": basic(code, secret), "wrong": basic(code, "x"), "unknown": basic("nobody", secret), "": {}}
    headers = named.get(header, {"Authorization": header})
    with gateway.client() as client:
        if form == "json":
            answer = client.post("/oauth/token", json=GRANT, headers=headers)
        elif isinstance(form, str):
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            answer = client.post("/oauth/token", content=form, headers=headers | kind)
        else:
            answer = client.post("/oauth/token", data=form, headers=headers)
    assert (answer.status_code, answer.json().get("error")) == (status, error), answer.text
    assert ("www-authenticate" in answer.headers) == (status == 401)
    assert answer.headers["cache-control"] == "no-store"
