"""What each procedure achieves is told to anybody: by month, by agency, as open data; few dossiers are shown as what they are."""

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from shared.contracts.one_stop_figures import ProcedureMonthRecorded

PAGE = "/dich-vu-cong/ket-qua-giai-quyet/thu-tuc"
CONSTRUCTION, NOBODY = "000.00.11.H08", "000.00.99.H08"
PERMIT, TRADE = ("1.009974", "Cấp giấy phép xây dựng"), ("1.001612", "Đăng ký hộ kinh doanh")
InService = Callable[[Callable[[Any], Awaitable[None]]], None]


def told(
    which: tuple[str, str], agency: str, month: date, received: int, finished: int, on_time: int, revision: int = 1
) -> ProcedureMonthRecorded:
    return ProcedureMonthRecorded(
        series=f"{which[0]}/{agency}",
        procedure_code=which[0],
        procedure_name=which[1],
        agency_code=agency,
        month=month,
        received=received,
        online=0,
        finished=finished,
        on_time=on_time,
        revision=revision,
    )


NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
EVENTS = [
    told(PERMIT, CONSTRUCTION, NOVEMBER, 30, 20, 15, revision=2),
    told(PERMIT, CONSTRUCTION, NOVEMBER, 12, 8, 8),
    told(PERMIT, NOBODY, NOVEMBER, 5, 4, 1),
    told(PERMIT, CONSTRUCTION, OCTOBER, 9, 9, 8),
    told(TRADE, CONSTRUCTION, NOVEMBER, 3, 2, 1),
    told(TRADE, NOBODY, OCTOBER, 0, 0, 0),
]


async def _all_told(service: Any) -> None:
    for event in EVENTS:
        await service.tell(event, "one-stop")


async def _text(service: Any, url: str) -> str:
    answer = await service.anonymous().get(url)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


async def _file(service: Any, **wanted: str) -> list[dict[str, str]]:
    answer = await service.anonymous().get(f"{PAGE}/du-lieu.csv", params=wanted)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_month_shows_each_procedure_and_few_dossiers_without_a_share(in_service: InService) -> None:
    async def check(service: Any) -> None:
        assert "Chưa có số liệu" in await _text(service, PAGE)
        assert await _file(service) == []
        await _all_told(service)
        page = await _text(service, PAGE)
        for words in ("Tháng 11 năm 2026", PERMIT[1], TRADE[1], "<strong>66,7%</strong>", "16 trên 24", "1 trên 2"):
            assert words in page, words
        assert "50,0%" not in page, "of two dossiers no share is told"
        own = await _text(service, f"{PAGE}?thang=2026-11&co_quan={NOBODY}")
        assert "1 trên 4" in own
        assert TRADE[1] not in own
        assert f'href="{PAGE}?thang=2026-11"' in await _text(service, f"{PAGE.removesuffix('/thu-tuc')}?thang=2026-11")
        assert (await service.anonymous().get(f"{PAGE}?thang=2026-13")).status_code == 404

    in_service(check)


def test_a_procedure_has_its_months_and_its_agencies(in_service: InService) -> None:
    async def check(service: Any) -> None:
        await _all_told(service)
        page = await _text(service, f"{PAGE}/{PERMIT[0]}")
        for words in (PERMIT[1], "11/2026", "10/2026", "16 trên 24", "8 trên 9", "15 trên 20", "1 trên 4", NOBODY):
            assert words in page, words
        assert (await service.anonymous().get(f"{PAGE}/khong-co")).status_code == 404

    in_service(check)


def test_open_data_is_what_was_told_last_of_each_agency(in_service: InService) -> None:
    async def check(service: Any) -> None:
        await _all_told(service)
        rows = await _file(service)
        said = {
            (row["thang"], row["ma_thu_tuc"], row["ma_co_quan"]): (
                row["tiep_nhan"],
                row["giai_quyet_xong"],
                row["dung_han"],
            )
            for row in rows
        }
        assert said == {
            ("2026-11", PERMIT[0], CONSTRUCTION): ("30", "20", "15"),
            ("2026-11", PERMIT[0], NOBODY): ("5", "4", "1"),
            ("2026-11", TRADE[0], CONSTRUCTION): ("3", "2", "1"),
        }
        history = await _file(service, ma=PERMIT[0], co_quan=CONSTRUCTION)
        assert [(row["thang"], row["dung_han"]) for row in history] == [("2026-11", "15"), ("2026-10", "8")]
        assert [row["thang"] for row in await _file(service, thang="2026-10")] == ["2026-10"]

    in_service(check)


def test_before_the_first_figures_nothing_is_offered_to_choose(in_service: InService) -> None:
    async def check(service: Any) -> None:
        page = (await service.anonymous().get(PAGE)).text
        assert "Chưa có số liệu. Số liệu của mỗi ngày có từ đêm hôm sau." in page
        assert 'name="thang"' not in page

    in_service(check)
