"""A draft is mended and its files are changed, by forms and by the API; only by its drafter, and only as it was seen."""

from typing import Any

from shared.access.rights import Role

from .test_incoming import RECEIVER, arrived
from .test_journey import run
from .test_pages import follow, post, version_in

BODY = {"type_code": "CV", "subject": "V/v đã sửa", "all_agencies": True}


def test_a_draft_is_mended_and_a_file_taken_out_by_forms(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        where = f"/van-ban/di/{await house.draft()}"
        edit = (await house.call(specialist, "GET", f"{where}/sua")).text
        fields = {"type_code": "QĐ", "subject": "Về việc đã sửa", "priority": "1", "all_agencies": "true"}
        fields |= {"leader_id": house.person(Role.LEADER).subject, "version": version_in(edit)}
        enclosure = [("appendices", ("phu-luc.txt", "Phụ lục".encode(), "text/plain"))]
        page = await follow(house, specialist, await post(house, specialist, f"{where}/sua", fields, enclosure))
        assert "Về việc đã sửa" in page
        assert "phu-luc.txt" in page
        late = await post(house, specialist, f"{where}/sua", fields | {"subject": "Về việc đến muộn"})
        assert late.status_code == 412
        assert "Về việc đến muộn" in late.text, "what was typed is not lost"

        document = (await house.call(specialist, "GET", f"/documents/{where.rsplit('/', 1)[-1]}")).json()
        assert document["subject"] == "Về việc đã sửa"
        kept, taken_out = document["files"]
        page = await follow(house, specialist, await post(house, specialist, f"{where}/tep/{taken_out['id']}/bo", {}))
        assert kept["name"] in page
        assert f"/tep/{taken_out['id']}" not in page
        await follow(house, specialist, await post(house, specialist, f"{where}/trinh-ky", {}))
        too_late = await post(house, specialist, f"{where}/tep/{kept['id']}/bo", {})
        assert too_late.status_code == 409
        assert kept["name"] in too_late.text

    run(open_house, play)


def test_a_draft_is_mended_and_a_file_taken_out_by_the_api(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        path = f"/documents/{await house.draft()}"
        seen = await house.call(specialist, "GET", path)
        tag = {"if-match": seen.headers["etag"]}
        mended = await house.call(specialist, "PUT", path, json=BODY, headers=tag)
        assert (mended.status_code, mended.json()["subject"]) == (200, "V/v đã sửa")
        late = await house.call(specialist, "PUT", path, json=BODY | {"subject": "V/v đến muộn"}, headers=tag)
        assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
        vague = await house.call(specialist, "PUT", path, json=BODY, headers={"if-match": '"moi"'})
        assert (vague.status_code, vague.json()["code"]) == (400, "version_malformed")
        (file,) = mended.json()["files"]
        assert (await house.call(specialist, "DELETE", f"{path}/files/{file['id']}")).status_code == 204
        assert (await house.call(specialist, "DELETE", f"{path}/files/{file['id']}")).status_code == 404
        without = await house.call(specialist, "POST", f"{path}/submit", json={})
        assert (without.status_code, without.json()["code"]) == (422, "document_incomplete")

    run(open_house, play)


def test_a_submitted_draft_is_taken_back_by_its_drafter_until_it_is_signed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft()
        await house.step(document_id, "take-back", Role.SPECIALIST, status=409)
        await house.step(document_id, "submit", Role.SPECIALIST)
        await house.step(document_id, "take-back", Role.LEADER, status=403)
        taken = await house.step(document_id, "take-back", Role.SPECIALIST, opinion="Sửa số liệu")
        assert (taken["status"], taken["signed_at"]) == ("draft", None)
        page = await house.call(house.person(Role.SPECIALIST), "GET", f"/van-ban/di/{document_id}")
        assert "Sửa số liệu" in page.text
        await house.step(document_id, "submit", Role.SPECIALIST)
        await house.step(document_id, "sign", Role.LEADER)
        late = await house.call(house.person(Role.SPECIALIST), "POST", f"/documents/{document_id}/take-back", json={})
        assert late.status_code == 409

    run(open_house, play)


def test_a_returned_draft_has_the_size_of_what_was_attached(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft()
        await house.step(document_id, "submit", Role.SPECIALIST)
        (signed,) = (await house.step(document_id, "sign", Role.LEADER))["files"]
        assert signed["size"] > len(house.letter)
        (kept,) = (await house.step(document_id, "return", Role.RECORDS_CLERK, opinion="Sai thể thức"))["files"]
        assert kept["size"] == len(house.letter)

    run(open_house, play)


def test_nobody_answers_a_document_that_is_not_his_to_see(open_house: Any) -> None:
    """A draft shows the number of what it answers, so naming an arrival by its id must not be a way to look at it."""

    async def play(house: Any) -> None:
        incoming = await arrived(house)
        clerk, stranger = (house.person(role, RECEIVER) for role in (Role.RECORDS_CLERK, Role.SPECIALIST))
        form, body = f"/van-ban/di/soan-thao?tra_loi={incoming['id']}", BODY | {"answers_incoming_id": incoming["id"]}
        assert incoming["reference"] in (await house.call(clerk, "GET", form)).text
        assert (await house.call(stranger, "GET", form)).status_code == 404
        refused = await house.call(stranger, "POST", "/documents", json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, "answered_document_unknown")
        drafted = await house.call(clerk, "POST", "/documents", json=body)
        assert drafted.status_code == 201, drafted.text

    run(open_house, play)
