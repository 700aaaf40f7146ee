"""Accounts: what the gateway asks, and self-registration."""

from datetime import date
from typing import Any

import pytest

from online_services.accounts.rules import Registration, age_on, registration_errors
from online_services.seeding import seed

from .conftest import CSRF, PROVINCE, Check, Service

TODAY = date(2026, 11, 23)


def a_registration(**changes: Any) -> Registration:
    values: dict[str, Any] = {
        "kind": "citizen",
        "full_name": "Lê Thị Thử",
        "personal_id": "052195000111",
        "born_on": date(1995, 3, 27),
        "phone": "+84 905 111 222",
        "address": "1 Lê Lợi, Quy Nhơn",
        "user_name": "le.thi.thu",
        "password": "mat-khau-rieng-1",
        "password_again": "mat-khau-rieng-1",
    }
    return Registration(**(values | changes))


WRONG = [
    ({"kind": "robot"}, "kind"),
    ({"full_name": "Thử"}, "full_name"),
    ({"full_name": "Lê Thử 2"}, "full_name"),
    ({"personal_id": "05219500011"}, "personal_id"),
    ({"personal_id": "052190000111"}, "personal_id"),
    ({"born_on": None}, "born_on"),
    ({"born_on": {"day": "31", "month": "2", "year": "1995"}}, "born_on"),
    ({"born_on": date(2015, 1, 1), "personal_id": "052315000111"}, "born_on"),
    ({"phone": "12345"}, "phone"),
    ({"email": "khong@dung"}, "email"),
    ({"address": ""}, "address"),
    ({"user_name": "Có Dấu"}, "user_name"),
    ({"password": "ngan", "password_again": "ngan"}, "password"),
    ({"password": "aaaaaaaaaaaa", "password_again": "aaaaaaaaaaaa"}, "password"),
    ({"password_again": "khac"}, "password_again"),
    ({"kind": "organisation", "tax_code": "4100123878", "organisation_name": "Công ty A"}, "tax_code"),
    ({"kind": "organisation", "tax_code": "4100123877", "organisation_name": " "}, "organisation_name"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_each_mistake_is_found_where_it_is(changes: dict[str, Any], field: str) -> None:
    assert [name for name, _ in registration_errors(a_registration(**changes), TODAY)] == [field]


def test_a_right_registration_has_no_mistakes() -> None:
    assert registration_errors(a_registration(), TODAY) == []
    assert age_on(date(2012, 11, 24), TODAY) == 13


def form(**fields: str) -> dict[str, str]:
    typed = {
        "csrf_token": CSRF, "kind": "citizen", "full_name": "Lê Thị Thử", "personal_id": "052195000111",
        "born_on-day": "27",
        "born_on-month": "3", "born_on-year": "1995", "phone": "0905111222", "address": "1 Lê Lợi, Quy Nhơn",
        "user_name": "le.thi.thu", "password": "mat-khau-rieng-1", "password_again": "mat-khau-rieng-1",
    }  # fmt: skip
    return typed | fields


def test_a_citizen_registers_and_can_sign_in(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone, gateway = service.anonymous(), service.gateway()
        wrong = await anyone.post("/dich-vu-cong/dang-ky", data=form(personal_id="1"))
        assert wrong.status_code == 422
        assert wrong.text.count("Số định danh cá nhân gồm đúng 12 chữ số") == 2
        assert "mat-khau-rieng-1" not in wrong.text
        done = await anyone.post("/dich-vu-cong/dang-ky", data=form())
        assert done.status_code == 303, done.text
        taken = await anyone.post("/dich-vu-cong/dang-ky", data=form())
        assert taken.status_code == 422
        assert "đã có người dùng" in taken.text
        for name in ("le.thi.thu", "LE.THI.THU", "052195000111"):
            sent = {"user_name": name, "password": "mat-khau-rieng-1"}
            known = await gateway.post("/internal/credentials/verify", json=sent)
            assert known.status_code == 200, known.text
            assert known.json()["name"] == "Lê Thị Thử"
            assert known.json()["roles"] == []
        subject = known.json()["subject"]
        assert (await gateway.get(f"/internal/identities/{subject}")).json()["user_name"] == "le.thi.thu"

    in_service(check)


def test_wrong_credentials_and_unknown_people_answer_alike(in_service: Check) -> None:
    async def check(service: Service) -> None:
        gateway = service.gateway()
        for sent in (
            {"user_name": "congdan.lan", "password": "sai"},
            {"user_name": "khong.co", "password": "sai"},
            {"user_name": "\x00", "password": "\x00"},
        ):
            answer = await gateway.post("/internal/credentials/verify", json=sent)
            assert answer.status_code in (400, 401), answer.text
        await service.rows("UPDATE account SET active = false RETURNING 1")
        lan = await service.account("congdan.lan")
        assert (await gateway.get(f"/internal/identities/{lan.id}")).status_code == 404
        assert (await gateway.get("/internal/identities/khong-phai-ma")).status_code == 404

    in_service(check)


def test_seeded_passwords_work_and_are_hashed_anew_at_first_sign_in(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await service.rows("DELETE FROM account RETURNING 1")
        accounts = await seed(service.database, service.settings, PROVINCE)
        assert [a["user_name"] for a in accounts][-1] == "doanhnghiep.anbinh"
        assert len(accounts) == 5
        assert await seed(service.database, service.settings, PROVINCE) == []
        first = accounts[0]
        light = (await service.account(first["user_name"])).password_hash
        sent = {"user_name": first["user_name"], "password": first["password"]}
        assert (await service.gateway().post("/internal/credentials/verify", json=sent)).status_code == 200
        strong = (await service.account(first["user_name"])).password_hash
        assert light != strong
        assert "m=19456" in strong

    in_service(check)
