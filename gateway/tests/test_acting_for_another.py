"""A delegate acts in another's post: chosen, seen by everybody, and over with the delegation."""

from typing import Any

from .test_posts import FIRST, SECOND, changed, choose, holds, me, seen, sessions, signed_in

BEHALF: dict[str, Any] = {
    "delegation": "0197dddd-0000-7000-8000-00000000de1e",
    "subject": "0197dddd-0000-7000-8000-0000000000a1",
    "name": "Nguyễn Văn Cả",
    "title": "Giám đốc",
    "powers": ["power:documents", "power:signing"],
}
ANOTHERS: dict[str, Any] = {
    "id": "0197dddd-0000-7000-8000-000000000009",
    "agency_code": "000.00.11.H08",
    "agency_name": "Sở Thông tin và Truyền thông",
    "title": "Chuyên viên",
    "roles": ["leader"],
    "on_behalf_of": BEHALF,
}


def test_a_delegate_chooses_to_act_for_another_and_everybody_is_told(gateway: Any) -> None:
    holds(gateway, FIRST, ANOTHERS)
    with signed_in(gateway) as (browser, answer):
        page = browser.get(answer.headers["location"]).text
        assert "Thay mặt Nguyễn Văn Cả – Giám đốc" in page
        assert "Xử lý văn bản đi, văn bản đến; Ký số kết quả và văn bản" in page
        assert choose(gateway, browser, ANOTHERS).status_code == 303
        identity = seen(gateway, browser)
        assert (identity.roles, identity.post, identity.title) == ({"leader"}, ANOTHERS["id"], "Chuyên viên")
        assert identity.on_behalf_of.model_dump(mode="json", exclude={"powers"}) == {
            name: value for name, value in BEHALF.items() if name != "powers"
        }
        assert identity.on_behalf_of.powers == {"power:documents", "power:signing"}
        assert "thay mặt Nguyễn Văn Cả – Giám đốc" in browser.get("/").text
        choose(gateway, browser, FIRST)
        assert seen(gateway, browser).on_behalf_of is None
        assert "thay mặt" not in browser.get("/").text
    first, second = gateway.execute("SELECT post, on_behalf_of FROM evidence WHERE kind = 'post-chosen' ORDER BY id")
    assert (first["post"], first["on_behalf_of"]) == (ANOTHERS["id"], "officer:0197dddd-0000-7000-8000-0000000000a1")
    assert (second["post"], second["on_behalf_of"]) == (FIRST["id"], "")


def test_a_program_acts_for_another_only_when_it_says_so(gateway: Any) -> None:
    holds(gateway, FIRST, ANOTHERS)
    own = sessions(gateway).json()["identity"]
    assert (own["post"], own["on_behalf_of"]) == (FIRST["id"], None)
    acting = sessions(gateway, post=ANOTHERS["id"]).json()
    assert acting["identity"]["on_behalf_of"]["name"] == "Nguyễn Văn Cả"
    assert me(gateway, acting["token"])["roles"] == ["leader"]
    with gateway.client(headers={"Authorization": f"Bearer {acting['token']}"}) as client:
        listed = client.get("/api/gateway/v1/posts").json()["items"]
        assert [bool(post["on_behalf_of"]) for post in listed] == [True, False]
        back = client.put("/api/gateway/v1/sessions/current/post", json={"post": FIRST["id"]})
        assert (back.status_code, back.json()["on_behalf_of"]) == (200, None)
    holds(gateway, FIRST, SECOND, ANOTHERS)
    asked = sessions(gateway)
    assert (asked.status_code, len(asked.json()["posts"])) == (409, 3)


def test_when_it_ends_nothing_is_done_for_the_other_and_what_was_typed_waits(gateway: Any) -> None:
    account = holds(gateway, FIRST, ANOTHERS)
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, ANOTHERS)
        csrf = gateway.csrf_in(browser.get("/").text)
        account["posts"] = [FIRST]
        changed(gateway)
        before = len(gateway.upstream.seen)
        sent = browser.post("/van-ban/di/1/ky", data={"csrf_token": csrf, "opinion": "đồng ý"})
        assert sent.headers["location"].startswith("/vi-tri?tiep=%2Fbieu-mau%2F")
        assert len(gateway.upstream.seen) == before, "nobody acts for another when it is over"
        assert seen(gateway, browser).roles == frozenset(), "nor in the own post before it is chosen"
    token = sessions(gateway).json()["token"]
    assert me(gateway, token)["on_behalf_of"] is None


def test_what_was_given_less_counts_at_the_next_look(gateway: Any) -> None:
    holds(gateway, FIRST, ANOTHERS)
    token = sessions(gateway, post=ANOTHERS["id"]).json()["token"]
    less = ANOTHERS | {"on_behalf_of": BEHALF | {"powers": ["power:documents"]}}
    holds(gateway, FIRST, less)
    changed(gateway)
    assert me(gateway, token)["on_behalf_of"]["powers"] == ["power:documents"]


def test_the_unit_and_who_leads_it_go_with_the_post_and_not_with_a_delegation(gateway: Any) -> None:
    holds(gateway, FIRST | {"unit_id": "u1", "leads_unit": True}, ANOTHERS)
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, FIRST)
        assert (seen(gateway, browser).unit, seen(gateway, browser).leads_unit) == ("u1", True)
        choose(gateway, browser, ANOTHERS)
        assert (seen(gateway, browser).unit, seen(gateway, browser).leads_unit) == ("", False)
