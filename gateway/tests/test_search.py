"""One box: every part is asked in the person's own name, and who is slow keeps nobody waiting."""

from typing import Any

from .running import Gateway


def _group(title: str, order: int, *hrefs: str, more: bool = False) -> dict[str, Any]:
    hits = [{"text": f"{title} <{number}>", "about": "Trích yếu", "href": href} for number, href in enumerate(hrefs)]
    return {"title": title, "order": order, "hits": hits, "more": more, "href": hrefs[0]}


def test_what_the_parts_find_stands_on_one_page_in_order(gateway: Gateway) -> None:
    gateway.upstream.found = {
        "mail-directory": {"groups": [_group("Cán bộ", 80, "/danh-ba/can-bo/1")]},
        "one-stop": {"groups": [_group("Hồ sơ", 20, "/mot-cua/ho-so/1", "/mot-cua/ho-so/2", more=True)]},
        "document-exchange": {"groups": []},
        "online-services": {"groups": [_group("Thủ tục", 50, "/dich-vu-cong/thu-tuc/1")]},
    }
    with gateway.browser("an.nv") as browser:
        page = browser.get("/tim-kiem", params={"q": "  khai sinh "}).text
    assert page.index("Hồ sơ &lt;0&gt;") < page.index("Thủ tục &lt;0&gt;") < page.index("Cán bộ &lt;0&gt;")
    assert page.count("Xem tất cả") == 1
    assert "Chưa tìm được trong" not in page
    asked = [seen for seen in gateway.upstream.seen if seen.path == "/internal/search"]
    assert {seen.query for seen in asked} == {b"q=khai+sinh"}
    gateway.upstream.seen = asked
    service = "one-stop"
    tokens = [seen.get("x-lienthong-identity") for seen in asked]
    assert len(set(tokens)) == len(asked), "each part gets a token for itself"
    people = set()
    for seen in asked:
        gateway.upstream.seen = [seen]
        for service in ("mail-directory", "document-exchange", "one-stop", "online-services"):
            try:
                people.add(gateway.upstream.identity(service).name)
            except Exception:
                continue
    assert people == {"Nguyễn Văn An"}


def test_a_part_that_is_slow_is_named_and_keeps_nobody_waiting(gateway: Gateway) -> None:
    gateway.upstream.found = {
        "mail-directory": {"groups": [_group("Cán bộ", 80, "/danh-ba/can-bo/1")]},
        "document-exchange": {"groups": []},
        "online-services": {"unsound": True},
    }
    with gateway.browser("an.nv") as browser:
        page = browser.get("/tim-kiem?q=an").text
    assert "Chưa tìm được trong: " in page
    assert "Một cửa điện tử" in page
    assert "Dịch vụ công trực tuyến. Phần này" in page or "Dịch vụ công trực tuyến, " in page
    assert "Cán bộ &lt;0&gt;" in page


def test_a_part_leads_nobody_out_of_its_own_places(gateway: Gateway) -> None:
    away = ("//evil.example/x", "https://evil.example/", "/van-ban/den", "/dang-xuat")
    gateway.upstream.found = {
        "mail-directory": {"groups": [_group(f"Lạc {place}", 1, place) for place in away]},
        **{service: {"groups": []} for service in ("document-exchange", "one-stop", "online-services")},
    }
    with gateway.browser("an.nv") as browser:
        page = browser.get("/tim-kiem?q=an").text
    assert "Lạc" not in page
    assert "Không tìm thấy gì với “an”" in page


def test_who_is_not_signed_in_signs_in_first_and_nothing_typed_asks_nobody(gateway: Gateway) -> None:
    with gateway.browser() as nobody:
        assert nobody.get("/tim-kiem?q=an").headers["location"].startswith("/dang-nhap")
        assert 'action="/tim-kiem"' not in nobody.get("/").text
    with gateway.browser("an.nv") as browser:
        assert browser.get("/tim-kiem?q=%20").status_code == 200
        assert 'action="/tim-kiem"' in browser.get("/").text
    assert not [seen for seen in gateway.upstream.seen if seen.path == "/internal/search"]


def test_a_citizen_is_asked_for_where_citizens_find_something_alone(gateway: Gateway) -> None:
    gateway.upstream.found = {"online-services": {"groups": [_group("Thủ tục", 50, "/dich-vu-cong/thu-tuc/1")]}}
    with gateway.browser("binh", kind="cong-dan") as citizen:
        page = citizen.get("/tim-kiem?q=khai").text
    assert "Thủ tục &lt;0&gt;" in page
    assert "Chưa tìm được" not in page
