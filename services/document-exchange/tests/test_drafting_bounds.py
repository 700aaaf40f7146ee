"""What may stand in a draft: its subject, its days, and by which authority it is signed."""

from typing import Any

import pytest

from shared.access.identity import Identity
from shared.access.rights import Role

from .test_exits import RECEIVER, SECOND_LEADER, run, with_colleagues


@pytest.mark.parametrize(
    "subject", [" ", "V/v \u0001 x", "\u200b", "\u200b\u202e \ufeff", "V/v \ufffe", "\x7f", "V/v \ue000"]
)
def test_a_subject_that_says_nothing_or_cannot_be_written_is_refused_while_drafting(
    open_house: Any, subject: str
) -> None:
    async def play(house: Any) -> None:
        who = house.person(Role.SPECIALIST)
        answer = await house.call(who, "POST", "/documents", json={"type_code": "CV", "subject": subject})
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"] == "/subject"
        fields = {"type_code": "CV", "subject": subject, "csrf_token": "form-token"}
        page = await house.call(who, "POST", "/van-ban/di/soan-thao", data=fields)
        assert page.status_code == 422

    run(open_house, play)


def test_a_subject_is_one_line_without_hidden_signs(open_house: Any) -> None:
    async def play(house: Any) -> None:
        body = {"type_code": "CV", "subject": "V/v\r\n  báo cáo \u202ecao oáb\u202c\u2028quý\u200b IV"}
        made = await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)
        assert made.json()["subject"] == "V/v báo cáo cao oáb quý IV"

    run(open_house, play)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1066-10-14"])
def test_days_at_the_ends_of_the_calendar_are_refused(open_house: Any, day: str) -> None:
    async def play(house: Any) -> None:
        body = {"type_code": "CV", "subject": "V/v thử", "due_on": day}
        answer = await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"] == "/due_on"

    run(open_house, play)


def test_a_documents_signer_says_by_which_authority_whoever_is_chosen(open_house: Any) -> None:
    async def play(house: Any) -> None:
        deputy, _ = await with_colleagues(house)
        drafter, head = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        whole = (await house.call(drafter, "GET", f"/documents/{document_id}")).json()
        assert whole["competence"] == "", "the head signs himself"
        fields = {"type_code": "CV", "subject": "V/v thử", "place": "Quy Nhơn", "addressees": [RECEIVER]}

        async def chosen(leader: Identity, competence: str) -> str:
            body = fields | {"leader_id": leader.subject, "competence": competence}
            answer = await house.call(drafter, "PUT", f"/documents/{document_id}", json=body)
            assert answer.status_code == 200, answer.text
            return str(answer.json()["competence"])

        assert await chosen(deputy, "") == "KT."
        page = (await house.call(drafter, "GET", f"/van-ban/di/{document_id}")).text
        assert "KT. Giám đốc, Phó Giám đốc – Phạm Văn Hai" in page
        assert await chosen(head, "KT.") == "", "what the deputy's title said is not said of the head"
        assert await chosen(deputy, "KT.") == "KT.", "what the drafter chose stays"
        assert await chosen(head, "") == ""
        await house.step(document_id, "submit", Role.SPECIALIST)
        given = await house.call(head, "POST", f"/documents/{document_id}/reassign", json={"leader_id": SECOND_LEADER})
        assert (given.status_code, given.json()["competence"]) == (200, "KT."), given.text

    run(open_house, play)
