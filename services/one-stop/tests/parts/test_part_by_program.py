"""The asked agency answers from its own software: it reads, takes in and answers what was asked of it, and nothing else."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.access.identity import Identity
from testing.hostile import files as hostile

from .kit import (
    COUNTER,
    LEADER,
    SPECIALIST,
    THERE,
    THIRD,
    URL,
    answered,
    ask,
    asked_id,
    carry,
    do,
    headers_of,
    held,
    parts_of,
    staff,
    there,
)

PROGRAM = "Phần mềm nghiệp vụ – Sở Tài nguyên và Môi trường"
ANSWER = {
    "conclusion": "agree-with-conditions",
    "opinion": "Giữ lộ giới 12 m.",
    "signed_by": "Lê Văn Ký",
    "signer_title": "Phó Giám đốc",
}
ANSWERING = ("answer", "answer-with-file")
OF_OFFICERS: dict[str, Any] = {
    "assign": {},
    "claim": None,
    "draft": {"conclusion": "agree"},
    "send-back": {"reason": "Không đúng thẩm quyền"},
    "sign": None,
    "refuse": {"reason": "Không đúng thẩm quyền"},
}


def program(agency: str = THERE, *scopes: str) -> Identity:
    roles = frozenset(scopes or ("parts",))
    return Identity(
        kind="system", subject="pm-tnmt", user_name="pm-tnmt", name=PROGRAM, agency_code=agency, roles=roles
    )


async def asked(office: Any, authority_folder: Path) -> tuple[str, str]:
    await staff(office, authority_folder)
    dossier = await held(office)
    assert (await ask(office, dossier)).status_code == 200
    await carry(office)
    return dossier, await asked_id(office)


async def bring(office: Any, part: str, who: Identity, *files: tuple[str, bytes], **said: str) -> httpx.Response:
    headers = headers_of(office, who)
    sent = [("tep", (name, content, "application/octet-stream")) for name, content in files]
    url = f"{URL}/asked-parts/{part}/answer-with-file"
    answer: httpx.Response = await office.client.post(url, headers=headers, data=ANSWER | said, files=sent)
    return answer


async def read(office: Any, path: str, who: Identity) -> httpx.Response:
    answer: httpx.Response = await office.client.get(f"{URL}{path}", headers=headers_of(office, who))
    return answer


def test_a_question_is_read_taken_in_and_answered_by_the_agency_s_own_software(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, part = await asked(office, authority_folder)
            waiting = (await read(office, "/asked-parts?state=sent", program())).json()["items"]
            assert [one["id"] for one in waiting] == [part]
            seen = (await read(office, f"/asked-parts/{part}", program())).json()
            assert set(seen["allowed_actions"]) == {"take-in", "answer"}
            slip = await read(office, f"/asked-parts/{part}/files/{seen['slip']['sha256']}", program())
            assert slip.content.startswith(b"%PDF")
            assert (await do(office, part, "take-in", program())).status_code == 200
            paper = hostile.pdf()
            done = await bring(office, part, program(), ("tra loi.pdf", paper))
            assert done.status_code == 200, done.text
            assert done.json()["state"] == "answered"
            await carry(office)
            await carry(office, again=True)
            (told,) = await parts_of(office, dossier)
            assert (told["state"], told["conclusion"], told["opinion"]) == (
                "answered", "agree-with-conditions", "Giữ lộ giới 12 m.",
            )  # fmt: skip
            assert told["answered_by_name"] == "Lê Văn Ký"
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))).text
            assert f"Phó Giám đốc, gửi từ {PROGRAM}" in page
            way = f"/mot-cua/ho-so/{dossier}/tep/{told['answer']['sha256']}"
            assert (await office.client.get(way, headers=office.headers(SPECIALIST))).content == paper
            there_page = await office.client.get(
                f"/mot-cua/phan-viec/{part}", headers=headers_of(office, there(office, LEADER))
            )
            assert "gửi từ phần mềm của cơ quan" in there_page.text
            assert "đã ký số bởi" not in there_page.text, "we have not signed it, and say so"
            gone_on = await office.act(
                dossier, "finish", SPECIALIST, {"number": "1/QĐ", "title": "Kết quả", "body": "Nội dung kết quả"}
            )
            assert gone_on.status_code == 200, gone_on.text

    asyncio.run(run())


def test_a_refusal_needs_its_reason_and_comes_back_as_one(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, part = await asked(office, authority_folder)
            for wrong, field in (
                ({"conclusion": "refused", "opinion": ""}, "/opinion"),
                ({"conclusion": "disagree", "opinion": ""}, "/opinion"),
                ({"conclusion": "perhaps"}, "/conclusion"),
                ({"signed_by": ""}, "/signed_by"),
            ):
                refused = await do(office, part, "answer", program(), ANSWER | wrong)
                assert refused.status_code == 422, refused.text
                assert [one["pointer"] for one in refused.json()["errors"]] == [field]
            said = ANSWER | {"conclusion": "refused", "opinion": "Thuộc Sở Xây dựng."}
            assert (await do(office, part, "answer", program(), said)).json()["state"] == "refused"
            again = await do(office, part, "answer", program(), ANSWER)
            assert (again.status_code, again.json()["code"]) == (409, "part_ended")
            await carry(office)
            (told,) = await parts_of(office, dossier)
            assert (told["state"], told["conclusion"], told["opinion"]) == ("refused", "", "Thuộc Sở Xây dựng.")
            assert told["received_at"] == told["ended_at"], "it was never taken in by itself"

    asyncio.run(run())


def test_a_program_does_what_its_scope_says_at_its_own_agency_alone(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, part = await asked(office, authority_folder)
            for act, body in OF_OFFICERS.items():
                answer = await do(office, part, act, program(), body)
                assert answer.status_code == 403, (act, answer.text)
            for other in (
                program(THERE, "dossiers", "documents", "directory"),
                there(office, LEADER),
                there(office, COUNTER),
            ):
                assert (await do(office, part, "answer", other, ANSWER)).status_code == 403
                assert (await bring(office, part, other, ("a.pdf", hostile.pdf()))).status_code == 403
            assert (await read(office, "/asked-parts", program(THERE, "dossiers"))).status_code == 403
            stranger = program(THIRD)
            assert (await read(office, "/asked-parts", stranger)).json()["items"] == []
            assert (await read(office, f"/asked-parts/{part}", stranger)).status_code == 404
            assert (await do(office, part, "take-in", stranger)).status_code == 404
            assert (await do(office, part, "answer", stranger, ANSWER)).status_code == 404
            assert (await bring(office, part, stranger, ("a.pdf", hostile.pdf()))).status_code == 404
            assert (await read(office, f"/dossiers/{dossier}", program())).status_code == 403
            (kept,) = await office.rows("SELECT state, version FROM asked_part")
            assert (kept["state"], kept["version"]) == ("sent", 1)

    asyncio.run(run())


@pytest.mark.parametrize(
    "files",
    [
        [("a.pdf", hostile.pdf()), ("b.pdf", hostile.pdf())],
        [("a.docx", b"PK\x03\x04 khong mo duoc")],
        [("a.pdf", hostile.pdf()[:-40])],
    ],
    ids=["two", "no-pdf", "cut-off"],
)
def test_what_is_no_paper_changes_nothing(
    one_stop: Any, authority_folder: Path, files: list[tuple[str, bytes]]
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            _, part = await asked(office, authority_folder)
            refused = await bring(office, part, program(), *files)
            assert refused.status_code == 422, refused.text
            assert [one["pointer"] for one in refused.json()["errors"]] == ["/tep"]
            (kept,) = await office.rows("SELECT state, version, answer FROM asked_part")
            assert (kept["state"], kept["version"], kept["answer"]) == ("sent", 1, None)

    asyncio.run(run())


def test_officers_and_program_of_one_agency_do_not_overtake_each_other(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            _, part = await asked(office, authority_folder)
            assert (await do(office, part, "take-in", there(office, COUNTER))).status_code == 200
            late = await do(office, part, "answer", program(), ANSWER, **{"If-Match": '"1"'})
            assert late.status_code == 412, "an officer has taken it in since the program looked"
            twice = [
                await do(
                    office, part, "answer", program(), ANSWER, **{"If-Match": '"2"', "Idempotency-Key": "tra-loi-1"}
                )
                for _ in range(2)
            ]
            assert [one.status_code for one in twice] == [200, 200]
            assert len(await office.rows("SELECT 1 FROM part_entry WHERE action = 'answer'")) == 1
            signed = await do(office, part, "sign", there(office, LEADER))
            assert (signed.status_code, signed.json()["code"]) == (409, "part_ended")

    asyncio.run(run())


def test_what_officers_answered_the_program_does_not_answer_again(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            _, part = await asked(office, authority_folder)
            await answered(office, part)
            late = await bring(office, part, program(), ("a.pdf", hostile.pdf()))
            assert (late.status_code, late.json()["code"]) == (409, "part_ended")

    asyncio.run(run())
