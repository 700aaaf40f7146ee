"""Tra cứu by dossier code and lookup secret, without an account: how far it is, who has it, what to bring, and the result."""

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.auth import MayLookUp
from online_services.texts import FINDINGS, REFUSALS, STATUS_COLOURS, STATUS_NAMES
from online_services.tracking import queries
from online_services.tracking.rules import lateness, overdue_answer
from online_services.tracking.statements import find_tracked
from shared.core import clock
from shared.core.errors import NotFound
from shared.standards import typed
from shared.standards.dossier_status import DossierStatus
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.file_answers import stored_file
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter()


@router.get("/tra-cuu")
async def look_up_page(request: Request, caller: MayLookUp, session: Session, ma: str = "", khoa: str = "") -> Response:
    """The QR code of form 01 leads here with both codes; typed ones are posted, so that they stay out of histories."""
    if ma and khoa:
        return await _look_up(request, session, ma, khoa)
    return page_of(request).render(request, "look_up.html", code=ma[:60], errors={}, found=None)


@router.post("/tra-cuu")
async def look_up(request: Request, caller: MayLookUp, session: Session) -> Response:
    form = await request.form()
    return await _look_up(request, session, str(form.get("ma") or ""), str(form.get("khoa") or ""))


@router.post("/tra-cuu/ket-qua")
async def download_result(request: Request, caller: MayLookUp, session: Session) -> Response:
    """The signed result of a dossier that was handed in at the counter: whoever holds the receipt may have no account."""
    form = await request.form()
    code, secret = _read(str(form.get("ma") or ""), str(form.get("khoa") or ""))
    found = await find_tracked(await request.app.state.database.hot(), code, secret) if code and secret else None
    public = await queries.find_public_course(session, found.id) if found else None
    wanted = str(form.get("tep") or "")
    held = [file for file in public.results if wanted in ("", str(file.id))] if public else []
    if public is None or not held:
        raise NotFound("dossier_not_found")
    result = held[0]
    await evidence.record(
        session, "file-downloaded", f"submission/{public.dossier.id}", "look-up", sha256=result.sha256
    )
    return await stored_file(request, result.as_reference())


def _read(code: str, secret: str) -> tuple[str, str]:
    """Codes as people type them: capitals, spaces and groups do not count."""
    return typed.read_code(code[:200])[:60], typed.read_secret(secret[:200])[:60]


async def _look_up(request: Request, session: AsyncSession, typed_code: str, typed_secret: str) -> Response:
    code, secret = _read(typed_code, typed_secret)
    errors = {} if code else {"ma": FINDINGS["code_missing"]}
    errors |= {} if secret else {"khoa": FINDINGS["secret_missing"]}
    found = None
    if not errors:
        found = await find_tracked(await request.app.state.database.hot(), code, secret)
        if found is None:
            errors = {"ma": REFUSALS["dossier_not_found"]}
    public = await queries.find_public_course(session, found.id) if found else None
    asked = public.request if public else None
    return page_of(request).render(
        request,
        "look_up.html",
        422 if errors else 200,
        code=code,
        secret=secret if found else "",
        errors=errors,
        found=found,
        public=public,
        status_name=STATUS_NAMES[found.status] if found else "",
        status_colour=STATUS_COLOURS[found.status] if found else "",
        waits_to_be_fetched=found is not None and found.status == DossierStatus.RESOLVED,
        late=lateness(found.status, found.due_at, clock.now(), paused=found.paused_at is not None) if found else "",
        overdue=overdue_answer(asked.deadline_at, clock.now()) if asked else "",
    )
