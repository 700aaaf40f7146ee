"""What a citizen has filed, brought to a counter and was told goes into a file and on paper: his own alone, and it is noted."""

import csv
import io

import httpx

from online_services.tracking import actions as course

from .builders import received
from .conftest import Check, Service, file_one
from .test_at_counter import brought, person, verified

FILED, BROUGHT, TOLD = "/dich-vu-cong/ho-so", "/dich-vu-cong/ho-so-tai-quay", "/dich-vu-cong/thong-bao"


async def _rows(caller: httpx.AsyncClient, place: str) -> list[list[str]]:
    answer = await caller.get(f"{place}/ket-xuat?dang=csv")
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_own_dossiers_and_notices_are_taken_by_their_owner_alone(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier = await file_one(lan)
        await service.in_transaction(lambda session: course.note_received(session, received(dossier)))
        [row] = await _rows(lan, FILED)
        assert row[4] == "Đã tiếp nhận"
        assert row[5], "with the day it was promised for"
        assert await _rows(lan, TOLD)
        for place in (FILED, BROUGHT, TOLD):
            assert await _rows(khoa, place) == [], place
            assert (await lan.get(f"{place}/ban-in")).status_code == 200
            assert (await lan.get(f"{place}/ket-xuat")).content.startswith(b"PK")
        page = (await lan.get(FILED)).text
        assert f"{FILED}/ket-xuat?dang=csv" in page
        assert f"{TOLD}/ket-xuat?dang=csv" in (await lan.get(TOLD)).text
        noted = await service.rows("SELECT actor FROM evidence WHERE kind = 'list-exported' AND subject LIKE 'list/%'")
        assert len(noted) == 8

    in_service(check)


def test_what_was_brought_to_a_counter_is_taken_once_the_number_is_verified(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, account = await service.lan(), await service.account("congdan.lan")
        await brought(service, person(account.personal_id))
        assert await _rows(lan, BROUGHT) == []
        await verified(service)
        lan = await service.lan()
        [row] = await _rows(lan, BROUGHT)
        assert row[1].startswith("000.00.15.H08-")
        assert (await lan.get(BROUGHT)).headers["location"] == f"{FILED}#tai-quay"

    in_service(check)
