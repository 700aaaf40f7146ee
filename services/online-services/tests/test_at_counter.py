"""A dossier brought to a counter stands in the account whose verified number it bears: never by a name, never by a number typed alone."""

from typing import Any

import httpx
import pytest

from online_services.accounts.models import Account
from online_services.own_account import actions as own_account
from online_services.submissions.models import Submission
from online_services.tracking import actions as course
from shared.access.identity import Identity
from shared.contracts.one_stop import ResultReturned
from shared.contracts.one_stop_aside import DossierCorrected
from shared.contracts.values import DossierParty
from shared.core.errors import Invalid
from shared.core.identifiers import new_id

from .builders import NOON, finished, moved, received
from .conftest import Check, Service, file_one
from .test_pages_without_scripts import form

API = "/api/online-services/v1/counter-dossiers"
OFFICER = Identity(kind="officer", subject="counter", agency_code="000.00.15.H08", roles=frozenset({"counter-officer"}))
CHOSEN = "một mật khẩu dài dễ nhớ 7"


def person(number: str, capacity: str = "applicant", **changed: Any) -> DossierParty:
    return DossierParty(**({"capacity": capacity, "number": number, "is_person": True} | changed))


async def brought(service: Service, *parties: DossierParty, dossier: str = "") -> str:
    """The counter has received it."""
    dossier = dossier or str(new_id())
    code = f"000.00.15.H08-261123-{dossier[-8:]}"
    event = received(dossier, code=code, lookup_secret=dossier.replace("-", "")[:16], parties=parties)
    await service.in_transaction(lambda session: course.note_received(session, event))
    return dossier


async def verified(service: Service, user_name: str = "congdan.lan") -> str:
    """The holder comes with the card and takes the account over; the number."""
    account = await service.account(user_name)

    async def take_over(session: Any) -> None:
        _, code = await own_account.give_code(session, OFFICER, account.personal_id, True)
        assert await own_account.recover(session, account.personal_id, code, CHOSEN, CHOSEN)

    await service.in_transaction(take_over)
    return account.personal_id


async def listed(caller: httpx.AsyncClient) -> list[str]:
    answer = await caller.get(API)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


def test_it_appears_once_the_holder_has_been_seen_with_the_card_and_has_the_account_in_hand(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, account = await service.lan(), await service.account("congdan.lan")
        dossier = await brought(service, person(account.personal_id))
        page = (await lan.get("/dich-vu-cong/ho-so")).text
        assert "khi số định danh của tài khoản đã được xác minh" in page
        assert "Chưa xác minh" in (await lan.get("/dich-vu-cong/tai-khoan")).text
        assert await listed(lan) == []
        assert (await lan.get(f"{API}/{dossier}")).status_code == 404

        async def only_given(session: Any) -> None:
            await own_account.give_code(session, OFFICER, account.personal_id, True)

        await service.in_transaction(only_given)
        assert await listed(lan) == [], "whoever made the account may be somebody else as long as the code lies unused"
        await verified(service)
        assert await listed(lan) == [dossier]
        page = (await lan.get("/dich-vu-cong/ho-so")).text
        assert f'href="/dich-vu-cong/ho-so-tai-quay/{dossier}"' in page
        assert "Đã xác minh ngày" in (await lan.get("/dich-vu-cong/tai-khoan")).text

    in_service(check)


def test_no_name_of_an_account_stands_for_the_number_on_the_card(in_service: Check) -> None:
    """Somebody who made an account with another's number comes with his own card: as his name is that of a number he would be given it."""

    async def check(service: Service) -> None:
        account = await service.account("congdan.lan")
        card = "001090000007"

        async def ask(session: Any) -> None:
            taken = await session.get(Account, account.id)
            taken.user_name = card
            await session.flush()
            for typed in (card, "congdan.lan"):
                with pytest.raises(Invalid) as refused:
                    await own_account.give_code(session, OFFICER, typed, True)
                assert [field.code for field in refused.value.fields] == ["account_unknown"]
            _, code = await own_account.give_code(session, OFFICER, f" {account.personal_id} ", True)
            assert code

        await service.in_transaction(ask)

    in_service(check)


def test_its_page_shows_course_and_papers_to_applicant_and_owner_and_to_nobody_else(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        numbers = await verified(service), await verified(service, "congdan.khoa")
        theirs = await brought(service, person(numbers[0]), person(numbers[1], "owner"))
        khoas = await brought(service, person(numbers[1]))
        went_on, ended = moved(theirs), finished(theirs)
        await service.in_transaction(
            lambda session: course.note_moved(session, went_on), lambda session: course.note_finished(session, ended)
        )
        assert await listed(lan) == [theirs]
        assert await listed(khoa) == [khoas, theirs], "the newest first"
        for caller in (lan, khoa):
            page = await caller.get(f"/dich-vu-cong/ho-so-tai-quay/{theirs}")
            assert page.status_code == 200
            for said in ("Hồ sơ nộp tại quầy", "Thẩm định hồ sơ", "Giấy tờ của cơ quan"):
                assert said in page.text
            detail = (await caller.get(f"{API}/{theirs}")).json()
            assert {file["kind"] for file in detail["files"]} == {"receipt", "result"}
            [result] = [file["id"] for file in detail["files"] if file["kind"] == "result"]
            for path in (f"{API}/{theirs}/files/{result}", f"/dich-vu-cong/ho-so-tai-quay/{theirs}/tep/{result}"):
                assert (await caller.get(path)).status_code != 403
        for caller in (lan, service.system("dossiers")):
            for path in (f"{API}/{khoas}", f"{API}/{khoas}/files/{result}", f"/dich-vu-cong/ho-so-tai-quay/{khoas}"):
                assert (await caller.get(path)).status_code == 404
        assert (await lan.get(f"{API}/{theirs}/files/{new_id()}")).status_code == 404
        assert await listed(service.system("dossiers")) == []
        assert (await service.anonymous().get(API)).status_code == 401
        seen = await service.rows("SELECT 1 FROM evidence WHERE kind = 'counter-dossier-seen'")
        assert len(seen) == 4

    in_service(check)


def test_a_tax_code_a_name_or_a_dossier_without_numbers_brings_nothing(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, number = await service.lan(), await verified(service)
        await brought(service, person(number, is_person=False))
        await brought(service)
        await brought(service, person("052190004318"))
        assert await listed(lan) == []

    in_service(check)


def test_a_number_that_was_wrong_and_is_put_right_takes_it_away_and_brings_it_where_it_belongs(
    in_service: Check,
) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        numbers = await verified(service), await verified(service, "congdan.khoa")
        dossier = await brought(service, person(numbers[0]))
        said = {"status": 4, "title": "Số định danh", "before": numbers[0], "after": numbers[1], "reason": "Gõ nhầm số"}

        def corrected(parties: tuple[DossierParty, ...] | None) -> DossierCorrected:
            return DossierCorrected(dossier_id=dossier, corrected_at=NOON, parties=parties, **said)

        await service.in_transaction(lambda session: course.note_corrected(session, corrected(None)))
        assert await listed(lan) == [dossier], "who does not tell the people changes none"
        right = corrected((person(numbers[1]),))
        await service.in_transaction(lambda session: course.note_corrected(session, right))
        assert (await listed(lan), await listed(khoa)) == ([], [dossier])
        assert (await lan.get(f"/dich-vu-cong/ho-so-tai-quay/{dossier}")).status_code == 404

    in_service(check)


def test_one_filed_online_stays_with_the_account_that_filed_it(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        number = await verified(service, "congdan.khoa")
        dossier = await file_one(lan)
        async with service.database.sessions() as session:
            assert await session.get(Submission, dossier) is not None
        await brought(service, person(number), dossier=dossier)
        assert await listed(khoa) == []

    in_service(check)


def test_more_than_a_page_is_walked_from_the_newest(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, number = await service.lan(), await verified(service)
        made = [await brought(service, person(number)) for _ in range(22)]
        page = (await lan.get("/dich-vu-cong/ho-so")).text
        assert made[-1] in page
        assert made[0] not in page
        further = (await lan.get(f"/dich-vu-cong/ho-so?quay={made[2]}")).text
        assert made[0] in further
        first = (await lan.get(API, params={"limit": 20})).json()
        rest = (await lan.get(API, params={"after": first["after"]})).json()
        assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]

    in_service(check)


def test_who_handed_it_in_elsewhere_sees_where_and_who_decides(in_service: Check) -> None:
    async def check(service: Service) -> None:
        dossier, there = str(new_id()), "Ủy ban nhân dân phường Quy Nhơn"
        event = received(dossier, received_by=there, returned_by=there)
        await service.in_transaction(lambda session: course.note_received(session, event))
        asked, anyone = {"code": event.code, "secret": event.lookup_secret}, service.anonymous()
        found = (await anyone.post("/api/online-services/v1/look-ups", json=asked)).json()
        assert (found["received_by"], found["returned_by"]) == (there, there)
        page = await anyone.post("/tra-cuu", data=form(ma=event.code, khoa=event.lookup_secret))
        assert "Nơi tiếp nhận" in page.text
        assert there in page.text
        told = moved(dossier, action="sent-again")
        to_another = told.model_copy(update={"step": told.step.model_copy(update={"agency_code": "000.00.12.H08"})})
        await service.in_transaction(lambda session: course.note_moved(session, to_another))
        (row,) = await service.rows("SELECT agency_code, received_by FROM tracked_dossier WHERE id = $1", dossier)
        assert (row["agency_code"], row["received_by"]) == ("000.00.12.H08", there), (
            "another decides, it was received there"
        )

    in_service(check)


def test_who_signed_is_named_where_that_is_another_agency_than_decides(in_service: Check) -> None:
    async def check(service: Service) -> None:
        dossier = str(new_id())
        event = received(dossier)
        await service.in_transaction(lambda session: course.note_received(session, event))
        signed = finished(dossier).model_copy(update={"issued_by": "000.00.00.H08"})
        await service.in_transaction(lambda session: course.note_finished(session, signed))
        (row,) = await service.rows("SELECT agency_code FROM issued_result")
        assert row["agency_code"] == "000.00.00.H08"

    in_service(check)


def test_what_was_settled_at_once_has_no_receipt_and_nobody_waits_for_it(in_service: Check) -> None:
    async def check(service: Service) -> None:
        number = await verified(service)
        dossier = str(new_id())
        event = received(
            dossier,
            code="000.00.15.H08-261123-0009",
            lookup_secret="k7qm2xwpab12",
            parties=(person(number),),
            receipt=None,
        )
        returned = ResultReturned(dossier_id=dossier, channel="counter", returned_at=NOON)
        await service.in_transaction(lambda session: course.note_received(session, event))
        await service.in_transaction(lambda session: course.note_returned(session, returned))
        lan = await service.lan()
        assert await listed(lan) == [dossier]
        page = await lan.get(f"/dich-vu-cong/ho-so-tai-quay/{dossier}")
        assert page.status_code == 200, page.text
        assert "Giấy tiếp nhận hồ sơ" not in page.text
        assert not await service.rows("SELECT 1 FROM course_file")
        assert not await service.rows("SELECT 1 FROM notification WHERE kind = 'filed-dossier-received'")

    in_service(check)


def test_who_asked_for_the_receipt_of_what_was_settled_at_once_has_it_and_waits_for_nothing(in_service: Check) -> None:
    async def check(service: Service) -> None:
        number = await verified(service)
        dossier = str(new_id())
        known = {"code": "000.00.15.H08-261123-0010", "lookup_secret": "k7qm2xwpab13", "parties": (person(number),)}
        event = received(dossier, **known, settled_at_once=True)
        assert event.receipt is not None
        await service.in_transaction(lambda session: course.note_received(session, event))
        page = await (await service.lan()).get(f"/dich-vu-cong/ho-so-tai-quay/{dossier}")
        assert "Giấy tiếp nhận hồ sơ" in page.text
        assert not await service.rows("SELECT 1 FROM notification WHERE kind = 'filed-dossier-received'")

    in_service(check)
