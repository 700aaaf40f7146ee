"""Accounts: what the gateway asks, and self-registration."""

import re
import unicodedata
from datetime import date
from typing import Any

import pytest

from online_services.accounts.rules import Registration, age_on, born_on_sentence, registration_errors
from online_services.seeding import seed
from shared.access import passwords
from shared.access.identity import Identity

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
    ({"full_name": " 12 "}, "full_name"),
    ({"full_name": "\u200b"}, "full_name"),
    ({"personal_id": "05219500011"}, "personal_id"),
    ({"personal_id": "052190000111"}, "personal_id"),
    ({"born_on": None}, "born_on"),
    ({"born_on": {"day": "31", "month": "2", "year": "1995"}}, "born_on"),
    ({"born_on": date(2015, 1, 1), "personal_id": "052315000111"}, "born_on"),
    ({"phone": "12345"}, "phone"),
    ({"email": "khong@dung"}, "email"),
    ({"address": ""}, "address"),
    ({"user_name": "Có Dấu"}, "user_name"),
    ({"user_name": "052085953549"}, "user_name"),
    ({"user_name": "0905 123 456"}, "user_name"),
    ({"user_name": "motcua.stttt"}, "user_name"),
    *(
        ({"password": weak, "password_again": weak}, "password")
        for weak in (
            "1234567890",
            "matkhau123",
            "password1234",
            "abcabcabcabc",
            "0905111222",
            "le.thi.thu12",
            "052195000111",
            "Qwerty!!2024",
        )
    ),
    ({"password": "ngan", "password_again": "ngan"}, "password"),
    ({"password": "aaaaaaaaaaaa", "password_again": "aaaaaaaaaaaa"}, "password"),
    ({"password_again": "khac"}, "password_again"),
    ({"kind": "organisation", "tax_code": "4100123878", "organisation_name": "Công ty A"}, "tax_code"),
    ({"kind": "organisation", "tax_code": "4100123877", "organisation_name": " "}, "organisation_name"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_each_mistake_is_found_where_it_is(changes: dict[str, Any], field: str) -> None:
    assert [name for name, _ in registration_errors(a_registration(**changes), TODAY)] == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {"full_name": "Ênh"},
        {"full_name": "Nguyễn Văn An II"},
        {"personal_id": "052 195 000 111"},
        {"personal_id": "052195000111\u200b"},
        {"phone": "\u202a0905123456\u202c"},
        {"phone": "0905–123–456"},
        {"email": "o'brien@example.vn"},
        {"email": "kin\u200b@example.vn"},
        {"personal_id": "052190000111", "year_confirmed": True},
        {"user_name": " Thu.Hoa "},
    ],
)
def test_what_real_people_are_and_type_is_taken(changes: dict[str, Any]) -> None:
    assert registration_errors(a_registration(**changes), TODAY) == []


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
        no_day = await anyone.post("/dich-vu-cong/dang-ky", data=form(**{"born_on-day": "31", "born_on-month": "2"}))
        assert no_day.text.count("Ngày sinh 31/02/1995 không có trong lịch") == 2
        done = await anyone.post("/dich-vu-cong/dang-ky", data=form())
        assert done.status_code == 303, done.text
        taken = await anyone.post("/dich-vu-cong/dang-ky", data=form())
        assert taken.status_code == 422
        assert "đã có người dùng" in taken.text
        # Whether a number has an account is told to nobody, and nothing is made.
        known = await anyone.post("/dich-vu-cong/dang-ky", data=form(user_name="nguoi.khac"))
        assert (known.status_code, known.headers["location"]) == (303, done.headers["location"])
        assert not await service.rows("SELECT 1 FROM account WHERE user_name = 'nguoi.khac'")
        for name in ("le.thi.thu", "LE.THI.THU", "052195000111", "052 195 000 111"):
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


def test_a_password_is_the_same_in_every_normal_form(in_service: Check) -> None:
    async def check(service: Service) -> None:
        chosen = "Mật-khẩu-dễ-nhớ-9x"
        written = unicodedata.normalize("NFD", chosen)
        sent = form(password=written, password_again=written)
        assert (await service.anonymous().post("/dich-vu-cong/dang-ky", data=sent)).status_code == 303
        for typed in (chosen, written):
            known = await service.gateway().post(
                "/internal/credentials/verify", json={"user_name": "le.thi.thu", "password": typed}
            )
            assert known.status_code == 200

    in_service(check)


def test_the_owner_of_a_number_signs_in_even_where_a_stranger_has_it_as_a_name(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.account("congdan.lan")
        await service.rows(
            "UPDATE account SET user_name = $1 WHERE user_name = 'congdan.khoa' RETURNING 1", lan.personal_id
        )
        await _choose(service, lan.id, "Con-mèo-trèo-cây-cau")
        known = await service.gateway().post(
            "/internal/credentials/verify", json={"user_name": lan.personal_id, "password": "Con-mèo-trèo-cây-cau"}
        )
        assert known.json()["subject"] == str(lan.id)

    in_service(check)


async def _choose(service: Service, account: Any, password: str) -> None:
    await service.rows(
        "UPDATE account SET password_hash = $2 WHERE id = $1 RETURNING 1",
        account,
        await passwords.hash_chosen(password),
    )


def test_a_holder_changes_password_and_contact_and_other_sessions_end(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.account("congdan.lan")
        await _choose(service, lan.id, "Con-mèo-trèo-cây-cau")
        caller = await service.lan()
        page = await caller.get("/dich-vu-cong/tai-khoan")
        assert "Đổi mật khẩu" in page.text
        sent = {
            "csrf_token": CSRF,
            "current_password": "sai",
            "password": "Hoa phượng nở 5",
            "password_again": "Hoa phượng nở 5",
        }
        assert (await caller.post("/dich-vu-cong/tai-khoan/mat-khau", data=sent)).status_code == 422
        sent["current_password"] = "Con-mèo-trèo-cây-cau"
        assert (await caller.post("/dich-vu-cong/tai-khoan/mat-khau", data=sent)).status_code == 303
        changes = (await service.gateway().get("/internal/account-changes")).json()
        assert [(c["subject"], c["ends_sessions"]) for c in changes] == [(str(lan.id), True)]
        wrong = {"csrf_token": CSRF, "phone": "1", "email": "", "address": "12 Lê Lợi"}
        assert (await caller.post("/dich-vu-cong/tai-khoan/lien-he", data=wrong)).status_code == 422
        right = wrong | {"phone": "+84 (0)905 123 456"}
        assert (await caller.post("/dich-vu-cong/tai-khoan/lien-he", data=right)).status_code == 303
        assert (await service.account("congdan.lan")).phone == "0905123456"

    in_service(check)


def test_a_lost_password_comes_back_at_a_counter_and_a_code_cannot_be_guessed(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.account("congdan.lan")
        officer = service.caller(
            Identity(kind="officer", subject="o1", agency_code="000.00.11.H08", roles=frozenset({"counter-officer"}))
        )
        page = {"csrf_token": CSRF, "number": lan.personal_id}
        unseen = await officer.post("/dich-vu-cong/ho-tro/cap-lai-mat-khau", data=page)
        assert unseen.status_code == 422
        given = await officer.post("/dich-vu-cong/ho-tro/cap-lai-mat-khau", data=page | {"card_seen": "true"})
        code = re.search(r"dùng trong 24 giờ: (\S+?)<", given.text.replace("\n", "<"))[1].strip()  # type: ignore[index]
        chosen = {"password": "Con-mèo-trèo-cây-cau", "password_again": "Con-mèo-trèo-cây-cau"}
        back = {"csrf_token": CSRF, "number": lan.personal_id, "code": code.upper()} | chosen
        anyone = service.anonymous()
        for _ in range(3):
            wrong = await anyone.post("/dich-vu-cong/quen-mat-khau", data=back | {"code": "abcdefgh"})
            assert wrong.status_code == 422
        done = await anyone.post("/dich-vu-cong/quen-mat-khau", data=back)
        assert done.status_code == 303, done.text
        again = await anyone.post("/dich-vu-cong/quen-mat-khau", data=back)
        assert again.status_code == 422
        sent = {"user_name": lan.personal_id, "password": chosen["password"]}
        assert (await service.gateway().post("/internal/credentials/verify", json=sent)).status_code == 200
        given = await officer.post("/dich-vu-cong/ho-tro/cap-lai-mat-khau", data=page | {"card_seen": "true"})
        code = re.search(r"dùng trong 24 giờ: (\S+?)<", given.text.replace("\n", "<"))[1].strip()  # type: ignore[index]
        for _ in range(5):
            await anyone.post("/dich-vu-cong/quen-mat-khau", data=back | {"code": "abcdefgh"})
        assert (await anyone.post("/dich-vu-cong/quen-mat-khau", data=back | {"code": code})).status_code == 422

    in_service(check)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"day": "31", "month": "2", "year": "1995"},
            "Ngày sinh 31/02/1995 không có trong lịch, tháng 02/1995 có 28 ngày.",
        ),
        (
            {"day": "1", "month": "2", "year": "95"},
            "Ngày sinh: năm “95” chưa đúng, phải gồm bốn chữ số, từ 1800 đến 2200.",
        ),
        (date(2026, 11, 27), "Ngày sinh 27/11/2026 không được sau hôm nay (26/11/2026)."),
        (date(1850, 1, 1), "Ngày sinh 01/01/1850 không được trước ngày 01/01/1900."),
    ],
)
def test_a_refused_day_of_birth_says_what_was_read_and_what_the_limit_is(given: Any, said: str) -> None:
    today = date(2026, 11, 26)
    assert ("born_on", "born_on_wrong") in registration_errors(a_registration(born_on=given), today)
    assert born_on_sentence(given, today) == said
