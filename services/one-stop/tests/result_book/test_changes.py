"""An issued result is revoked, corrected, replaced, extended, restored: by whom, by which document, and what is refused."""

import asyncio
from datetime import date, timedelta
from typing import Any

from shared.core import clock
from shared.directory.keeping import keep_agency
from testing.factories import an_agency

from ..conftest import ELSEWHERE
from ..returns.kit import COUNTER, LEADER, SPECIALIST, signed
from .kit import WHY, booked, change, decision, press, returned, told

REVOKED = {"ground": "false-papers"}


async def _row(office: Any, result_id: Any) -> Any:
    return (await office.rows("SELECT * FROM booked_result WHERE id = $1", result_id))[0]


def _code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def _at(answer: Any) -> set[str]:
    return {error["pointer"] for error in answer.json()["errors"]}


def test_a_leader_revokes_a_returned_result_by_a_document_and_everybody_is_told(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await returned(office)
            result = await booked(office, dossier)
            today = clock.local_now().date()
            day = {f"document_date-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
            pressed = await press(office, result["id"], kind="revoked", version="1", **WHY, **day, **REVOKED)
            assert pressed.status_code == 303, pressed.text
            row = await _row(office, result["id"])
            assert (row["state"], row["version"]) == ("revoked", 2)
            [event] = await told(office)
            assert (event["verification_code"], event["sha256"]) == (result["verification_code"], result["sha256"])
            assert (event["change"], event["state"], event["ground"]) == ("revoked", "revoked", "false-papers")
            assert (event["document_number"], event["document_date"]) == ("45/QĐ-SXD", today.isoformat())
            page = (await office.client.get(pressed.headers["location"], headers=office.headers(LEADER))).text
            assert "Đã thu hồi kết quả" in page
            assert "Lê Quang Minh" in page
            assert WHY["reason"] in page
            history = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))).text
            assert "Thu hồi kết quả đã cấp" in history
            assert "Đã bị thu hồi" in history
            [noted] = await office.rows("SELECT facts FROM evidence WHERE kind = 'issued-result-changed'")
            assert "45/QĐ-SXD" in str(noted["facts"])

    asyncio.run(run())


def test_only_a_leader_of_the_agency_that_issued_it_and_only_once_it_was_returned(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            waiting = await booked(office, await signed(office, "44/GP"))
            early = await change(office, waiting["id"], decision("revoked", **REVOKED))
            assert _code(early) == (409, "result_not_returned")
            result = (await booked(office, await returned(office)))["id"]
            body = decision("revoked", **REVOKED)
            for who, status in (
                (COUNTER, 403), (SPECIALIST, 403), (office.identity(LEADER, ELSEWHERE), 404),
            ):  # fmt: skip
                assert (await change(office, result, body, who)).status_code == status
            foreign = office.headers(LEADER, ELSEWHERE)
            assert (await office.client.get(f"/mot-cua/ket-qua/{result}", headers=foreign)).status_code == 404
            assert (await _row(office, result))["state"] == "in-force"
            assert not await told(office)

    asyncio.run(run())


def test_the_leader_of_the_agency_that_does_its_work_now_decides_in_its_place(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = (await booked(office, await returned(office)))["id"]
            heir = office.identity(LEADER, ELSEWHERE)
            ended = clock.local_now().date() - timedelta(days=1)
            former = an_agency(office.agency, valid_to=ended, successor_code=ELSEWHERE)
            async with office.database.sessions.begin() as session:
                await keep_agency(session, former)
            listed = await office.client.get("/api/one-stop/v1/lists/issued-results", headers=office.headers(heir))
            assert [row["id"] for row in listed.json()["items"]] == [str(result)]
            done = await change(office, result, decision("revoked", **REVOKED), heir)
            assert done.status_code == 201, done.text
            assert done.json()["changes"][0]["agency_code"] == ELSEWHERE

    asyncio.run(run())


def test_each_change_says_what_it_must_and_its_document_is_signed_after_the_result(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = (await booked(office, await returned(office)))["id"]
            today = clock.local_now().date()
            for body, pointers in (
                (decision("revoked"), {"/ground"}),
                (decision("corrected", corrected="  "), {"/corrected"}),
                (decision("replaced"), {"/replaced_by"}),
                (decision("extended"), {"/valid_until"}),
                (decision("extended", valid_until=(today - timedelta(days=1)).isoformat()), {"/valid_until"}),
                (decision("revoked", **REVOKED, reason="Sai"), {"/reason"}),
                (decision("revoked", **REVOKED, document_number=" ", legal_basis=""), {"/document_number", "/legal_basis"}),
                (decision("revoked", **REVOKED, document_date=(today + timedelta(days=1)).isoformat()), {"/document_date"}),
                (decision("revoked", **REVOKED, document_date="2020-12-31"), {"/document_date"}),
                (decision("replaced", replaced_by="KHONGCO"), {"/replaced_by"}),
            ):  # fmt: skip
                refused = await change(office, result, body)
                assert (refused.status_code, _at(refused)) == (422, pointers), refused.text
            kept = await press(office, result, kind="revoked", version="1", reason="Gõ đã lâu nên phải giữ lại")
            assert kept.status_code == 422
            assert "Gõ đã lâu nên phải giữ lại" in kept.text
            assert (await _row(office, result))["version"] == 1

    asyncio.run(run())


def test_what_was_revoked_is_not_changed_again_until_it_is_restored(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await returned(office)
            result = (await booked(office, dossier))["id"]
            assert _code(await change(office, result, decision("restored"))) == (409, "result_in_force")
            assert (await change(office, result, decision("revoked", **REVOKED))).status_code == 201
            for body in (
                decision("revoked", **REVOKED), decision("corrected", corrected="Thửa 12 thành thửa 21"),
                decision("extended", valid_until="2099-12-31"), decision("replaced", replaced_by="X"),
            ):  # fmt: skip
                assert _code(await change(office, result, body)) == (409, "result_not_in_force")
            undone = await office.act(dossier, "undo-hand-over", COUNTER, {"reason": "Trả nhầm người"})
            assert _code(undone) == (409, "result_changed_already")
            assert (await change(office, result, decision("restored"))).json()["state"] == "in-force"
            assert [event["change"] for event in await told(office)] == ["revoked", "restored"]

    asyncio.run(run())


def test_sent_twice_it_is_done_once_and_of_two_leaders_at_once_one_is_told(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = (await booked(office, await returned(office)))["id"]
            key, body = {"Idempotency-Key": "thu-hoi-mot-lan"}, decision("revoked", **REVOKED)
            first, again = [await change(office, result, body, **key) for _ in range(2)]
            assert (first.status_code, again.status_code, first.content == again.content) == (201, 201, True)
            assert len(await told(office)) == 1
            old = await change(office, result, decision("restored"), **{"If-Match": '"1"'})
            assert _code(old) == (412, "changed_meanwhile")
            other = (await booked(office, await returned(office, "46/GP")))["id"]
            both = await asyncio.gather(*(change(office, other, decision("revoked", **REVOKED)) for _ in range(2)))
            assert sorted(answer.status_code for answer in both) == [201, 409]
            assert len(await office.rows("SELECT 1 FROM result_change WHERE result_id = $1", other)) == 1

    asyncio.run(run())


def test_a_replacement_is_the_same_persons_later_result_of_the_agency(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            old = await booked(office, await returned(office))
            new = await booked(office, await signed(office, "46/GP"))
            backwards = await change(office, new["id"], decision("replaced", replaced_by=old["verification_code"]))
            assert _code(backwards) == (409, "result_not_returned")
            itself = await change(office, old["id"], decision("replaced", replaced_by=old["dossier_code"]))
            assert (itself.status_code, _at(itself)) == (422, {"/replaced_by"})
            await office.rows(
                "UPDATE booked_result SET holder_number = '052099000001' WHERE id = $1 RETURNING 1", new["id"]
            )
            another = await change(office, old["id"], decision("replaced", replaced_by=new["dossier_code"]))
            assert another.json()["errors"][0]["code"] == "result_of_another"
            number = old["holder_number"]
            await office.rows(
                "UPDATE booked_result SET holder_number = $2 WHERE id = $1 RETURNING 1", new["id"], number
            )
            done = await change(office, old["id"], decision("replaced", replaced_by=f" {new['dossier_code'].lower()} "))
            assert done.status_code == 201, done.text
            row = await _row(office, old["id"])
            assert (row["state"], row["replaced_by"]) == ("replaced", new["id"])
            [event] = await told(office)
            assert (event["replaced_by"], event["replaced_by_number"]) == (new["verification_code"], "46/GP")
            page = await office.client.get(f"/mot-cua/ket-qua/{old['id']}", headers=office.headers(SPECIALIST))
            assert f"/mot-cua/ket-qua/{new['id']}" in page.text
            assert 'thay-doi"' not in page.text, "a specialist has no form"

    asyncio.run(run())


def test_an_extension_leads_behind_the_present_end_and_a_correction_keeps_the_result_in_force(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = (await booked(office, await returned(office)))["id"]
            assert (await change(office, result, decision("extended", valid_until="31/12/2098"))).status_code == 201
            for day in ("31/12/2098", "30/12/2098"):
                refused = await change(office, result, decision("extended", valid_until=day))
                assert (refused.status_code, _at(refused)) == (422, {"/valid_until"})
            words = "“Thửa đất số 12” đính chính thành “Thửa đất số 21”"
            assert (await change(office, result, decision("corrected", corrected=words))).status_code == 201
            row = await _row(office, result)
            assert (row["state"], row["valid_until"]) == ("in-force", date(2098, 12, 31))
            read = await office.client.get(f"/api/one-stop/v1/issued-results/{result}", headers=office.headers(COUNTER))
            assert [made["kind"] for made in read.json()["changes"]] == ["extended", "corrected"]
            assert (await told(office))[-1]["corrected"] == words
            assert (await told(office))[-1]["valid_until"] == "2098-12-31"

    asyncio.run(run())
