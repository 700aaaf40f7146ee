"""Sign-in for people's programs: user name and password for a bearer token."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from gateway.auth import MaySignIn, SignedIn
from gateway.parts import parts_of
from gateway.posts.actions import choose, ordered
from gateway.posts.pages import account_of
from gateway.sessions.actions import close_session
from gateway.sign_in.actions import sign_in
from shared.access.identity import Kind
from shared.web.transaction import Session

router = APIRouter(prefix="/api/gateway/v1", tags=["sessions"])


class NewSession(BaseModel):
    """Yêu cầu mở phiên."""

    model_config = ConfigDict(extra="forbid")

    user_name: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=1000)]
    kind: Literal["officer", "citizen"] | None = None
    """Kind of account; without it officers are looked for first, then citizens."""
    post: Annotated[str, Field(max_length=100)] = ""
    """Vị trí công tác to work in; needed to act for another, and where an officer holds several: else the answer is 409 and lists them."""


class OnBehalfOfOut(BaseModel):
    """Người được làm thay, by a delegation (ủy quyền)."""

    delegation: str
    subject: str
    name: str
    title: str
    powers: list[str]
    """What was given: `power:dossiers`, `power:documents`, `power:signing`."""


class IdentityOut(BaseModel):
    """Danh tính."""

    kind: str
    subject: str
    name: str
    user_name: str
    agency_code: str
    agency_name: str
    title: str
    roles: list[str]
    post: str
    """Vị trí công tác đang làm việc; empty for who has none."""
    on_behalf_of: OnBehalfOfOut | None
    """Whose post it is, for a delegate."""


class PostOut(BaseModel):
    """Vị trí công tác có thể làm việc."""

    id: str
    agency_code: str
    agency_name: str
    title: str
    roles: list[str]
    on_behalf_of: OnBehalfOfOut | None
    """Whose post it is, where one may act for another."""


class PostList(BaseModel):
    items: list[PostOut]


class PostOrder(BaseModel):
    """Yêu cầu chuyển vị trí công tác."""

    model_config = ConfigDict(extra="forbid")

    post: Annotated[str, Field(min_length=1, max_length=100)]


class SessionOut(BaseModel):
    """Phiên đã mở."""

    token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105
    expires_at: datetime
    identity: IdentityOut


@router.post("/sessions", status_code=201, summary="Đăng nhập bằng tên và mật khẩu")
async def create_session(new: NewSession, request: Request, response: Response, who: MaySignIn) -> SessionOut:
    parts = parts_of(request)
    kinds: tuple[Kind, ...] = (new.kind,) if new.kind else ("officer", "citizen")
    opened = await sign_in(
        parts.database,
        parts.owners,
        parts.watch,
        parts.keys,
        kinds,
        new.user_name,
        new.password,
        request.state.address,
        "person",
        post=new.post,
    )
    response.headers["Cache-Control"] = "no-store"
    return SessionOut(token=opened.token, expires_at=opened.expires_at, identity=_out(opened.identity))


@router.get("/posts", summary="Các vị trí công tác của người gọi")
async def list_posts(request: Request, who: SignedIn, session: Session) -> PostList:
    """Vị trí công tác held today, the last choice first."""
    account = await account_of(parts_of(request), who)
    posts = await ordered(session, account)
    return PostList(items=[PostOut.model_validate(post, from_attributes=True) for post in posts])


@router.put("/sessions/current/post", summary="Chuyển sang vị trí công tác khác")
async def change_post(order: PostOrder, request: Request, who: SignedIn) -> IdentityOut:
    """Chuyển vị trí công tác: counts from the next request on."""
    parts = parts_of(request)
    account = await account_of(parts, who)
    async with parts.database.sessions.begin() as session:
        chosen = await choose(session, who, account, order.post)
    parts.forget_caller(request)
    return _out(chosen)


@router.delete("/sessions/current", status_code=204, summary="Đăng xuất")
async def delete_session(request: Request, who: SignedIn, session: Session) -> None:
    await close_session(session, who)
    parts_of(request).forget_caller(request)


@router.get("/me", summary="Danh tính của người gọi")
async def read_me(who: SignedIn) -> IdentityOut:
    return _out(who)


def _out(identity: object) -> IdentityOut:
    return IdentityOut.model_validate(identity, from_attributes=True)
