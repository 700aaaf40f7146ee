"""The document of a delegation: brought with it or later, and read by its two parties and their administrator alone."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst
from sqlalchemy import text

from mail_directory.delegations.scanning import tell_of_infected
from mail_directory.main import create_app
from mail_directory.people.telling import today
from shared.access.identity import Identity
from shared.access.rights import Power
from shared.core.settings import Settings
from testing.delegates import acting_for
from testing.pieces import TUS, drop_what_came, send_in_pieces
from testing.service import stand_up

from .conftest import ADMINISTRATOR, ELSEWHERE, Directory, _fill, an_officer
from .test_delegations import A_MONTH, API, Office
from .test_units import WHY, add

PDF = typst.compile(b"Uy quyen 15/GUQ")


def test_the_file_comes_with_the_form_and_is_read_by_the_parties_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        form = _form(office)
        path = f"/danh-ba/can-bo/{office.director.id}/vi-tri/{office.post}/uy-quyen"

        async def give(content: bytes, name: str = "giay uy quyen.pdf") -> Any:
            return await directory.call(
                "POST", path, office.himself, data=form, files={"document_file": (name, content)}
            )

        wrong = await give(b"MZ\x90\x00 program")
        assert wrong.status_code == 422
        assert await directory.rows("SELECT 1 FROM delegation") == []
        given = await give(PDF)
        assert given.status_code == 303, given.text
        (row,) = await directory.rows("SELECT id, document_file FROM delegation")
        assert row.document_file["name"] == "giay uy quyen.pdf"

        deputy = an_officer("specialist", subject=str(office.deputy.id))
        for who in (office.himself, deputy, ADMINISTRATOR):
            listed = await directory.call("GET", f"/danh-ba/can-bo/{office.director.id}/uy-quyen", who)
            assert f"/danh-ba/uy-quyen/{row.id}/van-ban" in listed.text
            read = await directory.call("GET", f"/danh-ba/uy-quyen/{row.id}/van-ban", who)
            assert (read.status_code, read.content) == (200, PDF)
            assert await _named_to(directory, office, who) == "giay uy quyen.pdf"
        stranger = an_officer("leader", subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e55")
        away = an_officer("directory-administrator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e56")
        for who in (stranger, away):
            assert (await directory.call("GET", f"/danh-ba/uy-quyen/{row.id}/van-ban", who)).status_code == 403
            assert (await directory.call("GET", f"{API}/delegations/{row.id}/document", who)).status_code == 403
            listed = await directory.call("GET", f"/danh-ba/can-bo/{office.director.id}/uy-quyen", who)
            assert f"/danh-ba/uy-quyen/{row.id}/" not in listed.text, "neither the file nor the end of it"
            assert await _named_to(directory, office, who) is None, "a name and a hash tell of the file"
        kept = await directory.rows("SELECT kind FROM evidence WHERE kind LIKE 'delegation-document%' ORDER BY id")
        assert [row.kind for row in kept] == ["delegation-document-attached"] + ["delegation-document-read"] * 3

    run(act)


def _form(office: Office) -> dict[str, str]:
    last = today() + A_MONTH
    return {
        "delegate_id": str(office.deputy.id), "powers": "power:documents", "reason": "Đi công tác",
        "valid_from-day": str(today().day), "valid_from-month": str(today().month), "valid_from-year": str(today().year),
        "valid_to-day": str(last.day), "valid_to-month": str(last.month), "valid_to-year": str(last.year),
    }  # fmt: skip


def test_a_large_file_goes_ahead_of_the_form_in_pieces(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        form, path = _form(office), f"/danh-ba/can-bo/{office.director.id}/vi-tri/{office.post}/uy-quyen"
        uploads, headers = f"{API}/uploads", directory.headers(office.himself)
        deputy = an_officer("specialist", subject=str(office.deputy.id))
        assert f'data-pieces="{uploads}"' in (await directory.call("GET", path, office.himself)).text
        sent = await send_in_pieces(directory.client, uploads, "giấy ủy quyền.pdf", PDF, headers)
        others = await send_in_pieces(directory.client, uploads, "giấy của tôi.pdf", PDF, directory.headers(deputy))
        # A form that is refused finds what went ahead of it again; what somebody else sent is nobody else's to name.
        for values in (form | {"document_file": sent, "reason": ""}, form | {"document_file": others}):
            refused = await directory.call("POST", path, office.himself, data=values)
            assert refused.status_code == 422, refused.text
        assert "đã quá 24 giờ" in refused.text
        assert await directory.rows("SELECT 1 FROM delegation") == []
        await drop_what_came(directory.client, uploads, headers, directory.headers(deputy))
        given = await directory.call("POST", path, office.himself, data=form | {"document_file": sent})
        assert given.status_code == 303, given.text
        (row,) = await directory.rows("SELECT document_file->>'name' AS name FROM delegation")
        assert row.name == "giấy ủy quyền.pdf"
        assert len(await directory.rows("SELECT 1 FROM unfinished_upload")) == 1, "the deputy's own waits"
        citizen = Identity(kind="citizen", subject="1", csrf="c")
        assert (await directory.call("POST", uploads, citizen, headers=TUS)).status_code == 403

    run(act)


async def _named_to(directory: Directory, office: Office, who: Any) -> str | None:
    """What the list of the API says of the file."""
    listed = await directory.call("GET", f"{API}/people/{office.director.id}/delegations", who)
    (item,) = listed.json()["items"]
    return item["document_file"] and item["document_file"]["name"]


def test_a_file_is_brought_later_by_program_and_not_by_the_taker_nor_after_the_end(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        given = (await office.give()).json()
        path = f"{API}/delegations/{given['id']}/document"
        deputy = an_officer("specialist", subject=str(office.deputy.id))

        async def bring(who: Any, content: bytes = PDF) -> Any:
            return await directory.call("PUT", path, who, content=content, params={"name": "uq.pdf"})

        assert given["document_file"] is None
        assert (await directory.call("GET", path, office.himself)).status_code == 404
        assert (await bring(deputy)).status_code == 403
        refused = await bring(office.himself, b"not a file of any kind")
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/document_file")
        word = await bring(office.himself, "Giấy ủy quyền".encode())
        assert "Hãy dùng tệp PDF hoặc ảnh" in word.json()["errors"][0]["detail"]
        brought = await bring(office.himself)
        assert brought.status_code == 200, brought.text
        assert brought.json()["document_file"]["size"] == len(PDF)
        assert (await directory.call("GET", path, deputy)).content == PDF
        assert (await office.end(given["id"])).status_code == 200
        assert (await bring(office.himself)).status_code == 409
        assert (await directory.call("GET", path, deputy)).content == PDF, "it is still evidence"

    run(act)


def test_the_page_takes_the_file_later_or_anew_from_who_may_bring_it(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        given = (await office.give()).json()
        page, listed = f"/danh-ba/uy-quyen/{given['id']}/dinh-kem", f"/danh-ba/can-bo/{office.director.id}/uy-quyen"
        deputy = an_officer("specialist", subject=str(office.deputy.id))
        stranger = an_officer("leader", subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e55")
        away = an_officer("directory-administrator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e56")

        async def bring(who: Any, content: bytes = PDF, name: str = "uq.pdf") -> Any:
            return await directory.call("POST", page, who, data={}, files={"document_file": (name, content)})

        for who in (deputy, stranger, away, acting_for(office.himself, Power.DOCUMENTS)):
            assert page not in (await directory.call("GET", listed, who)).text
            assert (await directory.call("GET", page, who)).status_code == 403
            assert (await bring(who)).status_code == 403
        for who, name in ((office.himself, "một.pdf"), (ADMINISTRATOR, "hai.pdf")):
            assert f'href="{page}"' in (await directory.call("GET", listed, who)).text
            assert (await directory.call("GET", page, who)).status_code == 200
            assert (await bring(who, name=name)).status_code == 303
            (row,) = await directory.rows("SELECT document_file->>'name' AS name, document_by FROM delegation")
            assert (row.name, row.document_by) == (name, who.subject)
        nothing = await directory.call("POST", page, office.himself, data={})
        assert (nothing.status_code, "Hãy chọn tệp văn bản ủy quyền" in nothing.text) == (422, True)
        wrong = await bring(office.himself, b"MZ\x90\x00 program", "uq.exe")
        assert (wrong.status_code, "Hãy dùng tệp PDF hoặc ảnh" in wrong.text) == (422, True)
        sent = await send_in_pieces(
            directory.client, f"{API}/uploads", "ba.pdf", PDF, directory.headers(office.himself)
        )
        ahead = await directory.call("POST", page, office.himself, data={"document_file": sent})
        assert ahead.status_code == 303, ahead.text
        assert (await office.end(given["id"])).status_code == 200
        assert (await bring(office.himself)).status_code == 409
        assert page not in (await directory.call("GET", listed, office.himself)).text
        rows = await directory.rows("SELECT facts->>'sha256' FROM evidence WHERE kind = 'delegation-document-attached'")
        assert len(rows) == 3

    run(act)


def test_a_file_that_was_not_scanned_yet_is_given_to_nobody(
    settings_of: Callable[..., Settings], signing_port: Callable[[Path], str], tmp_path: Path
) -> None:
    """The scanner is away: the delegation stands, its file lies apart."""
    settings = settings_of(
        "mail_directory", var=tmp_path, signing_url=signing_port(tmp_path), clamd_url="tcp://127.0.0.1:9"
    )

    async def act() -> None:
        async with stand_up(Directory, "mail-directory", create_app, settings) as directory:
            await _fill(directory.database)
            office = await Office(directory).settle()
            path = f"{API}/delegations/{(await office.give()).json()['id']}/document"
            keeper, _ = await directory.add("quantri.stttt", "Phạm Quản Trị", "directory-administrator")
            by = an_officer("directory-administrator", subject=str(keeper.id))
            brought = await directory.call("PUT", path, by, content=PDF, params={"name": "uq.pdf"})
            assert brought.status_code == 200, brought.text
            waits = await directory.call("GET", path, office.himself)
            assert (waits.status_code, waits.json()["code"]) == (409, "file_scanning")
            (job,) = await directory.rows("SELECT key FROM job WHERE name = 'scan-file'")
            files = directory.app.state.files
            await files.release(job.key)
            assert (await directory.call("GET", path, office.himself)).content == PDF
            await files.quarantine(job.key)
            listed = f"/danh-ba/can-bo/{office.director.id}/uy-quyen"
            shown = (await directory.call("GET", listed, office.himself)).text
            assert ("Có mã độc, đã cách ly" in shown, "Thay văn bản" in shown, "Xem văn bản" in shown) == (
                True,
                True,
                False,
            )
            await _is_told_to_who_brought_it(directory, office, keeper, job.key)

    asyncio.run(act())


async def _is_told_to_who_brought_it(directory: Directory, office: Office, keeper: Any, sha256: str) -> None:
    """As the scanner found something: an administrator brought it, and not the giver; the giver, once that one has gone."""
    for whom in (keeper, office.director):
        async with directory.database.sessions.begin() as session:
            known = await tell_of_infected(session, sha256)
            assert known is not None
            assert (known.by, known.name) == (str(keeper.id), "uq.pdf")
            assert known.about.startswith("delegation/")
        rows = await directory.rows("SELECT person, kind, facts, link FROM notification ORDER BY at DESC, id DESC")
        assert (rows[0].person, rows[0].kind) == (str(whom.id), "delegation-infected")
        assert rows[0].link == f"/danh-ba/uy-quyen/{known.about.removeprefix('delegation/')}/dinh-kem", (
            "to mend it there"
        )
        assert "Nguyễn Văn An" not in str(rows[0].facts)
        async with directory.database.sessions.begin() as session:
            await session.execute(text(f"UPDATE person SET active = false WHERE id = '{whom.id}'"))
    assert len(rows) == 2


async def _seen(directory: Directory, office: Office, given: Any, who: Identity) -> tuple[list[str], str]:
    """Why it was given and ended, as the API says it, and the page; what everybody may know stands in both."""
    listed = await directory.call("GET", f"{API}/people/{office.director.id}/delegations", who)
    (item,) = listed.json()["items"]
    known = ("delegate_id", "valid_to", "powers")
    assert [item[name] for name in known] == [given[name] for name in known]
    page = (await directory.call("GET", f"/danh-ba/can-bo/{office.director.id}/uy-quyen", who)).text
    assert "Trần Thị Bình" in page
    return [item["reason"], item["document"], item["ended_because"]], page


def test_why_it_was_given_is_read_by_those_concerned_alone(run: Any) -> None:
    """Everybody sees that it stands, in whose post, for whom and until when."""

    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        given = (await office.give()).json()
        room = (await add(directory, code="P1")).json()["id"]
        place = f"{API}/units/{room}/posts/{office.deputy.posts[0].id}"
        assert (await directory.call("PUT", place, ADMINISTRATOR, json=WHY)).status_code == 200
        stranger = "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e55"
        colleague = an_officer("specialist", subject=stranger)
        head = colleague.model_copy(update={"unit": room, "leads_unit": True})
        leader = an_officer("leader", subject=stranger)
        deputy = an_officer("specialist", subject=str(office.deputy.id))
        concerned = [office.himself, deputy, head, leader, ADMINISTRATOR]
        others = [
            colleague,
            head.model_copy(update={"unit": given["post_id"]}),
            an_officer("leader", ELSEWHERE, subject=stranger),
            an_officer("directory-administrator", ELSEWHERE, subject=stranger),
            acting_for(leader, Power.DOCUMENTS),
        ]

        async def check(why: str) -> None:
            for who in concerned:
                said, page = await _seen(directory, office, given, who)
                assert said == ["Đi công tác", "15/GUQ-STTTT", why]
                assert all(words in page for words in said)
            for who in others:
                said, page = await _seen(directory, office, given, who)
                assert said == ["", "", ""]
                assert not [words for words in ("Đi công tác", "15/GUQ-STTTT", "Nghỉ ốm xong") if words in page]

        await check("")
        await office.end(given["id"], reason="Nghỉ ốm xong")
        await check("Nghỉ ốm xong")

    run(act)
