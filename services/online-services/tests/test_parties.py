"""Who files and for whom: read the same at every door, both kept, and asked about where something does not fit."""

from typing import Any

import orjson

from .conftest import ANSWERS, GENERIC, PDF, Check, Service, a_submission, fresh_key, upload
from .test_pages_without_scripts import FORM, form, papers_of, start

API = "/api/online-services/v1"
GOOD = {"kind": "citizen", "full_name": "Lê Văn Tám", "personal_id": "052190004318", "address": "Thôn 1, Phước Lộc"}

NOT_READABLE: list[tuple[dict[str, Any], str, str]] = [
    ({"personal_id": "abc"}, "/applicant/personal_id", "identifier_wrong"),
    ({"personal_id": "0100109106"}, "/applicant/personal_id", "personal_id_wrong"),
    ({"phone": "1"}, "/applicant/phone", "phone_wrong"),
    ({"email": "khong"}, "/applicant/email", "email_wrong"),
    ({"full_name": "   "}, "/applicant/full_name", "value_missing"),
    ({"full_name": "\u202e😀"}, "/applicant/full_name", "name_without_letters"),
    ({"address": ""}, "/applicant/address", "value_missing"),
]


def test_a_client_system_is_read_like_a_citizen(in_service: Check) -> None:
    async def check(service: Service) -> None:
        system = service.system("dossiers")
        body = await a_submission(system)
        for changes, pointer, code in NOT_READABLE:
            sent = body | {"applicant": GOOD | changes}
            answer = await system.post(f"{API}/submissions", json=sent, headers=fresh_key())
            assert answer.status_code == 422, changes
            assert (answer.json()["errors"][0]["pointer"], answer.json()["errors"][0]["code"]) == (pointer, code)
        assert await service.rows("SELECT 1 FROM submission") == []
        typed = GOOD | {
            "full_name": "Lê\u200b Văn  Tám",
            "phone": "+84 (0)905 123 456",
            "email": "tam\u200b@Example.vn",
        }
        answer = await system.post(f"{API}/submissions", json=body | {"applicant": typed})
        assert answer.status_code == 201, answer.text
        [row] = await service.rows("SELECT applicant::text AS applicant FROM submission")
        kept = orjson.loads(row["applicant"])
        assert (kept["full_name"], kept["phone"], kept["email"]) == ("Lê Văn Tám", "0905123456", "tam@example.vn")

    in_service(check)


OWNERS: list[tuple[dict[str, Any], dict[str, str] | None]] = [
    (
        {"on_behalf": "person", "owner_name": "Trần Chủ Đất", "owner_id": "052 190 004 319"},
        {"kind": "citizen", "full_name": "Trần Chủ Đất", "personal_id": "052190004319"},
    ),
    (
        {
            "on_behalf": "organisation", "organisation_name": "Công ty Gỗ", "organisation_tax_code": "0100 109 106",
            "organisation_address": "1 Lê Lợi",
        },
        {"kind": "organisation", "full_name": "Công ty Gỗ", "personal_id": "0100109106", "address": "1 Lê Lợi"},
    ),
    ({"on_behalf": "self", "owner_name": "Không ai"}, None),
]  # fmt: skip


def test_the_owner_is_kept_beside_the_applicant_at_every_door(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        body = await a_submission(lan)
        for answers, owner in OWNERS:
            told = []
            direct = await lan.post(f"{API}/submissions", json=body | {"answers": ANSWERS | answers})
            assert direct.status_code == 201, direct.text
            draft = await start(lan)
            await lan.post(f"{draft}/to-khai", data=form(**FORM | answers, viec="tiep"))
            asked = [paper["code"] for paper in await papers_of(service) if paper["required"]]
            files = [(f"tep.{code}", ("đơn.pdf", PDF, "application/pdf")) for code in asked]
            await lan.post(f"{draft}/giay-to", data=form(viec="tiep-tuc"), files=files)
            paged = await lan.post(f"{draft}/nop", data=form(return_channel="online"))
            assert paged.status_code == 303, paged.text
            for own in (direct.json()["id"], draft.rpartition("/")[2]):
                [row] = await service.rows(
                    "SELECT data::text AS data FROM outbox WHERE subject = $1", f"submission/{own}"
                )
                found = orjson.loads(row["data"])["owner"]
                told.append({name: value for name, value in found.items() if value} if found else None)
                shown = await lan.get(f"/dich-vu-cong/ho-so/{own}")
                assert ("Chủ hồ sơ</dt>" in shown.text.replace("\n", "").replace("  ", "")) == (owner is not None)
                assert ((await lan.get(f"{API}/submissions/{own}")).json()["owner"] is not None) == (owner is not None)
            assert told == [owner, owner]

    in_service(check)


def test_the_same_person_cannot_be_applicant_and_owner(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        body = await a_submission(lan)
        answers = ANSWERS | {"on_behalf": "person", "owner_name": "Ai đó", "owner_id": ANSWERS["applicant_id"]}
        answer = await lan.post(f"{API}/submissions", json=body | {"answers": answers})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/answers/owner_id"

    in_service(check)


def test_a_name_or_number_that_is_not_the_accounts_is_asked_about_and_never_refused(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = await start(lan)
        other = FORM | {"applicant_name": "Phạm Người Khác", "applicant_id": "052085001234"}
        await lan.post(f"{draft}/to-khai", data=form(**other, viec="tiep"))
        asked = [paper["code"] for paper in await papers_of(service) if paper["required"]]
        files = [(f"tep.{code}", ("đơn.pdf", PDF, "application/pdf")) for code in asked]
        await lan.post(f"{draft}/giay-to", data=form(viec="tiep-tuc"), files=files)
        review = await lan.get(f"{draft}/xem-lai")
        assert "còn tài khoản của bạn mang tên “Trần Thị Ngọc Lan”" in review.text
        assert "còn của tài khoản là 052190004317" in review.text
        unconfirmed = await lan.post(f"{draft}/nop", data=form(return_channel="online"))
        assert unconfirmed.status_code == 422
        assert unconfirmed.text.count("đánh dấu vào ô xác nhận") == 2
        assert await service.rows("SELECT 1 FROM submission") == []
        assert (await lan.post(f"{draft}/nop", data=form(return_channel="online", xac_nhan="true"))).status_code == 303

    in_service(check)


def test_a_key_used_for_one_paper_does_not_answer_for_another(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, key = await service.lan(), fresh_key()
        draft = (await lan.post(f"{API}/drafts", json={"procedure_code": GENERIC})).json()["id"]
        headers = key | {"content-type": "application/octet-stream"}
        first, second = [paper["code"] for paper in await papers_of(service)][1:3]
        path = f"{API}/drafts/{draft}/files"
        one = await lan.post(path, params={"paper_code": first, "name": "mot.pdf"}, content=PDF, headers=headers)
        assert one.status_code == 201
        two = await lan.post(path, params={"paper_code": second, "name": "hai.pdf"}, content=PDF, headers=headers)
        assert (two.status_code, two.json()["code"]) == (409, "idempotency_key_reused")
        again = await lan.post(path, params={"paper_code": first, "name": "mot.pdf"}, content=PDF, headers=headers)
        assert again.content == one.content
        assert await upload(lan)

    in_service(check)
