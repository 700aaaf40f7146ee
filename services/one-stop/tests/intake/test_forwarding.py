"""Accepting and sending on in one act: both take place or neither."""

import asyncio

COUNTER = "counter-officer"


async def _accept(office, dossier: str, **form: str):
    data = {"csrf_token": "csrf-token", "version": "1", **form}
    return await office.client.post(f"/mot-cua/ho-so/{dossier}/tiep-nhan", headers=office.headers(COUNTER), data=data)


def test_one_press_accepts_and_sends_on(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            specialist = office.identity("specialist").subject
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))
            assert "Tiếp nhận và chuyển" in page.text
            done = await _accept(office, dossier, forward="1", holder_id=specialist, note="Gấp")
            assert done.status_code == 303
            (row,) = await office.rows("SELECT * FROM dossier")
            assert (row["status"], row["version"], row["holder_id"]) == (4, 3, specialist)
            hands = await office.rows("SELECT action, number, note FROM hand_over ORDER BY number")
            assert [tuple(hand) for hand in hands] == [("file", 1, ""), ("accept", 2, ""), ("transfer", 3, "Gấp")]
            told = await office.rows(
                "SELECT type, sequence FROM outbox WHERE subject LIKE 'dossier/%' ORDER BY sequence"
            )
            assert [(line["type"].split(".")[1], line["sequence"]) for line in told] == [
                ("dossier-received", 1),
                ("dossier-moved", 2),
            ]
            kinds = {line["kind"] for line in await office.rows("SELECT kind FROM evidence")}
            assert {"dossier-accepted", "dossier-moved"} <= kinds
            again = await _accept(office, dossier, forward="1")
            assert again.status_code == 409

    asyncio.run(run())


def test_what_cannot_be_sent_on_is_not_accepted_either(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            refused = await _accept(office, dossier, forward="1", holder_id="nobody")
            assert refused.status_code == 422
            assert 'href="#accept-holder_id"' in refused.text
            body = {"forward": {"holder_id": "nobody"}}
            assert (await office.act(dossier, "accept", COUNTER, body)).status_code == 422
            (row,) = await office.rows("SELECT status, version, code FROM dossier")
            assert tuple(row) == (1, 1, None)
            assert not await office.rows("SELECT 1 FROM printed_form")
            assert not await office.rows("SELECT 1 FROM outbox WHERE subject LIKE 'dossier/%'")
            accepted = await office.act(dossier, "accept", COUNTER)
            assert accepted.json()["code"].endswith("-0001"), "the refused acceptances took no number"

    asyncio.run(run())


def test_the_same_by_api(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            moved = await office.act(dossier, "accept", COUNTER, {"forward": {}}, **{"Idempotency-Key": "k-12345678"})
            assert (moved.status_code, moved.json()["status"], moved.json()["version"]) == (200, 4, 3)
            again = await office.act(dossier, "accept", COUNTER, {"forward": {}}, **{"Idempotency-Key": "k-12345678"})
            assert again.json() == moved.json()
            plain = await office.file()
            assert (await office.act(plain, "accept", COUNTER)).json()["status"] == 2
            unknown = await office.act(await office.file(), "accept", COUNTER, {"onward": {}})
            assert unknown.status_code == 422

    asyncio.run(run())
