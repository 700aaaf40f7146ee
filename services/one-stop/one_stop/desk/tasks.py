"""Tasks on the dossier's page: giving one, saying that it is done, giving it back, taking it back."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from one_stop.auth import MayDoTasks, MayGiveTasks
from one_stop.desk.acting import act_on, only, typed_day
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.schemas import Refusing
from one_stop.page_forms import read_form
from one_stop.tasks.actions import finish_task, give_task, recall_task, return_task
from one_stop.tasks.schemas import Finishing, Giving
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/mot-cua/ho-so/{dossier_id}/viec")
Number = Annotated[int, Path(ge=1, le=32_000)]


@router.post("")
async def give(dossier_id: UUID, who: MayGiveTasks, request: Request, session: Session) -> Response:
    """Giao việc cho đồng nghiệp."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Giving, only(form, "to_id", "what") | typed_day(form, "due_on"))
        return await give_task(session, who, dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.GIVE_TASK, act)


@router.post("/{number}/xong")
async def done(dossier_id: UUID, number: Number, who: MayDoTasks, request: Request, session: Session) -> Response:
    """Báo đã xong."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Finishing, only(form, "answer"))
        return await finish_task(session, who, dossier_id, version, number, body.answer)

    return await act_on(request, session, who, dossier_id, Doing.TASK_DONE, act)


@router.post("/{number}/tra-lai")
async def give_back(dossier_id: UUID, number: Number, who: MayDoTasks, request: Request, session: Session) -> Response:
    """Trả lại việc."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await return_task(session, who, dossier_id, version, number, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.TASK_RETURNED, act)


@router.post("/{number}/thu-hoi")
async def recall(dossier_id: UUID, number: Number, who: MayDoTasks, request: Request, session: Session) -> Response:
    """Thu hồi việc đã giao."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(Refusing, only(form, "reason"))
        return await recall_task(session, who, dossier_id, version, number, body.reason)

    return await act_on(request, session, who, dossier_id, Doing.TASK_RECALLED, act)
