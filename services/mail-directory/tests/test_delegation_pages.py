"""Delegations at the screen: chosen from a list, all that is missing said at once, listed, and ended with a reason."""

import unicodedata
from datetime import timedelta
from typing import Any

from mail_directory.people.telling import today

from .conftest import ADMINISTRATOR, Directory, an_officer
from .test_delegations import Office

ABROAD = unicodedata.normalize("NFD", "Đi công tác nước ngoài")


def _form_of(office: Office) -> str:
    return f"/danh-ba/can-bo/{office.director.id}/vi-tri/{office.post}/uy-quyen"


def _typed(office: Office) -> dict[str, Any]:
    """What the director chooses and types, from today for ten days."""
    days = {
        f"{name}-{part}": getattr(day, part)
        for name, day in (("valid_from", today()), ("valid_to", today() + timedelta(days=10)))
        for part in ("day", "month", "year")
    }
    powers = ["power:dossiers", "power:signing"]
    return {"delegate_id": str(office.deputy.id), "powers": powers, "reason": ABROAD, "document": ""} | days


def test_the_form_says_all_that_is_missing_and_keeps_what_was_chosen(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        form = _form_of(office)
        page = await directory.call("GET", form, office.himself)
        assert "Trần Thị Bình – Chuyên viên" in page.text
        assert f'value="{office.director.id}"' not in page.text
        empty = await directory.call("POST", form, office.himself, data={"reason": ""})
        for sentence in (
            "Hãy chọn người được ủy quyền",
            "Hãy chọn ít nhất một quyền",
            "Đến hết ngày: hãy",
            "Hãy ghi lý do",
        ):
            assert sentence in empty.text, "all that is missing is said at once"
        wrong = await directory.call("POST", form, office.himself, data=_typed(office) | {"valid_to-day": "40"})
        assert wrong.status_code == 422
        assert ABROAD in unicodedata.normalize("NFD", wrong.text)
        assert wrong.text.count("checked") == 2, "what was chosen stays"
        assert await directory.rows("SELECT 1 FROM delegation") == []

    run(act)


def test_the_pages_give_and_list(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        own = await directory.call("GET", "/danh-ba/uy-quyen", office.himself)
        assert own.headers["location"] == f"/danh-ba/can-bo/{office.director.id}/uy-quyen"
        listing = await directory.call("GET", own.headers["location"], office.himself)
        assert _form_of(office) in listing.text
        given = await directory.call("POST", _form_of(office), office.himself, data=_typed(office))
        assert (given.status_code, given.headers["location"]) == (303, own.headers["location"])
        (kept,) = await directory.rows("SELECT reason FROM delegation")
        assert kept.reason == "Đi công tác nước ngoài"
        seen = await directory.call("GET", own.headers["location"], an_officer("specialist"))
        assert "Đang hiệu lực" in seen.text
        assert "/ket-thuc" not in seen.text, "who is neither of the two only reads"
        deputy = await directory.call("GET", f"/danh-ba/can-bo/{office.deputy.id}", ADMINISTRATOR)
        assert "Nguyễn Văn An" in deputy.text

    run(act)


def test_the_page_ends_it_with_a_reason(run: Any) -> None:
    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        given = await directory.call("POST", _form_of(office), office.himself, data=_typed(office))
        (kept,) = await directory.rows("SELECT id FROM delegation")
        ending = f"/danh-ba/uy-quyen/{kept.id}/ket-thuc"
        assert (await directory.call("GET", ending, an_officer("specialist"))).status_code == 403
        assert "Trần Thị Bình" in (await directory.call("GET", ending, office.himself)).text
        silent = await directory.call("POST", ending, office.himself, data={"reason": ""})
        assert "Hãy ghi lý do kết thúc ủy quyền." in silent.text
        ended = await directory.call("POST", ending, office.himself, data={"reason": "Đã về"})
        assert ended.status_code == 303
        after = await directory.call("GET", given.headers["location"], office.himself)
        assert "Đã về" in after.text
        assert "Đang hiệu lực" not in after.text
        closed = await directory.call("GET", ending, office.himself)
        assert "Ủy quyền này đã kết thúc." in closed.text

    run(act)
