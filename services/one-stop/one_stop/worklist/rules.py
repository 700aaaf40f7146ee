"""Which rows of the desk a caller's work list shows."""

from datetime import datetime

from one_stop.dossiers.rules import Cursor
from one_stop.worklist.statements import WorkQuery
from shared.access.identity import Identity
from shared.access.rights import Role

DESK_ROLES = (Role.COUNTER_OFFICER.value, Role.SPECIALIST.value, Role.LEADER.value)
STATUS_OF_STATE = {"submitted": 1, "in-progress": 4, "supplement": 5, "resolved": 9}


def work_query(
    who: Identity,
    words: tuple[str, ...],
    state: str,
    step: str,
    scope: str,
    after: Cursor | None,
    limit: int,
    now: datetime,
) -> WorkQuery:
    """`mine`: what waits for the caller's roles and is not another's; `agency`: the whole desk. One row over a page."""
    mine = scope == "mine"
    return WorkQuery(
        agency_code=who.agency_code,
        roles=tuple(role for role in DESK_ROLES if not mine or role in who.roles),
        now=now,
        person_id=who.subject if mine else None,
        words=words,
        status=STATUS_OF_STATE.get(state),
        step=step,
        overdue_at=now if state == "overdue" else None,
        after=after,
        limit=limit + 1,
    )
