"""Every route, called by nobody, by another agency, and by a post that may not."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from document_exchange.deliveries.rules import FROM_RECEIVER, FROM_SENDER
from document_exchange.documents.rules import DocumentStatus, Secrecy
from document_exchange.main import create_app
from document_exchange.rights import RIGHT_LABELS, RIGHTS, Right
from document_exchange.texts import (
    DOCUMENT_STATUS_LABELS,
    SECRECY_LABELS,
    STATUS_LABELS,
)
from shared.access.identity import Identity
from shared.access.rights import Role

OTHER = "000.00.05.H08"


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def routes_of(house: Any) -> list[tuple[str, str]]:
    """Everything but health and operations, found by walking the application itself."""
    found: list[tuple[str, str]] = []

    def walk(routes: Any, prefix: str = "") -> None:
        for route in routes:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            if inner is not None and not getattr(route, "methods", None):
                walk(inner.routes, prefix)
                continue
            for method in getattr(route, "methods", None) or ():
                if method != "HEAD" and route.path.startswith(("/api/", "/van-ban", "/nhiem-vu", "/lich-cong-tac")):
                    found.append((method, prefix + route.path))

    walk(house.client._transport.app.fastapi.routes)
    return sorted(set(found))


def filled(path: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], path)


def values_of(document: Any, incoming: Any) -> dict[str, str]:
    """For each name in a path something that is there, where it is of a document; else anything."""
    return {
        "document_id": str(document["id"]),
        "file_id": str(document["files"][0]["id"]),
        "delivery_id": str(document["deliveries"][0]["id"]),
        "incoming_id": str(incoming["id"]),
        "task_id": str(document["id"]),
        "use_id": str(document["id"]),
        "entry_id": str(document["id"]),
        "room_id": str(document["id"]),
        "secret": "khong-co",
        "what": "progress",
        "position": "1",
        "group_id": str(document["id"]),
        "flow_id": str(document["id"]),
        "series_id": str(document["id"]),
        "picture_id": str(document["id"]),
        "sha256": "0" * 64,
        "upload_id": str(document["id"]),
        "view_id": str(document["id"]),
        "version_id": str(document["id"]),
        "print_id": str(document["id"]),
        "rule_set": "ND30_2020",
        "name": "so-van-ban-di",
        "which": "mau",
        "act": "void",
        "buoc": "phat-hanh",
        "number": "1",
        "viec": "tiep-nhan",
        "work": "present",
        "request_id": str(document["id"]),
        "opinion_act": "remind",
        "change_id": str(document["id"]),
        "answer": "refuse",
        "batch": str(document["id"]),
        "subject_id": str(document["id"]),
    }


def arguments_for(house: Any, method: str, path: str) -> dict[str, Any]:
    """What the route takes, so that it is refused for who asks and for nothing else."""
    if method == "GET":
        return {}
    if "/files" in path and method == "POST":
        return {"content": house.letter, "params": {"name": "a.pdf"}}
    return (
        {"data": {"csrf_token": "form-token"}}
        if path.startswith(("/van-ban", "/nhiem-vu", "/lich-cong-tac"))
        else {"json": body_for(path)}
    )


async def refuse_nobody(house: Any, method: str, path: str, url: str) -> None:
    """Led to the sign-in; a link with a secret of its own asks for that instead, and knows no wrong one."""
    nobody = await house.call(None, method, url, data={"csrf_token": "x"} if method != "GET" else None)
    assert nobody.status_code in ((404,) if "{secret}" in path else (303, 401, 403)), (method, path, nobody.status_code)
    if nobody.status_code == 303:
        assert nobody.headers["location"].startswith("/dang-nhap"), path


def test_nobody_and_another_agency_get_nowhere(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await house.sent(all_agencies=False, addressees=["000.00.02.H08"])
        await house.exchange()
        await house.read()
        (incoming,) = await house.inbox("000.00.02.H08")
        values = values_of(document, incoming)
        routes = routes_of(house)
        assert len(routes) > 35, routes
        refused = 0
        everybody_else = [
            *(house.person(role, OTHER) for role in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK)),
            house.system(OTHER),
            Identity(kind="citizen", subject="1", csrf="form-token"),
        ]
        for method, path in routes:
            url = filled(path, values)
            await refuse_nobody(house, method, path, url)
            # Saved views and uploads are their person's own, numbers of the caller's agency, forms of the province: of no document.
            if "{" not in path or any(
                f"{{{name}}}" in path for name in ("view_id", "upload_id", "rule_set", "act", "secret")
            ):
                continue
            for who in everybody_else:
                answer = await house.call(who, method, url, **arguments_for(house, method, path))
                assert answer.status_code in (403, 404), (method, path, who.kind, answer.status_code, answer.text[:300])
                refused += answer.status_code in (403, 404)
        unchanged = await house.document(document["id"])
        assert unchanged["version"] == document["version"]
        async with house.database.sessions() as session:
            recorded = await session.execute(text("SELECT actor, facts FROM evidence WHERE kind = 'refused'"))
            rows = recorded.all()
        assert len(rows) == refused > 100, "every attempt is recorded"
        assert {row.actor for row in rows} == {f"{who.kind}:{who.subject}" for who in everybody_else}
        assert all({"code", "status", "method"} <= set(row.facts) for row in rows if "status" in row.facts)

    run(open_house, play)


_FLOW: dict[str, Any] = {"name": "Thử", "steps": [{"level": 1, "whose": "clerk"}]}
_SERIES: dict[str, Any] = {"name": "Thử", "symbol": "BCĐ", "decision": "Quyết định 1/QĐ-STTTT"}
BODIES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/status", {"code": "03"}),
    ("/recall", {"reason": "Thử"}),
    ("/copy-uses", {"person_name": "Thử", "allowed_by": "Thử"}),
    ("/copy-uses/{use_id}/strike", {"strike_reason": "Thử"}),
    ("/changes", {"reason": "Thử", "subject": "V/v thử"}),
    ("/answers", {"act": "withdraw", "words": "Thử"}),
    ("/circulate", {"inside": ["person:khong-co"]}),
    ("/withdraw", {"inside": ["person:khong-co"]}),
    ("/outside/{position}", {"way": "post", "sent_on": "2026-11-29"}),
    ("{group_id}", {"name": "Thử", "addressees": ["000.00.05.H08"]}),
    ("{flow_id}", _FLOW),
    ("/review-flows", _FLOW),
    ("{series_id}", _SERIES),
    ("/number-series", _SERIES),
    ("/skip-review", {"review_id": "0199d3a0-0000-7000-8000-00000000beef", "opinion": "Gấp"}),
    ("/opinion-requests/{request_id}/hand-on", {"whose": "person:khong-co"}),
    ("/hand-on", {"person_id": "khong-co"}),
    ("/send-back", {"level": 1, "opinion": "Xem lại"}),
    ("/remarks", {"text": "Thử"}),
    ("/opinions", {"asked": ["unit:khong-co"]}),
    ("/documents/bulk", {"act": "number", "items": [{"id": "0199d3a0-0000-7000-8000-00000000beef"}]}),
    ("schedule/{entry_id}", {"title": "Thử", "day": "2026-11-30", "begins": "08:00", "ends": "09:00"}),
    ("{task_id}", {"subject": "Thử"}),
    ("{document_id}", {"type_code": "CV", "subject": "Thử"}),
)
"""What a call needs that is refused for who sends it, by the end of its path."""


def body_for(path: str) -> dict[str, Any]:
    return next((body for end, body in BODIES if path.endswith(end)), {})


def test_a_post_does_only_its_own_work(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft()
        await house.step(document_id, "submit", Role.LEADER, status=404)
        await house.step(document_id, "submit", Role.SPECIALIST)
        await house.step(document_id, "sign", Role.SPECIALIST, status=403)
        await house.step(document_id, "number", Role.LEADER, status=403)
        await house.step(document_id, "number", Role.RECORDS_CLERK, status=404)
        await house.step(document_id, "seal", Role.RECORDS_CLERK, status=404)
        await house.step(document_id, "sign", Role.LEADER)
        await house.step(document_id, "seal", Role.RECORDS_CLERK, status=409)
        await house.step(document_id, "number", Role.RECORDS_CLERK)
        await house.step(document_id, "send", Role.RECORDS_CLERK, status=409)

    run(open_house, play)


def test_a_secret_document_is_not_even_drafted(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        body = {"type_code": "CV", "subject": "V/v thử", "all_agencies": True}
        for wrong, pointer in (
            ({"secrecy": Secrecy.CONFIDENTIAL}, "/secrecy"),
            ({"secrecy": Secrecy.TOP_SECRET}, "/secrecy"),
            ({"subject": "(Mật) V/v diễn tập khu vực phòng thủ"}, "/subject"),
        ):
            refused = await house.call(specialist, "POST", "/documents", json=body | wrong)
            assert (refused.status_code, refused.json()["code"]) == (422, "secret_document_stays")
            assert refused.json()["errors"][0]["pointer"] == pointer
        form = await house.call(specialist, "GET", "/van-ban/di/soan-thao")
        assert "Tối mật" not in form.text
        assert (await house.call(specialist, "GET", "/documents")).json()["items"] == []
        # One that was drafted before this rule goes no further either.
        document_id = await house.draft()
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE outgoing_document SET secrecy = 'secret'"))
        refused = await house.step(document_id, "submit", Role.SPECIALIST, status=422)
        assert refused["code"] == "secret_document_stays"

    run(open_house, play)


def test_a_returned_document_loses_its_signature_and_comes_back(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft()
        await house.step(document_id, "submit", Role.SPECIALIST)
        await house.step(document_id, "return", Role.LEADER, status=422)
        signed = await house.step(document_id, "sign", Role.LEADER)
        answer = await house.step(document_id, "return", Role.RECORDS_CLERK, status=200, opinion="Sai thể thức")
        assert answer["status"] == "returned"
        assert answer["files"][0]["sha256"] != signed["files"][0]["sha256"]
        stale = await house.step(document_id, "submit", Role.SPECIALIST, status=412, version=1)
        assert stale["code"] == "changed_meanwhile"
        await house.step(document_id, "submit", Role.SPECIALIST)

    run(open_house, play)


def test_every_member_has_words() -> None:
    assert set(RIGHTS) == set(Right) == set(RIGHT_LABELS)
    assert set(DOCUMENT_STATUS_LABELS) == set(DocumentStatus)
    assert set(SECRECY_LABELS) == set(Secrecy)
    assert set(STATUS_LABELS) >= FROM_RECEIVER | FROM_SENDER
    assert create_app is not None
