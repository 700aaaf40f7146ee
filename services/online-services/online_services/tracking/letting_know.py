"""Báo cho người nộp, chủ hồ sơ: what citizens are told of their own dossiers, as one-stop's events come in."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.models import Account
from online_services.notifications.actions import contact_of
from online_services.submissions.models import Submission
from online_services.tracking.models import CounterParty, TrackedDossier
from shared.core.formats import code_or_moment
from shared.directory.queries import find_agency
from shared.notifying.keeping import Contact, News, keep


async def let_owner_know(
    session: AsyncSession, dossier_id: UUID, kind: str, *, code: str | None = None, **facts: str
) -> None:
    """Báo cho người nộp, or cho chủ hồ sơ of one that was brought to a counter; one of a client system is told to that system.

    `code` is None before it was accepted: it is then told from others by when it was filed.
    """
    submission = await session.get(Submission, dossier_id)
    if submission is None:
        await _let_owner_at_counter_know(session, dossier_id, kind, code, facts)
    elif submission.owner.startswith("citizen:"):
        called = code_or_moment(code, "nộp", submission.filed_at)
        told = {"code": called, "agency": await _agency(session, submission.agency_code)} | facts
        account_id = submission.owner.removeprefix("citizen:")
        news = News(account_id, kind, told, f"/dich-vu-cong/ho-so/{dossier_id}")
        await keep(session, news, await contact_of(session, account_id))


async def _let_owner_at_counter_know(
    session: AsyncSession, dossier_id: UUID, kind: str, code: str | None, facts: dict[str, str]
) -> None:
    """Chủ hồ sơ by the number of the account, where a counter has verified it; the applicant where he names nobody else.

    Nobody is told of a number that was only typed.
    """
    named = select(CounterParty).where(CounterParty.dossier_id == dossier_id)
    parties = {party.capacity: party for party in await session.scalars(named)}
    party = parties.get("owner") or parties.get("applicant")
    if party is None or not code:
        return
    holder = "citizen" if party.is_person else "organisation"
    named_so = Account.personal_id == party.number, Account.kind == holder
    verified = Account.number_verified_at.is_not(None), Account.active
    account = (await session.scalars(select(Account).where(*named_so, *verified))).one_or_none()
    dossier = await session.get(TrackedDossier, dossier_id)
    if account is None or dossier is None:
        return
    told = {"code": code, "agency": await _agency(session, dossier.agency_code)} | facts
    news = News(str(account.id), kind, told, f"/dich-vu-cong/ho-so-tai-quay/{dossier_id}")
    await keep(session, news, Contact(account.email, account.phone))


async def _agency(session: AsyncSession, code: str) -> str:
    agency = await find_agency(session, code)
    return agency.name if agency else code
