"""Many officers at once: one wins, codes are all different, a repeat changes nothing."""

import asyncio
import re

from shared.directory.keeping import keep_person
from testing.factories import a_person, a_post


def test_of_two_officers_who_accept_at_once_one_wins(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            answers = await asyncio.gather(*(office.act(dossier, "accept", "counter-officer") for _ in range(2)))
            assert sorted(answer.status_code for answer in answers) == [200, 409]
            loser = next(answer for answer in answers if answer.status_code == 409)
            assert loser.json()["code"] in ("dossier_taken_meanwhile", "dossier_already_handled")
            assert len(await office.rows("SELECT 1 FROM outbox WHERE type = 'one-stop.dossier-received.v1'")) == 1
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'refused'")

    asyncio.run(run())


def test_thirty_refused_at_once_lock_nobody_out(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            answers = await asyncio.gather(*(office.act(dossier, "accept", "counter-officer") for _ in range(30)))
            assert sorted(answer.status_code for answer in answers) == [200] + [409] * 29

    asyncio.run(run())


def test_fifty_acceptances_at_once_give_fifty_codes(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossiers = [await office.file() for _ in range(50)]
            answers = await asyncio.gather(*(office.act(dossier, "accept", "counter-officer") for dossier in dossiers))
            assert {answer.status_code for answer in answers} == {200}
            codes = sorted(answer.json()["code"] for answer in answers)
            assert len(set(codes)) == 50
            assert all(re.fullmatch(rf"{re.escape(office.agency)}-\d{{6}}-\d{{4}}", code) for code in codes)
            assert {int(code.rsplit("-", 1)[1]) for code in codes} == set(range(1, 51))

    asyncio.run(run())


def test_a_repeat_with_the_same_key_gets_the_first_answer(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            key = {"Idempotency-Key": "tiep-nhan-0001"}
            first = await office.act(dossier, "accept", "counter-officer", **key)
            again = await office.act(dossier, "accept", "counter-officer", **key)
            assert (again.status_code, again.content) == (200, first.content)
            key = {"Idempotency-Key": "chuyen-buoc-0001"}
            moved, *repeats = await asyncio.gather(
                *(office.act(dossier, "transfer", "counter-officer", {}, **key) for _ in range(4))
            )
            assert {answer.content for answer in repeats} == {moved.content}
            assert len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'transfer'")) == 1
            other = await office.act(dossier, "transfer", "counter-officer", {"note": "khác"}, **key)
            assert other.status_code == 409
            assert other.json()["code"] == "idempotency_key_reused"

    asyncio.run(run())


def test_of_two_specialists_who_claim_at_once_one_has_it(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            await office.act(dossier, "accept", "counter-officer")
            await office.act(dossier, "transfer", "counter-officer", {})
            url = f"/api/one-stop/v1/dossiers/{dossier}/claim"
            post = a_post(office.agency, "specialist", "Chuyên viên")
            async with office.database.sessions.begin() as session:
                for person in ("a", "b", "c"):
                    await keep_person(session, a_person(person, post, full_name="Trần Văn Bình", user_name=person))
            people = [office.headers("specialist", person=person) for person in ("a", "b", "c")]
            answers = await asyncio.gather(*(office.client.post(url, headers=headers) for headers in people))
            assert sorted(answer.status_code for answer in answers) == [200, 409, 409]

    asyncio.run(run())


def test_who_looked_at_an_older_version_is_told_so(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            await office.act(dossier, "accept", "counter-officer", **{"If-Match": '"1"'})
            stale = await office.act(dossier, "transfer", "counter-officer", {}, **{"If-Match": '"1"'})
            assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
            assert (
                await office.act(dossier, "transfer", "counter-officer", {}, **{"If-Match": "moi"})
            ).status_code == 400

    asyncio.run(run())
