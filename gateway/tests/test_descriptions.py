"""A part says where its pages are; the gateway leads there and shows them in everybody's menu, without knowing any."""

import asyncio
import contextlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.clients.services import ServiceClient
from gateway.descriptions.actions import keep_description, read_descriptions
from gateway.descriptions.known import Known
from gateway.descriptions.rules import kind_expected, standing_at_home, taken_at_home
from operations.private_cluster import PrivateCluster
from shared.access.rights import EVERYBODY, PUBLIC
from shared.core.settings import Settings
from shared.storage.database import Database
from shared.web.application import create_service
from shared.web.feature import Description, Feature
from shared.web.known_forms import Form, KnownForms, Treatment
from shared.web.landmarks import Landmark
from shared.web.navigation import Entry
from testing.serving import serving

from .running import Gateway
from .upstream import member_of

ToldGateway = tuple[Gateway, dict[str, dict[str, Any]]]

INVENTED = '''
"""Sổ tay."""

from fastapi import APIRouter, Request, Response

from mail_directory.auth import MayLookUp
from mail_directory.rights import RIGHTS, Right
from shared.web.application import page_of
from shared.web.feature import Feature
from shared.web.navigation import Card, Entry

router = APIRouter(prefix="/so-tay")


@router.get("/{page}")
async def show(page: str, request: Request, who: MayLookUp) -> Response:
    return page_of(request).render(request, "error.html", title="Sổ tay của " + who.name)


FEATURE = Feature(
    pages=[router],
    navigation=[Entry(text="Sổ tay", href="/so-tay/dau", seen_by=RIGHTS[Right.LOOK_UP], order=81)],
    cards=[Card(text="Sổ tay", about="Ghi chép của bạn.", href="/so-tay/dau", seen_by=RIGHTS[Right.LOOK_UP], order=81)],
)
'''


@pytest.fixture
def invented(tmp_path: Path) -> Iterator[Feature]:
    """A feature in a folder of its own; nothing else of the repository knows it."""
    file = tmp_path / "so_tay" / "feature.py"
    file.parent.mkdir()
    file.write_text(INVENTED, "utf-8")
    spec = importlib.util.spec_from_file_location("so_tay_feature", file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["so_tay_feature"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module.FEATURE
    del sys.modules["so_tay_feature"]


def test_a_new_page_of_a_service_touches_no_other_file(
    make_gateway: Callable[..., Gateway],
    invented: Feature,
    cluster: PrivateCluster,
    identity_keys: Path,
    tmp_path: Path,
) -> None:
    directory = member_of("mail-directory")
    settings = Settings(
        var=tmp_path,
        database_urls={"mail_directory": cluster.create_service_database("mail_directory")},
        identity_key_file=identity_keys / "identity.pem",
        identity_jwks_file=identity_keys / "identity.jwks.json",
    )
    with serving(create_service(replace(directory, features=[*directory.features, invented]), settings)) as port:
        # The account of whoever signs in is kept by the other upstream of that name, so signing in comes first.
        plain = make_gateway()
        token = plain.sign_in()
        gateway = make_gateway(service_urls={"mail-directory": f"http://127.0.0.1:{port}"})
        with gateway.client(headers={"Accept": "text/html", "Authorization": f"Bearer {token}"}) as officer:
            assert '<a class="lt-nav__link" href="/so-tay/dau">Sổ tay</a>' in officer.get("/").text
            assert "Ghi chép của bạn." in officer.get("/").text
            page = officer.get("/so-tay/dau")
            assert page.status_code == 200
            assert "Sổ tay của Nguyễn Văn An" in page.text
            assert 'href="/so-tay/dau" aria-current="page">Sổ tay</a>' in page.text
            assert 'href="/van-ban/den">Văn bản đến</a>' in page.text, "what other parts have is in its menu too"
        with gateway.client(headers={"Accept": "text/html"}) as nobody:
            assert "Sổ tay" not in nobody.get("/").text


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_each_person_gets_their_own_menu_in_every_page_and_no_program_does(gateway: Gateway) -> None:
    clerk = {"roles": ["records-clerk"]}
    gateway.upstream.accounts["officer"]["an.nv"] |= clerk
    with gateway.browser("an.nv") as browser:
        browser.get("/van-ban/den/12")
        menu = gateway.upstream.last.get("x-lienthong-navigation")
        assert "/van-ban/di" in menu
        assert '"/mot-cua"' not in menu
        browser.get("/api/document-exchange/v1/documents")
        assert not gateway.upstream.last.all("x-lienthong-navigation")
    with gateway.client(headers={"Accept": "text/html", "X-Lienthong-Navigation": '[["x","/x"]]'}) as nobody:
        nobody.get("/tra-cuu")
        menus = gateway.upstream.last.all("x-lienthong-navigation")
        assert len(menus) == 1
        assert "/dich-vu-cong/ho-so" in menus[0]
        assert '"/x"' not in menus[0]


def test_a_copy_that_starts_while_a_part_is_silent_still_leads_there(make_gateway: Callable[..., Gateway]) -> None:
    make_gateway(described=False)
    nowhere = {"one-stop": "http://127.0.0.1:9"}
    second = make_gateway(described=False, service_urls=nowhere)
    with second.client(headers={"Accept": "text/html"}) as client:
        assert client.get("/mot-cua").status_code == 503
        assert client.get("/khong-co").status_code == 404


def test_while_a_part_has_never_said_where_its_pages_are_an_unknown_page_may_be_its_own(
    make_gateway: Callable[..., Gateway],
) -> None:
    first = make_gateway(described=False, service_urls={"one-stop": "http://127.0.0.1:9"})
    with first.client(headers={"Accept": "text/html"}) as client:
        answer = client.get("/mot-cua")
        assert answer.status_code == 503
        assert "đang khởi động" in answer.text
        assert answer.headers["retry-after"] == "2"
        assert client.get("/tra-cuu").status_code == 200
        assert first.client().get("/readyz").status_code == 503


def test_a_place_stays_with_the_part_that_holds_it(told: ToldGateway) -> None:
    gateway, told_by = told
    greedy = told_by["one-stop"] | {
        "places": ["mot-cua", "van-ban", "dang-nhap", "bao-cao"],
        "navigation": [
            *told_by["one-stop"]["navigation"],
            {"text": "Văn bản giả", "href": "/van-ban/den", "seen_by": ["operator"], "order": 1},
            {"text": "Báo cáo", "href": "/bao-cao", "seen_by": ["operator"], "order": 50},
        ],
    }
    told_by["one-stop"] = greedy
    known = gateway.door.parts.known
    _until(lambda: "bao-cao" in known.places.services)
    with gateway.browser("van-hanh") as operator:
        operator.get("/van-ban/den")
        assert gateway.upstream.identity("document-exchange").name == "Nguyễn Văn An"
        assert operator.get("/dang-nhap").status_code == 303, "still the gateway's own"
        home = operator.get("/").text
        assert "Văn bản giả" not in home
        assert "Báo cáo" in home
        desk = operator.get("/van-hanh").text
        assert "Một cửa điện tử khai trang ở /van-ban, nhưng địa chỉ này đang thuộc Văn bản liên thông." in desk
        assert "Một cửa điện tử khai trang ở /dang-nhap, nhưng địa chỉ này đang thuộc Cổng vào." in desk
        # Whoever waits gets it when the holder has no page there any more.
        told_by["document-exchange"] = told_by["document-exchange"] | {"places": [], "navigation": [], "cards": []}
        _until(lambda: known.places.services.get("van-ban") == "one-stop")
        assert "khai trang ở /van-ban" not in operator.get("/van-hanh").text


def test_a_part_that_describes_itself_badly_changes_nothing(told: ToldGateway) -> None:
    gateway, told_by = told
    told_by["one-stop"] = {"places": "mot-cua", "navigation": [{"text": "", "href": "javascript:alert(1)"}]}
    asked = gateway.door.parts.known._heard["one-stop"]
    _until(lambda: gateway.door.parts.known._heard["one-stop"] != asked)
    assert gateway.door.parts.known.places.services["mot-cua"] == "one-stop"
    assert not gateway.door.parts.proxy.circuits["one-stop"].is_doubtful


@pytest.mark.anyio
async def test_a_place_given_up_reaches_whoever_asks_for_it_at_the_same_time(
    service_database: Callable[[str], str],
) -> None:
    """Seen as a menu without the documents, for good: one part asked while the other had not yet let go."""
    database = Database(service_database("gateway"), "test", size=3)
    greedy = Description(places=("mot-cua", "van-ban"))

    async def told(service: str, said: Description) -> None:
        async with database.sessions.begin() as session:
            await keep_description(session, service, said, frozenset())

    await told("one-stop", greedy)
    asking = database.sessions()
    await keep_description(asking, "document-exchange", Description(places=("van-ban",)), frozenset())
    letting_go = asyncio.create_task(told("one-stop", Description(places=("mot-cua",))))
    await asyncio.wait({letting_go}, timeout=0.5)
    await asking.commit()
    await asking.close()
    await letting_go
    async with database.sessions() as session:
        assert (await read_descriptions(session))[1]["van-ban"] == "document-exchange"
    await database.close()


@pytest.mark.anyio
async def test_what_was_read_first_does_not_stand_over_what_was_read_later(
    service_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All parts are asked at once: whoever is slow with an older reading does not make a part unknown for good."""
    database = Database(service_database("gateway"), "test", size=2)
    known = Known(database, cast(ServiceClient, None), Description(), frozenset())
    was_read, kept, was_read_again = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def read_and_linger(session: AsyncSession) -> Any:
        found = await read_descriptions(session)
        if kept.is_set():
            was_read_again.set()
            return found
        was_read.set()
        await kept.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(was_read_again.wait(), 1)
        await asyncio.sleep(0.1)
        return found

    monkeypatch.setattr("gateway.descriptions.known.read_descriptions", read_and_linger)
    slow = asyncio.create_task(known.load())
    await was_read.wait()
    async with database.sessions.begin() as session:
        await keep_description(session, "one-stop", member_of("one-stop").description, frozenset())
    kept.set()
    await known.load()
    await slow
    assert known.knows("one-stop")
    await database.close()


def test_a_menu_says_for_whom_a_place_is() -> None:
    entries = [
        Entry(text="Trang chủ", href="/", seen_by=EVERYBODY, order=0),
        Entry(text="Một cửa", href="/mot-cua", seen_by=frozenset({"leader"}), order=1),
        Entry(text="Nộp hồ sơ", href="/dich-vu-cong", seen_by=PUBLIC, order=2),
    ]
    assert kind_expected(entries, "/mot-cua/ho-so/1?x=2") == "officer"
    assert kind_expected(entries, "/dich-vu-cong") == "citizen"
    assert kind_expected(entries, "/") == ""
    assert kind_expected(entries, "/khong-co") == ""


@pytest.mark.parametrize(
    "lost",
    [
        Feature(landmarks={Landmark.TRACKING: "/khong-co"}),
        Feature(forms=[Form(path="/mot-cua/khong-co", treatment=Treatment.RARE)]),
    ],
)
def test_what_the_gateway_is_told_of_a_page_is_told_of_a_page_that_is_there(lost: Feature) -> None:
    one_stop: Any = member_of("one-stop")
    with pytest.raises(ValueError, match="khong-co"):
        _ = replace(one_stop, features=[*one_stop.features, lost]).description


def test_a_part_speaks_of_its_own_forms_alone() -> None:
    told = [
        Form(path="/mot-cua/ghi-chu/{note_id}/sua", treatment=Treatment.SAVES),
        Form(path="/van-ban/di/{document_id}/ky", treatment=Treatment.SAVES),
    ]
    known = KnownForms(taken_at_home(told, "one-stop", {"mot-cua": "one-stop", "van-ban": "document-exchange"}))
    assert known.treatment_of("/mot-cua/ghi-chu/12/sua") is Treatment.SAVES
    assert known.treatment_of("/mot-cua/ghi-chu/12/13/sua") is None
    assert known.treatment_of("/mot-cua/ghi-chu/12/sua/xoa") is None
    assert known.treatment_of("/van-ban/di/12/ky") is None
    assert standing_at_home({"tracking": "/van-ban"}, "one-stop", {"van-ban": "document-exchange"}) == {}


def test_entries_lead_to_pages_that_are_there() -> None:
    one_stop: Any = member_of("one-stop")
    lost = Feature(navigation=[Entry(text="Lạc", href="/khong-co", seen_by=PUBLIC, order=1)])
    with pytest.raises(ValueError, match="khong-co"):
        _ = replace(one_stop, features=[*one_stop.features, lost]).description
