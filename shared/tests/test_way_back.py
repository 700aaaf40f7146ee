"""The way back leads to the list as it was left, and nowhere else."""

from urllib.parse import quote

import pytest
from starlette.requests import Request

from shared.web import way_back


def asked(path: str) -> Request:
    path, _, query = path.partition("#")[0].partition("?")
    return Request(
        {"type": "http", "method": "GET", "path": path, "query_string": quote(query, "=&%+").encode(), "headers": []}
    )


def test_filter_words_and_page_come_back_after_a_page_and_an_act() -> None:
    link = way_back.from_list("q=k%E1%BA%BF+ho%E1%BA%A1ch&trang_thai=01&sau=abc")
    page = asked(f"/van-ban/den/7{link}")
    left = "/van-ban/den?q=k%E1%BA%BF+ho%E1%BA%A1ch&trang_thai=01&sau=abc"
    assert way_back.to_list(page, "/van-ban/den") == left
    assert way_back.to_list(page, "/van-ban/den", "vb-7") == f"{left}#vb-7"
    assert way_back.carried(page) == link
    done = asked(way_back.onward(page, "/van-ban/den/7?xong=tiep-nhan#chu-ky"))
    assert done.query_params["xong"] == "tiep-nhan"
    assert way_back.to_list(asked(str(done.url.path) + "?" + str(done.url.query)), "/van-ban/den") == left


def test_a_list_as_it_shows_by_itself_carries_nothing() -> None:
    assert way_back.from_list("") == ""
    page = asked("/van-ban/di/7")
    assert (way_back.carried(page), way_back.to_list(page, "/van-ban/di")) == ("", "/van-ban/di")
    assert way_back.onward(page, "/van-ban/di/7?xong=huy#x") == "/van-ban/di/7?xong=huy#x"


@pytest.mark.parametrize(
    "place",
    [
        "https://la.example/",
        "//la.example",
        "%22%3E%3Cscript%3E",
        "%0d%0aset-cookie:a=b",
        "a=" + "b" * 2000,
        "#x",
        "?x",
    ],
)
def test_nobody_is_led_elsewhere(place: str) -> None:
    page = asked(f"/van-ban/di/7?tu={place}")
    for address in (way_back.to_list(page, "/van-ban/di"), way_back.onward(page, "/van-ban/di")):
        assert address.partition("?")[0] == "/van-ban/di"
        assert not set('<>"\r\n ').intersection(address)
