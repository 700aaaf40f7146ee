"""Lists of documents narrowed by day, kind, sender, receiver, signer and urgency: pages, calls and files alike, each within one's rights."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from shared.access.rights import Role

from .test_incoming import RECEIVER, arrived, run

SENDER = "000.00.11.H08"
NOBODY = "000.00.99.H08"


async def changed(house: Any, statement: str, *values: object) -> None:
    await (await house.database.hot()).execute(statement, *values)


async def found(house: Any, who: Any, path: str, **query: str) -> list[str]:
    answer = await house.call(who, "GET", path, params=query | {"count": "true"})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["count"] == len(body["items"])
    return [item["subject"] for item in body["items"]]


async def three_arrivals(house: Any) -> None:
    """By post: an urgent plan of one sender, an ordinary report of another in another way of writing, a letter of today."""
    for subject in ("V/v một", "V/v hai", "V/v ba"):
        await arrived(house, subject=subject)
    await changed(
        house,
        "UPDATE incoming_document SET type_name = 'KẾ HOẠCH', priority = 2, sender_code = $1,"
        " arrived_at = '2025-03-31T17:30:00Z' WHERE subject = 'V/v một'",
        NOBODY,
    )
    await changed(
        house,
        "UPDATE incoming_document SET type_name = 'Báo cáo', arrived_at = '2025-03-31T16:30:00Z' WHERE subject = 'V/v hai'",
    )
    await changed(house, "UPDATE incoming_document SET type_name = 'Công văn', priority = 0 WHERE subject = 'V/v ba'")


ASKED: dict[str, tuple[dict[str, str], list[str]]] = {
    "the kind as its sender writes it": ({"type": "KH"}, ["V/v một"]),
    "the sender": ({"sender": SENDER}, ["V/v ba", "V/v hai"]),
    "urgent": ({"urgency": "2"}, ["V/v một"]),
    "days of Vietnam": ({"since": "1/4/2025", "until": "2025-04-01"}, ["V/v một"]),
    "until alone": ({"until": "31/3/2025"}, ["V/v hai"]),
    "all of it at once": ({"type": "BC", "sender": SENDER, "until": "31/3/2025", "q": "hai"}, ["V/v hai"]),
    "what there is not": ({"type": "KH", "sender": SENDER}, []),
}


def test_arrivals_are_found_by_day_kind_sender_and_urgency(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await three_arrivals(house)
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        for name, (query, wanted) in ASKED.items():
            answer = await house.call(clerk, "GET", "/inbox", params=query)
            assert [item["subject"] for item in answer.json()["items"]] == wanted, name
        stranger = house.person(Role.SPECIALIST, RECEIVER)
        for query, _ in ASKED.values():
            answer = await house.call(stranger, "GET", "/inbox", params=query | {"count": "true"})
            assert (answer.json()["items"], answer.json()["count"] or 0) == ([], 0), "a filter shows nobody more"
        address = "/van-ban/den/ket-xuat?dang=csv&loai=KH&do_khan=2&tu_ngay=1/4/2025"
        file = await house.call(clerk, "GET", address)
        _titles, row = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
        assert "V/v một" in row
        assert len(list(csv.reader(io.StringIO((await house.call(stranger, "GET", address)).text)))) == 1
        page = (await house.call(clerk, "GET", f"/van-ban/den?noi_gui={NOBODY}")).text
        assert "V/v một" in page
        assert "V/v hai" not in page

    run(open_house, play)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"since": "hôm kia"}, 422),
        ({"until": "31/2/2025"}, 422),
        ({"type": "XX"}, 400),
        ({"type": "KH,BC"}, 400),
        ({"urgency": "1,2"}, 400),
        ({"sender": "'; DROP"}, 400),
    ],
)
def test_what_is_asked_wrongly_is_said_and_shows_nothing(open_house: Any, query: dict[str, str], status: int) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        answer = await house.call(clerk, "GET", "/inbox", params=query)
        assert answer.status_code == status, answer.text
        assert "items" not in answer.json()
        page = await house.call(clerk, "GET", "/van-ban/den?tu_ngay=h%C3%B4m+kia")
        assert page.status_code == 200
        assert "hôm kia" in page.text
        assert "govuk-error-message" in page.text

    run(open_house, play)


def test_what_was_issued_is_found_by_day_kind_receiver_signer_and_urgency(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await house.sent(all_agencies=False, addressees=[RECEIVER], subject="V/v đã gửi")
        await house.draft(all_agencies=False, addressees=[RECEIVER], subject="V/v còn soạn")
        await changed(
            house,
            "UPDATE outgoing_document SET issued_on = '2025-04-01', priority = 1, type_code = 'KH',"
            " leader_name = 'Người Đã Nghỉ' WHERE subject = 'V/v đã gửi'",
        )
        clerk, drafter = house.person(Role.RECORDS_CLERK), house.person(Role.SPECIALIST)
        asked: tuple[dict[str, str], ...] = (
            {"receiver": RECEIVER},
            {"signer": "Người Đã Nghỉ"},
            {"urgency": "1"},
            {"type": "KH"},
            {"since": "1/4/2025", "until": "1/4/2025"},
            {"receiver": RECEIVER, "since": "1/4/2025", "type": "KH", "scope": "agency"},
        )
        for query in asked:
            assert await found(house, clerk, "/documents", **query) == ["V/v đã gửi"], query
            assert await found(house, house.person(Role.SPECIALIST, RECEIVER), "/documents", **query) == [], query
        assert await found(house, drafter, "/documents", receiver=NOBODY) == []
        assert await found(house, clerk, "/documents", until="31/3/2025") == []
        page = (
            await house.call(clerk, "GET", "/van-ban/di?nguoi_ky=Ng%C6%B0%E1%BB%9Di+%C4%90%C3%A3+Ngh%E1%BB%89")
        ).text
        assert "V/v đã gửi" in page
        assert "V/v còn soạn" not in page
        assert '<option value="Người Đã Nghỉ" selected' in page, "who left is still chosen"

    run(open_house, play)


def test_pages_of_a_narrowed_list_follow_each_other_in_its_order(open_house: Any) -> None:
    async def play(house: Any) -> None:
        for number in range(3):
            await house.sent(all_agencies=False, addressees=[RECEIVER], subject=f"V/v {number}")
            await changed(
                house,
                "UPDATE outgoing_document SET issued_on = $2::date WHERE subject = $1",
                f"V/v {number}",
                date(2025, 4, 1 + number),
            )
        clerk = house.person(Role.RECORDS_CLERK)
        for query in ({"receiver": RECEIVER}, {"since": "1/4/2025"}, {"receiver": RECEIVER, "sort": "reverse"}):
            seen, after = [], ""
            for _ in range(4):
                answer = await house.call(clerk, "GET", "/documents", params=query | {"limit": "1", "after": after})
                seen += [item["subject"] for item in answer.json()["items"]]
                after = answer.json()["next"] or ""
                if not after:
                    break
            wanted = ["V/v 2", "V/v 1", "V/v 0"]
            assert seen == (wanted if "sort" not in query else wanted[::-1]), query

    run(open_house, play)


def test_what_was_sent_to_me_is_narrowed_too(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        whose = f"person:{clerk.subject}"
        await house.sent(all_agencies=False, addressees=[RECEIVER], inside=[whose], subject="V/v nội bộ")
        for query, hits in (({"type": "CV"}, None), ({"type": "TCo"}, []), ({"until": "1/1/2020"}, [])):
            mine = await found(house, clerk, "/documents-inside", **query)
            assert mine == hits or hits is None, query
        assert await found(house, clerk, "/documents-inside", since="1/1/2020") == ["V/v nội bộ"]

    run(open_house, play)
