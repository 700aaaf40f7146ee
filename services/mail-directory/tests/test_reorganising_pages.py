"""Plans to merge, dissolve and rename agencies on the pages."""

from datetime import date
from typing import Any

from mail_directory.people.telling import today

from .conftest import ELSEWHERE, HERE, PROVINCE, Directory
from .test_reorganising import ABOVE, DAY, NEW, SECOND

FORM = {
    "kind": "merge",
    "ending": [HERE, ELSEWHERE],
    "new_code": NEW,
    "name": "Sở Xây dựng và Thông tin",
    "short_name": "SXDTT",
    "tier": "department",
    "parent_code": PROVINCE,
    "document_number": "15/NQ-HĐND",
}


def of_day(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_a_plan_is_drawn_up_seen_and_confirmed_on_the_pages(run: Any) -> None:
    async def act(directory: Directory) -> None:
        await directory.add("anhnt.stttt")
        assert "/danh-ba/sap-xep" in (await directory.call("GET", "/danh-ba", ABOVE)).text
        assert HERE in (await directory.call("GET", "/danh-ba/sap-xep/moi", ABOVE)).text
        days = of_day("first_day", today() + DAY) | of_day("document_date", today())
        refused = await directory.call("POST", "/danh-ba/sap-xep/moi", ABOVE, data=FORM | days | {"name": ""})
        assert refused.status_code == 422
        assert "15/NQ-HĐND" in refused.text, "what was typed stays"
        made = await directory.call("POST", "/danh-ba/sap-xep/moi", ABOVE, data=FORM | days)
        assert made.status_code == 303, made.text
        page = made.headers["location"]
        seen = (await directory.call("GET", page, ABOVE)).text
        assert "Sở Thông tin và Truyền thông" in seen
        assert f"{page}/xac-nhan" not in seen, "who drew it up is not offered to confirm it"
        assert f"{page}/xac-nhan" in (await directory.call("GET", page, SECOND)).text
        refused = await directory.call("POST", f"{page}/xac-nhan", ABOVE, data={"version": "1"})
        assert (refused.status_code, "Bạn là người lập" in refused.text) == (409, True)
        assert (await directory.call("POST", f"{page}/xac-nhan", SECOND, data={"version": "1"})).status_code == 303
        assert "Chờ đến ngày" in (await directory.call("GET", "/danh-ba/sap-xep", SECOND)).text
        assert (await directory.call("POST", f"{page}/bo", ABOVE, data={"version": "2"})).status_code == 303

    run(act)
