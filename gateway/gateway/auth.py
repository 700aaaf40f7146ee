"""The rights of `gateway.rights`, as routes ask for them in their signatures."""

from typing import Annotated

from fastapi import Depends, Request

from gateway.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.core.errors import Unauthenticated
from shared.web.callers import caller, require


async def signed_in(request: Request) -> Identity:
    """Also an officer without any post may know who he is, and leave."""
    identity = caller(request)
    if not identity.signed_in:
        raise Unauthenticated("sign_in_required")
    return identity


signed_in.right = Right.SEE_OWN_IDENTITY  # type: ignore[attr-defined]

Anyone = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_HOME))]
MaySignIn = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_IN))]
MaySignOut = Annotated[Identity, Depends(require(RIGHTS, Right.SIGN_OUT))]
SignedIn = Annotated[Identity, Depends(signed_in)]
MayReadCatalogue = Annotated[Identity, Depends(require(RIGHTS, Right.READ_CATALOGUE))]
MaySeeHealth = Annotated[Identity, Depends(require(RIGHTS, Right.SEE_HEALTH))]
MayKeepForms = Annotated[Identity, Depends(require(RIGHTS, Right.KEEP_FORMS))]
MaySearch = Annotated[Identity, Depends(require(RIGHTS, Right.SEARCH))]
Operator = Annotated[Identity, Depends(require(RIGHTS, Right.OPERATE))]
