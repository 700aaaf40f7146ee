"""For the gateway alone: `/internal` is never reachable from outside."""

from typing import Any

from fastapi import APIRouter

from online_services.accounts import actions
from online_services.accounts.schemas import Credentials, KnownPerson
from online_services.auth import MayCheckCredentials
from shared.access.account_changes import recent_changes
from shared.web.transaction import Session

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.post("/credentials/verify")
async def verify_credentials(sent: Credentials, caller: MayCheckCredentials, session: Session) -> KnownPerson:
    return await actions.verify_credentials(session, sent.user_name, sent.password)


@router.get("/account-changes")
async def account_changes(caller: MayCheckCredentials, session: Session) -> list[dict[str, Any]]:
    """Thay đổi tài khoản trong mười phút qua."""
    return await recent_changes(session)


@router.get("/identities/{subject}")
async def get_identity(subject: str, caller: MayCheckCredentials, session: Session) -> KnownPerson:
    return await actions.get_known_person(session, subject)
