"""A large file in pieces: it goes on where the line broke, in any copy of the service, and ends as any other file."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.requests import ClientDisconnect

from online_services.features import MEMBER
from online_services.main import create_app
from shared.core import clock
from shared.core.settings import Settings
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.work.jobs import Jobs
from shared.work.unfinished import FORGET, KEPT, MOST, MOST_BYTES
from testing.pieces import TUS, metadata, send_in_pieces
from testing.service import stand_up

from .conftest import CSRF, GENERIC, PDF, Check, Service, running

UPLOADS = "/api/online-services/v1/uploads"
PAPER = f"{GENERIC}-TP02"
HALF = len(PDF) // 2


async def begin(caller: httpx.AsyncClient, length: int = len(PDF), **about: str) -> httpx.Response:
    sent = {"upload-length": str(length), "upload-metadata": metadata(**{"filename": "đơn xin.pdf"} | about)}
    return await caller.post(UPLOADS, headers=TUS | sent)


async def begun(caller: httpx.AsyncClient, length: int = len(PDF), **about: str) -> str:
    answer = await begin(caller, length, **about)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def add(caller: httpx.AsyncClient, place: str, offset: int, content: bytes, **headers: str) -> httpx.Response:
    kind = {"content-type": "application/offset+octet-stream", "upload-offset": str(offset)}
    return await caller.patch(place, headers=TUS | kind | headers, content=content)


async def new_draft(caller: httpx.AsyncClient) -> str:
    answer = await caller.post("/api/online-services/v1/drafts", json={"procedure_code": GENERIC, "agency_code": ""})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_file_that_was_cut_goes_on_in_another_copy_and_ends_as_any_other(settings: Settings) -> None:
    async def check() -> None:
        async with running(settings) as first:
            lan = await first.lan()
            draft = await new_draft(lan)
            place = await begun(lan, draft_id=draft, paper_code=PAPER)
            assert (await add(lan, place, 0, PDF[:HALF])).headers["upload-offset"] == str(HALF)
            await cut(first, lan, place, HALF, PDF[HALF : HALF + 20])
            async with stand_up(Service, "online-services", create_app, settings) as second:
                lan = await second.lan()
                head = await lan.head(place)
                assert (head.status_code, head.headers["upload-offset"]) == (200, str(HALF))
                assert head.headers["upload-length"] == str(len(PDF))
                assert head.headers["cache-control"] == "no-store"
                last = await add(lan, place, HALF, PDF[HALF:])
                assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(PDF))), last.text
                kept = (await lan.get(place)).json()
                assert (kept["name"], kept["paper_code"], kept["size"]) == ("đơn xin.pdf", PAPER, len(PDF))
                assert (await lan.get(f"/api/online-services/v1/files/{kept['id']}")).content == PDF
                files = (await lan.get(f"/api/online-services/v1/drafts/{draft}")).json()["files"]
                assert files == [kept]
                ordinary = await lan.post(
                    f"/api/online-services/v1/drafts/{draft}/files",
                    params={"paper_code": PAPER},
                    files={"file": ("đơn xin.pdf", PDF, "application/pdf")},
                )
                assert ordinary.json() | {"id": ""} == kept | {"id": ""}
                assert await second.rows("SELECT 1 FROM upload_piece") == []

    asyncio.run(check())


async def cut(service: Service, caller: httpx.AsyncClient, place: str, offset: int, arrived: bytes) -> None:
    """A piece of which only the beginning comes before the line is gone."""
    messages: list[Any] = [
        {"type": "http.request", "body": arrived, "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent = {"content-type": "application/offset+octet-stream", "upload-offset": str(offset), "content-length": "400"}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "PATCH", "scheme": "http",
        "path": place, "raw_path": place.encode(), "query_string": b"", "root_path": "",
        "headers": [(k.lower().encode(), v.encode()) for k, v in {**caller.headers, **TUS, **sent}.items()],
        "client": ("127.0.0.1", 1), "server": ("test", 80), "state": {},
    }  # fmt: skip
    answers: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answers.append(message)

    with pytest.raises(ClientDisconnect):
        # Without the probe, which would wait for the whole body.
        await service.application._app(scope, receive, send)  # type: ignore[attr-defined]
    assert not any(answer.get("status") == 204 for answer in answers)


def test_wrong_places_and_strangers_change_nothing(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        place = await begun(lan)
        assert (await add(lan, place, 0, PDF[:HALF])).status_code == 204
        for offset in (0, HALF - 1, HALF + 1):
            assert (await add(lan, place, offset, b"x")).status_code == 409
        for stranger, status in ((khoa, 404), (service.anonymous(), 401)):
            assert (await stranger.head(place)).status_code == status
            assert (await add(stranger, place, HALF, PDF[HALF:])).status_code == status
            assert (await stranger.delete(place)).status_code == status
        assert (await begin(service.anonymous())).status_code == 401
        assert (await begin(khoa, draft_id=await new_draft(lan), paper_code=PAPER)).status_code == 404
        assert (await lan.head(place)).headers["upload-offset"] == str(HALF)
        assert await service.rows("SELECT 1 FROM uploaded_file") == []

    in_service(check)


def test_bad_requests_are_refused_with_a_sentence(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        place = await begun(lan)
        large = await begin(lan, LARGEST_UPLOAD + 1)
        assert (large.status_code, large.json()["code"]) == (413, "file_too_large")
        assert (await begin(lan, 0)).status_code == 422
        refused = {
            413: await add(lan, place, 0, PDF + b"x"),
            415: await add(lan, place, 0, PDF, **{"content-type": "application/pdf"}),
            412: await add(lan, place, 0, PDF, **{"tus-resumable": "0.2.2"}),
            400: await add(lan, place, 0, PDF, **{"upload-offset": "-1"}),
            404: await add(lan, f"{UPLOADS}/{uuid4()}", 0, PDF),
            422: await begin(lan, draft_id=await new_draft(lan), paper_code="khong-co"),
        }
        for status, answer in refused.items():
            assert answer.status_code == status, (status, answer.text)
            assert answer.json()["title"]
        for wrong in ("filename ###", "filename /w==", "a YQ==,a YQ==", "filename " + "A" * 5000):
            sent = {"upload-length": "10", "upload-metadata": wrong}
            assert (await lan.post(UPLOADS, headers=TUS | sent)).status_code == 400, wrong
        assert (await lan.head(place)).headers["upload-offset"] == "0"

    in_service(check)


def test_what_the_ordinary_upload_refuses_is_refused_with_the_last_piece(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        page = b"<!DOCTYPE html><script>alert(1)</script>"
        place = await begun(lan, len(page))
        assert (await add(lan, place, 0, page[:10])).status_code == 204
        refused = await add(lan, place, 10, page[10:])
        assert (refused.status_code, refused.json()["code"]) == (415, "file_kind_refused")
        assert (await lan.delete(place)).status_code == 204
        assert (await lan.head(place)).status_code == 404
        assert await service.rows("SELECT 1 FROM uploaded_file UNION ALL SELECT 1 FROM upload_piece") == []

    in_service(check)


def test_one_file_twice_is_two_uploads_and_one_content(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        places = [await begun(lan) for _ in range(2)]
        for place in places:
            assert (await add(lan, place, 0, PDF)).status_code == 204
            again = await add(lan, place, len(PDF), b"")  # its answer was lost
            assert again.status_code == 204
        one, two = [(await lan.get(place)).json() for place in places]
        assert one["id"] != two["id"]
        assert one["sha256"] == two["sha256"]
        assert len(await service.rows("SELECT 1 FROM uploaded_file")) == 2

    in_service(check)


def test_two_pieces_for_one_place_at_once_are_one_piece(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        place = await begun(lan)
        answers = await asyncio.gather(*(add(lan, place, 0, PDF[:HALF]) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [204, 409, 409]

    in_service(check)


def test_abandoned_uploads_go_and_nobody_keeps_many(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        places = [await begun(lan) for _ in range(MOST + 1)]
        assert (await lan.head(places[0])).status_code == 404
        assert (await lan.head(places[1])).status_code == 200
        assert (await add(lan, places[1], 0, PDF[:HALF])).status_code == 204
        jobs = Jobs(service.database, [job for job in MEMBER.work(service.settings).jobs if job.name == FORGET.name])
        await jobs.begin()
        with clock.stopped_at(clock.now() + KEPT + timedelta(hours=2)):
            lan = await service.lan()
            assert (await lan.head(places[1])).status_code == 404
            assert (await add(lan, places[1], HALF, PDF[HALF:])).status_code == 404
            assert await jobs.do_next()
        assert await service.rows("SELECT 1 FROM unfinished_upload UNION ALL SELECT 1 FROM upload_piece") == []

    in_service(check)


async def papers_of_a_draft(caller: httpx.AsyncClient) -> str:
    begun = await caller.post(f"/dich-vu-cong/nop/{GENERIC}", data={"csrf_token": CSRF})
    return begun.headers["location"].replace("/to-khai", "/giay-to")


async def press(caller: httpx.AsyncClient, page: str, **named: str) -> httpx.Response:
    """The form as a browser sends it without any file."""
    fields = {"csrf_token": CSRF, "viec": "tai-len"} | named
    return await caller.post(page, files={name: (None, value) for name, value in fields.items()})


def test_a_form_names_what_came_in_pieces_and_takes_it_once(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        page, field = await papers_of_a_draft(lan), f"tep.{PAPER}"
        named = await send_in_pieces(lan, UPLOADS, "đơn xin.pdf", PDF)
        assert (await lan.get(f"{UPLOADS}/{named}")).headers["upload-offset"] == str(len(PDF))
        assert await service.rows("SELECT 1 FROM uploaded_file") == []
        assert (await press(lan, page, **{field: named})).status_code == 303
        [kept] = await service.rows("SELECT name, size FROM uploaded_file")
        assert tuple(kept) == ("đơn xin.pdf", len(PDF))
        assert (await lan.head(f"{UPLOADS}/{named}")).status_code == 404
        again = await press(lan, page, **{field: named})
        assert again.status_code == 422
        assert "Không có tệp tải lên dở này" in again.text
        assert len(await service.rows("SELECT 1 FROM uploaded_file")) == 1
        assert await service.rows("SELECT 1 FROM upload_piece") == []

    in_service(check)


def test_a_form_gets_neither_half_a_file_nor_a_strangers(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        page, field = await papers_of_a_draft(lan), f"tep.{PAPER}"
        half = await send_in_pieces(lan, UPLOADS, "đơn.pdf", PDF, upto=HALF)
        strange = await send_in_pieces(khoa, UPLOADS, "đơn.pdf", PDF)
        for named in (half, strange, str(uuid4()), "khong-phai-ma"):
            refused = await press(lan, page, **{field: named})
            assert refused.status_code == 422, named
            assert "Không có tệp tải lên dở này" in refused.text
        assert await service.rows("SELECT 1 FROM uploaded_file") == []
        assert (await lan.head(f"{UPLOADS}/{half}")).headers["upload-offset"] == str(HALF)
        assert (await khoa.head(f"{UPLOADS}/{strange}")).status_code == 200

    in_service(check)


def test_what_waits_of_one_owner_is_bounded(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        others = await begun(khoa, LARGEST_UPLOAD)
        most = MOST_BYTES // LARGEST_UPLOAD
        places = [await begun(lan, LARGEST_UPLOAD) for _ in range(most + 1)]
        assert [(await lan.head(place)).status_code for place in places] == [404, *[200] * most]
        assert (await khoa.head(others)).status_code == 200

    in_service(check)
