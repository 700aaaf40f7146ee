"""/van-hanh: queues, lags and dead letters of every service; replay or discard, in the operator's own name."""

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import asyncpg
import orjson
from fastapi import Form, Path, Request, Response
from starlette.responses import RedirectResponse

from gateway.auth import Operator
from gateway.health import Readiness
from gateway.operations_desk import statements
from gateway.operations_desk.guide import SECTIONS
from gateway.operations_desk.rules import (
    LAG_SECONDS,
    UNREAD_SECONDS,
    Disk,
    Finding,
    Told,
    find_backup,
    find_disk,
    find_endings,
    find_jobs,
    find_refused,
    tell_failure,
)
from gateway.operations_desk.sampling import read_history
from gateway.parts import parts_of
from gateway.texts import TEXTS
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import NotFound, Unavailable
from shared.core.settings import SERVICES
from shared.storage import evidence
from shared.web.application import not_found, page_of
from shared.web.pages import is_fragment
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter()

MOST_TROUBLES = 10

_ACTS = {"phat-lai": "replay", "bo": "discard"}
_DONE = {
    "phat-lai": "Đã đưa sự kiện vào hàng đợi để xử lý lại.",
    "bo": "Đã bỏ sự kiện. Sự kiện này sẽ không được xử lý nữa.",
    "chay-lai": "Việc sẽ chạy trong ít giây nữa.",
    "khong-con": "Sự kiện này không còn trong danh sách thư chết; có thể người khác vừa xử lý.",
}


@router.get("/van-hanh")
async def show_desk(request: Request, who: Operator, da: str = "") -> Response:
    return page_of(request).render(
        request,
        "van_hanh/desk.html",
        title="Vận hành",
        done=_DONE.get(da, ""),
        done_kind=da,
        **await read_desk(request, who),
    )


@router.get("/van-hanh/tinh-trang")
async def show_state(request: Request, who: Operator) -> Response:
    """The part of the page that renews itself."""
    if not is_fragment(request):
        return RedirectResponse("/van-hanh", 303)
    return page_of(request).render(request, "van_hanh/state.html", **await read_desk(request, who))


@router.get("/van-hanh/huong-dan")
async def show_guide(request: Request, who: Operator) -> Response:
    return page_of(request).render(request, "van_hanh/guide.html", title="Làm gì bây giờ?", sections=SECTIONS)


@router.post("/van-hanh/{service}/thu-chet/{event_id}/{act}")
async def treat_dead_letter(
    service: str, event_id: UUID, act: str, request: Request, who: Operator, session: Session
) -> Response:
    if service not in SERVICES or act not in _ACTS:
        raise not_found()
    path = f"/internal/operations/dead-letters/{event_id}/{_ACTS[act]}"
    return await _treat(request, session, who, service, path, act, f"event/{event_id}")


@router.post("/van-hanh/{service}/khong-doc-duoc/{message_id}/bo")
async def discard_unreadable(
    service: str, message_id: UUID, request: Request, who: Operator, session: Session
) -> Response:
    if service not in SERVICES:
        raise not_found()
    path = f"/internal/operations/poison/{message_id}/discard"
    return await _treat(request, session, who, service, path, "bo", f"message/{message_id}")


@router.post("/van-hanh/{service}/viec/{name}/chay")
async def run_job(
    service: str,
    name: Annotated[str, Path(pattern=r"^[a-z0-9-]{1,80}$")],
    request: Request,
    who: Operator,
    session: Session,
    key: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Chạy ngay một việc theo lịch; the service records it with its effect."""
    if service not in SERVICES:
        raise not_found()
    path = f"/internal/operations/jobs/{name}/run?{urlencode({'key': key})}"
    status, _ = await parts_of(request).services.call(service, "POST", path, _plain(who))
    if status not in (200, 404):
        raise Unavailable("service_unavailable", service=service)
    await evidence.record(session, "job-run-requested", f"job/{name}/{key}", who, service=service, found=status == 200)
    said = "chay-lai" if status == 200 else "khong-con"
    return Response(status_code=303, headers={"location": f"/van-hanh?da={said}#viec"})


async def _treat(
    request: Request, session: Any, who: Identity, service: str, path: str, act: str, subject: str
) -> Response:
    """The service records the act with its effect; the gateway records that it was asked for here."""
    status, _ = await parts_of(request).services.call(service, "POST", path, _plain(who))
    if status not in (200, 404):
        raise Unavailable("service_unavailable", service=service)
    await evidence.record(
        session, f"dead-letter-{_ACTS[act]}-requested", subject, who, service=service, found=status == 200
    )
    return Response(
        status_code=303, headers={"location": f"/van-hanh?da={act if status == 200 else 'khong-con'}#thu-chet"}
    )


def _of_all(rows: list[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """One list out of what each part told, each with whose it is."""
    return [
        {"job_title": found.get("title", "")} | found | {"service": row["service"], "title": row["title"]}
        for row in rows
        if row["overview"]
        for found in row["overview"].get(what, [])
    ]


async def read_desk(request: Request, who: Identity) -> dict[str, Any]:
    """What the page shows; a part that does not answer is left out."""
    readiness: Readiness = request.app.state.readiness
    parts = parts_of(request)
    state, about, *overviews = await asyncio.gather(
        readiness.read(), _about_the_machine(request), *(_overview(request, who, service) for service in SERVICES)
    )
    rows = [
        {
            "service": service,
            "title": TEXTS[service],
            "status": state["services"][service]["status"],
            "circuit_open": parts.proxy.circuits[service].is_open,
            "overview": overview,
        }
        for service, overview in zip(SERVICES, overviews, strict=True)
    ]
    found = {
        "state": state,
        "rows": rows,
        "letters": _letters(rows),
        "unreadable": _of_all(rows, "poison"),
        "dropped": _of_all(rows, "dropped"),
        "quarantined": _of_all(rows, "quarantined"),
        "unscanned": sum(row["overview"].get("unscanned", 0) for row in rows if row["overview"]),
        "jobs": sorted(
            _failed(rows, "jobs", "name", "Chạy ngay"),
            key=lambda job: (not job["attempts"], not job["late"], job["due_at"]),
        ),
        "disk": min(_disks(request, rows), key=lambda disk: disk.share),
        "troubles": _troubles(rows),
        "refused": parts.known.refused,
        **about,
    }
    return found | {"findings": _findings(found, trial=parts.settings.embedded)}


def _disks(request: Request, rows: list[dict[str, Any]]) -> list[Disk]:
    told = [(row["title"], row["overview"].get("disk")) for row in rows if row["overview"]]
    own = Disk(TEXTS["gateway"], *request.app.state.upkeep.disk())
    return [own, *(Disk(title, disk["free"], disk["total"]) for title, disk in told if disk)]


def _failed(rows: list[dict[str, Any]], what: str, mark: str, button: str) -> list[dict[str, Any]]:
    """What each part told of work in the background, with what went wrong in words."""
    return [row | {"told": _told(row, mark, button)} for row in _of_all(rows, what)]


def _letters(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    letters = _failed(rows, "dead_letters", "event_id", "Xử lý lại")
    return [letter | {"body": _readable(str(letter.get("body") or ""))} for letter in letters]


def _told(row: dict[str, Any], mark: str, button: str) -> Told:
    refusal = row.get("refusal", "")
    return tell_failure(row["error"] or "", refusal, part=row["service"], mark=str(row[mark]), button=button)


async def _about_the_machine(request: Request) -> dict[str, Any]:
    """What the gateway keeps or can read itself; without its database the page still opens."""
    database, upkeep = parts_of(request).database, request.app.state.upkeep
    endings = await asyncio.to_thread(upkeep.endings)
    try:
        history, backup = await read_history(database), await statements.last_backup(database)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        history, backup = [], None
    return {"history": history, "backup": backup, "endings": endings}


def _troubles(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last errors, newest first: of requests, and of events that are being tried again."""
    found = [
        {
            "title": row["title"],
            "at": error["at"],
            "what": error["event"],
            "why": error["error"],
            "id": error["request_id"],
        }
        for row in rows
        for error in ((row["overview"] or {}).get("errors") or [])
    ]
    found += [
        {
            "title": row["title"],
            "at": event["received_at"],
            "what": event["type"],
            "told": _told(event | {"service": row["service"]}, "type", "Xử lý lại"),
            "id": event.get("event_id", ""),
        }
        for row in rows
        for event in ((row["overview"] or {}).get("retrying") or [])
    ]
    return sorted(found, key=lambda trouble: str(trouble["at"]), reverse=True)[:MOST_TROUBLES]


def _findings(found: dict[str, Any], *, trial: bool) -> list[Finding]:
    """Every bad state with its place in the guide, the worst first."""
    state, now = found["state"], clock.now()
    findings = []
    if state["gateway"]["database"] != "ok":
        findings.append(Finding("Cơ sở dữ liệu của cổng không trả lời.", "co-so-du-lieu"))
    for row in found["rows"]:
        if row["status"] != "ok":
            database = row["status"] == "not_ready"
            what = "không tới được cơ sở dữ liệu của mình" if database else "không trả lời"
            findings.append(Finding(f"{row['title']} {what}.", "co-so-du-lieu" if database else "khong-tra-loi"))
    if state["axis"]["status"] != "ok":
        findings.append(Finding("Trục liên thông không trả lời.", "truc"))
    if letters := len(found["letters"]) + len(found["unreadable"]):
        findings.append(Finding(f"Có {letters} thư chết hoặc tin không nhận.", "thu-chet"))
    if state["axis"]["lag_seconds"] > LAG_SECONDS:
        findings.append(Finding("Có sự kiện chờ quá 5 phút mà chưa được nhận.", "do-tre"))
    unread = [row["overview"]["unread"] for row in found["rows"] if row["overview"] and row["overview"].get("unread")]
    if any(waiting["oldest_seconds"] > UNREAD_SECONDS for waiting in unread):
        findings.append(Finding("Có gói tin đến đã lâu mà chưa được đọc.", "do-tre"))
    findings += find_refused(found["refused"], TEXTS)
    findings += find_jobs(found["jobs"])
    findings += find_disk(found["disk"])
    findings += find_endings(found["endings"], now)
    return findings + find_backup(found["backup"], now, trial=trial)


async def _overview(request: Request, who: Identity, service: str) -> dict[str, Any] | None:
    try:
        found = await parts_of(request).services.read_json(service, "/internal/operations", _plain(who), patience=3.0)
    except (Unavailable, NotFound):
        return None
    return found if isinstance(found, dict) else None


def _plain(who: Identity) -> Identity:
    """The operator without what belongs to the browser's session."""
    return who.model_copy(update={"csrf": "", "session": ""})


def _readable(body: str) -> str:
    try:
        return orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return body
