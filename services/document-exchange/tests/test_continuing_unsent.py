"""What an agency had numbered or sealed when it ended: sent in its name, or drafted anew; its books are read."""

import asyncio
from typing import Any
from uuid import UUID

from document_exchange.documents.rules import DocumentStatus
from shared.access.rights import Role

from .continuing_kit import hire, of, of_receiver, registered, rows, sees
from .registers.test_printed_registers import pages_of
from .test_continuing import HEIR, SECOND, merged, tell_merged
from .test_exits import SENDER, bring_to, run
from .test_incoming import RECEIVER


def test_what_is_sealed_is_sent_by_the_successors_clerk_in_the_name_of_the_agency_that_sealed_it(
    open_house: Any,
) -> None:
    async def play(house: Any) -> None:
        document = await bring_to(house, DocumentStatus.SEALED)
        before = await house.document(document)
        await hire(house)
        await tell_merged(house, merged())
        clerk = of(house, Role.RECORDS_CLERK)
        assert not await sees(house, house.person(Role.RECORDS_CLERK), f"/documents/{document}")
        assert f"/van-ban/di/{document}" in (await house.call(clerk, "GET", "/van-ban/di?trang_thai=sealed")).text
        sent = await house.call(clerk, "POST", f"/documents/{document}/send", json={})
        assert sent.status_code == 200, sent.text
        assert (sent.json()["status"], sent.json()["reference"]) == ("sent", before["reference"])
        senders = await rows(house, "SELECT DISTINCT sender_code FROM delivery")
        assert [row.sender_code for row in senders] == [SENDER]
        await house.exchange()
        asked = await house.call(clerk, "POST", f"/documents/{document}/recall", json={"reason": "Gửi nhầm"})
        assert asked.status_code == 200, "and asked back"

    run(open_house, play)


def test_a_number_without_a_seal_is_cancelled_and_the_successor_numbers_it_anew(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await bring_to(house, DocumentStatus.NUMBERED)
        number = (await house.document(document))["reference"]
        await hire(house)
        await tell_merged(house, merged())
        clerk = of(house, Role.RECORDS_CLERK)
        old = (await house.call(clerk, "GET", f"/documents/{document}")).json()
        assert (old["status"], old["reference"]) == ("cancelled", number)
        drafts = await rows(house, "SELECT id FROM outgoing_document WHERE agency_code = :heir", heir=HEIR)
        assert len(drafts) == 1, "heard twice it is drafted once"
        place = f"/documents/{drafts[0].id}"
        drafter = house.person(Role.SPECIALIST).model_copy(update={"agency_code": HEIR})
        seen = (await house.call(drafter, "GET", place)).json()
        assert (seen["status"], seen["reference"], seen["subject"]) == ("returned", "", old["subject"])
        assert [file["name"] for file in seen["files"]] == [file["name"] for file in old["files"]]
        said = (await house.call(drafter, "GET", f"{place}/timeline")).json()["items"]
        assert any(f"Thay văn bản {number}" in line["note"] for line in said)
        submitted = await house.call(drafter, "POST", f"{place}/submit", json={})
        assert submitted.status_code == 200, submitted.text
        held = await rows(
            house, "SELECT opinion FROM document_step WHERE document_id = :id AND kind = 'cancel'", id=UUID(document)
        )
        assert "Sáp nhập theo 15/NQ-HĐND" in held[0].opinion, "the book says why"

    run(open_house, play)


def test_the_successor_reads_the_former_books(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await registered(house)
        await hire(house)
        numbered = (await house.document(await bring_to(house, DocumentStatus.NUMBERED)))["reference"]
        await tell_merged(house, merged(), of_receiver())
        clerk, stranger = of(house, Role.RECORDS_CLERK), of(house, Role.RECORDS_CLERK, SECOND)
        for path, code, found in (("di", SENDER, numbered), ("den", RECEIVER, "V/v phối hợp")):
            book = f"/van-ban/so-van-ban-{path}"
            own = (await house.call(clerk, "GET", book)).text
            assert found not in own
            assert f'value="{code}"' in own, "it is there to choose"
            assert found in (await house.call(clerk, "GET", f"{book}?so_cua={code}")).text
            assert found in (await house.call(clerk, "GET", f"{book}?so_cua={code}&q=phoi")).text
            printed = await house.call(clerk, "GET", f"{book}/so-in?so_cua={code}")
            assert "Sổ của" in " ".join(pages_of(printed.content)), "whose book it is stands on the paper too"
            other = await house.call(stranger, "GET", f"{book}?so_cua={code}")
            assert found not in other.text

    run(open_house, play)


def test_the_clerk_who_seals_at_that_moment_comes_first_or_not_at_all(open_house: Any) -> None:
    async def play(house: Any) -> None:
        documents = [await bring_to(house, DocumentStatus.NUMBERED) for _ in range(3)]
        await hire(house)
        clerk = house.person(Role.RECORDS_CLERK)
        answers, _ = await asyncio.gather(
            asyncio.gather(*[house.call(clerk, "POST", f"/documents/{one}/seal", json={}) for one in documents]),
            tell_merged(house, merged()),
        )
        for document, answer in zip(documents, answers, strict=True):
            assert answer.status_code in (200, 404, 409), answer.text
            (row,) = await rows(
                house, "SELECT status, continued_by FROM outgoing_document WHERE id = :id", id=UUID(document)
            )
            assert tuple(row) == ("sealed" if answer.status_code == 200 else "cancelled", HEIR)
            drafts = await rows(house, "SELECT 1 FROM outgoing_document WHERE agency_code = :heir", heir=HEIR)
        assert len(drafts) == len([answer for answer in answers if answer.status_code != 200])

    run(open_house, play)
