"""/mot-cua/thay-doi-thu-tuc: one change of a procedure: what it changes, its form, and who does what with it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayApproveProcedures, MayEditProcedures, MaySeeProcedureDrafts, MayTakeBackProcedures
from one_stop.catalogue import actions
from one_stop.catalogue.checking import check
from one_stop.catalogue.comparing import COLLECTED, DETAILS, LEVELS, TIERS, differences
from one_stop.catalogue.models import ProcedureChange
from one_stop.catalogue.queries import agency_names, get_change
from one_stop.catalogue.rules import KIND_LABELS, OPEN, STATE_LABELS, STEPS, ChangeKind, Changing
from one_stop.catalogue.schemas import Deciding, Halting, Sending
from one_stop.catalogue_desk.files_edge import FILES, files_of, typed_of_form, typed_with_files
from one_stop.catalogue_desk.form import (
    SPARE_CASES,
    SPARE_FEES,
    SPARE_LEGAL,
    SPARE_PAPERS,
    SPARE_RESULTS,
    SPARE_STEPS,
    errors_at_boxes,
)
from one_stop.changeovers.queries import Preview, count_changeovers, preview_of
from one_stop.changeovers.rules import STAY_WORDS, Target
from one_stop.dossiers.printing import TERM_UNITS
from one_stop.page_forms import read_form, texts_of, version_of
from one_stop.procedures.cases import CASE_FIELD, CHANNELS
from one_stop.procedures.fees import KINDS as FEE_KINDS
from one_stop.procedures.fees import MOMENTS
from one_stop.procedures.picture import Picture, picture_of
from one_stop.procedures.queries import list_forms, newest_labels
from one_stop.procedures.results import BOOKS
from one_stop.procedures.words import ACTIONS
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import ROLE_NAMES
from shared.core import clock
from shared.core.errors import Refusal
from shared.directory.queries import list_agencies
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.problems import sentence_for
from shared.web.resumable import read_form as read_uploads
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import ACCEPT

CHANGE = "/mot-cua/thay-doi-thu-tuc"
ROLES = {role: ROLE_NAMES[role] for role in ("counter-officer", "specialist", "leader")}
DONE = {
    "luu": "Đã lưu bản thảo.",
    "gui": "Đã gửi duyệt. Lãnh đạo cơ quan, không phải người đã soạn, mở thay đổi này để duyệt.",
    "duyet": "Đã duyệt.",
    "tra-lai": "Đã trả lại bản thảo cho người soạn.",
    "lay-lai": "Đã lấy lại để sửa.",
    "bo": "Đã bỏ bản thảo.",
}
_WORDS = ("decision_number", "decision_agency", "reason", "successor_code")
_DAYS = ("decision_day", "effective_on")

router = PageRouter(prefix="/mot-cua/thay-doi-thu-tuc")


@router.get("/{change_id}")
async def show(
    change_id: UUID, request: Request, who: MaySeeProcedureDrafts, session: Session, xong: str = ""
) -> Response:
    """Một thay đổi: what it changes in words, and what may be done with it."""
    return await _show(request, session, who, change_id, done=xong)


@router.get("/{change_id}/sua")
async def show_form(
    change_id: UUID, request: Request, who: MayEditProcedures, session: Session, kiem_tra: str = ""
) -> Response:
    """Sửa bản thảo; with `kiem_tra` each fault at its box."""
    change = await get_change(session, change_id, who.agency_code)
    STEPS.require(Changing.SAVE, actions.case_of(change, who))
    return await _form(request, session, change, change.content, checked=bool(kiem_tra))


@router.post("/{change_id}/sua")
async def save(change_id: UUID, request: Request, who: MayEditProcedures, session: Session) -> Response:
    """Lưu bản thảo, with its mistakes; they are shown where the writer asks for it."""
    await request.form(max_fields=4000)
    form = await read_uploads(request, session, who, FILES)
    version = version_of(texts_of(form))

    async def act() -> ProcedureChange:
        typed = await typed_with_files(request, session, who, change_id, form)
        return await actions.save_change(session, who, change_id, version, typed)

    saved, refusal = await attempt(request, session, act)
    if saved is None:
        change = await get_change(session, change_id, who.agency_code)
        return await _form(request, session, change, typed_of_form(form), refusal=refusal)
    if form.get("then") == "later":
        return Response(status_code=303, headers={"location": f"{CHANGE}/{change_id}?xong=luu"})
    _, faults = await check(session, saved.code, saved.content, await actions.base_row(session, saved))
    at = "/sua?kiem_tra=1" if faults or form.get("then") == "more" else "?xong=luu"
    return Response(status_code=303, headers={"location": f"{CHANGE}/{change_id}{at}"})


@router.post("/{change_id}/gui")
async def send(change_id: UUID, request: Request, who: MayEditProcedures, session: Session) -> Response:
    """Gửi duyệt."""
    form = texts_of(await request.form())
    typed: dict[str, Any] = {name: form.get(name, "") for name in _WORDS}
    for name in _DAYS:
        typed[name] = {part: form.get(f"{name}-{part}", "") for part in ("day", "month", "year")}

    async def act() -> ProcedureChange:
        halts = (await get_change(session, change_id, who.agency_code)).what is not ChangeKind.CONTENT
        said = {name: typed[name] for name in (Halting if halts else Sending).model_fields}
        sending = read_form(Halting, said) if halts else read_form(Sending, said)
        return await actions.send_change(session, who, change_id, version_of(form), sending)

    return await _act_on(request, session, who, change_id, "gui", typed, act)


@router.post("/{change_id}/duyet")
async def approve(change_id: UUID, request: Request, who: MayApproveProcedures, session: Session) -> Response:
    """Duyệt."""
    form = texts_of(await request.form())
    moves = form.get("moves_open") == "1"

    async def act() -> ProcedureChange:
        return await actions.approve_change(session, who, change_id, version_of(form), moves_open=moves)

    return await _act_on(request, session, who, change_id, "duyet", {}, act)


@router.post("/{change_id}/tra-lai")
async def give_back(change_id: UUID, request: Request, who: MayApproveProcedures, session: Session) -> Response:
    """Trả lại bản thảo."""
    form = texts_of(await request.form())

    async def act() -> ProcedureChange:
        why = read_form(Deciding, {"reason": form.get("reason", "")})
        return await actions.return_change(session, who, change_id, version_of(form), why.reason)

    return await _act_on(request, session, who, change_id, "tra-lai", {"returned": form.get("reason", "")}, act)


@router.post("/{change_id}/lay-lai")
async def take_back(change_id: UUID, request: Request, who: MayTakeBackProcedures, session: Session) -> Response:
    """Lấy lại để sửa."""
    version = version_of(texts_of(await request.form()))
    act = lambda: actions.take_back_change(session, who, change_id, version)  # noqa: E731
    return await _act_on(request, session, who, change_id, "lay-lai", {}, act)


@router.post("/{change_id}/bo")
async def drop(change_id: UUID, request: Request, who: MayEditProcedures, session: Session) -> Response:
    """Bỏ bản thảo."""
    version = version_of(texts_of(await request.form()))
    act = lambda: actions.drop_change(session, who, change_id, version)  # noqa: E731
    return await _act_on(request, session, who, change_id, "bo", {}, act)


async def _act_on(
    request: Request,
    session: Session,
    who: Identity,
    change_id: UUID,
    doing: str,
    typed: dict[str, Any],
    act: Callable[[], Awaitable[ProcedureChange]],
) -> Response:
    """Do it and show the change; what is refused is shown beside the form it came from."""
    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _show(request, session, who, change_id, refusal=refusal, typed=typed)
    request.app.state.waker.wake()
    return Response(status_code=303, headers={"location": f"{CHANGE}/{change_id}?xong={doing}"})


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    change_id: UUID,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    typed: dict[str, Any] | None = None,
) -> Response:
    change = await get_change(session, change_id, who.agency_code)
    names, before = await agency_names(session), await actions.base_row(session, change)
    row, faults = await check(session, change.code, change.content, before)
    writes = change.what is ChangeKind.CONTENT
    is_open = writes and change.current_state in OPEN
    said = typed or {name: getattr(change, name) for name in (*_WORDS, *_DAYS)}
    errors = errors_by_field(refusal.fields) if refusal else {}
    return page_of(request).render(
        request,
        "catalogue_change.html",
        refusal.status if refusal else 200,
        change=change,
        title=KIND_LABELS[change.what] if change.base_version else "Thủ tục mới",
        writes=writes,
        state=STATE_LABELS[change.current_state],
        found=differences(before or None, row, names) if row and is_open else [],
        faults=faults if is_open else [],
        boxes=errors_at_boxes(faults),
        picture=await _picture(session, row, names) if row and is_open else None,
        preview=await _preview(session, change, row) if row and is_open and change.base_version else None,
        stay_words=STAY_WORDS,
        moved=await count_changeovers(session, change.id) if change.moves_open and change.in_force_at else None,
        may={act.value for act in STEPS.allowed(actions.case_of(change, who))},
        may_not_own=change.current_state.value == "sent" and who.subject in change.authors,
        agency=names.get(change.agency_code, change.agency_code),
        done=DONE.get(done, ""),
        said=said,
        errors=errors,
        sentence=sentence_for(refusal, TEXTS) if refusal and not errors else "",
    )


async def _picture(session: Session, row: dict[str, Any], names: Mapping[str, str]) -> Picture | None:
    """Sơ đồ of the draft's steps."""
    return picture_of(row, names, await newest_labels(session, row.get("form") or ""))


async def _preview(session: Session, change: ProcedureChange, row: dict[str, Any]) -> Preview:
    """What the change means for the dossiers that run now."""
    labels = await newest_labels(session, row.get("form") or "")
    return await preview_of(session, change.code, Target.of(row, labels))


def _fee_boxes(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The fee table, with lines to spare."""
    fees = [*typed.get("fees", []), *({} for _ in range(SPARE_FEES))]
    return {"fees": fees, "fee_kinds": FEE_KINDS, "moments": {code: COLLECTED[code] for code in MOMENTS}}


def _boxes(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in lists, with lines to spare."""
    spare = {"cases": SPARE_CASES, "results": SPARE_RESULTS, "papers": SPARE_PAPERS, "steps": SPARE_STEPS}
    spare |= {"legal_documents": SPARE_LEGAL}
    lists = {name: [*typed.get(name, []), *({} for _ in range(lines))] for name, lines in spare.items()}
    return lists | {"case_channels": CHANNELS, "result_books": BOOKS}


async def _file_boxes(session: Session, change: ProcedureChange, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The files that it names, and what may be chosen."""
    files = await files_of(session, change.code, typed)
    return {"files": files, "accept": ACCEPT, "largest": LARGEST_UPLOAD}


async def _form(
    request: Request,
    session: Session,
    change: ProcedureChange,
    typed: dict[str, Any],
    *,
    checked: bool = False,
    refusal: Refusal | None = None,
) -> Response:
    _, faults = (
        await check(session, change.code, typed, await actions.base_row(session, change)) if checked else (None, [])
    )
    agencies = [(one.code, one.name) for one in await list_agencies(session, clock.local_now().date())]
    labels = await newest_labels(session, str(typed.get("form", "")))
    unsaved = errors_by_field(refusal.fields) if refusal else {}
    return page_of(request).render(
        request,
        "catalogue_edit.html",
        refusal.status if refusal else 200,
        change=change,
        typed=typed,
        **_boxes(typed),
        case_names=[(one["code"], one["name"]) for one in typed.get("cases", []) if one.get("code")],
        **_fee_boxes(typed),
        errors=errors_at_boxes(faults) | unsaved,
        unsaved=bool(unsaved),
        **await _file_boxes(session, change, typed),
        checked=checked,
        sentence=sentence_for(refusal, TEXTS) if refusal and not unsaved else "",
        agencies=agencies,
        forms_known=await list_forms(session),
        fields=[(CASE_FIELD, "Trường hợp"), *((label["name"], label["title"]) for label in labels)],
        tiers=TIERS,
        units=[(unit, words) for unit, words in TERM_UNITS.items()],
        collected=COLLECTED,
        levels=[(str(level), words) for level, words in LEVELS.items()],
        details=DETAILS,
        roles=ROLES,
        actions=ACTIONS,
    )
