"""Tasks on dossiers, for programs: the list, giving one, and what becomes of it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from one_stop.auth import MayDoTasks, MayGiveTasks, MaySee
from one_stop.dossiers.schemas import Moved, Refusing
from one_stop.edge import once_moved
from one_stop.rights import RIGHTS, Right
from one_stop.task_desk.listing import TASKS
from one_stop.tasks.actions import finish_task, give_task, recall_task, return_task
from one_stop.tasks.schemas import Finishing, Giving, TaskOut
from shared.web.callers import require
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Việc được giao"])
Number = Annotated[int, Path(ge=1, le=32_000)]


@router.get("/lists/tasks", summary="Việc được giao trên hồ sơ")
async def list_tasks(
    who: MaySee,
    session: Session,
    q: Words = "",
    state: Literal["", "overdue", "ended"] = "",
    scope: Literal["mine", "given", "agency"] = "mine",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[TaskOut]:
    """Việc được giao ở cơ quan người gọi: open ones as they are due, ended ones the newest first."""
    wanted = {"q": q, "state": state, "scope": scope, "sort": sort, "after": after}
    return await page_out(session, who, TASKS.choose(wanted, by="name"), limit, count, TaskOut.of)


add_view_calls(router, TASKS, require(RIGHTS, Right.SEE_DOSSIERS))


@router.post("/dossiers/{dossier_id}/tasks", response_model=Moved, summary="Giao việc cho đồng nghiệp")
async def give(
    dossier_id: UUID, body: Giving, who: MayGiveTasks, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Giao việc trên hồ sơ cho một đồng nghiệp."""
    return await once_moved(request, session, lambda: give_task(session, who, dossier_id, version, body))


@router.post("/dossiers/{dossier_id}/tasks/{number}/done", response_model=Moved, summary="Báo việc đã xong")
async def done(
    dossier_id: UUID, number: Number, body: Finishing, who: MayDoTasks, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Báo việc được giao đã xong."""
    return await once_moved(
        request, session, lambda: finish_task(session, who, dossier_id, version, number, body.answer)
    )


@router.post("/dossiers/{dossier_id}/tasks/{number}/return", response_model=Moved, summary="Trả lại việc được giao")
async def give_back(
    dossier_id: UUID, number: Number, body: Refusing, who: MayDoTasks, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Trả lại việc được giao, nêu lý do."""
    return await once_moved(
        request, session, lambda: return_task(session, who, dossier_id, version, number, body.reason)
    )


@router.post("/dossiers/{dossier_id}/tasks/{number}/recall", response_model=Moved, summary="Thu hồi việc đã giao")
async def recall(
    dossier_id: UUID, number: Number, body: Refusing, who: MayDoTasks, version: ExpectedVersion,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Thu hồi việc đã giao, nêu lý do."""
    return await once_moved(
        request, session, lambda: recall_task(session, who, dossier_id, version, number, body.reason)
    )
