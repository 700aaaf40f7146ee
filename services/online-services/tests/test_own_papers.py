"""A result digitised from paper stands in the account whose verified number it bears: never by a number typed alone, and for nobody else."""

from datetime import date
from typing import Any

import httpx

from online_services.tracking.changing import note_result_changed, note_result_digitised
from shared.contracts.one_stop_results import ResultChanged, ResultDigitised
from shared.core import clock
from shared.core.identifiers import new_id

from .conftest import Check, Service
from .test_at_counter import verified
from .test_tax_codes import a_firm, verified_firm

API, PAGE = "/api/online-services/v1/digitised-results", "/dich-vu-cong/ho-so"
DIGITISED = {
    "agency_code": "000.00.13.H08", "issuer": "Sở Xây dựng cũ", "result_name": "Giấy phép xây dựng", "issued_on": date(2014, 3, 15),
    "original_signer": "", "compared_by": "Lê Quang Minh", "sha256": "4" * 64, "size": 9, "result_number": "125/GPXD",
}  # fmt: skip


def a_copy(number: str, code: str = "COPYK2M9PQ", **changed: Any) -> ResultDigitised:
    said = DIGITISED | {"dossier_id": str(new_id()), "digitised_at": clock.now()} | changed
    return ResultDigitised(verification_code=code, holder_number=number, **said)


async def kept(service: Service, *copies: ResultDigitised) -> None:
    for copy in copies:
        await service.tell(copy, "one-stop")


async def listed(caller: httpx.AsyncClient) -> list[str]:
    answer = await caller.get(API)
    assert answer.status_code == 200, answer.text
    return [one["verification_code"] for one in answer.json()]


def test_it_appears_once_the_number_of_the_account_was_seen_on_the_card(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, account = await service.lan(), await service.account("congdan.lan")
        await kept(service, a_copy(account.personal_id, result_code="KQ.G07.000122", valid_until=date(2020, 3, 15)))
        assert await listed(lan) == []
        page = (await lan.get(PAGE)).text
        assert "kết quả giấy đã số hóa hiện ở đây khi số định danh của tài khoản đã được xác minh" in page
        assert "125/GPXD" not in page
        await verified(service)
        assert await listed(lan) == ["COPYK2M9PQ"]
        page = (await lan.get(PAGE)).text
        assert 'href="/xac-thuc/COPYK2M9PQ"' in page
        assert "Đã hết thời hạn" in page
        (told,) = (await lan.get(API)).json()
        assert (told["result_code"], told["issued_on"], told["state"]) == ("KQ.G07.000122", "2014-03-15", "in-force")

    in_service(check)


def test_nobody_sees_what_bears_another_number_or_none(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        numbers = await verified(service), await verified(service, "congdan.khoa")
        await kept(service, a_copy(numbers[1]), a_copy("", "COPYNONEPQ"), a_copy("052190004318", "COPYOTHEPQ"))
        assert (await listed(lan), await listed(khoa)) == ([], ["COPYK2M9PQ"])
        assert "125/GPXD" not in (await lan.get(PAGE)).text
        assert await listed(service.system("dossiers")) == []
        assert (await service.anonymous().get(API)).status_code == 401

    in_service(check)


def test_one_from_before_is_given_its_holder_and_stays_as_it_has_become(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, number = await service.lan(), await verified(service)
        copy = a_copy("")
        gone = ResultChanged(
            dossier_id=copy.dossier_id, verification_code="COPYK2M9PQ", sha256="4" * 64, change="revoked", state="revoked",
            agency_code="000.00.13.H08", ground="other", reason="Sai", legal_basis="Điều 1", document_number="1/QĐ",
            document_date=date(2026, 3, 1), changed_at=clock.now(),
        )  # fmt: skip
        await service.in_transaction(
            lambda session: note_result_digitised(session, copy), lambda session: note_result_changed(session, gone)
        )
        assert await listed(lan) == []
        again = copy.model_copy(update={"holder_number": number})
        for _ in range(2):
            await service.in_transaction(lambda session: note_result_digitised(session, again))
        (told,) = (await lan.get(API)).json()
        assert told["state"] == "revoked"
        assert "Đã bị thu hồi" in (await lan.get(PAGE)).text

    in_service(check)


def test_a_firm_has_its_papers_once_its_registration_was_seen(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, number = await service.lan(), await verified(service)
        firm = await a_firm(service)
        await kept(service, a_copy(firm.personal_id), a_copy(number, "COPYLANMPQ"))
        assert await listed(service.citizen(str(firm.id))) == []
        _, holder = await verified_firm(service)
        assert (await listed(holder), await listed(lan)) == (["COPYK2M9PQ"], ["COPYLANMPQ"])
        await service.rows("UPDATE account SET kind = 'organisation' WHERE personal_id = $1 RETURNING 1", number)
        assert await listed(lan) == [], "a person's paper is not a firm's that has those digits"

    in_service(check)
