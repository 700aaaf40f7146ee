"""/mot-cua/danh-muc-thu-tuc: the catalogue, one procedure with its versions and changes, two versions compared."""

from typing import Annotated

from fastapi import Query, Request, Response

from one_stop.auth import MayEditProcedures, MaySeeProcedureDrafts
from one_stop.catalogue.actions import begin_change, begin_procedure
from one_stop.catalogue.comparing import differences, facts_of
from one_stop.catalogue.effects import standing
from one_stop.catalogue.queries import agency_names, find_open, list_changes, list_open
from one_stop.catalogue.rules import FITTING, KIND_LABELS, STANDING_LABELS, STATE_LABELS, ChangeKind
from one_stop.catalogue.schemas import Beginning
from one_stop.catalogue_desk.listing import CATALOGUE
from one_stop.page_forms import read_form, texts_of
from one_stop.procedures.files import files_in, get_file
from one_stop.procedures.picture import picture_of
from one_stop.procedures.queries import list_versions
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import NotFound, Refusal
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.form_fields import errors_by_field
from shared.web.lists import add_list_routes, view_of
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes
from shared.web.viewer import Whole, open_stored

PATH = CATALOGUE.path
CHANGE = "/mot-cua/thay-doi-thu-tuc"
PAGE = 50

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_PROCEDURE_DRAFTS)
Version = Annotated[int | None, Query(ge=1, le=100_000)]


@router.get("/danh-muc-thu-tuc")
async def show_catalogue(request: Request, who: MaySeeProcedureDrafts, session: Session) -> Response:
    """Danh mục thủ tục, with what is being changed above it."""
    view = await view_of(request, session, who, CATALOGUE, PAGE)
    edits = holds(who, RIGHTS[Right.EDIT_PROCEDURES])
    names, changes = await agency_names(session), await list_open(session)
    return page_of(request).render(
        request,
        "catalogue.html",
        list=view,
        changes=changes,
        states=STATE_LABELS,
        kinds=KIND_LABELS,
        names=names,
        edits=edits,
    )


add_list_routes(router, CATALOGUE, _reads, "/danh-muc-thu-tuc")
add_view_routes(router, CATALOGUE, _reads, "/danh-muc-thu-tuc")


@router.get("/soan-thu-tuc-moi")
async def show_new(request: Request, who: MayEditProcedures) -> Response:
    """Soạn thủ tục mới."""
    return _new(request, {}, None)


@router.post("/soan-thu-tuc-moi")
async def begin_new(request: Request, who: MayEditProcedures, session: Session) -> Response:
    """Soạn thủ tục mới: its code and name first."""
    form = texts_of(await request.form())
    typed = {name: form.get(name, "") for name in ("code", "name")}
    made, refusal = await attempt(request, session, lambda: begin_procedure(session, who, read_form(Beginning, typed)))
    if made is None:
        if refusal is not None and (own := await _own_open(session, who, typed["code"], refusal)):
            return own
        return _new(request, typed, refusal)
    return Response(status_code=303, headers={"location": f"{CHANGE}/{made.id}/sua"})


@router.get("/danh-muc-thu-tuc/{code}")
async def show_procedure(code: str, request: Request, who: MaySeeProcedureDrafts, session: Session) -> Response:
    """Một thủ tục: what it says today, its versions, its changes."""
    return await _procedure(request, session, who, code)


@router.post("/danh-muc-thu-tuc/{code}/soan")
async def begin(code: str, request: Request, who: MayEditProcedures, session: Session) -> Response:
    """Soạn thay đổi từ bản đang có hiệu lực; tạm dừng, bãi bỏ, thực hiện trở lại."""
    asked = texts_of(await request.form()).get("kind", "")
    kind = ChangeKind(asked) if asked in list(ChangeKind) else ChangeKind.CONTENT
    made, refusal = await attempt(request, session, lambda: begin_change(session, who, code, kind))
    if made is None:
        if refusal is not None and (own := await _own_open(session, who, code, refusal)):
            return own
        return await _procedure(request, session, who, code, refusal)
    form_of_it = "/sua" if kind is ChangeKind.CONTENT else ""
    return Response(status_code=303, headers={"location": f"{CHANGE}/{made.id}{form_of_it}"})


@router.get("/danh-muc-thu-tuc/{code}/so-sanh")
async def compare(
    code: str, request: Request, who: MaySeeProcedureDrafts, session: Session, tu: Version = None, den: Version = None
) -> Response:
    """So sánh hai phiên bản; without a choice the two newest."""
    versions = await list_versions(session, code)
    by_number = {version.version: version for version in versions}
    if len(versions) < 2:
        raise NotFound("not_found")
    before, after = by_number.get(tu or versions[1].version), by_number.get(den or versions[0].version)
    if before is None or after is None:
        raise NotFound("not_found")
    found = differences(before.row(), after.row(), await agency_names(session))
    return page_of(request).render(
        request,
        "catalogue_compare.html",
        title="So sánh phiên bản",
        procedure=versions[0],
        versions=versions,
        before=before,
        after=after,
        found=found,
    )


@router.get("/danh-muc-thu-tuc/{code}/tep/{sha256}")
async def show_file(code: str, sha256: str, request: Request, _: MaySeeProcedureDrafts, session: Session) -> Response:
    """Tệp mẫu của thủ tục: of any version, or of a draft."""
    whole = Whole(f"{PATH}/{code}", f"Thủ tục {code}")
    return await open_stored(request, await get_file(session, code, sha256), whole, opens=True)


async def _own_open(session: Session, who: Identity, code: str, refusal: Refusal) -> Response | None:
    """The button was pressed twice, or a colleague began: there it goes on."""
    if refusal.code != "change_open_already":
        return None
    held = await find_open(session, code)
    if held is None or held.agency_code != who.agency_code:
        return None
    return Response(status_code=303, headers={"location": f"{CHANGE}/{held.id}"})


async def _procedure(
    request: Request, session: Session, who: Identity, code: str, refusal: Refusal | None = None
) -> Response:
    versions = await list_versions(session, code)
    if not versions:
        raise NotFound("not_found")
    names, newest = await agency_names(session), versions[0]
    return page_of(request).render(
        request,
        "catalogue_procedure.html",
        refusal.status if refusal else 200,
        procedure=newest,
        facts=facts_of(newest.row(), names),
        files=files_in(newest.row()),
        picture=picture_of(newest.row(), names, newest.field_labels),
        versions=versions,
        changes=await list_changes(session, code),
        open=await find_open(session, code),
        states=STATE_LABELS,
        names=names,
        edits=holds(who, RIGHTS[Right.EDIT_PROCEDURES]),
        fitting=[kind.value for kind in FITTING[standing(newest)]],
        kinds=KIND_LABELS,
        standing=STANDING_LABELS[standing(newest)],
        sentence=sentence_for(refusal, TEXTS) if refusal else "",
    )


def _new(request: Request, typed: dict[str, str], refusal: Refusal | None) -> Response:
    return page_of(request).render(
        request,
        "catalogue_new.html",
        refusal.status if refusal else 200,
        title="Soạn thủ tục mới",
        typed=typed,
        errors=errors_by_field(refusal.fields) if refusal else {},
        sentence=sentence_for(refusal, TEXTS) if refusal and not refusal.fields else "",
    )
