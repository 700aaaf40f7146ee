"""What arrives over the axis: once, in order, and only when it makes sense."""

import asyncio

from shared.contracts.online_services import SupplementFiled
from testing.senders import signed_by


def test_a_repeated_submission_opens_one_dossier(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            (sent,) = signed_by("online-services", await office.tell(office.a_submission(), "online-services"))
            await office.receive(sent, sent)
            await office.receive(sent)
            assert len(await office.rows("SELECT 1 FROM dossier")) == 1
            assert len(await office.rows("SELECT 1 FROM hand_over")) == 1

    asyncio.run(run())


def test_a_supplement_that_arrives_before_its_submission_waits(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            filed = office.a_submission()
            late = SupplementFiled(
                submission_id=filed.submission_id, answers={"applicant_name": "Kẻ khác"}, filed_at=filed.filed_at
            )
            await office.tell(late, "online-services", sequence=2)
            assert not await office.rows("SELECT 1 FROM dossier")
            await office.tell(filed, "online-services", sequence=1)
            states = [row["state"] for row in await office.rows("SELECT state FROM inbox ORDER BY sequence")]
            assert states == ["done", "done"]
            # Nobody had asked for anything, so nothing was changed, and that is on record.
            (row,) = await office.rows(
                "SELECT applicant_name, answers->>'applicant_name' AS answer, version FROM dossier"
            )
            assert (row["answer"], row["version"]) == ("Đặng Phước Thượng", 1)
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'supplement-not-asked'")

    asyncio.run(run())


def test_a_submission_for_an_agency_that_is_not_competent_is_kept_for_the_operator(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await office.tell(office.a_submission(agency_code="000.00.99.H08"), "online-services")
            (row,) = await office.rows("SELECT state, error FROM inbox")
            assert row["state"] == "retry"
            assert "UnknownProcedure" in row["error"]
            # It stops nobody else's dossier.
            await office.file()
            assert len(await office.rows("SELECT 1 FROM dossier")) == 1

    asyncio.run(run())


def test_seeding_again_changes_nothing(one_stop):
    async def run() -> None:
        from one_stop.seeding import seed

        async with one_stop() as office:
            before = await office.rows("SELECT count(*) AS n FROM outbox")
            province = office.settings.var.parent / "province"
            await seed(office.database, office.settings, province)
            assert await office.rows("SELECT count(*) AS n FROM outbox") == before
            assert len(await office.rows("SELECT 1 FROM procedure_version")) == 2

    asyncio.run(run())
