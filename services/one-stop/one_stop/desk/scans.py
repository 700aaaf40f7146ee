"""Adding what the counter scanned of a paper: from the dossier's page, with or without scripts, and from programs."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from one_stop.auth import MayReceive
from one_stop.desk.acting import answer_page
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.edge import once_moved
from one_stop.page_forms import texts_of
from one_stop.scans.actions import Scan, add_scans
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.foreign.opening import OpenedFile
from shared.standards.file_kinds import LARGEST_UPLOAD, clean_file_name, sniff_kind
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.uploads import chosen_in, keep_opened, store_of, take_chosen
from shared.web.versions import ExpectedVersion
from shared.work.scanning import take_in

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Giấy tờ của hồ sơ"])
_FILES = "tep"


@router.post("/ban-quet")
async def add_scan(dossier_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Thêm bản quét giấy tờ."""
    sent = await read_form(request, session, who, _FILES)
    add = partial(_add, request, session, who, dossier_id, None, sent)
    return await answer_page(request, session, who, dossier_id, Doing.SCAN, texts_of(sent), add)


@api.post("/{dossier_id}/scan", response_model=Moved, summary="Thêm bản quét giấy tờ")
async def add_scan_by_program(
    dossier_id: UUID, who: MayReceive, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Thêm bản quét giấy tờ: multipart, `paper_code` and one or several `tep`, files or ids of uploads; several pictures become one PDF."""

    async def act() -> Dossier:
        sent = await read_form(request, session, who, _FILES)
        return await _add(request, session, who, dossier_id, version, sent)

    await request.body()
    return await once_moved(request, session, act)


async def _add(
    request: Request, session: Session, who: Identity, dossier_id: UUID, version: int | None, sent: FormData
) -> Dossier:
    paper_code = str(sent.get("paper_code", ""))
    return await add_scans(session, who, dossier_id, version, paper_code, await take_scans(request, session, sent))


async def take_scans(request: Request, session: Session, sent: FormData) -> list[Scan]:
    """All that was chosen as `tep`, or, where one file cannot be opened, nothing."""
    return (await take_scans_by_paper(request, session, sent, _FILES, {"": "ban-quet"})).get("", [])


async def take_scans_by_paper(
    request: Request, session: AsyncSession, sent: FormData, prefix: str, names: Mapping[str, str]
) -> dict[str, list[Scan]]:
    """What was chosen in the boxes that begin with `prefix`, by what follows there: codes of papers, as `names` has them."""
    found: dict[str, list[Scan]] = {}
    errors: dict[str, str] = {}

    async def keep(code: str, file: OpenedFile, made_from: list[UploadFile]) -> None:
        originals = [await keep_original(request, session, upload, file) for upload in made_from]
        scan = await keep_opened(request, session, file), [original for original in originals if original]
        found.setdefault(code, []).append(scan)

    for chosen in chosen_in(sent, prefix, names):
        await take_chosen(request, session, chosen, partial(keep, chosen.field.removeprefix(prefix)), errors, TEXTS)
    if errors:
        fields = [FieldError(f"/{field}", "file_refused", sentence) for field, sentence in errors.items()]
        raise Invalid("invalid_input", fields=fields)
    return found


async def keep_original(
    request: Request, session: Session, upload: UploadFile, shown: OpenedFile
) -> FileReference | None:
    """Kept where what is shown is another file: a scan stands for the paper that was handed in (số hóa, NĐ 107/2021/NĐ-CP)."""
    await upload.seek(0)
    content = await upload.read(LARGEST_UPLOAD + 1)
    if content == shown.content:
        return None
    kind = sniff_kind(content)  # none of those we show for HEIC and WEBP: they are saved only
    media_type = kind.media_type if kind else "application/octet-stream"
    return await take_in(session, store_of(request), content, media_type, clean_file_name(upload.filename or ""))
