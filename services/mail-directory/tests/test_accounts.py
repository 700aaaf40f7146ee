"""What is typed about an officer is read as everywhere, and names need not be invented."""

from typing import Any

from mail_directory.people.rules import proposed_user_name
from shared.identity import Identity

from .conftest import ADMINISTRATOR, HERE, Directory

GATEWAY = Identity(kind="service", subject="gateway")


def test_a_user_name_is_proposed_and_a_phone_number_is_found(run: Any) -> None:
    assert proposed_user_name("Đỗ Thị Ngọc Ánh", "Sở TT-TT") == "anhdtn.sotttt"

    async def act(directory: Directory) -> None:
        form = {
            "full_name": "Trần\u200b  Văn Đức", "email": "ductv@stttt.binhdinh.gov.vn", "phone": "+84 905 312 468",
            "agency_code": HERE, "role": "specialist", "title": "Chuyên viên", "user_name": "",
        }  # fmt: skip
        added = await directory.call("POST", "/danh-ba/can-bo/moi", ADMINISTRATOR, data=form)
        assert added.status_code == 200, added.text
        sent = {"user_name": "ductv.stttt", "password": added.text.split("chỉ hiện một lần: ")[1][:16]}
        assert (await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sent)).status_code == 200
        for typed in ("0905312468", "0905 312 468", "duc tran", "+84905312468"):
            found = await directory.call("GET", "/api/mail-directory/v1/people", ADMINISTRATOR, params={"q": typed})
            people = [(person["full_name"], person["phone"]) for person in found.json()["items"]]
            assert people == [("Trần Văn Đức", "0905312468")], typed

    run(act)


def test_a_transfer_may_bring_the_new_address(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        path = f"/api/mail-directory/v1/people/{person.id}/transfer"
        to = {"agency_code": HERE, "role": "leader", "title": "Phó Giám đốc", "version": 1, "email": "moi@sxd.vn\u200b"}
        wrong = await directory.call("POST", path, ADMINISTRATOR, json=to | {"email": "moi@"})
        assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/email")
        moved = await directory.call("POST", path, ADMINISTRATOR, json=to)
        assert moved.json()["email"] == "moi@sxd.vn"
        found = await directory.call("GET", "/api/mail-directory/v1/people?q=moi@sxd", ADMINISTRATOR)
        assert len(found.json()["items"]) == 1

    run(act)
