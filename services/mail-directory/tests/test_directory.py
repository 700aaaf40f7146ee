"""What people and programs do with the directory, through its edges, on a real database."""

import asyncio
from typing import Any
from uuid import uuid4

from shared.access.identity import Identity

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer

GATEWAY = Identity(kind="service", subject="gateway")
SPECIALIST = an_officer("specialist")
NEW: dict[str, Any] = {
    "full_name": "Trần Văn Đức",
    "email": "ductv@stttt.binhdinh.gov.vn",
    "phone": "0905312468",
    "user_name": "ductv.stttt",
    "agency_code": HERE,
    "role": "specialist",
    "title": "Chuyên viên",
}


def test_people_are_found_without_diacritics_and_in_vietnamese_order(run: Any) -> None:
    async def act(directory: Directory) -> None:
        for number, name in enumerate(("Lê Thị Ẩn", "Nguyễn Văn An", "Đỗ Minh Ăn", "Phạm Văn Đức", "Vũ Thị Dung")):
            await directory.add(f"nguoi{number}", name)
        answer = await directory.call("GET", "/api/mail-directory/v1/people", SPECIALIST)
        names = [person["full_name"] for person in answer.json()["items"]]
        assert names == ["Nguyễn Văn An", "Đỗ Minh Ăn", "Lê Thị Ẩn", "Vũ Thị Dung", "Phạm Văn Đức"]
        found = await directory.call("GET", "/api/mail-directory/v1/people?q=van duc", SPECIALIST)
        assert [person["full_name"] for person in found.json()["items"]] == ["Phạm Văn Đức"]
        page = await directory.call("GET", "/danh-ba?q=so xay", SPECIALIST)
        assert page.status_code == 200
        assert "Sở Xây dựng" in page.text

    run(act)


def test_a_list_goes_on_where_it_ended(run: Any) -> None:
    async def act(directory: Directory) -> None:
        for number in range(5):
            await directory.add(f"nguoi{number}", f"Nguyễn Văn {['An', 'Bình', 'Cường', 'Dũng', 'Em'][number]}")
        seen, after = [], ""
        while True:
            query = f"/api/mail-directory/v1/people?limit=2{after}"
            body = (await directory.call("GET", query, SPECIALIST)).json()
            seen += [person["full_name"].split()[-1] for person in body["items"]]
            if not body["next"]:
                break
            after = f"&after={body['next']}"
        assert seen == ["An", "Bình", "Cường", "Dũng", "Em"]

    run(act)


def test_bad_input_is_refused_and_never_breaks_anything(run: Any) -> None:
    async def act(directory: Directory) -> None:
        for path in (
            "/api/mail-directory/v1/people?after=not-ours",
            "/api/mail-directory/v1/people?after=WyJhIiwiYiJd",
            "/api/mail-directory/v1/people?q=%00",
            "/api/mail-directory/v1/people?limit=0",
            "/api/mail-directory/v1/people/not-an-id",
            f"/api/mail-directory/v1/people/{uuid4()}",
            "/api/mail-directory/v1/agencies/%00",
            "/danh-ba?q=a&sau=%F0%9F%98%80",
            "/danh-ba/co-quan/không-có",
        ):
            answer = await directory.call("GET", path, SPECIALIST)
            assert 400 <= answer.status_code < 500, (path, answer.status_code)
        for wrong in (
            {"email": "không phải thư"},
            {"role": "king"},
            {"user_name": "Có Dấu"},
            {"full_name": "\u0000\u0000"},
        ):
            answer = await directory.call("POST", "/api/mail-directory/v1/people", ADMINISTRATOR, json=NEW | wrong)
            assert 400 <= answer.status_code < 500, (wrong, answer.text)
        assert await directory.rows("SELECT 1 FROM person") == []

    run(act)


def test_adding_a_person_is_told_once_and_kept_as_evidence(run: Any) -> None:
    async def act(directory: Directory) -> None:
        headers = {"idempotency-key": "first-try-0001"}
        path = "/api/mail-directory/v1/people"
        first = await directory.call("POST", path, ADMINISTRATOR, json=NEW, headers=headers)
        again = await directory.call("POST", path, ADMINISTRATOR, json=NEW, headers=headers)
        assert first.status_code == again.status_code == 201
        assert again.json() == first.json() | {"initial_password": ""}, "the password is on the first answer alone"
        (person_id,) = (await directory.rows("SELECT id FROM person"))[0]
        events = await directory.rows(f"SELECT sequence, data FROM outbox WHERE subject = 'person/{person_id}'")
        assert [event.sequence for event in events] == [1]
        assert events[0].data["posts"][0]["agency_code"] == HERE
        assert await directory.rows("SELECT 1 FROM evidence WHERE kind = 'person-added'")
        taken = await directory.call("POST", path, ADMINISTRATOR, json=NEW)
        assert taken.status_code == 422
        assert taken.json()["errors"][0]["pointer"] == "/user_name"

    run(act)


def test_two_who_want_the_same_user_name_at_once(run: Any) -> None:
    async def act(directory: Directory) -> None:
        path = "/api/mail-directory/v1/people"
        calls = [directory.call("POST", path, ADMINISTRATOR, json=NEW) for _ in range(4)]
        assert sorted(answer.status_code for answer in await asyncio.gather(*calls)) == [201, 422, 422, 422]
        assert len(await directory.rows("SELECT 1 FROM person")) == 1

    run(act)


def test_a_transfer_is_one_act_by_whoever_looks_after_both_agencies(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        path = f"/api/mail-directory/v1/people/{person.id}/transfer"
        to = {"agency_code": ELSEWHERE, "role": "leader", "title": "Phó Giám đốc", "version": 1}
        above = an_officer("directory-administrator", PROVINCE)
        assert (await directory.call("POST", path, ADMINISTRATOR, json=to)).status_code == 403
        assert (await directory.call("POST", path, above, json=to)).status_code == 200
        assert (await directory.call("POST", path, above, json=to)).status_code == 412
        posts = await directory.rows(f"SELECT agency_code, role FROM post WHERE person_id = '{person.id}'")
        assert [tuple(post) for post in posts] == [(ELSEWHERE, "leader")]  # the post of the same day leaves no trace
        events = await directory.rows(f"SELECT data FROM outbox WHERE subject = 'person/{person.id}' ORDER BY sequence")
        assert [post["agency_code"] for post in events[-1].data["posts"]] == [ELSEWHERE]

    run(act)


def test_credentials_are_for_the_gateway_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        path = "/internal/credentials/verify"
        right = {"user_name": " ANHNT.stttt ", "password": password}
        signed_in = await directory.call("POST", path, GATEWAY, json=right)
        assert signed_in.status_code == 200
        assert signed_in.json()["roles"] == ["specialist"]
        assert signed_in.json()["agency_code"] == HERE
        assert signed_in.json()["must_change"] is True
        again = await directory.call("POST", path, GATEWAY, json=right)
        assert again.status_code == 200  # also with the better hash that the first sign-in left
        for wrong in (right | {"password": "x"}, right | {"user_name": "nobody"}, right | {"password": "x" * 5000}):
            answer = await directory.call("POST", path, GATEWAY, json=wrong)
            assert answer.status_code == 401
            assert answer.json()["code"] == "wrong_credentials"
        assert (await directory.call("POST", path, SPECIALIST, json=right)).status_code == 403
        identity = f"/internal/identities/{person.id}"
        assert (await directory.call("GET", identity, GATEWAY)).status_code == 200
        disable = f"/api/mail-directory/v1/people/{person.id}/disable"
        assert (await directory.call("POST", disable, ADMINISTRATOR, json={"reason": "Nghỉ hưu"})).status_code == 200
        assert (await directory.call("GET", identity, GATEWAY)).status_code == 404
        assert (await directory.call("POST", path, GATEWAY, json=right)).status_code == 401

    run(act)


def test_nobody_disables_the_own_account(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("danhba.stttt", role="directory-administrator")
        self_made = an_officer("directory-administrator", subject=str(person.id))
        path = f"/api/mail-directory/v1/people/{person.id}/disable"
        answer = await directory.call("POST", path, self_made, json={"reason": "Thử"})
        assert (answer.status_code, answer.json()["code"]) == (409, "own_account")
        page = (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", self_made)).text
        assert 'href="/danh-ba/tai-khoan"' in page
        assert "việc của quản trị khác" in page
        himself = an_officer("specialist", subject=str(person.id))
        page_of_others = (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", himself)).text
        assert 'href="/danh-ba/tai-khoan"' in page_of_others
        assert "việc của quản trị khác" not in page_of_others, "said to whoever would look for these acts here"
        assert [act for act in ("/dieu-chuyen", "/mat-khau", "/khoa") if f"{person.id}{act}" in page] == []
        colleague = an_officer("directory-administrator")
        assert "/dieu-chuyen" in (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", colleague)).text

    run(act)


def test_pages_say_what_to_mend_beside_the_field_and_keep_what_was_typed(run: Any) -> None:
    async def act(directory: Directory) -> None:
        form = NEW | {"email": "sai", "title": ""}
        page = await directory.call("POST", "/danh-ba/can-bo/moi", ADMINISTRATOR, data=form)
        assert page.status_code == 422
        assert "Thư điện tử chưa đúng định dạng" in page.text
        assert "Hãy nhập chức danh." in page.text
        assert "Trần Văn Đức" in page.text
        done = await directory.call("POST", "/danh-ba/can-bo/moi", ADMINISTRATOR, data=NEW)
        assert done.status_code == 200
        assert "chỉ hiện một lần" in done.text
        (person_id,) = (await directory.rows("SELECT id FROM person"))[0]
        looked = await directory.call("GET", f"/danh-ba/can-bo/{person_id}", SPECIALIST)
        assert looked.status_code == 200
        assert "Cấp lại mật khẩu" not in looked.text
        assert await directory.rows("SELECT 1 FROM evidence WHERE kind = 'person-seen'")

    run(act)


def test_a_form_from_another_site_is_refused(run: Any) -> None:
    async def act(directory: Directory) -> None:
        headers = directory.as_caller(ADMINISTRATOR)
        for data in (NEW, NEW | {"csrf_token": "guessed"}):
            answer = await directory.client.post("/danh-ba/can-bo/moi", data=data, headers=headers)
            assert answer.status_code == 403
        assert await directory.rows("SELECT 1 FROM person") == []

    run(act)


def test_an_officer_changes_the_own_password(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, password = await directory.add("anhnt.stttt")
        self_made = an_officer("specialist", subject=str(person.id))
        chosen = "một câu dài dễ nhớ"
        for current, new in (("sai rồi", chosen), (password, "ngắn")):
            page = await directory.call(
                "POST", "/danh-ba/tai-khoan", self_made, data={"current_password": current, "new_password": new}
            )
            assert page.status_code == 422
        done = await directory.call(
            "POST", "/danh-ba/tai-khoan", self_made, data={"current_password": password, "new_password": chosen}
        )
        assert done.status_code == 200
        sign = {"user_name": "anhnt.stttt", "password": chosen}
        assert (await directory.call("POST", "/internal/credentials/verify", GATEWAY, json=sign)).status_code == 200

    run(act)


def test_the_search_box_finds_people_and_agencies_by_parts_of_addresses_too(run: Any) -> None:
    async def act(directory: Directory) -> None:
        for number in range(7):
            await directory.add(f"binh{number}", f"Trần Văn Bình {'ABCDEGH'[number]}")

        async def find(words: str) -> dict[str, Any]:
            answer = await directory.call("GET", f"/internal/search?q={words}", SPECIALIST)
            assert answer.status_code == 200, answer.text
            return {group["title"]: group for group in answer.json()["groups"]}

        people = (await find("tran binh"))["Cán bộ"]
        assert len(people["hits"]) == 5
        assert people["more"]
        assert people["href"] == "/danh-ba?q=tran+binh"
        [one] = (await find("binh e"))["Cán bộ"]["hits"]
        assert one["text"] == "Trần Văn Bình E"
        assert "Chuyên viên" in one["about"]
        assert (await directory.call("GET", one["href"], SPECIALIST)).status_code == 200
        assert "Cơ quan" in await find("so xay")
        citizen = Identity(kind="citizen", subject="0197bbbb-0000-7000-8000-000000000001", name="Lan")
        assert (await directory.call("GET", "/internal/search?q=tran", citizen)).json() == {"groups": []}

    run(act)
