"""JSON: the directory for programs, credentials for the gateway."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from mail_directory.auth import MayAdminister, MayCheckCredentials, MayLookUp
from mail_directory.people import actions, queries, telling
from mail_directory.people.listing import AGENCIES, PEOPLE, UNITS
from mail_directory.people.schemas import (
    AgencyOut,
    Locking,
    NewAccount,
    NewPerson,
    PersonOut,
    Sign,
    SignedIn,
    Transfer,
)
from mail_directory.people.seeing import person_out
from mail_directory.rights import RIGHTS, Right
from shared.access.account_changes import recent_changes
from shared.core.errors import NotFound
from shared.standards.typed import read_user_name
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/mail-directory/v1", tags=["directory"])
internal = APIRouter(prefix="/internal", include_in_schema=False)


@router.get("/agencies", summary="Danh sách cơ quan")
async def list_agencies(
    who: MayLookUp, session: Session, q: Words = "", after: After = "", limit: Limit = 50, count: bool = False
) -> ListPage[AgencyOut]:
    """Cơ quan, in Vietnamese order; `q` is matched without case and diacritics."""
    chosen = AGENCIES.choose({"q": q, "after": after}, by="name")
    return await page_out(session, who, chosen, limit, count, AgencyOut.model_validate)


@router.get("/agencies/{code}", summary="Một cơ quan")
async def get_agency(code: str, _: MayLookUp, session: Session) -> AgencyOut:
    return AgencyOut.model_validate(await queries.get_agency(session, code))


@router.get("/people", summary="Danh sách cán bộ, công chức")
async def list_people(
    who: MayLookUp,
    session: Session,
    q: Words = "",
    agency: Annotated[str, Query(max_length=40)] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[PersonOut]:
    """Cán bộ, công chức đang công tác."""
    chosen = PEOPLE.choose({"q": q, "agency": agency, "after": after}, by="name")
    return await page_out(session, who, chosen, limit, count, lambda row: PersonOut.model_validate(row.person))


@router.get("/people/{person_id}", summary="Một cán bộ, công chức")
async def get_person(person_id: UUID, who: MayLookUp, session: Session, response: Response) -> PersonOut:
    person = await actions.look_at(session, who, person_id)
    response.headers["etag"] = f'"{person.version}"'
    return await person_out(session, who, person)


@router.post("/people", status_code=201, response_model=NewAccount, summary="Thêm cán bộ và tài khoản")
async def add_person(new: NewPerson, who: MayAdminister, session: Session, request: Request) -> Response:
    """Thêm cán bộ: person, first post and account in one act. Who signs, seals or administers gets the password from a second person."""

    async def act() -> Response:
        person, password = await actions.add_person(session, who, new)
        account = NewAccount(
            person=PersonOut.model_validate(person),
            user_name=person.credential.user_name if person.credential else "",
            initial_password=password or "",
        )
        return Response(account.model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act, _without_password)


def _without_password(answer: Response) -> bytes:
    """What a repeat gets: the first password is on the first answer and nowhere else."""
    account = NewAccount.model_validate_json(bytes(answer.body))
    return account.model_copy(update={"initial_password": ""}).model_dump_json().encode()


@router.post("/people/{person_id}/transfer", summary="Điều chuyển cán bộ")
async def transfer(person_id: UUID, to: Transfer, who: MayAdminister, session: Session) -> PersonOut:
    """Điều chuyển; `version` is the one last read."""
    return await person_out(session, who, await actions.transfer(session, who, person_id, to))


@router.post("/people/{person_id}/disable", summary="Khóa tài khoản")
async def disable(person_id: UUID, who: MayAdminister, session: Session, locking: Locking | None = None) -> PersonOut:
    """Khóa tài khoản; a reason is needed."""
    reason = locking.reason if locking else ""
    return PersonOut.model_validate(await actions.set_active(session, who, person_id, False, reason))


@router.post("/people/{person_id}/enable", summary="Mở khóa tài khoản")
async def enable(person_id: UUID, who: MayAdminister, session: Session) -> PersonOut:
    return PersonOut.model_validate(await actions.set_active(session, who, person_id, True))


@internal.post("/credentials/verify")
async def verify_credentials(sign: Sign, _: MayCheckCredentials, session: Session) -> SignedIn:
    return await actions.check_credentials(session, read_user_name(sign.user_name), sign.password)


@internal.get("/account-changes")
async def account_changes(_: MayCheckCredentials, session: Session) -> list[dict[str, Any]]:
    """Thay đổi tài khoản trong mười phút qua."""
    return await recent_changes(session)


@internal.get("/identities/{subject}")
async def get_identity(subject: UUID, _: MayCheckCredentials, session: Session) -> SignedIn:
    person = await queries.get_person(session, subject)
    if not person.active:
        raise NotFound("not_found")
    return await telling.signed_in(session, person)


for _listing in (PEOPLE, AGENCIES, UNITS):
    add_view_calls(router, _listing, require(RIGHTS, Right.LOOK_UP))
