"""Filing by API: the hot path, idempotency, and what is refused."""

import asyncio
from typing import Any

import orjson
import pytest

from .conftest import (
    ANSWERS,
    BUSINESS,
    GENERIC,
    PDF,
    SYSTEM_AGENCY,
    Check,
    Service,
    a_submission,
    catalogue,
    file_one,
    fresh_key,
    upload,
)

API = "/api/online-services/v1"


def test_a_submission_is_kept_told_and_proven_in_one_act(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        filed = await file_one(lan)
        [row] = await service.rows("SELECT * FROM outbox")
        told = orjson.loads(row["data"])
        assert row["subject"] == f"submission/{filed}"
        assert row["sequence"] == 1
        assert row["pending"] == ["one-stop"]
        assert told["applicant"]["full_name"] == "Trần Thị Ngọc Lan"
        assert told["applicant"]["personal_id"] == "052190004317"
        assert told["answers"]["request"] == ANSWERS["request"]
        assert {paper["file"]["media_type"] for paper in told["papers"]} == {"application/pdf"}
        [proof] = await service.rows("SELECT * FROM evidence WHERE kind = 'submission-filed'")
        assert proof["subject"] == f"submission/{filed}"
        seen = (await lan.get(f"{API}/submissions/{filed}")).json()
        assert seen["status"] == 1
        assert seen["status_name"] == "Đã nộp, chờ tiếp nhận"

    in_service(check)


def test_the_address_for_the_post_is_kept_and_refused_beside_another_way(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        body = await a_submission(lan) | {"return_address": "12 Lê Lợi, Quy Nhơn"}
        refused = await lan.post(f"{API}/submissions", json=body | {"return_channel": "counter"}, headers=fresh_key())
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "/return_address"
        assert await service.rows("SELECT 1 FROM submission") == []
        filed = await lan.post(f"{API}/submissions", json=body | {"return_channel": "post"}, headers=fresh_key())
        assert filed.status_code == 201, filed.text
        [kept] = await service.rows("SELECT return_address FROM submission")
        [told] = await service.rows("SELECT data FROM outbox")
        assert kept["return_address"] == orjson.loads(told["data"])["return_address"] == "12 Lê Lợi, Quy Nhơn"

    in_service(check)


def test_a_repeat_with_the_same_key_gets_the_first_answer(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, key = await service.lan(), fresh_key()
        body = await a_submission(lan)
        first, *rest = await asyncio.gather(*(lan.post(f"{API}/submissions", json=body, headers=key) for _ in range(8)))
        assert {answer.status_code for answer in (first, *rest)} == {201}
        assert {answer.content for answer in (first, *rest)} == {first.content}
        assert len(await service.rows("SELECT 1 FROM submission")) == 1
        assert len(await service.rows("SELECT 1 FROM outbox")) == 1
        other = await lan.post(f"{API}/submissions", json=body | {"return_channel": "post"}, headers=key)
        assert other.status_code == 409
        assert other.json()["code"] == "idempotency_key_reused"

    in_service(check)


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"procedure_code": "9.999999"}, 422, "procedure_unknown"),
    ({"agency_code": "000.00.01.H08"}, 422, "agency_not_competent"),
    ({"answers": {}}, 422, "invalid_input"),
    ({"answers": ANSWERS | {"applicant_id": "123"}}, 422, "invalid_input"),
    ({"answers": ANSWERS | {"stranger": "x"}}, 422, "invalid_input"),
    ({"answers": ANSWERS | {"request": 12}}, 422, "invalid_input"),
    ({"answers": ANSWERS | {"re\x00quest": "a"}}, 422, "invalid_input"),
    ({"answers": []}, 422, "invalid_input"),
    ({"papers": []}, 422, "papers_missing"),
    ({"return_channel": "pigeon"}, 422, "invalid_input"),
    ({"applicant": {"kind": "citizen", "full_name": "Người khác", "address": "Thôn 1"}}, 422, "applicant_not_allowed"),
    ({"unknown": 1}, 422, "invalid_input"),
]


def test_bad_submissions_are_refused_with_a_sentence_and_change_nothing(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        good = await a_submission(lan)
        for changes, status, code in WRONG:
            answer = await lan.post(f"{API}/submissions", json=good | changes, headers=fresh_key())
            assert (answer.status_code, answer.json()["code"]) == (status, code), (changes, answer.text)
            assert answer.json()["title"]
        stranger = await upload(await service.khoa())
        stolen = good["papers"][:1] and [good["papers"][0] | {"file_id": str(stranger)}, *good["papers"][1:]]
        answer = await lan.post(f"{API}/submissions", json=good | {"papers": stolen})
        assert (answer.status_code, answer.json()["code"]) == (422, "file_unknown")
        for content in (b"", b"{", b"[" * 100_000, b'"text"', b"\xff"):
            answer = await lan.post(f"{API}/submissions", content=content, headers={"content-type": "application/json"})
            assert 400 <= answer.status_code < 500, content[:20]
        for levels in (100, 300, 500, 900, 999):
            for opening, closing in (("[", "]"), ('{"a":', "}")):
                deep = f"{opening * levels}1{closing * levels}"
                for sent in (deep, f'{{"answers":{deep}}}', f'{{"answers":{{"request":{deep}}}}}'):
                    answer = await lan.post(
                        f"{API}/submissions", content=sent, headers={"content-type": "application/json"}
                    )
                    assert 400 <= answer.status_code < 500, (levels, sent[:30])
        assert await service.rows("SELECT 1 FROM submission") == []
        assert await service.rows("SELECT 1 FROM outbox") == []

    in_service(check)


def test_where_several_agencies_are_competent_one_must_be_chosen(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        answer = await lan.post(f"{API}/submissions", json=await a_submission(lan, BUSINESS, agency_code=""))
        assert answer.json()["errors"][0]["pointer"] == "/agency_code"

    in_service(check)


def test_a_client_system_files_for_others_only_with_the_scope(in_service: Check) -> None:
    async def check(service: Service) -> None:
        applicant = {
            "kind": "citizen",
            "full_name": "Lê Văn Tám",
            "personal_id": "052 190 004 318",
            "address": "Thôn 1",
        }
        without, system = service.system(), service.system("dossiers")
        assert (await without.post(f"{API}/submissions", json={})).status_code in (403, 422)
        body = await a_submission(system)
        assert (await without.post(f"{API}/submissions", json=body)).status_code == 403
        refused = await system.post(f"{API}/submissions", json=body)
        assert refused.json()["code"] == "applicant_required"
        answer = await system.post(f"{API}/submissions", json=body | {"applicant": applicant})
        assert answer.status_code == 201, answer.text
        [row] = await service.rows("SELECT owner, applicant FROM submission")
        assert row["owner"] == "system:phan-mem-so"
        kept = orjson.loads(row["applicant"])
        assert kept["full_name"] == "Lê Văn Tám"
        assert kept["personal_id"] == "052190004318"
        proofs = await service.rows(
            "SELECT kind, actor, agency_code FROM evidence WHERE actor <> 'seeding' ORDER BY id"
        )
        assert {proof["kind"] for proof in proofs} >= {"submission-filed", "file-uploaded"}
        assert {(proof["actor"], proof["agency_code"]) for proof in proofs} == {("system:phan-mem-so", SYSTEM_AGENCY)}

    in_service(check)


def test_a_client_systems_draft_is_evidence_of_its_agency_from_beginning_to_end(in_service: Check) -> None:
    async def check(service: Service) -> None:
        system = service.system("dossiers")
        begun = await system.post(f"{API}/drafts", json={"procedure_code": GENERIC, "agency_code": ""})
        assert begun.status_code == 201, begun.text
        draft = f"{API}/drafts/{begun.json()['id']}"
        paper = (await system.get(f"{API}/procedures/{GENERIC}")).json()["papers"][0]
        sent = await system.post(
            f"{draft}/files",
            params={"name": "don.pdf", "paper_code": paper["code"]},
            content=PDF,
            headers={"content-type": "application/octet-stream"},
        )
        assert sent.status_code == 201, sent.text
        assert (await system.delete(draft)).status_code == 204
        proofs = await service.rows("SELECT kind, agency_code FROM evidence WHERE actor = 'system:phan-mem-so'")
        assert {proof["kind"] for proof in proofs} == {"draft-started", "file-uploaded", "draft-discarded"}
        assert {proof["agency_code"] for proof in proofs} == {SYSTEM_AGENCY}

    in_service(check)


def test_a_closed_account_cannot_file(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        body = await a_submission(lan)
        await service.rows("UPDATE account SET active = false RETURNING 1")
        answer = await lan.post(f"{API}/submissions", json=body, headers=fresh_key())
        assert (answer.status_code, answer.json()["code"]) == (409, "account_inactive")
        assert await service.rows("SELECT 1 FROM idempotency_key WHERE key <> ''") == []

    in_service(check)


def test_every_service_of_level_3_and_4_can_be_filed(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        codes: list[str] = []
        after: str | None = None
        while True:
            params = {"limit": "40"} | ({"after": after} if after else {})
            page = (await lan.get(f"{API}/procedures", params=params)).json()
            codes += [item["code"] for item in page["items"]]
            after = page["after"]
            if after is None:
                break
        assert len(codes) == len(set(codes)) == len(catalogue())
        online = [known.procedure_code for known in catalogue() if known.level > 2]
        assert len(online) == 98 + 4 + 2, (
            "the plan's Phụ lục I, four groups of communes of its Phụ lục III, two settled together"
        )
        for code in online:
            detail = (await lan.get(f"{API}/procedures/{code}")).json()
            if detail["form"]["id"] == "chung":
                answer = await lan.post(f"{API}/submissions", json=await a_submission(lan, code))
                assert answer.status_code == 201, (code, answer.text)
            else:
                agency = detail["agency_codes"][0]
                started = await lan.post(f"{API}/drafts", json={"procedure_code": code, "agency_code": agency})
                assert started.status_code == 201, (code, started.text)

    in_service(check)


def test_a_draft_is_kept_with_its_mistakes_and_filed_once(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        draft = (await lan.post(f"{API}/drafts", json={"procedure_code": GENERIC})).json()
        assert draft["answers"]["applicant_name"] == "Trần Thị Ngọc Lan"
        where = f"{API}/drafts/{draft['id']}"
        kept = await lan.put(where, json={"answers": {"applicant_id": "1"}}, headers={"If-Match": '"1"'})
        assert kept.status_code == 200
        assert kept.json()["form_done"] is False
        assert kept.json()["answers"] == {"applicant_id": "1"}
        stale = await lan.put(where, json={"answers": {}}, headers={"If-Match": '"1"'})
        assert stale.status_code == 412
        vague = await lan.put(where, json={"answers": {}}, headers={"If-Match": '"moi"'})
        assert (vague.status_code, vague.json()["code"]) == (400, "version_malformed")
        early = await lan.post(f"{where}/file", json={})
        assert (early.status_code, early.json()["code"]) == (422, "form_not_done")
        await lan.put(where, json={"answers": ANSWERS})
        for paper in (await a_submission(lan))["papers"]:
            params = {"paper_code": paper["paper_code"], "name": "a.pdf"}
            sent = await lan.post(
                f"{where}/files",
                params=params,
                content=PDF,
                headers={"content-type": "application/octet-stream"},
            )
            assert sent.status_code == 201, sent.text
        answers = await asyncio.gather(*(lan.post(f"{where}/file", json={}) for _ in range(6)))
        assert {answer.status_code for answer in answers} == {201}
        assert {answer.json()["id"] for answer in answers} == {draft["id"]}
        assert len(await service.rows("SELECT 1 FROM submission")) == 1
        assert len(await service.rows("SELECT 1 FROM outbox")) == 1
        assert (await lan.put(where, json={"answers": {}})).status_code == 409

    in_service(check)


def test_a_program_files_one_draft_and_throws_another_away(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan = await service.lan()
        kept, thrown = [(await lan.post(f"{API}/drafts", json={"procedure_code": GENERIC})).json() for _ in range(2)]
        there = f"{API}/drafts/{thrown['id']}"
        assert (await lan.delete(there, headers={"If-Match": '"7"'})).status_code == 412
        assert (await (await service.khoa()).delete(there)).status_code == 404
        assert (await lan.delete(there)).status_code == 204
        assert [draft["id"] for draft in (await lan.get(f"{API}/drafts")).json()["items"]] == [kept["id"]]
        here = f"{API}/drafts/{kept['id']}"
        await lan.put(here, json={"answers": ANSWERS})
        raw = {"content-type": "application/octet-stream"}
        for paper in (await a_submission(lan))["papers"]:
            params = {"paper_code": paper["paper_code"], "name": "a.pdf"}
            await lan.post(f"{here}/files", params=params, content=PDF, headers=raw)
        filed = await lan.post(f"{here}/file", json={})
        assert filed.status_code == 201, filed.text
        assert (await lan.delete(here)).status_code == 409
        assert len(await service.rows("SELECT 1 FROM submission")) == 1

    in_service(check)


@pytest.mark.parametrize("limit", [0, 101, "x"])
def test_lists_refuse_a_wild_limit(in_service: Check, limit: object) -> None:
    async def check(service: Service) -> None:
        assert (await service.anonymous().get(f"{API}/procedures?limit={limit}")).status_code == 422
        assert (await service.anonymous().get(f"{API}/procedures?after=%00%ff")).status_code == 400

    in_service(check)
