"""Who is calling, and the right that a route names in its signature."""

from collections.abc import Callable

from starlette.requests import Request

from shared.access.identity import Identity
from shared.access.rights import WITH_FIRST_PASSWORD, R, RightsTable, check, security_of


def caller(request: Request) -> Identity:
    """The verified identity of this request; anonymous when nobody signed in."""
    identity: Identity = request.state.identity
    return identity


def require(table: RightsTable[R], right: R) -> Callable[[Request], Identity]:
    """A dependency that lets in whom the table allows. The route test reads `right` back from the function."""
    allowed = table[right]
    opens = str(right) in WITH_FIRST_PASSWORD

    async def allowed_caller(request: Request) -> Identity:
        identity = caller(request)
        check(identity, allowed, opens=opens)
        return identity

    allowed_caller.right = right  # type: ignore[attr-defined]
    allowed_caller.security = security_of(allowed)  # type: ignore[attr-defined]
    return allowed_caller  # type: ignore[return-value]
