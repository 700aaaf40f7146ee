"""Who gets where: every route for an anonymous caller, an officer, and another citizen."""

import re
from typing import Any
from uuid import UUID

import httpx

from online_services.tracking import actions as course
from shared.access.identity import Identity
from shared.contracts.values import SupplementItem

from .builders import received, supplement_requested
from .conftest import CSRF, GENERIC, Check, Service, file_one, upload

ABSENT = str(UUID(int=7))
OPEN = {
    "/dich-vu-cong", "/dich-vu-cong/ban-in", "/dich-vu-cong/ket-xuat",
    "/dich-vu-cong/ket-qua-giai-quyet", "/dich-vu-cong/ket-qua-giai-quyet/du-lieu.csv",
    "/dich-vu-cong/ket-qua-giai-quyet/thu-tuc", "/dich-vu-cong/ket-qua-giai-quyet/thu-tuc/{code}",
    "/dich-vu-cong/ket-qua-giai-quyet/thu-tuc/du-lieu.csv",
    "/dich-vu-cong/thu-tuc/{code}/tep/{sha256}", "/dich-vu-cong/thu-tuc/{code}/to-khai-trong",
    "/api/online-services/v1/procedures/{code}/files/{sha256}",
    "/dich-vu-cong/thu-tuc/{code}", "/dich-vu-cong/dang-ky", "/dich-vu-cong/dang-ky/xong", "/tra-cuu", "/tra-cuu/ket-qua",
    "/dich-vu-cong/quen-mat-khau",
    "/xac-thuc", "/xac-thuc/{code}", "/xac-thuc/{code}/tep", "/api/online-services/v1/procedures",
    "/api/online-services/v1/procedures/{code}", "/api/online-services/v1/look-ups",
    "/api/online-services/v1/verifications", "/api/online-services/v1/verifications/{code}",
    "/api/online-services/v1/verifications/{code}/file", "/healthz", "/readyz", "/metrics",
}  # fmt: skip
"""Where anybody may go."""
OFFICERS_TOO = {
    "/dich-vu-cong/dang-xem", "/dich-vu-cong/dang-xem/{view_id}",
    "/api/online-services/v1/lists/procedures/views", "/api/online-services/v1/lists/procedures/views/{view_id}",
}  # fmt: skip
"""Views of the catalogue, each person's own: a counter officer looks there for his agency's procedures."""


def routes(app: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def walk(holder: Any) -> None:
        for route in holder.routes:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            if methods := getattr(route, "methods", None):
                found.extend((method, route.path) for method in methods - {"HEAD"})
            elif inner is not None:
                walk(inner)

    walk(app)
    return sorted(set(found))


async def call(caller: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    body = {"data": {"csrf_token": CSRF}} if not path.startswith(("/api", "/internal")) else {"json": {}}
    return await caller.request(method, path, **(body if method in ("POST", "PUT") else {}))  # type: ignore[arg-type]


def test_nobody_unknown_and_no_officer_gets_past_the_open_routes(in_service: Check) -> None:
    async def check(service: Service) -> None:
        walked = routes(service.app)
        assert len(walked) > 40, walked
        officer = service.caller(Identity(kind="officer", subject="x", roles=frozenset({"leader", "specialist"})))
        for method, pattern in walked:
            if pattern in OPEN or pattern == "/internal/openapi.json":
                continue
            path = re.sub(r"{place}", "0", pattern)
            path = re.sub(r"{[^}]+}", ABSENT, path)
            anonymous = await call(service.anonymous(), method, path)
            assert anonymous.status_code in (401, 403, 303, 422), (method, path, anonymous.status_code)
            if anonymous.status_code == 303:
                assert anonymous.headers["location"].startswith("/dang-nhap?tiep="), path
            if pattern in OFFICERS_TOO:
                continue
            refused = await call(officer, method, path)
            assert refused.status_code in (403, 422), (method, path, refused.status_code)
        assert await service.rows("SELECT 1 FROM draft UNION ALL SELECT 1 FROM submission") == []

    in_service(check)


def test_another_citizens_things_answer_like_absent_ones(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier = await file_one(lan)
        item = SupplementItem(pointer="/request", note="Ghi rõ")
        await service.in_transaction(
            lambda s: course.note_received(s, received(dossier)),
            lambda s: course.note_supplement_requested(s, supplement_requested(dossier, item)),
        )
        [file] = [r["id"] for r in await service.rows("SELECT id FROM course_file WHERE kind = 'receipt'")]
        own = await upload(lan)
        draft = (await lan.post("/api/online-services/v1/drafts", json={"procedure_code": GENERIC})).json()["id"]
        ids = {"submission_id": dossier, "draft_id": draft, "file_id": str(own), "dossier_id": dossier}
        walked = 0
        for method, pattern in routes(service.app):
            if not any(f"{{{name}}}" in pattern for name in ids):
                continue
            walked += 1
            real = pattern
            for name, value in ids.items():
                theirs = "{submission_id}" in pattern or "{dossier_id}" in pattern
                value = str(file) if name == "file_id" and theirs else value
                real = real.replace(f"{{{name}}}", value)
            real = real.replace("{place}", "0").replace("{message_id}", ABSENT)
            absent = re.sub(r"{[^}]+}", ABSENT, pattern.replace("{place}", "0"))
            query = "?paper_code=x&name=a.pdf" if pattern.endswith("/drafts/{draft_id}/files") else ""
            json_body: dict[str, Any] = {"answers": {}} if "supplements" in pattern or method == "PUT" else {}
            for path in (real, absent):
                if path.startswith("/api"):
                    answer = await khoa.request(method, path + query, json=None if method == "GET" else json_body)
                else:
                    answer = await call(khoa, method, path)
                assert answer.status_code == 404, (method, path, answer.status_code, answer.text[:300])
                if path.startswith("/api"):
                    assert answer.json()["code"] == "not_found"
        assert walked > 20
        assert (await khoa.get("/api/online-services/v1/submissions")).json()["items"] == []
        assert dossier not in (await khoa.get("/dich-vu-cong/ho-so")).text

    in_service(check)


def test_a_refused_attempt_of_somebody_known_is_evidence(in_service: Check) -> None:
    async def check(service: Service) -> None:
        officer = service.caller(Identity(kind="officer", subject="x", roles=frozenset({"leader"})))
        assert (await officer.get(f"/api/online-services/v1/submissions/{ABSENT}")).status_code == 403
        assert (await (await service.lan()).get(f"/api/online-services/v1/submissions/{ABSENT}")).status_code == 404
        assert (await service.anonymous().get(f"/api/online-services/v1/submissions/{ABSENT}")).status_code == 401
        rows = await service.rows("SELECT actor, subject, facts FROM evidence WHERE kind = 'refused' ORDER BY id")
        assert [row["actor"].partition(":")[0] for row in rows] == ["officer", "citizen"]
        assert all(row["subject"] == f"path/api/online-services/v1/submissions/{ABSENT}" for row in rows)

    in_service(check)
