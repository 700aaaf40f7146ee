"""Hồ sơ của tôi as lists: what was filed online, and what was brought to a counter, as files and on paper."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, select

from online_services.accounts.models import Account
from online_services.rights import owner_of
from online_services.submissions.models import Submission
from online_services.texts import STATUS_NAMES, name_of
from online_services.tracking.at_counter import of_number
from online_services.tracking.models import SupplementRequest, TrackedDossier
from online_services.tracking.queries import SUBMITTED
from online_services.tracking.rules import state_of
from shared.access.identity import Identity
from shared.directory.models import Agency
from shared.work.listing import REVERSE, Chosen, Column, Listing, Stretch


@dataclass(frozen=True)
class OwnDossier:
    """Một hồ sơ của tôi."""

    id: UUID
    procedure: str
    code: str
    agency: str
    came: datetime | None
    state: str
    due: datetime | None
    returned: datetime | None

    @classmethod
    def filed(
        cls, row: Submission, dossier: TrackedDossier | None, agency: str | None, asked: UUID | None
    ) -> "OwnDossier":
        state = state_of(
            dossier.status if dossier else SUBMITTED,
            has_code=dossier is not None and dossier.code is not None,
            asked=asked is not None,
            withdrawn=row.withdrawn_at is not None,
        )
        words = name_of(state.kind, state.status)
        due, returned = (dossier.due_at, dossier.returned_at) if dossier else (None, None)
        code = dossier.code if dossier else None
        return cls(row.id, row.procedure_name, code or "", agency or "", row.filed_at, words, due, returned)

    @classmethod
    def brought(cls, row: TrackedDossier, agency: str | None) -> "OwnDossier":
        words, code = STATUS_NAMES[row.status], row.code or ""
        return cls(row.id, row.procedure_name, code, agency or "", row.received_at, words, row.due_at, row.returned_at)


def _columns(came: str) -> tuple[Column, ...]:
    return (
        Column("procedure", "Thủ tục", lambda row: row.procedure, width=60),
        Column("code", "Mã hồ sơ", lambda row: row.code, width=26),
        Column("agency", "Cơ quan giải quyết", lambda row: row.agency, width=36),
        Column("came", came, lambda row: row.came),
        Column("state", "Tình trạng", lambda row: row.state, width=30),
        Column("due", "Hẹn trả", lambda row: row.due),
        Column("returned", "Đã trả", lambda row: row.returned),
    )


def _filed(who: Identity, _: Chosen) -> list[Stretch]:
    """Ids sort by time."""
    return [Stretch(select(Submission).where(Submission.owner == owner_of(who)), (Submission.id,), descending=True)]


def _brought(who: Identity, _: Chosen) -> list[Stretch]:
    """By the number that is verified to be the account's; a client system has none."""
    own = cast(Account.id, Text) == (who.subject if who.kind == "citizen" else "")
    holder = own, Account.number_verified_at.is_not(None)
    number = select(Account.personal_id).where(*holder).scalar_subquery()
    is_person = select(Account.kind == "citizen").where(*holder).scalar_subquery()
    return [Stretch(select(TrackedDossier).where(of_number(number, is_person)), (TrackedDossier.id,), descending=True)]


_ASKED = (
    select(SupplementRequest.id)
    .where(SupplementRequest.dossier_id == Submission.id, SupplementRequest.closed_at.is_(None))
    .limit(1)
    .scalar_subquery()
)
_FILED: tuple[Any, ...] = (Submission, TrackedDossier, Agency.name, _ASKED)
_BROUGHT: tuple[Any, ...] = (TrackedDossier, Agency.name)
_ORDERS = {"": "Mới trước", REVERSE: "Cũ trước"}

OWN_FILED = Listing(
    name="online-services.own-dossiers",
    title="Hồ sơ đã nộp trực tuyến",
    path="/dich-vu-cong/ho-so",
    columns=_columns("Nộp lúc"),
    rows=select(*_FILED)
    .outerjoin(TrackedDossier, TrackedDossier.id == Submission.id)
    .outerjoin(Agency, Agency.code == Submission.agency_code),
    id=Submission.id,
    stretches=_filed,
    shape=OwnDossier.filed,
    orders=_ORDERS,
)
OWN_BROUGHT = Listing(
    name="online-services.own-counter-dossiers",
    title="Hồ sơ nộp tại quầy",
    path="/dich-vu-cong/ho-so-tai-quay",
    columns=_columns("Tiếp nhận lúc"),
    rows=select(*_BROUGHT).outerjoin(Agency, Agency.code == TrackedDossier.agency_code),
    id=TrackedDossier.id,
    stretches=_brought,
    shape=OwnDossier.brought,
    orders=_ORDERS,
)
