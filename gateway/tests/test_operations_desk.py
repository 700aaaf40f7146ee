"""What the operator's page remembers, and when it asks for somebody."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.operations_desk.rules import Disk, Ending, find_backup, find_disk, find_endings
from gateway.operations_desk.sampling import note_sample, read_history
from gateway.operations_desk.upkeep import Upkeep
from shared.core import clock
from shared.core.settings import Settings
from shared.storage.database import Database
from testing.signing_kit import authority_in

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def a_state(silent: int = 0, lag: float = 0.0, dead: int = 0) -> dict[str, Any]:
    services = {str(number): {"status": "unavailable" if number < silent else "ok"} for number in range(4)}
    services["3"]["inbox"] = {"dead": dead}  # type: ignore[assignment]
    return {"services": services, "axis": {"lag_seconds": lag}}


def test_a_minute_is_noted_once_and_the_worst_of_each_half_hour_is_shown(
    service_database: Callable[[str], str],
) -> None:
    async def run() -> list[tuple[Any, ...]]:
        database = Database(service_database("gateway"), "test", size=2)
        try:
            for minutes, state in (
                (0, a_state(1, 4.0)),
                (0, a_state(4, 99.0)),
                (7, a_state(0, 12.5, 3)),
                (31, a_state()),
            ):
                with clock.stopped_at(NOW + timedelta(minutes=minutes)):
                    await note_sample(database, state, 1_000 + minutes)
            with clock.stopped_at(NOW + timedelta(minutes=40)):
                return [tuple(row) for row in await read_history(database)]
        finally:
            await database.close()

    assert asyncio.run(run()) == [
        (NOW + timedelta(minutes=30), 0, 0.0, 0, 1_031),
        (NOW, 1, 12.5, 3, 1_000),
    ]


def test_what_ends_soon_asks_for_somebody() -> None:
    soon, later = NOW + timedelta(days=9, hours=1), NOW + timedelta(days=400)
    endings = [
        Ending("certificate", "TLS", soon),
        Ending("certificate", "Con dấu", later),
        Ending("certificate", "Cũ", NOW - timedelta(hours=1)),
        Ending("list", "Gốc", NOW + timedelta(hours=1)),
        Ending("list", "Cấp phát hành", NOW - timedelta(hours=1)),
    ]
    assert [finding.sentence for finding in find_endings(endings, NOW)] == [
        "Chứng thư số “TLS” hết hạn sau 10 ngày.",
        "Chứng thư số “Cũ” đã hết hạn.",
        "Danh sách thu hồi “Cấp phát hành” đã hết hạn.",
    ]


def test_backups_and_disks_ask_for_somebody_in_time() -> None:
    assert find_backup(None, NOW, trial=True) == []
    assert find_backup(None, NOW, trial=False)[0].place == "sao-luu"
    assert find_backup(NOW - timedelta(hours=25), NOW, trial=False) == []
    assert find_backup(NOW - timedelta(hours=26), NOW, trial=True)[0].sentence == "Bản sao lưu gần nhất đã 26 giờ."
    assert find_disk(Disk("Cổng vào", 20, 100)) == []
    assert find_disk(Disk("Cổng vào", 19, 100))[0].place == "dia"


def test_certificates_and_lists_are_read_from_the_authority(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, var=tmp_path)
    assert Upkeep(settings).endings() == []
    authority = authority_in(tmp_path)
    seal = authority.issue_seal("000.00.11.H08", "Sở Thông tin", valid_to=clock.now() + timedelta(days=5))
    authority.issue_seal("000.00.09.H08", "Sở Xây dựng")
    found = {ending.name: ending for ending in Upkeep(settings).endings()}
    first = found["Con dấu của cơ quan: Sở Thông tin"]
    assert (first.ends_at, first.others, first.is_near(clock.now())) == (seal.not_after, 1, True)
    assert sum(ending.kind == "list" for ending in found.values()) == 2


def test_lists_that_have_ended_are_told_until_the_signing_process_has_made_new_ones(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, var=tmp_path)
    with clock.stopped_at(clock.now() - timedelta(days=30)):
        authority = authority_in(tmp_path)
    told = [finding.sentence for finding in find_endings(Upkeep(settings).endings(), clock.now())]
    assert len(told) == 2
    authority.refresh_lists()
    assert not find_endings(Upkeep(settings).endings(), clock.now())
