"""Power over accounts: nobody raises himself, two people for who signs, and never a reset that nobody can finish."""

from datetime import timedelta
from typing import Any

import pytest

from mail_directory.people import queries
from shared import clock
from shared.identity import Identity

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer

ABOVE = an_officer("directory-administrator", PROVINCE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e99")
AWAY = an_officer("directory-administrator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e97")
OPERATOR = an_officer("operator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e98")
GATEWAY = Identity(kind="service", subject="gateway")


async def works(directory: Directory, user_name: str, password: str) -> bool:
    sent = {"user_name": user_name, "password": password}
    return (await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sent)).status_code == 200


@pytest.mark.parametrize("second", [ABOVE, OPERATOR], ids=["administrator", "operator"])
@pytest.mark.parametrize("role", ["leader", "records-clerk"])
def test_a_password_that_signs_or_seals_is_given_by_two_people(run: Any, role: str, second: Identity) -> None:
    async def act(directory: Directory) -> None:
        person, first = await directory.add("ky.stttt", role=role)
        page = f"/danh-ba/can-bo/{person.id}"
        path = f"{page}/mat-khau"
        assert (await directory.call("POST", path, OPERATOR, data={})).status_code == 409  # nobody asked
        for _ in range(2):
            asked = await directory.call("POST", path, ADMINISTRATOR, data={})
            assert "chỉ hiện một lần" not in asked.text
            assert "hết hiệu lực lúc" in asked.text
            assert "Xác nhận cấp lại mật khẩu</button>" not in " ".join(asked.text.split())
        assert (await directory.call("POST", path, AWAY, data={})).status_code == 403
        assert await works(directory, "ky.stttt", first)
        seen = await directory.call("GET", page, second)
        assert "đã đề nghị cấp lại mật khẩu" in seen.text
        assert f'action="{path}"' in seen.text
        given = await directory.call("POST", path, second, data={})
        assert await works(directory, "ky.stttt", given.text.split("chỉ hiện một lần: ")[1][:16])
        assert not await works(directory, "ky.stttt", first)
        assert (await directory.call("POST", path, OPERATOR, data={})).status_code == 409

    run(act)


def test_a_reset_that_nobody_gave_lapses_after_three_days(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("ky.stttt", role="leader")
        path = f"/danh-ba/can-bo/{person.id}/mat-khau"
        await directory.call("POST", path, ADMINISTRATOR, data={})
        async with directory.database.sessions.begin() as session:
            held = await queries.get_person(session, person.id)
            held.credential.reset_asked_at = clock.now() - timedelta(days=3, minutes=1)
        assert "đã đề nghị" not in (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", OPERATOR)).text
        assert (await directory.call("POST", path, OPERATOR, data={})).status_code == 409
        asked = await directory.call("POST", path, ABOVE, data={})
        assert "chỉ hiện một lần" not in asked.text

    run(act)


def test_nobody_acts_on_the_own_account(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("danhba.stttt", role="directory-administrator")
        himself = an_officer("directory-administrator", subject=str(person.id))
        api = f"/api/mail-directory/v1/people/{person.id}"
        to = {"agency_code": HERE, "role": "leader", "title": "Giám đốc", "version": 1}
        for path, sent in ((f"{api}/transfer", {"json": to}), (f"{api}/enable", {}), (f"{api}/disable", {})):
            answer = await directory.call("POST", path, himself, **sent)
            assert (answer.status_code, answer.json()["code"]) == (409, "own_account")
        page = f"/danh-ba/can-bo/{person.id}"
        for path, sent in ((f"{page}/mat-khau", {}), (f"{page}/khoa", {"reason": "Thử"}), (f"{page}/mo-khoa", {})):
            assert (await directory.call("POST", path, himself, data=sent)).status_code == 409
        assert [tuple(row) for row in await directory.rows("SELECT role FROM post")] == [("directory-administrator",)]

    run(act)


def test_closed_and_moved_accounts_by_the_pages(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        page = f"/danh-ba/can-bo/{person.id}"
        assert (await directory.call("POST", f"{page}/khoa", ADMINISTRATOR, data={})).status_code == 422
        done = await directory.call("POST", f"{page}/khoa", ADMINISTRATOR, data={"reason": "Nghỉ hưu"})
        assert done.status_code == 303
        assert "Nguyễn Thị Ánh" not in (await directory.call("GET", "/danh-ba?q=anh", ADMINISTRATOR)).text
        for path in ("/danh-ba?khoa=1", f"/danh-ba/co-quan/{HERE}"):
            assert "Nguyễn Thị Ánh" in (await directory.call("GET", path, ADMINISTRATOR)).text, path
        assert "Nghỉ hưu" in (await directory.call("GET", page, ADMINISTRATOR)).text
        assert (await directory.call("POST", f"{page}/mo-khoa", ADMINISTRATOR, data={})).status_code == 303
        to = {"agency_code": HERE, "role": "leader", "title": "Phó Giám đốc", "version": "3"}
        assert (await directory.call("POST", f"{page}/dieu-chuyen", ADMINISTRATOR, data=to)).status_code == 303
        assert "Phó Giám đốc" in (await directory.call("GET", page, ADMINISTRATOR)).text

    run(act)
