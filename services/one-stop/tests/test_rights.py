"""Every route, for the anonymous, for a person of another agency, and for roles it is not for."""

import asyncio
from typing import Any
from uuid import uuid4

from one_stop.rights import RIGHTS
from shared.access.identity import HEADER, Identity

from .dossiers.test_steps import PAUSING

BODIES: dict[str, Any] = {
    "refuse": {"reason": "Không đúng thẩm quyền"},
    "return": {"reason": "Không đúng thẩm quyền"},
    "take-back": {"reason": "Nơi ấy chưa làm"},
    "transfer": {},
    "reassign": {"reason": "Không đúng thẩm quyền"},
    "undo-hand-over": {"reason": "Không đúng thẩm quyền"},
    "stop": {"reason": "Không đúng thẩm quyền"},
    "propose-stop": {"reason": "Không đúng thẩm quyền"},
    "reject-stop": {"reason": "Không đúng thẩm quyền"},
    "withdraw-at-counter": {"requester": "Lê Văn Rút", "id_kind": "Thẻ", "id_number": "1", "reason": "Đổi ý rồi"},
    "settle": {},
    "request-supplement": {"reason": "Thiếu giấy tờ", "items": [{"pointer": "/applicant_name", "note": "x"}]},
    "propose-apology": {"reason": "Không kịp thẩm định", "delayed_by": "Phòng A", "due_on": "30/11/2026"},
    "extend": {"amount": 1, "reason": "Không kịp thẩm định", "document_number": "1/TB", "document_date": "02/03/2026"},
    "pause": PAUSING,
    "propose-pause": PAUSING,
    "decline-pause": {"reason": "Không đúng thẩm quyền"},
    "decline-apology": {"reason": "Không đúng thẩm quyền"},
    "tasks": {"to_id": "an", "what": "Gọi người nộp", "due_on": "02/03/2036"},
    "done": {},
    "correct": {"field": "applicant.phone", "value": "0905123456", "reason": "Ghi nhầm"},
    "write-down": {"conclusion": "agree", "opinion": "Đã làm xong", "told_by": "Lê Ba", "day": "2026-01-05"},
    "ask-again": {"to": {"agency_code": "000.00.10.H08"}, "question": "Xin ý kiến"},
    "parts": {"to": [{"agency_code": "000.00.10.H08"}], "question": "Xin ý kiến"},
    **{act: {"reason": "Không đúng thẩm quyền"} for act in ("recall", "skip")},
    "draft": {"conclusion": "agree"},
    "assign": {},
    "send-back": {"reason": "Không đúng thẩm quyền"},
    "mark-papers": {"marks": [{"paper_code": "x", "state": "seen"}]},
    "hand-over": {"identity_kind": "citizen-card", "identity_number": "052060001234"},
    "post-lists": {"carrier": "Bưu cục", "dossiers": []},
    "unit-lists": {"dossiers": []},
    "take-in": {},
    "take-over": {},
    "send-again": {"reason": "Đã bổ sung"},
    "cancel": {"reason": "Không đúng thẩm quyền"},
    "tracking": {"items": []},
    "delivered": {"delivered_on": "02/03/2026", "receiver": "Lê Văn Nhận"},
    "undelivered": {"reason": "Người nhận đi vắng"},
    "changes": {
        "kind": "revoked",
        "ground": "other",
        "reason": "Không đúng thẩm quyền",
        "legal_basis": "Điều 1",
        "document_number": "1/QĐ",
        "document_date": "02/03/2026",
    },
    "fee-receipts": {},
    "end": {"reason": "Không đúng thẩm quyền"},
    "finish": {"number": "1/QĐ", "title": "Kết quả", "body": "Nội dung kết quả"},
}
UNKNOWN = "00000000-0000-0000-0000-000000000000"
ROLES = ("counter-officer", "specialist", "leader")


def _routes(app: Any) -> list[tuple[str, str]]:
    found = [
        (method.upper(), path)
        for path, item in app.openapi()["paths"].items()
        for method in item
        if "/api/one-stop/" in path
    ]
    assert len(found) >= 14
    return found


_PAGE_ACTS = (
    *("thu-phi", "tiep-nhan", "tu-choi", "yeu-cau-bo-sung", "nhan-xu-ly", "chuyen", "tra-lai"),
    "trinh-ket-qua",
    "ket-qua-khac",
    "ket-qua-khac/1/bo",
    "ky",
    "duyet",
    "tra-ket-qua",
    "giao-lai",
    "nhan-bo-sung",
    *("dung-giai-quyet", "de-xuat-dung", "khong-dung"),
    "rut-tai-quay",
    "xu-ly-phi-giay-to",
    "thu-hoi-ket-qua",
    "thu-hoi-viec-tra",
    "de-nghi-xin-loi",
    "ky-xin-loi",
    "tra-de-nghi-xin-loi",
    "gia-han",
    "tam-dung",
    "tinh-tiep",
    *(f"phan-viec{act}" for act in ("", "/1/thu-hoi", "/1/di-tiep")),
    "danh-dau",
    "ghi-chu",
    "dinh-chinh",
    "hoi-nguoi-nop",
    "ghi-tra-loi",
    "kiem-tra-thuc-dia",
    *(f"viec{act}" for act in ("", "/1/xong", "/1/tra-lai", "/1/thu-hoi")),
    *(f"ban-quet/{UNKNOWN}/{act}" for act in ("sap-trang", "nhan-dang", "du-lieu", "doi-chieu", "ky")),
    "chup",
    f"chup/{UNKNOWN}/dong",
    *("nhan-tu-quay", "tra-lai-quay", "chuyen-lai"),
)
_PAGES_SHOWN = (
    "",
    "/tien-trinh",
    "/phieu-kiem-soat",
    "/du-thao",
    "/van-ban-xin-loi",
    "/vi-sao-hen-ngay",
    "/tra-ket-qua",
    "/phi",
    f"/ban-quet/{UNKNOWN}",
    f"/chup/{UNKNOWN}",
    f"/tep/{'a' * 64}",
)


def _pages() -> list[tuple[str, str]]:
    return (
        [("POST", "/mot-cua/nhan-ho-so/{dossier_id}"), ("POST", "/mot-cua/ban-song-ngu/{dossier_id}")]
        + [("POST", f"/mot-cua/ho-so/{{dossier_id}}/{act}") for act in _PAGE_ACTS]
        + [("GET", f"/mot-cua/ho-so/{{dossier_id}}{part}") for part in _PAGES_SHOWN]
    )


def _filled(path: str, dossier: str) -> str:
    return path.format(
        part_id=uuid4(),
        number=1,
        dossier_id=dossier,
        sha256="a" * 64,
        code="1",
        view_id=uuid4(),
        upload_id=uuid4(),
        print_id=uuid4(),
        act="void",
        walk_in_id=uuid4(),
        list_id=uuid4(),
        item_id=uuid4(),
        report_id=uuid4(),
        result_id=uuid4(),
        paper_id=uuid4(),
        receipt_id=uuid4(),
    )


def test_a_page_whose_address_holds_no_id_is_not_found(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            for method, path in _pages():
                for role in ("counter-officer", "specialist", "leader"):
                    sent = {"data": {"csrf_token": "csrf-token"}} if method == "POST" else {}
                    answer = await office.client.request(
                        method, path.format(dossier_id="abc"), headers=office.headers(role), **sent
                    )
                    if answer.status_code == 403:
                        continue
                    assert answer.status_code == 404, (method, path)
                    assert '<a class="govuk-link" href="/mot-cua">' in answer.text
            program = await office.client.get("/api/one-stop/v1/dossiers/abc", headers=office.headers("specialist"))
            assert program.status_code == 422, "a program is told which field"

    asyncio.run(run())


def test_the_anonymous_get_nothing_anywhere(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            for method, path in _routes(office.app):
                url = _filled(path, dossier)
                answer = await office.client.request(
                    method, url, json=BODIES.get(path.rsplit("/", 1)[-1], {}) if method == "POST" else None
                )
                assert answer.status_code in (401, 422), (method, path, answer.status_code)
                assert answer.status_code == 401 or any(p in path for p in ("/dossiers", "/asked-parts", "/report")), (
                    path
                )
            for method, path in [
                *_pages(),
                ("GET", "/mot-cua"),
                ("GET", "/mot-cua/tiep-nhan"),
                ("POST", "/mot-cua/tiep-nhan"),
            ]:
                answer = await office.client.request(
                    method, path.format(dossier_id=dossier), data={} if method == "POST" else None
                )
                assert answer.status_code in (303, 401, 403), (method, path, answer.status_code)
                if answer.status_code == 303:
                    assert answer.headers["location"].startswith("/dang-nhap")
            (row,) = await office.rows("SELECT status, version FROM dossier")
            assert (row["status"], row["version"]) == (1, 1)

    asyncio.run(run())


def test_another_agency_finds_no_dossier_whatever_it_tries(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, nowhere = await office.file(), str(uuid4())
            for role in ROLES:
                headers = office.headers(role, "000.00.99.H08")
                listed = (await office.client.get("/api/one-stop/v1/dossiers?scope=agency", headers=headers)).json()
                assert listed["items"] == []
                for method, path in _routes(office.app):
                    if "{dossier_id}" not in path:
                        continue
                    body = BODIES.get(path.rsplit("/", 1)[-1], {}) if method == "POST" else None
                    answers = [
                        await office.client.request(method, _filled(path, which), json=body, headers=headers)
                        for which in (dossier, nowhere)
                    ]
                    assert {answer.status_code for answer in answers} <= {403, 404}, (role, method, path)
                    assert answers[0].json()["code"] == answers[1].json()["code"], (
                        "absent and forbidden must look the same"
                    )
                for method, path in _pages():
                    data = {"csrf_token": "csrf-token", "reason": "Không đúng thẩm quyền"} if method == "POST" else None
                    answer = await office.client.request(
                        method, path.format(dossier_id=dossier), data=data, headers=headers
                    )
                    assert answer.status_code in (403, 404), (role, method, path, answer.status_code)
            (row,) = await office.rows("SELECT status, version FROM dossier")
            assert (row["status"], row["version"]) == (1, 1)
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'refused' AND agency_code = '000.00.99.H08'")

    asyncio.run(run())


def test_other_kinds_of_caller_and_other_posts_are_turned_away(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            callers = [
                Identity(kind="citizen", subject="c1", csrf="x"),
                Identity(kind="service", subject="gateway"),
                Identity(kind="system", subject="s1", agency_code=office.agency, roles=frozenset(ROLES)),
                Identity(
                    kind="officer",
                    subject="o1",
                    agency_code=office.agency,
                    roles=frozenset({"records-clerk", "operator"}),
                ),
            ]
            for who in callers:
                headers = {HEADER: office.issuer.issue(who, "one-stop")}
                for method, path in _routes(office.app):
                    if who.kind == "officer" and "/numbers" in path:  # the books are the records clerk's own
                        continue
                    body = BODIES.get(path.rsplit("/", 1)[-1], {}) if method == "POST" else None
                    url = _filled(path, dossier)
                    answer = await office.client.request(method, url, json=body, headers=headers)
                    assert answer.status_code in (403, 422), (who.kind, method, path)

    asyncio.run(run())


def test_pages_send_the_anonymous_to_sign_in_and_refuse_citizens(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            citizen = Identity(kind="citizen", subject="c1", csrf="x")
            headers = {HEADER: office.issuer.issue(citizen, "one-stop")}
            pages = ["/mot-cua", "/mot-cua/moi-nop", "/mot-cua/tiep-nhan"]
            pages += [path.format(dossier_id=dossier) for method, path in _pages() if method == "GET"]
            for path in pages:
                anonymous = await office.client.get(path)
                assert anonymous.status_code == 303, path
                assert anonymous.headers["location"].startswith("/dang-nhap"), path
                assert (await office.client.get(path, headers=headers)).status_code == 403, path

    asyncio.run(run())


def test_a_page_form_without_its_token_changes_nothing(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            answer = await office.client.post(
                f"/mot-cua/ho-so/{dossier}/tiep-nhan", headers=office.headers("counter-officer"), data={}
            )
            assert answer.status_code == 403
            assert (await office.rows("SELECT status FROM dossier"))[0]["status"] == 1

    asyncio.run(run())


def test_every_right_names_someone():
    assert all(RIGHTS[right] for right in RIGHTS)
