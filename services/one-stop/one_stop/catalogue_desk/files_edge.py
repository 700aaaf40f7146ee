"""Tệp mẫu that come with the form of a procedure: each is opened, kept, and named in its line by its SHA-256."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from one_stop.catalogue.actions import case_of
from one_stop.catalogue.queries import get_change
from one_stop.catalogue.rules import STEPS, Changing
from one_stop.catalogue_desk.form import read_typed
from one_stop.procedures.files import HOLDERS, keep_file, known_files
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import FieldError, Invalid
from shared.foreign.opening import OpenedFile
from shared.web.uploads import chosen_in, keep_opened, take_chosen

FILES = "tep."
"""How the names of the file boxes begin: `tep.papers.0`."""
_PLACE = re.compile(r"(papers|results)\.(\d{1,3})")
_DROP = re.compile(r"(papers|results)\.\d{1,3}\.drop_file")
_ONE = "Mỗi giấy tờ, mỗi kết quả một tệp mẫu: hãy chọn một tệp, hoặc nhiều ảnh của một bản."
_NAMELESS = "Hãy ghi tên của dòng này rồi mới chọn tệp mẫu."


async def typed_with_files(
    request: Request, session: AsyncSession, who: Identity, change_id: UUID, sent: FormData
) -> dict[str, Any]:
    """What was typed, with the files that were chosen. Raises Invalid at the box of each that cannot be taken."""
    change = await get_change(session, change_id, who.agency_code)
    STEPS.require(Changing.SAVE, case_of(change, who))
    boxes = plain_boxes(sent)
    names = {place: boxes.get(f"{place}.name", "").strip() for place in _places(boxes)}
    errors: dict[str, str] = {}
    for chosen in chosen_in(sent, FILES, names):
        place = chosen.field.removeprefix(FILES)
        if not names.get(place):
            errors[chosen.field] = _NAMELESS
            continue
        found: list[FileReference] = []

        async def keep(file: OpenedFile, _: object, found: list[FileReference] = found) -> None:
            found.append(await keep_opened(request, session, file))

        await take_chosen(request, session, chosen, keep, errors, TEXTS)
        if len(found) > 1:
            errors.setdefault(chosen.field, _ONE)
        for file in found:
            await keep_file(session, change.code, file, who.subject)
            boxes[f"{place}.{HOLDERS[place.partition('.')[0]]}"] = file.sha256
    if errors:
        raise Invalid(
            "invalid_input", fields=[FieldError(f"/{box}", "file_refused", said) for box, said in errors.items()]
        )
    return typed_of_form(sent, boxes)


def typed_of_form(sent: FormData, boxes: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What was typed; lists of boxes as they came, single ones as `boxes` has them."""
    single = boxes if boxes is not None else plain_boxes(sent)
    held = {f"{place}.{HOLDERS[place.partition('.')[0]]}" for place in _places(single)}
    came = [(name, value) for name, value in sent.multi_items() if name not in held and not _DROP.fullmatch(name)]
    return read_typed([*came, *((name, single[name]) for name in held if single.get(name))])


def plain_boxes(sent: FormData) -> dict[str, str]:
    """Text of each box; the file that is to go is named no more."""
    boxes = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
    for name in [name for name in boxes if _DROP.fullmatch(name)]:
        place = name.removesuffix(".drop_file")
        boxes.pop(f"{place}.{HOLDERS[place.partition('.')[0]]}", None)
    return boxes


def _places(boxes: Mapping[str, str]) -> set[str]:
    return {found[0] for name in boxes if (found := _PLACE.match(name))}


async def files_of(session: AsyncSession, code: str, typed: Mapping[str, Any]) -> dict[str, FileReference]:
    """The files that a draft names, by SHA-256."""
    named = [str(line.get(name, "")) for part, name in HOLDERS.items() for line in typed.get(part, ())]
    return await known_files(session, code, filter(None, named))
