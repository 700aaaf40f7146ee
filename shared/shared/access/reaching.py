"""How far a right goes, as SQL says it; for one agency or unit ask `shared.access.rights.covers`."""

from sqlalchemy import ColumnElement, false, or_, true

from shared.access.identity import Identity
from shared.access.rights import Reach, Row, reach


def agencies_of(
    identity: Identity,
    row: Row,
    code: ColumnElement[str],
    parent_code: ColumnElement[str] | ColumnElement[str | None],
) -> ColumnElement[bool]:
    """True for agencies that the right reaches as a whole; for none where it goes no further than a unit."""
    far, own = reach(identity, row), code == identity.agency_code
    if far is Reach.ALL:
        return true()
    if far is Reach.BELOW:
        return or_(own, parent_code == identity.agency_code)
    return own if far is Reach.AGENCY else false()
