"""What officers are told of a dossier: its code, its step, its term; never whose it is."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from one_stop.dossiers.models import Dossier
from shared.contracts.notification import OfficersNotified
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.core.formats import code_or_moment, vn_datetime
from shared.notifying.raising import notification


def about_loaded(
    kind: str, dossier: Dossier, to: Iterable[Recipient], due: datetime | None, **more: str
) -> OfficersNotified:
    """`about_dossier` of one at hand, where it stands now. `more`: facts of this kind alone."""
    step, at = dossier.step_name, dossier.opened_at
    return about_dossier(kind, dossier.id, to, code=dossier.code, opened_at=at, step=step, due=due, **more)


def about_dossier(
    kind: str,
    dossier_id: UUID,
    to: Iterable[Recipient],
    *,
    code: str | None,
    opened_at: datetime,
    step: str = "",
    due: datetime | None = None,
    **more: str,
) -> OfficersNotified:
    """`code` is None before the dossier was accepted: it is then told from others by when it was filed."""
    facts = {"code": code_or_moment(code, "nộp", opened_at), "step": step, "due": vn_datetime(due)} | more
    link = f"/mot-cua/ho-so/{dossier_id}"
    return notification(CounterNotified, kind, f"dossier/{dossier_id}", to, facts, link)
