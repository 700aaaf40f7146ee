"""Hình chữ ký của mình, hình con dấu của cơ quan: brought, looked at, put in use; a page and calls for each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.pictures.actions import (
    MEDIA_TYPE,
    bring_picture,
    drop_picture,
    get_picture,
    list_pictures,
    use_picture,
)
from document_exchange.pictures.models import SigningPicture
from document_exchange.pictures.rules import PictureState, Whose
from document_exchange.pictures.schemas import PictureOut
from document_exchange.problems import PROBLEMS
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import errors_of, id_of, number_of, text_of, uploads_of
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core.errors import NotFound, Refusal
from shared.signing.pictures import LARGEST, USUAL_DIAMETER
from shared.storage.files import read_limited
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.file_answers import stored_file
from shared.web.form_fields import errors_by_field
from shared.web.routers import PageRouter
from shared.web.transaction import Session

FIELD = "picture"


@dataclass(frozen=True)
class Door:
    """Nơi đổi hình: whose, at which address, by which right."""

    whose: Whose
    place: str
    call: str
    right: Right
    title: str
    named: str
    """As the calls' names say it."""

    @property
    def is_seal(self) -> bool:
        return self.whose is Whose.SEAL


DOORS = (
    Door(
        Whose.PERSON,
        "/van-ban/hinh-chu-ky",
        "/signature-picture",
        Right.OWN_SIGNATURE,
        "Hình chữ ký của bạn",
        "hình chữ ký",
    ),
    Door(
        Whose.SEAL,
        "/van-ban/hinh-con-dau",
        "/seal-picture",
        Right.SEAL_PICTURE,
        "Hình con dấu của cơ quan",
        "hình con dấu",
    ),
)


def _pages(door: Door) -> PageRouter:
    router = PageRouter(prefix=door.place)
    may = Annotated[Identity, Depends(require(RIGHTS, door.right))]

    async def show(request: Request, who: may, session: Session) -> Response:
        """Hình đang dùng, hình chờ dùng, hình đã dùng."""
        return await _page(request, session, who, door, None)

    async def bring(request: Request, who: may, session: Session) -> Response:
        """Tải hình lên để xem trước."""
        form = await request.form()
        brought = uploads_of(form, FIELD)
        content = await brought[0].read() if brought else b""
        diameter = number_of(form, "diameter") if door.is_seal else USUAL_DIAMETER
        told = session, who, door.whose, content, request.app.state.files, diameter
        _, refusal = await attempt(request, session, lambda: bring_picture(*told))
        if refusal is not None:
            return await _page(request, session, who, door, refusal, text_of(form, "diameter"))
        return RedirectResponse(f"{door.place}#xem-truoc", 303)

    async def do(request: Request, who: may, session: Session, viec: str) -> Response:
        """Dùng hình đã xem, bỏ hình đang dùng."""
        if viec not in ("dung", "bo"):
            raise NotFound("not_found")
        chosen = id_of(await request.form(), "picture_id") or UUID(int=0)
        acts: dict[str, Callable[[], Awaitable[object]]] = {
            "dung": lambda: use_picture(session, who, door.whose, chosen),
            "bo": lambda: drop_picture(session, who, door.whose),
        }
        _, refusal = await attempt(request, session, acts[viec])
        if refusal is not None:
            return await _page(request, session, who, door, refusal)
        return RedirectResponse(f"{door.place}?xong={viec}", 303)

    router.add_api_route("", show, methods=["GET"])
    router.add_api_route("", bring, methods=["POST"])
    router.add_api_route("/{viec}", do, methods=["POST"])
    _add_content(router, door, "/{picture_id}")
    return router


def _calls(door: Door) -> APIRouter:
    router = APIRouter(
        prefix=f"/api/document-exchange/v1{door.call}", tags=["Hình chữ ký, con dấu"], responses=PROBLEMS
    )
    may = Annotated[Identity, Depends(require(RIGHTS, door.right))]

    async def every(who: may, session: Session) -> list[PictureOut]:
        """Hình chờ dùng, đang dùng và đã dùng, the newest first."""
        return [PictureOut.model_validate(one) for one in await list_pictures(session, who, door.whose)]

    async def bring(
        request: Request,
        who: may,
        session: Session,
        diameter: Annotated[int, Query()] = USUAL_DIAMETER,
    ) -> PictureOut:
        """Tải hình lên để xem trước: the body is a PNG or JPEG (`application/octet-stream`); `diameter` of a seal, in millimetres."""
        content = await read_limited(request.stream(), LARGEST)
        picture = await bring_picture(session, who, door.whose, content, request.app.state.files, diameter)
        return PictureOut.model_validate(picture)

    async def use(picture_id: UUID, who: may, session: Session) -> PictureOut:
        """Dùng hình đã xem."""
        return PictureOut.model_validate(await use_picture(session, who, door.whose, picture_id))

    async def drop(who: may, session: Session) -> None:
        """Bỏ hình đang dùng: the drawn one is shown again."""
        await drop_picture(session, who, door.whose)

    router.add_api_route("", every, methods=["GET"], summary=door.title)
    router.add_api_route("", bring, methods=["POST"], status_code=201, summary=f"Tải {door.named} lên để xem trước")
    router.add_api_route("/{picture_id}/use", use, methods=["POST"], summary=f"Dùng {door.named} đã xem")
    router.add_api_route("", drop, methods=["DELETE"], status_code=204, summary=f"Bỏ {door.named} đang dùng")
    _add_content(router, door, "/{picture_id}/content")
    return router


def _add_content(router: APIRouter, door: Door, path: str) -> None:
    may = Annotated[Identity, Depends(require(RIGHTS, door.right))]

    async def content(request: Request, picture_id: UUID, who: may, session: Session) -> Response:
        """Hình, PNG."""
        picture = await get_picture(session, who, door.whose, picture_id)
        return await stored_file(request, _reference(picture), opens=True)

    router.add_api_route(path, content, methods=["GET"], summary=f"Tệp {door.named}, PNG")


def _reference(picture: SigningPicture) -> FileReference:
    return FileReference(sha256=picture.sha256, size=picture.size, media_type=MEDIA_TYPE, name="hinh.png")


async def _page(
    request: Request, session: AsyncSession, who: Identity, door: Door, refusal: Refusal | None, diameter: str = ""
) -> Response:
    errors, every = errors_of(refusal), await list_pictures(session, who, door.whose)
    by_state = {one.state: one for one in every if one.state != PictureState.FORMER}
    waiting, used = by_state.get(PictureState.WAITING), by_state.get(PictureState.IN_USE)
    known = waiting or used
    return page_of(request).render(
        request,
        "documents/picture.html",
        status=refusal.status if refusal else 200,
        door=door,
        waiting=waiting,
        used=used,
        former=[one for one in every if one.state == PictureState.FORMER],
        diameter=diameter or (known.diameter if known else USUAL_DIAMETER),
        largest=LARGEST,
        errors=errors,
        field_errors=errors_by_field(errors),
        done=request.query_params.get("xong", ""),
    )


PAGES = [_pages(door) for door in DOORS]
CALLS = [_calls(door) for door in DOORS]
