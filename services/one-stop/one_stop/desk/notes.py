"""Notes and minutes of checks on the spot, both with files."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayRecordChecks, MayWriteNotes
from one_stop.desk.acting import only, typed_day
from one_stop.desk.with_files import Act, press, press_by_program
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Moved
from one_stop.notes.actions import record_check, write_note
from one_stop.notes.schemas import Checking, Noting
from one_stop.page_forms import read_form as read_fields
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
api = APIRouter(prefix="/api/one-stop/v1/dossiers", tags=["Ghi chú, biên bản trên hồ sơ"])


@router.post("/ghi-chu")
async def note(dossier_id: UUID, who: MayWriteNotes, request: Request, session: Session) -> Response:
    """Ghi chú nội bộ."""
    return await press(request, session, who, dossier_id, _note(session, who, dossier_id))


@router.post("/kiem-tra-thuc-dia")
async def check(dossier_id: UUID, who: MayRecordChecks, request: Request, session: Session) -> Response:
    """Lập biên bản kiểm tra thực địa."""
    return await press(request, session, who, dossier_id, _check(session, who, dossier_id))


@api.post("/{dossier_id}/notes", response_model=Moved, summary="Ghi chú nội bộ")
async def note_by_program(
    dossier_id: UUID, who: MayWriteNotes, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Ghi chú nội bộ: multipart, `text` and any number of `tep`."""
    return await press_by_program(request, session, who, dossier_id, version, _note(session, who, dossier_id))


@api.post("/{dossier_id}/field-checks", response_model=Moved, summary="Lập biên bản kiểm tra thực địa")
async def check_by_program(
    dossier_id: UUID, who: MayRecordChecks, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Biên bản kiểm tra thực địa: multipart, `made_on` (YYYY-MM-DD), `place`, `took_part`, `findings` and any number of `tep`."""
    return await press_by_program(request, session, who, dossier_id, version, _check(session, who, dossier_id))


def _note(session: Session, who: Identity, dossier_id: UUID) -> Act:
    async def write(form: dict[str, str], version: int | None, files: Sequence[FileReference]) -> Dossier:
        return await write_note(session, who, dossier_id, version, read_fields(Noting, only(form, "text")), files)

    return Doing.NOTE, write


def _check(session: Session, who: Identity, dossier_id: UUID) -> Act:
    async def write(form: dict[str, str], version: int | None, files: Sequence[FileReference]) -> Dossier:
        typed = typed_day(form, "made_on") | only(form, "made_on", "place", "took_part", "findings")
        return await record_check(session, who, dossier_id, version, read_fields(Checking, typed), files)

    return Doing.CHECK, write
