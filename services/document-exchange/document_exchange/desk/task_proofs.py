"""Minh chứng: files of a report as they were chosen in a form or sent by a program, kept by their content after the scan."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from document_exchange.texts import TEXTS
from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.foreign.opening import OpenedFile
from shared.web.uploads import chosen_in, keep_opened, take_chosen

FIELD = "tep"
MOST = 10
_NAME = "minh-chung"


async def take_proofs(request: Request, session: AsyncSession, form: FormData) -> list[FileReference]:
    """Refuses beside the field what is no file of a known kind."""
    kept: list[FileReference] = []
    errors: dict[str, str] = {}

    async def keep(file: OpenedFile, _: list[UploadFile]) -> None:
        kept.append(await keep_opened(request, session, file))

    for chosen in chosen_in(form, FIELD, {"": _NAME}):
        if len(chosen.uploads) > MOST:
            errors[FIELD] = f"Mỗi lần báo tối đa {MOST} tệp."
            break
        await take_chosen(request, session, chosen, keep, errors, TEXTS)
    if errors:
        raise Invalid("invalid_input", fields=[FieldError(f"/{FIELD}", "file_refused", errors[FIELD])])
    return kept
