"""What agencies achieve is told to anybody: as a page, and as open data that a separate sum over the events agrees with."""

import asyncio
import csv
import io
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from online_services.service_results.queries import FINISHED, ON_TIME, ONLINE, RECEIVED
from shared.contracts.one_stop import DossierFigureRecorded

PAGE = "/dich-vu-cong/ket-qua-giai-quyet"
CONSTRUCTION, NOBODY = "000.00.11.H08", "000.00.99.H08"
InService = Callable[[Callable[[Any], Awaitable[None]]], None]


def told(name: str, agency: str, day: date, part: int, whole: int = 0, revision: int = 1) -> DossierFigureRecorded:
    return DossierFigureRecorded(
        series=f"{name}/{agency}",
        name=name,
        title=name,
        agency_code=agency,
        day=day,
        numerator=part,
        denominator=whole,
        revision=revision,
    )


EVENTS = [
    told(RECEIVED, CONSTRUCTION, date(2026, 10, 30), 4),
    told(RECEIVED, CONSTRUCTION, date(2026, 11, 2), 10, revision=2),
    told(RECEIVED, CONSTRUCTION, date(2026, 11, 2), 7),
    told(ONLINE, CONSTRUCTION, date(2026, 11, 2), 6, 10),
    told(FINISHED, CONSTRUCTION, date(2026, 11, 30), 8),
    told(ON_TIME, CONSTRUCTION, date(2026, 11, 30), 7, 8),
    told(RECEIVED, NOBODY, date(2026, 11, 3), 2),
    told("dossiers-not-granted", CONSTRUCTION, date(2026, 11, 30), 3, 8),
    told(RECEIVED, CONSTRUCTION, date(2026, 12, 1), 0),
]


def recounted(events: list[DossierFigureRecorded]) -> dict[tuple[str, str], dict[str, int]]:
    """By hand: of each day the last revision, summed by month and agency."""
    last: dict[tuple[str, str, date], DossierFigureRecorded] = {}
    for event in events:
        key = event.name, event.agency_code, event.day
        if key not in last or last[key].revision < event.revision:
            last[key] = event
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (name, agency, day), event in last.items():
        found[f"{day:%Y-%m}", agency][name] += event.numerator
    return found


async def _all_told(service: Any) -> None:
    for event in EVENTS:
        await service.tell(event, "one-stop")


def test_open_data_is_the_sum_of_what_was_told(in_service: InService) -> None:
    async def check(service: Any) -> None:
        await _all_told(service)
        answer = await service.anonymous().get(f"{PAGE}/du-lieu.csv")
        assert answer.status_code == 200
        assert answer.content.startswith("\ufeff".encode())
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        kept = recounted(EVENTS)
        assert {(row["thang"], row["ma_co_quan"]) for row in rows} == {
            ("2026-10", CONSTRUCTION), ("2026-11", CONSTRUCTION), ("2026-11", NOBODY),
        }  # fmt: skip
        for row in rows:
            counts = kept[row["thang"], row["ma_co_quan"]]
            said = [int(row[name]) for name in ("tiep_nhan", "nop_truc_tuyen", "giai_quyet_xong", "dung_han")]
            assert said == [counts[name] for name in (RECEIVED, ONLINE, FINISHED, ON_TIME)]
        assert [row["ty_le_dung_han"] for row in rows if row["giai_quyet_xong"] == "8"] == ["87.5"]
        month = await service.anonymous().get(f"{PAGE}/du-lieu.csv?thang=2026-10")
        assert month.text.count("\n") == 2
        assert not await service.rows("SELECT 1 FROM published_figure WHERE name = 'dossiers-not-granted'")

    in_service(check)


def test_the_page_shows_the_newest_month_and_leads_to_the_others(in_service: InService) -> None:
    async def check(service: Any) -> None:
        empty = await service.anonymous().get(PAGE)
        assert "Chưa có số liệu" in empty.text
        await _all_told(service)
        page = await service.anonymous().get(f"{PAGE}?thang=2026-11")
        text = " ".join(page.text.split())
        for words in ("Tháng 11 năm 2026", "Tất cả 2 cơ quan", "<strong>87,5%</strong>", "7 trên 8", NOBODY):
            assert words in text, words
        assert f"{PAGE}?thang=2026-10" in page.text
        for month in ("2026-13", "thang-moi", "2026-11-02"):
            refused = await service.anonymous().get(f"{PAGE}?thang={month}")
            assert refused.status_code == 404, month
            assert "hãy ghi năm và tháng" in refused.text

    in_service(check)


def test_a_day_told_twice_counts_once(in_service: InService) -> None:
    async def check(service: Any) -> None:
        await asyncio.gather(*(service.tell(EVENTS[1], "one-stop") for _ in range(2)))
        assert [row["numerator"] for row in await service.rows("SELECT numerator FROM published_figure")] == [10]

    in_service(check)


def test_a_month_that_is_none_is_not_found(in_service: InService) -> None:
    async def check(service: Any) -> None:
        for month in ("9999-12", "2026-13", "0000-01", "abc"):
            for place in (PAGE, f"{PAGE}/du-lieu.csv"):
                answer = await service.anonymous().get(place, params={"thang": month})
                assert answer.status_code == 404, (month, place)

    in_service(check)
