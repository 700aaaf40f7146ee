"""Every route asks who is calling, and an anonymous caller gets nowhere but to the public ones."""

import asyncio
import re
from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.access.identity import HEADER, Identity, IdentityIssuer
from shared.access.rights import ANYONE, SYSTEM, WITH_FIRST_PASSWORD, Role, Scope
from shared.core.settings import Settings
from shared.storage.database import Database
from shared.web.form_token import csrf_protected
from testing.members import SERVICES, WEB_MEMBERS, Member, application_of, methods_of, rights_of, routes_of

PUBLIC_RIGHTS = {
    "gateway": {"see-home", "sign-in", "sign-out", "read-catalogue", "see-health", "keep-forms"},
    "online-services": {"see-catalogue", "see-service-results", "register", "recover", "look-up", "verify"},
    "one-stop": {"send-photos"},
    "document-exchange": {"read-feed"},
    "mail-directory": set(),
    "signing": set(),
}
"""Rights that anybody has, the anonymous included. Adding one is a decision, so it is written down here too."""

WITHOUT_CALLER = {"/healthz", "/readyz", "/metrics", "/oauth/token"}
"""Three for the supervisor, which tell nothing about people; and where a client system says who it is."""

PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
ANY_ID = str(UUID(int=1))


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_every_route_names_the_right_it_needs(member: Member, settings: Settings) -> None:
    _, app = application_of(member, settings)
    routes = routes_of(app)
    known = {path for path, _ in routes}
    assert set(app.openapi()["paths"]) <= known, "the walk over the routes has missed some"
    without = [path for path, route in routes if path not in WITHOUT_CALLER and not rights_of(route)]
    assert not without


@pytest.mark.parametrize("member", SERVICES, ids=lambda member: member.name)
def test_the_catalogue_says_who_may_call_each_operation(member: Member, settings: Settings) -> None:
    _, app = application_of(member, settings)
    scope = {"document-exchange": "documents", "mail-directory": "directory", "one-stop": "parts"}
    said = [
        operation.get("security")
        for path, item in app.openapi()["paths"].items()
        if path.startswith("/api/")
        for operation in item.values()
    ]
    assert None not in said
    assert {tuple(way) for ways in said for way in ways} <= {(), ("bearer",), ("clientSystem",)}
    scopes = {named for ways in said for way in ways for named in way.get("clientSystem", [])}
    assert scopes == {scope.get(member.name, "dossiers")}


VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_every_operation_of_the_catalogue_has_a_name_that_people_here_read(member: Member, settings: Settings) -> None:
    """Without `summary=` the page shows the name of our function."""
    _, app = application_of(member, settings)
    named = {
        f"{method.upper()} {path}": str(operation.get("summary", ""))
        for path, item in app.openapi()["paths"].items()
        for method, operation in item.items()
    }
    assert [call for call, summary in named.items() if not VIETNAMESE.search(summary)] == []
    twice = [summary for summary in named.values() if list(named.values()).count(summary) > 1]
    assert not twice, "two operations with one name cannot be told apart"


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_what_anybody_may_do_is_what_was_decided(member: Member) -> None:
    table = member.load("features").MEMBER.rights
    assert {str(right) for right, allowed in table.items() if ANYONE in allowed} == PUBLIC_RIGHTS[member.name]
    assert set(table) == set(member.load("rights").Right), "a right without a row would let in nobody, silently"


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_every_form_of_a_page_is_protected_against_forgery(member: Member, settings: Settings) -> None:
    _, app = application_of(member, settings)
    taking_forms = {
        path: any(one.dependency is csrf_protected for one in route.dependencies)
        for path, route in routes_of(app)
        if methods_of(route) & {"POST", "PUT", "DELETE"} and not path.startswith(("/api/", "/internal/", "/oauth/"))
    }
    assert [path for path, protected in taking_forms.items() if not protected] == []
    assert taking_forms or member.name == "signing"


@pytest.mark.parametrize("member", SERVICES, ids=lambda member: member.name)
def test_an_anonymous_caller_is_sent_to_sign_in(member: Member, settings: Settings) -> None:
    """Without database and start: whoever gets past the first question meets an error, which fails this test."""
    asked, wrong = asyncio.run(_call_anonymously(member, settings))
    assert asked > 5
    assert not wrong


async def _call_anonymously(member: Member, settings: Settings) -> tuple[int, list[tuple[str, str, int]]]:
    application, app = application_of(member, settings)
    public = PUBLIC_RIGHTS[member.name]
    wrong = []
    asked = 0
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for path, route in routes_of(app):
            if path in WITHOUT_CALLER or rights_of(route) & public:
                continue
            target = PARAMETER.sub(ANY_ID, path)
            for method in sorted(methods_of(route) - {"HEAD", "OPTIONS"}):
                asked += 1
                is_machine = path.startswith(("/api/", "/internal/"))
                body: dict[str, Any] = {"json": {}} if is_machine else {"data": {"x": "1"}}
                answer = await client.request(method, target, **({} if method == "GET" else body))
                to_sign_in = answer.headers.get("location", "").startswith("/dang-nhap")
                if answer.status_code in (401, 403) or (answer.status_code == 303 and to_sign_in and method == "GET"):
                    continue
                wrong.append((method, path, answer.status_code))
    return asked, wrong


OFFICERS_PAGES = {
    "/van-ban": "document-exchange",
    "/danh-ba": "mail-directory",
}
"""`/mot-cua` and `/van-hanh` are tried in their own tests: one-stop refuses nobody whom it cannot write down, and the
gateway knows its callers by a session, so both need a database."""


@pytest.mark.parametrize("member", [m for m in SERVICES if m.name in OFFICERS_PAGES.values()], ids=lambda m: m.name)
def test_officers_pages_send_the_anonymous_to_sign_in_and_refuse_citizens(member: Member, settings: Settings) -> None:
    prefix = next(path for path, name in OFFICERS_PAGES.items() if name == member.name)
    asked = asyncio.run(_look_at_pages(member, settings, prefix))
    assert prefix in asked
    assert [path for path, answers in asked.items() if answers != (303, "/dang-nhap", 403)] == []


async def _look_at_pages(member: Member, settings: Settings, prefix: str) -> dict[str, tuple[int, str, int]]:
    """Each page's status and place to go for the anonymous, and its status for a citizen."""
    application, app = application_of(member, settings)
    app.state.database = Database(
        settings.database_url, "test"
    )  # nobody answers there: the refusal stands all the same
    citizen = Identity(kind="citizen", subject=ANY_ID, name="Trần Thị Bình", csrf="x")
    token = IdentityIssuer(settings.identity_key).issue(citizen, member.name)
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    found = {}
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for path, route in routes_of(app):
            if "GET" not in methods_of(route) or not (path + "/").startswith(prefix + "/"):
                continue
            target = PARAMETER.sub(ANY_ID, path)
            anonymous = await client.get(target)
            known = await client.get(target, headers={HEADER: token})
            place = anonymous.headers.get("location", "").partition("?")[0]
            found[path] = (anonymous.status_code, place, known.status_code)
    return found


@pytest.mark.parametrize("member", SERVICES, ids=lambda member: member.name)
def test_a_client_system_without_the_scope_is_refused_at_every_route(member: Member, settings: Settings) -> None:
    system = Identity(kind="system", subject=ANY_ID, name="Phần mềm", agency_code="000.00.11.H08", csrf="x")
    asked, wrong = asyncio.run(_call_as(member, settings, system, PUBLIC_RIGHTS[member.name]))
    assert asked > 5
    assert not wrong


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("member", SERVICES, ids=lambda member: member.name)
def test_a_scope_opens_only_what_names_it(member: Member, settings: Settings, scope: Scope) -> None:
    """A token for the directory touches no document, one for dossiers reads no directory."""
    named = frozenset({scope.removeprefix("system:")})
    system = Identity(
        kind="system", subject=ANY_ID, name="Phần mềm", agency_code="000.00.11.H08", roles=named, csrf="x"
    )
    rows = member.load("rights").RIGHTS
    opened = {str(right) for right, allowed in rows.items() if allowed & {ANYONE, SYSTEM, scope}}
    asked, wrong = asyncio.run(_call_as(member, settings, system, opened))
    assert asked > 5
    assert not wrong


@pytest.mark.parametrize("member", SERVICES, ids=lambda member: member.name)
def test_a_first_password_opens_only_its_own_change(member: Member, settings: Settings) -> None:
    everything = Identity(
        kind="officer",
        subject=ANY_ID,
        name="Người mới",
        agency_code="000.00.11.H08",
        roles=frozenset(Role),
        csrf="x",
        must_change=True,
    )
    opened = PUBLIC_RIGHTS[member.name] | WITH_FIRST_PASSWORD
    asked, wrong = asyncio.run(_call_as(member, settings, everything, opened))
    assert asked > 5
    assert not wrong


async def _call_as(
    member: Member, settings: Settings, who: Identity, opened: AbstractSet[str]
) -> tuple[int, list[tuple[str, str, int]]]:
    """Every route but the opened ones, without database: whoever gets past the first question meets an error."""
    application, app = application_of(member, settings)
    app.state.database = Database(settings.database_url, "test")
    token = {HEADER: IdentityIssuer(settings.identity_key).issue(who, member.name)}
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    wrong, asked = [], 0
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for path, route in routes_of(app):
            if path in WITHOUT_CALLER or rights_of(route) & opened:
                continue
            for method in sorted(methods_of(route) - {"HEAD", "OPTIONS"}):
                asked += 1
                sent: dict[str, Any] = {"headers": token}
                if method != "GET":
                    sent |= {"json": {}} if path.startswith(("/api/", "/internal/")) else {"data": {"csrf_token": "x"}}
                answer = await client.request(method, PARAMETER.sub(ANY_ID, path), **sent)
                sent_to_change = answer.headers.get("location") == "/danh-ba/tai-khoan"
                if answer.status_code != 403 and not (answer.status_code == 303 and sent_to_change):
                    wrong.append((method, path, answer.status_code))
    return asked, wrong
