"""A form of one post is never sent in another: it waits for its own."""

import re
from typing import Any

import pytest

from .test_acting_for_another import ANOTHERS
from .test_posts import FIRST, SECOND, changed, choose, holds, seen, signed_in


def test_a_page_opened_in_one_post_does_not_act_in_another(gateway: Any) -> None:
    """Two tabs: what was opened as the first waits for its person's word when he works as the second by now."""
    holds(gateway, FIRST, SECOND)
    act = "/mot-cua/ho-so/0197aaaa-0000-7000-8000-000000000007/ky"
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, FIRST)
        old = gateway.csrf_in(browser.get("/").text)
        choose(gateway, browser, SECOND)
        gateway.upstream.seen.clear()
        waits = browser.post(act, data={"csrf_token": old, "note": "Đồng ý"})
        assert waits.status_code == 303
        assert waits.headers["location"].startswith("/bieu-mau/")
        assert gateway.upstream.seen == [], "signed in the name of another agency"
        assert browser.get(waits.headers["location"]).status_code == 200
        choose(gateway, browser, FIRST)
        gateway.upstream.seen.clear()
        assert browser.post(act, data={"csrf_token": old, "note": "Đồng ý"}).status_code == 200
        assert [one.path for one in gateway.upstream.seen] == [act]
        assert seen(gateway, browser).post == FIRST["id"]


@pytest.mark.parametrize("ended", [False, True], ids=["both stand", "the first has ended"])
def test_a_form_of_one_post_is_never_sent_on_by_itself_in_another(gateway: Any, ended: bool) -> None:
    """Not even one that only saves: the draft would be another agency's."""
    account = holds(gateway, FIRST, SECOND)
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, FIRST)
        old = gateway.csrf_in(browser.get("/").text)
        if ended:
            account["posts"] = [SECOND, ANOTHERS]
            changed(gateway)
        else:
            choose(gateway, browser, SECOND)
        gateway.upstream.seen.clear()
        late = browser.post("/van-ban/di/soan-thao", data={"csrf_token": old, "subject": "V/v gõ dở"})
        place = "/bieu-mau/" + re.findall("[0-9a-f-]{36}", late.headers["location"])[0]
        assert choose(gateway, browser, SECOND, place).headers["location"] == place
        page = browser.get(place).text
        assert "data-finish" not in page, "a script would send it on"
        assert "với vị trí hiện tại: Phó Giám đốc, Sở Xây dựng" in page
        assert f"/vi-tri?tiep={place}" in page
        assert not [one for one in gateway.upstream.seen if one.method == "POST" and one.path.startswith("/van-ban")]
        form = {"csrf_token": gateway.csrf_in(page), "unsent_form": place.removeprefix("/bieu-mau/")}
        assert browser.post("/van-ban/di/soan-thao", data=form).status_code < 400, "its person's word"
        assert gateway.upstream.identity("document-exchange").post == SECOND["id"]


def test_back_in_its_post_a_form_that_only_saves_goes_on_by_itself(gateway: Any) -> None:
    holds(gateway, FIRST, SECOND)
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, FIRST)
        old = gateway.csrf_in(browser.get("/").text)
        choose(gateway, browser, SECOND)
        late = browser.post("/van-ban/di/soan-thao", data={"csrf_token": old, "subject": "V/v gõ dở"})
        gateway.upstream.seen.clear()
        choose(gateway, browser, FIRST, late.headers["location"])
        assert "/van-ban/di/soan-thao" in [one.path for one in gateway.upstream.seen if one.method == "POST"]
        assert gateway.upstream.identity("document-exchange").post == FIRST["id"]
