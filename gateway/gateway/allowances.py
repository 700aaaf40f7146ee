"""What of whose allowances one request uses up, and what it gets back."""

from gateway.limits.rules import Decision
from gateway.parts import Parts
from gateway.visits import Visit
from shared.core.errors import TooMany
from shared.web.known_forms import Treatment

_SIGN_IN_PATHS = frozenset(("/dang-nhap", "/oauth/token", "/api/gateway/v1/sessions"))


async def use_allowance(parts: Parts, visit: Visit, client: str) -> None:
    """Raises TooMany when a rate of this caller is used up."""
    limits, limiter, identity = parts.limits, parts.limiter, visit.caller.identity
    assert visit.address is not None
    path = visit.address.path
    name = f"{identity.kind}:{identity.subject}" if identity.signed_in else f"anonymous:{client}"
    decision = visit.decision = await limiter.take(name, limits.rate_for(identity.kind))
    if decision.allowed and visit.method == "POST":
        treatment = parts.known.treatment_of(path)
        if path in _SIGN_IN_PATHS or treatment is Treatment.CONFIRMS:
            stricter = await limiter.take(f"sign-in:{client}", limits.rate_for_sign_in)
            if stricter.remaining < decision.remaining:
                decision = visit.decision = stricter
        elif treatment is Treatment.RARE:
            # By person where one is known: guessing the present password from many addresses is the same guessing.
            stricter = await limiter.take(f"rare:{name if identity.signed_in else client}", limits.rate_for_rare)
            decision = visit.decision = decision if stricter.allowed else stricter
        elif treatment is Treatment.REGISTERS:
            stricter = await _use_for_registration(parts, visit, client)
            decision = visit.decision = decision if stricter.allowed else stricter
    if not decision.allowed:
        parts.figures.note_limited(identity.kind)
        raise TooMany("rate_limited", retry_after=decision.reset)


async def _use_for_registration(parts: Parts, visit: Visit, client: str) -> Decision:
    """A registration counts when it is made; one that is to be mended counts among the many tries it may take."""
    tried = await parts.limiter.take(f"registering:{client}", parts.limits.rate_for_registering)
    if not tried.allowed:
        return tried
    made = await parts.limiter.take(f"rare:{client}", parts.limits.rate_for_rare)
    if made.allowed:
        visit.reserved = f"rare:{client}"
    return made


def settle(parts: Parts, visit: Visit) -> None:
    """Called when the answer is known and not yet sent: what was refused gives back what it had reserved."""
    if visit.reserved and 400 <= visit.status < 500:
        parts.limiter.give_back(visit.reserved)
    visit.reserved = ""
