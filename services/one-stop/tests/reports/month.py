"""A month of dossiers, each as it may have gone, with the place where the form must count it."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from one_stop.reports.rules import Period
from shared.core import clock
from shared.standards.dossier_status import DossierStatus

_TODAY = clock.local_now().date()
_THIS = _TODAY.replace(day=1)
LAST_MONTH = Period((_THIS - timedelta(days=1)).replace(day=1), _THIS - timedelta(days=1))
SINCE = LAST_MONTH.since
UNTIL = datetime.combine(_THIS, time(), clock.VIETNAM)


def on(day: int, hour: int = 9) -> datetime:
    """Day of the month that is reported: 1 is the first, 0 and less lie before it."""
    return SINCE + timedelta(days=day - 1, hours=hour)


@dataclass
class Lived:
    """How a dossier went."""

    received: datetime
    due: datetime
    channel: str = "1"
    finished: datetime | None = None
    owed: datetime | None = None
    """Due without the apology that was made."""
    apology_at: datetime | None = None
    promised: datetime | None = None
    """Hẹn trả first; as `due` where nothing moved it."""
    withdrawn: datetime | None = None
    supplements: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    moved: tuple[datetime, datetime] | None = None
    """When the due time came to be what it is, and what it was before."""
    came: str = ""
    """Where the form counts it; nowhere if empty."""
    state: str = ""
    national: bool = True


ONLINE, COUNTER = "2", "1"
MONTH: dict[str, Lived] = {
    "early": Lived(on(2), on(9), ONLINE, finished=on(7), came="online", state="early"),
    "on its day": Lived(on(2), on(9, 17), COUNTER, finished=on(9, 16), came="direct", state="on-time"),
    "from before, late": Lived(on(-5), on(3), COUNTER, finished=on(4), came="carried", state="late", national=False),
    "from before, running": Lived(on(-5), UNTIL + timedelta(days=3), ONLINE, came="carried", state="running"),
    "overdue": Lived(on(2), on(9), ONLINE, came="online", state="overdue", national=False),
    "waits": Lived(on(2), on(9), ONLINE, supplements=[(on(5), None)], came="online", state="running"),
    "ended before": Lived(on(-9), on(-2), ONLINE, finished=on(-3)),
    "came after": Lived(UNTIL + timedelta(minutes=1), UNTIL + timedelta(days=9)),
    "finished after": Lived(
        on(2), on(9), COUNTER, finished=UNTIL + timedelta(minutes=5), came="direct", state="overdue", national=False
    ),
    "withdrawn": Lived(on(2), on(9), ONLINE, withdrawn=on(4), came="online", state="early"),
    "moved after": Lived(
        on(2), UNTIL + timedelta(days=5), COUNTER, moved=(UNTIL + timedelta(minutes=1), on(9)), promised=on(9),
        came="direct", state="overdue", national=False,
    ),
    "apology": Lived(
        on(2), UNTIL + timedelta(days=5), COUNTER, owed=on(9), apology_at=on(8), promised=on(9),
        came="direct", state="overdue", national=False,
    ),
    "late in spite of the apology": Lived(
        on(2), on(15), COUNTER, owed=on(9), apology_at=on(8), promised=on(9), finished=on(12),
        came="direct", state="late", national=False,
    ),
    "asked twice": Lived(
        on(2), on(20), ONLINE, finished=on(9), promised=on(12), supplements=[(on(3), on(4)), (on(5), on(6))],
        came="online", state="early", national=False,
    ),
    "asked once": Lived(
        on(2), on(12), ONLINE, finished=on(11), promised=on(9), supplements=[(on(4), on(7))],
        came="online", state="early",
    ),
}  # fmt: skip

_SET = """
UPDATE dossier SET received_at = $2, due_at = $3, due_original = $4, due_owed = $5, channel = $6, finished_at = $7, status = $8
WHERE id = $1::uuid RETURNING code
"""
_MOVED = """
INSERT INTO due_move (id, dossier_id, cause, at, words, due_before, due_after) VALUES ($1, $2::uuid, $3, $4, '', $5, $6) RETURNING id
"""
_ASKED = """
INSERT INTO supplement_request (id, dossier_id, stage, reason, legal_basis, items, requested_by, requested_at, completed_at, replaced_answers)
VALUES ($1, $2::uuid, 'processing', 'Thiếu', '', '[]', 'x', $3, $4, '{}') RETURNING id
"""
_WITHDRAWN = "UPDATE hand_over SET status = 7, at = $2 WHERE dossier_id = $1::uuid RETURNING id"


async def live(office: Any, lived: Lived) -> str:
    """File and accept a dossier, and let it go as told. Its code."""
    dossier = await office.file()
    assert (await office.act(dossier, "accept", "counter-officer")).status_code == 200
    status = DossierStatus.RESOLVED if lived.finished else DossierStatus.IN_PROGRESS
    status = DossierStatus.WITHDRAWN if lived.withdrawn else status
    of = (lived.received, lived.due, lived.promised or lived.due, lived.owed, lived.channel, lived.finished, status)
    [row] = await office.rows(_SET, dossier, *of)
    if lived.moved:
        await office.rows(_MOVED, uuid4(), dossier, "pause", lived.moved[0], lived.moved[1], lived.due)
    if lived.apology_at:
        await office.rows(_MOVED, uuid4(), dossier, "apology", lived.apology_at, lived.owed, lived.due)
    for asked, completed in lived.supplements:
        await office.rows(_ASKED, uuid4(), dossier, asked, completed)
    if lived.withdrawn:
        await office.rows(_WITHDRAWN, dossier, lived.withdrawn)
    return str(row["code"])
