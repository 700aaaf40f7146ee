"""The owners of accounts: mail-directory for officers, online-services for citizens."""

from typing import Any

from pydantic import BaseModel, ValidationError

from gateway.clients.services import ServiceClient
from shared.access.identity import Identity, Kind, OnBehalfOf
from shared.core.errors import Forbidden, Unavailable

OWNERS: dict[str, str] = {"officer": "mail-directory", "citizen": "online-services"}

WITHOUT_POST = "account_without_post"
"""The owner's word for right credentials of an account that is locked because its person has no post any more."""

GATEWAY = Identity(kind="service", subject="gateway", name="gateway")


class ActingPost(BaseModel):
    """Vị trí công tác: what one works as, where, and what that lets one do; one's own, or another's by delegation."""

    id: str
    agency_code: str
    agency_name: str
    title: str
    roles: frozenset[str]
    unit_id: str = ""
    leads_unit: bool = False
    on_behalf_of: OnBehalfOf | None = None


class AccountRecord(BaseModel):
    """Tài khoản, as its owner describes it."""

    kind: Kind = "anonymous"
    subject: str
    name: str
    user_name: str = ""
    agency_code: str = ""
    agency_name: str = ""
    title: str = ""
    roles: frozenset[str] = frozenset()
    posts: tuple[ActingPost, ...] = ()
    """Posts to work in today: those held, then those of others. Citizens have none, and the fields above are theirs."""
    must_change: bool = False

    def post(self, post_id: str) -> ActingPost | None:
        return next((post for post in self.posts if post.id == post_id), None)

    def acting(self, post_id: str = "") -> Identity:
        """The identity in one post. Without a post that stands it has no rights, and one must be chosen.

        Nothing is chosen for anybody but where there is one post and none was asked for.
        """
        post = self.post(post_id) or (self.posts[0] if len(self.posts) == 1 and not post_id else None)
        identity = Identity(**self.model_dump(exclude={"posts"}))
        if not self.posts and not post_id:
            return identity
        if post is None:
            nothing = {"agency_code": "", "agency_name": "", "title": "", "roles": frozenset(), "must_choose": True}
            return identity.model_copy(update=nothing)
        held = {"post": post.id, "has_other_posts": len(self.posts) > 1, "on_behalf_of": post.on_behalf_of}
        place = {"unit": post.unit_id, "leads_unit": post.leads_unit}
        return identity.model_copy(
            update=held | place | post.model_dump(include={"agency_code", "agency_name", "title", "roles"})
        )

    @property
    def only_own(self) -> str:
        """The post of who holds just one, whatever others let him do; empty where there are several or none."""
        own = [post.id for post in self.posts if post.on_behalf_of is None]
        return own[0] if len(own) == 1 else ""


class AccountOwners:
    """Nơi quản lý tài khoản."""

    def __init__(self, services: ServiceClient) -> None:
        self._services = services

    async def verify(self, kind: Kind, user_name: str, password: str) -> AccountRecord | None:
        """The account behind right credentials, None for wrong ones; raises Unavailable when nobody can say, Forbidden for one that is
        locked because no post was left.
        """
        body = {"user_name": user_name, "password": password}
        service = OWNERS[kind]
        # It changes nothing but a hash that becomes better.
        status, answer = await self._services.call(
            service, "POST", "/internal/credentials/verify", GATEWAY, body, 10.0, repeatable=True
        )
        if status in (401, 404, 422):
            return None
        if status == 403 and WITHOUT_POST.encode() in answer:
            raise Forbidden(WITHOUT_POST)
        return _read(service, kind, status, answer)

    async def find(self, kind: str, subject: str) -> AccountRecord | None:
        """The account as it is now, None when it is closed; raises Unavailable when nobody can say."""
        service = OWNERS[kind]
        status, answer = await self._services.call(
            service, "GET", f"/internal/identities/{subject}", GATEWAY, patience=2.0, repeatable=True
        )
        return None if status == 404 else _read(service, kind, status, answer)


def _read(service: str, kind: Any, status: int, answer: bytes) -> AccountRecord:
    if status != 200:
        raise Unavailable("service_unavailable", service=service)
    try:
        return AccountRecord.model_validate_json(answer).model_copy(update={"kind": kind})
    except ValidationError as error:
        raise Unavailable("service_unavailable", service=service) from error
