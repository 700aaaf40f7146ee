"""Who may ask for a signature: the person, and nobody in that person's name.

A service brings the identity token with which the person came to it (five minutes at most). Its audience says which service asks, for
nobody else is given tokens for it. Where a service follows the directory and nobody asks, it proves itself with its own key of the axis.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import Depends, Request

from shared.access.identity import Identity, IdentityVerifier, InvalidToken
from shared.access.rights import SERVICE, check, security_of
from shared.core import clock
from shared.core.errors import Forbidden, Unauthenticated
from shared.core.settings import Settings
from shared.messaging.axis.port import Parcel
from shared.messaging.proof import Forged, Known, Purpose, read_known
from shared.signing.port import ASKED_BY, PROOF
from signing.rights import RIGHTS, Right

FRESH = timedelta(minutes=2)
"""An order of a service that is older may be one that somebody has kept."""

ASKING: dict[Right, tuple[str, ...]] = {
    Right.SIGN: ("document-exchange", "one-stop"),
    Right.SEAL: ("document-exchange",),
    Right.SEAL_DOSSIERS: ("one-stop",),
    Right.CERTIFY: ("mail-directory",),
}
"""Through which services somebody may ask."""
ORDERING: dict[Right, tuple[Purpose, str]] = {
    Right.CERTIFY: (Purpose.CERTIFICATES, "document-exchange"),
    Right.SEAL_DOSSIERS: (Purpose.SEALS, "one-stop"),
}
"""The one service that may order this in its own name, and what its proof must be for: who follows the directory has certificates follow
posts, who gives receipts has them sealed."""


class Askers:
    """Reads who asks. One per process."""

    def __init__(self, settings: Settings) -> None:
        services = {service for through in ASKING.values() for service in through}
        self._verifiers = {service: IdentityVerifier(settings.identity_jwks, service) for service in services}
        self._known = Known(read_known(settings.axis_jwks))

    def person(self, token: str, right: Right) -> tuple[Identity, str]:
        """Who asks, and through which service. Raises Unauthenticated."""
        for service in ASKING[right]:
            try:
                return self._verifiers[service].verify(token), service
            except InvalidToken:
                continue
        raise Unauthenticated("sign_in_required")

    def service(self, proof: str, body: bytes, right: Right) -> Identity:
        """The service that orders this in its own name. Raises Forbidden."""
        purpose, ordering = ORDERING[right]
        try:
            sender = self._known.sender_of(Parcel(body, proof), purpose)
        except Forged as error:
            raise Forbidden("not_allowed") from error
        if sender != ordering:
            raise Forbidden("not_allowed")
        return Identity(kind="service", subject=sender, name=sender)


def require_fresh(who: Identity, at: datetime | Literal[""]) -> None:
    """Raises Forbidden for a service's order of another time, however well it is proven; a person's token says its time by itself."""
    if who.kind == "service" and (not isinstance(at, datetime) or abs(clock.now() - at) > FRESH):
        raise Forbidden("not_allowed")


def _asked(right: Right) -> Callable[[Request], Identity]:
    allowed = RIGHTS[right]

    async def asker(request: Request) -> Identity:
        askers: Askers = request.app.state.askers
        proof = request.headers.get(PROOF, "")
        if proof and SERVICE in allowed:
            identity, through = askers.service(proof, await request.body(), right), ""
        else:
            identity, through = askers.person(request.headers.get(ASKED_BY, ""), right)
        request.state.identity = identity
        check(identity, allowed)
        request.state.asked_through = through
        return identity

    asker.right = right  # type: ignore[attr-defined]
    asker.security = security_of(allowed)  # type: ignore[attr-defined]
    return asker  # type: ignore[return-value]


MaySign = Annotated[Identity, Depends(_asked(Right.SIGN))]
MaySeal = Annotated[Identity, Depends(_asked(Right.SEAL))]
MaySealDossiers = Annotated[Identity, Depends(_asked(Right.SEAL_DOSSIERS))]
MayCertify = Annotated[Identity, Depends(_asked(Right.CERTIFY))]
