"""An organisation's tax code counts once a counter has seen its registration and the authority of who came, who took the account over."""

import re
from typing import Any

import httpx
import pytest

from online_services.accounts.models import Account
from online_services.own_account.rules import CODE_LIVES, Shown, findings_of
from online_services.tracking import actions as course
from online_services.tracking.parties import note_parties
from shared.access.identity import Identity
from shared.contracts.one_stop_aside import PartiesTold

from .builders import finished
from .conftest import CSRF, Check, Service
from .test_at_counter import CHOSEN, brought, listed, person

CODES, LOOK = "/dich-vu-cong/ho-tro/cap-lai-mat-khau", "/dich-vu-cong/ho-tro/xac-minh-so"
COUNTER = Identity(
    kind="officer",
    subject="o1",
    name="Nguyễn Thị Hoa",
    agency_code="000.00.11.H08",
    roles=frozenset({"counter-officer"}),
)
PAPERS = {
    "paper_kind": "enterprise", "paper_number": "4100259236, ngày 12/3/2020", "person_name": "Võ Thị Đại Diện",
    "capacity": "legal-representative", "papers_seen": "true",
}  # fmt: skip
KINDS = "SELECT kind FROM notification WHERE person = $1 ORDER BY kind"


async def a_firm(service: Service) -> Account:
    async with service.database.sessions() as session:
        [row] = await service.rows("SELECT id FROM account WHERE kind = 'organisation' ORDER BY id LIMIT 1")
        return await session.get_one(Account, row["id"])


async def press(officer: httpx.AsyncClient, number: str, **form: str) -> httpx.Response:
    return await officer.post(CODES, data={"csrf_token": CSRF, "number": number, "card_seen": "true", **form})


def code_of(answer: httpx.Response) -> str:
    found = re.search(r"dùng trong 24 giờ: (\S+?)<", answer.text.replace("\n", "<"))
    assert found, answer.text[:500]
    return found[1].strip()


async def take_over(service: Service, number: str, code: str) -> int:
    back = {"csrf_token": CSRF, "number": number, "code": code, "password": CHOSEN, "password_again": CHOSEN}
    return (await service.anonymous().post("/dich-vu-cong/quen-mat-khau", data=back)).status_code


async def verified_firm(service: Service) -> tuple[Account, httpx.AsyncClient]:
    """The account and its holder, who has been at the counter."""
    firm = await a_firm(service)
    given = await press(service.caller(COUNTER), firm.personal_id, **PAPERS)
    assert await take_over(service, firm.personal_id, code_of(given)) == 303
    return firm, service.citizen(str(firm.id))


def test_its_counter_dossiers_appear_once_papers_were_seen_and_who_came_has_the_account(in_service: Check) -> None:
    async def check(service: Service) -> None:
        firm = await a_firm(service)
        holder, officer = service.citizen(str(firm.id)), service.caller(COUNTER)
        before = await brought(service)
        dossier = await brought(service, person(firm.personal_id, is_person=False))
        await brought(service, person(firm.personal_id))
        assert "Chưa xác minh mã số thuế" in (await holder.get("/dich-vu-cong/tai-khoan")).text
        given = await press(officer, firm.personal_id, **PAPERS)
        assert firm.full_name in given.text, "the officer compares the name"
        assert await listed(holder) == [], "until the code is used nobody knows who made the account"
        assert await take_over(service, firm.personal_id, code_of(given)) == 303
        assert await listed(holder) == [dossier], "a person's number that reads the same is somebody else"
        assert (await holder.get(f"/dich-vu-cong/ho-so-tai-quay/{dossier}")).status_code == 200
        assert f"/dich-vu-cong/ho-so-tai-quay/{dossier}" in (await holder.get("/dich-vu-cong/ho-so")).text
        assert dossier[-8:] in (await holder.get("/dich-vu-cong/ho-so-tai-quay/ket-xuat?dang=csv")).text
        told = PartiesTold(dossier_id=before, parties=(person(firm.personal_id, is_person=False),))
        await service.in_transaction(lambda session: note_parties(session, told))
        assert await listed(holder) == [dossier, before], "an earlier one by the catch-up"
        await service.in_transaction(lambda session: course.note_finished(session, finished(dossier)))
        kinds = [row["kind"] for row in await service.rows(KINDS, str(firm.id))]
        assert kinds == ["account-number-verified", "counter-dossier-listed", "result-ready"]
        seen = await service.rows("SELECT actor, facts::text AS facts FROM evidence WHERE kind = 'recovery-code-given'")
        assert seen[0]["actor"].startswith("officer:o1")
        assert "4100259236, ngày 12/3/2020" in seen[0]["facts"]
        assert len(await service.rows("SELECT 1 FROM evidence WHERE kind = 'number-verified'")) == 1

    in_service(check)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"paper_kind": "card"}, ["paper_kind"]),
        ({"paper_number": ""}, ["paper_number"]),
        ({"person_name": "A"}, ["person_name"]),
        ({"capacity": "owner"}, ["capacity"]),
        ({"capacity": "authorised"}, ["authority"]),
        ({"capacity": "authorised", "authority": "Giấy ủy quyền số 2, ngày 1/3/2026"}, []),
        ({"authority": "x" * 201}, ["authority"]),
        ({"papers_seen": False}, ["papers_seen"]),
    ],
)
def test_what_a_counter_must_have_seen(changed: dict[str, Any], fields: list[str]) -> None:
    shown: dict[str, Any] = {**PAPERS, "papers_seen": True} | changed
    assert [field for field, _ in findings_of(Shown(**shown))] == fields


def test_without_the_papers_there_is_no_code_and_nothing_is_kept(in_service: Check) -> None:
    async def check(service: Service) -> None:
        firm, officer = await a_firm(service), service.caller(COUNTER)
        lacking = {name: said for name, said in PAPERS.items() if name != "papers_seen"}
        refused = await press(officer, firm.personal_id, **lacking)
        assert refused.status_code == 422
        assert 'id="papers_seen-error"' in refused.text
        assert firm.full_name in refused.text
        assert 'value="Võ Thị Đại Diện"' in refused.text
        unknown = await press(officer, "0100109106", **PAPERS)
        assert "Không có tài khoản nào mang số này" in unknown.text
        for table in ("account_recovery", "number_verification"):
            assert await service.rows(f"SELECT 1 FROM {table}") == []

    in_service(check)


def test_it_is_taken_back_with_a_reason_and_the_holder_is_told(in_service: Check) -> None:
    async def check(service: Service) -> None:
        firm, holder = await verified_firm(service)
        dossier = await brought(service, person(firm.personal_id, is_person=False))
        officer = service.caller(COUNTER)
        page = (await officer.get(LOOK, params={"so": firm.personal_id})).text
        for said in ("Võ Thị Đại Diện", "Nguyễn Thị Hoa", "Giấy chứng nhận đăng ký doanh nghiệp số 4100259236"):
            assert said in page
        form = {"csrf_token": CSRF, "number": firm.personal_id}
        silent = await officer.post(f"{LOOK}/thu-hoi", data=form | {"reason": " ab "})
        assert silent.status_code == 422
        assert 'id="reason-error"' in silent.text
        assert await listed(holder) == [dossier]
        waiting = code_of(await press(officer, firm.personal_id, **PAPERS))
        ended = await officer.post(f"{LOOK}/thu-hoi", data=form | {"reason": "Giấy ủy quyền đã hết hạn"})
        assert ended.status_code == 303
        assert "Giấy ủy quyền đã hết hạn" in (await officer.get(ended.headers["location"])).text
        assert await listed(holder) == []
        assert (await holder.get(f"/dich-vu-cong/ho-so-tai-quay/{dossier}")).status_code == 404
        assert await take_over(service, firm.personal_id, waiting) == 422, "a code from before counts no more"
        again = await officer.post(f"{LOOK}/thu-hoi", data=form | {"reason": "Giấy ủy quyền đã hết hạn"})
        assert "chưa được xác minh" in again.text
        kinds = [row["kind"] for row in await service.rows(KINDS, str(firm.id))]
        assert kinds == ["account-number-verified", "account-verification-ended", "filed-dossier-received"]
        assert len(await service.rows("SELECT 1 FROM evidence WHERE kind = 'number-verification-ended'")) == 1
        assert len(await service.rows("SELECT 1 FROM evidence WHERE kind = 'verification-seen'")) == 2
        assert (await service.caller(COUNTER).get(LOOK, params={"so": "abc"})).status_code == 200

    in_service(check)


def test_two_accounts_never_hold_one_tax_code_however_it_is_written(in_service: Check) -> None:
    async def check(service: Service) -> None:
        firm = await a_firm(service)
        digits = firm.personal_id.replace("-", "")
        written = f"{digits[:4]}.{digits[4:7]} {digits[7:10]}" + (f"-{digits[10:]}" if digits[10:] else "")
        new = {
            "csrf_token": CSRF, "kind": "organisation", "organisation_name": "Công ty khác", "tax_code": written,
            "full_name": "Phạm Văn Khác", "personal_id": "052090004318", "phone": "0905123456",
            "address": "1 Lê Lợi, Quy Nhơn", "user_name": "congtykhac", "password": CHOSEN, "password_again": CHOSEN,
        }  # fmt: skip
        await service.anonymous().post("/dich-vu-cong/dang-ky", data=new)
        rows = await service.rows("SELECT id FROM account WHERE replace(personal_id, '-', '') = $1", digits)
        assert [row["id"] for row in rows] == [firm.id]

    in_service(check)


def test_a_persons_card_is_kept_with_the_verification_too(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.account("congdan.lan")
        given = await press(service.caller(COUNTER), lan.personal_id)
        assert await take_over(service, lan.personal_id, code_of(given)) == 303
        page = (await service.caller(COUNTER).get(LOOK, params={"so": lan.personal_id})).text
        assert "Thẻ căn cước" in page
        [row] = await service.rows("SELECT capacity, effective_at FROM number_verification")
        assert row["capacity"] == "holder"
        assert row["effective_at"] is not None
        assert CODE_LIVES.total_seconds() == 86_400

    in_service(check)


def test_what_was_seen_for_a_code_that_nobody_used_is_said_to_count_for_nothing(in_service: Check) -> None:
    async def check(service: Service) -> None:
        firm, officer = await a_firm(service), service.caller(COUNTER)
        first = code_of(await press(officer, firm.personal_id, **PAPERS))
        again = code_of(await press(officer, firm.personal_id, **PAPERS))
        shown = (await officer.get(f"{LOOK}?so={firm.personal_id}")).text
        assert (shown.count("Chưa: mã chưa được dùng"), shown.count("Không: mã không được dùng")) == (1, 1)
        assert "Cấp mã khác thay mã chưa dùng." in shown
        assert await take_over(service, firm.personal_id, first) == 422
        await service.rows("UPDATE number_verification SET seen_at = seen_at - $1::interval", CODE_LIVES)
        assert "Không: mã đã hết hạn mà chưa được dùng" in (await officer.get(f"{LOOK}?so={firm.personal_id}")).text
        assert await take_over(service, firm.personal_id, again) == 303
        rows = await service.rows("SELECT effective_at, ended_at FROM number_verification ORDER BY seen_at")
        assert [(row["effective_at"] is None, row["ended_at"] is None) for row in rows] == [
            (True, False),
            (False, True),
        ]

    in_service(check)
