"""What is typed about an officer is read as everywhere, and names need not be invented."""

from typing import Any

import pytest

from mail_directory.people.rules import proposed_user_name
from shared.access.identity import Identity

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


NEW = {
    "full_name": "Lê Vui", "email": "vuil@stttt.binhdinh.gov.vn", "phone": "", "agency_code": HERE,
    "role": "specialist", "title": "Chuyên viên", "user_name": "vuil.stttt",
}  # fmt: skip


@pytest.mark.parametrize(("sign", "number"), [("😀", "U+1F600"), ("🏢", "U+1F3E2"), ("\ue0f1", "U+E0F1")])
@pytest.mark.parametrize(("field", "label"), [("full_name", "Họ và tên"), ("title", "Chức danh")])
def test_a_name_or_title_that_no_form_can_print_is_refused_by_its_sign(
    run: Any, field: str, label: str, sign: str, number: str
) -> None:
    async def act(directory: Directory) -> None:
        sent = NEW | {field: f"{NEW[field]} {sign}"}
        api, pages = "/api/mail-directory/v1/people", "/danh-ba/can-bo"
        by_program = await directory.call("POST", api, ADMINISTRATOR, json=sent)
        [fault] = by_program.json()["errors"]
        assert (by_program.status_code, fault["pointer"], fault["code"]) == (422, f"/{field}", "sign_without_glyph")
        by_page = await directory.call("POST", f"{pages}/moi", ADMINISTRATOR, data=sent)
        assert by_page.status_code == 422
        assert sent[field] in by_page.text
        answers = [(by_program.text, label), (by_page.text, label)]
        if field == "title":
            person, _ = await directory.add("anhnt.stttt")
            to = {"agency_code": HERE, "role": "leader", "title": sent["title"], "version": 1}
            moved = await directory.call("POST", f"{api}/{person.id}/transfer", ADMINISTRATOR, json=to)
            moved_on_page = await directory.call("POST", f"{pages}/{person.id}/dieu-chuyen", ADMINISTRATOR, data=to)
            assert (moved.status_code, moved_on_page.status_code) == (422, 422)
            answers += [(moved.text, label), (moved_on_page.text, label)]
        for text, name in answers:
            assert f"{name}: Ký tự {sign} ({number}) không in được" in text

    run(act)


def test_names_that_a_form_can_print_are_taken(run: Any) -> None:
    async def act(directory: Directory) -> None:
        for number, name in enumerate(("H’Hen Niê", "Y Brêl Ê Ban", "Nguyễn Thị Ánh (Bé)", "Đinh Yǒng", "Ƀôk Kơi")):
            sent = NEW | {"full_name": name, "user_name": f"vuil{number}.stttt", "title": "Trưởng phòng – Tổ trưởng 1"}
            added = await directory.call("POST", "/api/mail-directory/v1/people", ADMINISTRATOR, json=sent)
            assert added.status_code == 201, added.text
            assert added.json()["person"]["full_name"] == name

    run(act)
