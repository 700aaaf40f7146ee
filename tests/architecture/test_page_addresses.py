"""Addresses of pages, opened by hand: a part leads to its page, and what cannot be an address is one that is not there."""

import ast
import asyncio
import re
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi.dependencies.models import Dependant

from shared.access.identity import HEADER, Identity, IdentityIssuer
from shared.access.rights import Role
from shared.core.settings import Settings
from shared.storage.database import Database
from testing.members import ROOT, SERVICES, WEB_MEMBERS, Member, application_of, methods_of, routes_of

from .test_routes import ANY_ID, PARAMETER


@pytest.mark.parametrize("member", WEB_MEMBERS, ids=lambda member: member.name)
def test_a_part_of_a_page_opened_by_its_address_leads_to_the_page(member: Member) -> None:
    """What has no head of its own is for our pages' scripts; a person who opens the address gets the page around it."""
    bare = []
    for path, tree in member.modules():
        for function in ast.walk(tree):
            if not isinstance(function, ast.AsyncFunctionDef) or not any(
                ast.unparse(decorator).startswith("router.get(") for decorator in function.decorator_list
            ):
                continue
            written = ast.unparse(function)
            for template in re.findall(r"\.render\(request, '([^']+)'", written):
                own, of_all = member.code / "templates" / template, ROOT / "shared" / "shared" / "templates" / template
                text = (own if own.exists() else of_all).read_text()
                if "{% extends" not in text and "is_fragment(request)" not in written:
                    bare.append(f"{path.name}: {function.name}")
    assert not bare


@pytest.mark.parametrize("member", [m for m in SERVICES if m.name != "one-stop"], ids=lambda member: member.name)
def test_a_page_whose_address_holds_no_id_is_not_found(member: Member, settings: Settings) -> None:
    """As when nothing has that id: a person gets the 404 page with its way forward, not a talk about fields.

    One-stop reads its registers while it finds out who may, so its pages are tried in its own tests.
    """
    pages = asyncio.run(_open_with_wrong_ids(member, settings))
    assert len(pages) > 2
    assert [call for call, answer in pages.items() if answer.status_code != 404] == []
    forward = re.compile(
        r'<main.*<a class="govuk-link" href="/(mot-cua|van-ban|nhiem-vu|lich-cong-tac|danh-ba|dich-vu-cong|thong-bao)',
        re.DOTALL,
    )
    assert [call for call, answer in pages.items() if not forward.search(answer.text)] == []


async def _open_with_wrong_ids(member: Member, settings: Settings) -> dict[str, httpx.Response]:
    """Pages with an id in their path that is none, as whoever may open them; without a database."""
    application, app = application_of(member, settings)
    app.state.database = Database(settings.database_url, "test")
    issuer = IdentityIssuer(settings.identity_key)
    citizen = Identity(kind="citizen", subject=ANY_ID, name="Trần Thị Bình", csrf="x")
    everything = {"kind": "officer", "agency_code": "000.00.11.H08", "roles": frozenset(Role)}
    tokens = [{HEADER: issuer.issue(who, member.name)} for who in (citizen, citizen.model_copy(update=everything))]
    pages = {}
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for path, route in routes_of(app):
            if path.startswith(("/api/", "/internal/")) or UUID not in _path_kinds(route.dependant):
                continue
            for method in sorted(methods_of(route) - {"HEAD", "OPTIONS"}):
                sent: dict[str, Any] = {} if method == "GET" else {"data": {"csrf_token": "x"}}
                for token in tokens:
                    answer = await client.request(method, PARAMETER.sub("abc", path), headers=token, **sent)
                    if answer.status_code != 403:
                        pages[f"{method} {path}"] = answer
    return pages


def _path_kinds(dependant: Dependant) -> set[Any]:
    kinds = {parameter.field_info.annotation for parameter in dependant.path_params}
    return kinds.union(*(_path_kinds(dependency) for dependency in dependant.dependencies))
