"""Parts of a dossier on its page: asking other agencies, taking a question back, going on without a late answer."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response
from pydantic import ValidationError

from one_stop.auth import MayAskParts, MayRecallParts, MaySkipParts
from one_stop.desk.acting import act_on, typed_day
from one_stop.dossiers.rules import Doing
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form
from one_stop.parts.actions import Office, ask_parts, go_on_without, recall_part
from one_stop.parts.branching import ask_again
from one_stop.parts.schemas import Asked, AskingAgain, Consulting, Recalling, WrittenDown
from one_stop.parts.writing_down import write_down_answer
from shared.core.errors import FieldError, Invalid
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}")
Number = Annotated[int, Path(ge=1, le=32_000)]
PAPER, PLACE = "giay.", "to"
"""Names of the form's controls: a box for each paper, and the lists in which agencies are chosen: `to`, `to2`, `to3`."""


@router.post("/phan-viec")
async def ask(dossier_id: UUID, who: MayAskParts, counter: AtCounter, request: Request, session: Session) -> Response:
    """Lấy ý kiến cơ quan, đơn vị khác."""

    async def act(form: dict[str, str], version: int | None) -> object:
        office = Office(counter.prints, counter.times)
        return await ask_parts(session, office, who, dossier_id, version, _asking(form))

    return await act_on(request, session, who, dossier_id, Doing.ASK_PART, act)


def _asking(form: dict[str, str]) -> Consulting:
    to = _places(form)
    return read_form(
        Consulting,
        {
            "to": to,
            "question": form.get("question", ""),
            "hours": form.get("hours", ""),
            "papers": [name.removeprefix(PAPER) for name in form if name.startswith(PAPER)],
            "required": not form.get("not_required"),
        },
    )


def _places(form: dict[str, str]) -> list[Asked]:
    """As chosen in the lists; Invalid for what is no place."""
    chosen = [form[name] for name in sorted(form) if name.startswith(PLACE) and form[name]]
    try:
        return [Asked.read(place) for place in chosen]
    except ValidationError as error:
        wrong = FieldError("/to", "asked_unknown", "Hãy chọn cơ quan, đơn vị đang hoạt động trong danh sách.")
        raise Invalid("invalid_input", fields=[wrong]) from error


@router.post("/phan-viec/{number}/thu-hoi")
async def recall(dossier_id: UUID, number: Number, who: MayRecallParts, request: Request, session: Session) -> Response:
    """Thu hồi phần việc."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Recalling, {"reason": form.get("reason", "")})
        return await recall_part(session, who, dossier_id, version, number, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.RECALL_PART, act)


@router.post("/phan-viec/{number}/giao-lai")
async def again(
    dossier_id: UUID, number: Number, who: MayAskParts, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Giao lại nhánh song song."""

    async def act(form: dict[str, str], version: int | None) -> object:
        places = _places({PLACE: form.get(PLACE, "")})
        body = read_form(
            AskingAgain,
            {
                "to": places[0] if places else {"agency_code": ""},
                "question": form.get("question", ""),
                "hours": form.get("hours", ""),
            },
        )
        return await ask_again(session, Office(counter.prints, counter.times), who, dossier_id, version, number, body)

    return await act_on(request, session, who, dossier_id, Doing.ASK_PART, act)


@router.post("/phan-viec/{number}/ghi-tra-loi")
async def write_down(
    dossier_id: UUID, number: Number, who: MayAskParts, request: Request, session: Session
) -> Response:
    """Ghi câu trả lời nhận ngoài hệ thống."""

    async def act(form: dict[str, str], version: int | None) -> object:
        said = {name: form.get(name, "") for name in ("conclusion", "opinion", "told_by", "document")}
        body = read_form(WrittenDown, said | typed_day(form, "day"))
        return await write_down_answer(session, who, dossier_id, version, number, body)

    return await act_on(request, session, who, dossier_id, Doing.PART_ANSWERED, act)


@router.post("/phan-viec/{number}/di-tiep")
async def go_on(dossier_id: UUID, number: Number, who: MaySkipParts, request: Request, session: Session) -> Response:
    """Đi tiếp, không chờ ý kiến quá hạn."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Recalling, {"reason": form.get("reason", "")})
        return await go_on_without(session, who, dossier_id, version, number, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.SKIP_PART, act)
