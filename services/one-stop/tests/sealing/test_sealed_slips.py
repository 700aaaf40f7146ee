"""Receipts and slips bear the agency's signature: after the act, once, and what was downloaded before stays what it was."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from shared.storage import evidence

from .kit import AGENCY_NAME, pdfsig, seal_all, sealed_agency

COUNTER, SPECIALIST = "counter-officer", "specialist"
FORMS = "SELECT * FROM printed_form WHERE form_no = $1 ORDER BY made_at, id"
TOLD = "SELECT data::text FROM outbox WHERE type = 'one-stop.form-sealed.v1'"
WORDS = "chưa có chứng thư số còn hiệu lực"


def play(one_stop: Any, act: Callable[[Any], Awaitable[None]]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await act(office)

    asyncio.run(run())


async def _accepted(office: Any) -> str:
    dossier: str = await office.file("hop-bao")
    answer = await office.act(dossier, "accept", COUNTER)
    assert answer.status_code == 200, answer.text
    return dossier


async def _download(office: Any, dossier: str, sha256: str) -> bytes:
    url = f"/api/one-stop/v1/dossiers/{dossier}/files/{sha256}"
    answer = await office.client.get(url, headers=office.headers(COUNTER))
    assert answer.status_code == 200, answer.text
    content: bytes = answer.content
    return content


async def _page(office: Any, dossier: str) -> str:
    text: str = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))).text
    return text


def test_the_receipt_is_sealed_by_the_agency_once_and_the_bytes_given_before_stay(
    one_stop: Any, tmp_path: Path
) -> None:
    async def act(office: Any) -> None:
        async with sealed_agency(office):
            dossier = await _accepted(office)
            (bare,) = await office.rows(FORMS, "01")
            before = await _download(office, dossier, bare["sha256"])
            assert "đang chờ ký số của cơ quan" in await _page(office, dossier)
            assert not await pdfsig(office, bare["sha256"], tmp_path)
            await seal_all(office)
            await seal_all(office)
            first, sealed = await office.rows(FORMS, "01")
            assert (first["sha256"], first["sealed_as"], first["seal_at"]) == (bare["sha256"], sealed["id"], None)
            assert await pdfsig(office, sealed["sha256"], tmp_path) == [AGENCY_NAME]
            assert await _download(office, dossier, bare["sha256"]) == before
            after = await _download(office, dossier, sealed["sha256"])
            assert after.startswith(before), "the signature is added to what was printed"
            (told,) = [json.loads(row["data"]) for row in await office.rows(TOLD)]
            assert (told["unsealed_sha256"], told["file"]["sha256"]) == (bare["sha256"], sealed["sha256"])
            page = await _page(office, dossier)
            assert "đang chờ ký số của cơ quan" not in page
            assert "bản trước khi ký số của cơ quan" in page
            (kept,) = await office.rows("SELECT actor FROM evidence WHERE kind = 'form-sealed'")
            assert kept["actor"] == "job:seal-forms"

    play(one_stop, act)


def test_an_agency_without_certificate_gives_receipts_and_seals_them_when_it_has_one(
    one_stop: Any, tmp_path: Path
) -> None:
    async def act(office: Any) -> None:
        old, new = await _accepted(office), await _accepted(office)
        await office.rows(
            "UPDATE printed_form SET made_at = made_at - interval '31 days' WHERE dossier_id = $1 RETURNING 1", old
        )
        await seal_all(office)
        page = await _page(office, new)
        assert WORDS in page
        assert "Quản trị danh bạ" in page
        assert not await office.rows(TOLD)
        async with sealed_agency(office):
            assert not await office.rows("SELECT 1 FROM printed_form WHERE seal_at <= now()"), "not asked again at once"
            await office.rows("UPDATE printed_form SET seal_at = now() WHERE seal_at IS NOT NULL RETURNING 1")
            await seal_all(office)
            assert WORDS not in await _page(office, new)
            assert WORDS in await _page(office, old), "what was given out long ago stays as it was given"
            (sealed,) = await office.rows("SELECT * FROM printed_form WHERE sealed_at IS NOT NULL")
            assert str(sealed["dossier_id"]) == new
            assert await pdfsig(office, sealed["sha256"], tmp_path) == [AGENCY_NAME]

    play(one_stop, act)


@pytest.mark.parametrize(("form", "act", "body"), [
    ("02", "request-supplement", {"reason": "Bản chụp bị mờ", "items": [{"pointer": "/applicant_phone", "note": "Thiếu số"}]}),
    ("03", "refuse", {"reason": "Không thuộc thẩm quyền của cơ quan"}),
])  # fmt: skip
def test_slips_of_the_counter_are_sealed_too_and_their_number_is_used_once(
    one_stop: Any, tmp_path: Path, form: str, act: str, body: dict[str, Any]
) -> None:
    async def story(office: Any) -> None:
        async with sealed_agency(office):
            dossier = await office.file("hop-bao")
            answer = await office.act(dossier, act, COUNTER, body)
            assert answer.status_code == 200, answer.text
            await seal_all(office)
            _, sealed = await office.rows(FORMS, form)
            assert await pdfsig(office, sealed["sha256"], tmp_path) == [AGENCY_NAME]
            books = await office.client.get("/mot-cua/so-va-so", headers=office.headers("records-clerk"))
            assert books.status_code == 200

    play(one_stop, story)


def test_what_stops_in_between_leaves_nothing_and_is_done_anew_once(
    one_stop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(office: Any) -> None:
        async with sealed_agency(office):
            await _accepted(office)
            record = evidence.record

            async def died(*_: Any, **__: Any) -> None:
                raise RuntimeError("the worker died")

            monkeypatch.setattr(evidence, "record", died)
            await seal_all(office, most=1)
            assert len(await office.rows(FORMS, "01")) == 1
            assert not await office.rows(TOLD)
            monkeypatch.setattr(evidence, "record", record)
            await seal_all(office)
            assert len(await office.rows(FORMS, "01")) == 2
            assert len(await office.rows(TOLD)) == 1

    play(one_stop, act)


def test_while_the_signing_port_is_away_receipts_wait_and_one_that_cannot_be_sealed_holds_up_no_other(
    one_stop: Any, tmp_path: Path
) -> None:
    async def act(office: Any) -> None:
        async with sealed_agency(office):
            broken, good = await _accepted(office), await _accepted(office)
            there, office.settings = (
                office.settings,
                office.settings.model_copy(update={"signing_url": "http://127.0.0.1:9"}),
            )
            await seal_all(office, most=1)
            assert len(await office.rows("SELECT 1 FROM printed_form WHERE seal_at IS NOT NULL")) == 2
            office.settings = there
            file = await office.app.state.files.put(b"%PDF-1.7 broken", "application/pdf", "hong.pdf")
            await office.rows(
                "UPDATE printed_form SET sha256 = $2 WHERE dossier_id = $1 RETURNING 1", broken, file.sha256
            )
            await seal_all(office)
            (sealed,) = await office.rows("SELECT * FROM printed_form WHERE sealed_at IS NOT NULL")
            assert str(sealed["dossier_id"]) == good
            assert await pdfsig(office, sealed["sha256"], tmp_path) == [AGENCY_NAME]
            assert "tệp không ký được" in await _page(office, broken)

    play(one_stop, act)


async def _damaged(office: Any, fault: str, sha256: str) -> Callable[[], Any]:
    """How it is mended again."""
    path = office.app.state.files.place.folder / sha256[:2] / sha256
    content, aside = path.read_bytes(), path.with_name("aside")
    if fault == "infected":
        office.app.state.files.place.folder.joinpath("quarantine", sha256).write_bytes(content)
    if fault == "altered":
        path.write_bytes(content + b" ")
        return lambda: path.write_bytes(content)
    path.rename(aside)
    if fault == "a folder":
        path.mkdir()
    return lambda: (path.rmdir() if path.is_dir() else None, aside.rename(path))


@pytest.mark.parametrize("fault", ["altered", "missing", "a folder", "infected"])
def test_a_file_that_cannot_be_read_holds_up_no_other_and_is_looked_at_again(one_stop: Any, fault: str) -> None:
    async def act(office: Any) -> None:
        async with sealed_agency(office):
            broken, good = await _accepted(office), await _accepted(office)
            where = "SELECT sha256 FROM printed_form WHERE form_no = '01' AND dossier_id = $1"
            ((sha256,),) = await office.rows(where, broken)
            mend = await _damaged(office, fault, sha256)
            await seal_all(office)
            (sealed,) = await office.rows("SELECT * FROM printed_form WHERE sealed_at IS NOT NULL")
            assert str(sealed["dossier_id"]) == good
            assert "chưa đọc được hoặc chưa ký được tệp của giấy" in await _page(office, broken)
            mend()
            await office.rows("UPDATE printed_form SET seal_at = now() WHERE seal_at IS NOT NULL RETURNING 1")
            await seal_all(office)
            assert len(await office.rows("SELECT 1 FROM printed_form WHERE sealed_at IS NOT NULL")) == 2

    play(one_stop, act)


def test_a_file_that_is_lost_for_a_month_is_given_up(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        async with sealed_agency(office):
            dossier = await _accepted(office)
            lost = "UPDATE printed_form SET made_at = made_at - interval '31 days', sha256 = $2 WHERE dossier_id = $1"
            await office.rows(f"{lost} RETURNING 1", dossier, "0" * 64)
            await seal_all(office, most=2)
            assert not await office.rows("SELECT 1 FROM printed_form WHERE seal_at IS NOT NULL")

    play(one_stop, act)
