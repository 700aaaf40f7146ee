"""Xác minh số của tài khoản: seen at a counter, counting once the account is taken over, taken back with a reason."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.models import Account
from online_services.accounts.queries import find_by_number
from online_services.accounts.rules import as_field_errors
from online_services.notifications.actions import contact_of
from online_services.own_account.models import AccountRecovery, NumberVerification
from online_services.own_account.rules import CARD, HOLDER, Shown, findings_of
from online_services.texts import FINDINGS
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Invalid
from shared.core.identifiers import new_id
from shared.directory.queries import find_agency
from shared.notifying.keeping import News, keep
from shared.storage import evidence

SHORTEST_REASON = 5
LONGEST_REASON = 500


async def note_seen(session: AsyncSession, officer: Identity, account: Account, shown: Shown) -> NumberVerification:
    """Ghi giấy tờ đã xem. Raises Invalid at each box that an organisation's lacks; of a person the card says all."""
    organisation = account.kind == "organisation"
    if organisation and (found := findings_of(shown)):
        raise Invalid("invalid_input", fields=as_field_errors(found, FINDINGS))
    seen = NumberVerification(
        id=new_id(),
        account_id=account.id,
        seen_at=clock.now(),
        seen_by=officer.subject,
        seen_by_name=officer.acting_name,
        agency_code=officer.agency_code,
        paper_kind=shown.paper_kind if organisation else CARD,
        paper_number=shown.paper_number if organisation else account.personal_id,
        person_name=shown.person_name if organisation else account.full_name,
        capacity=shown.capacity if organisation else HOLDER,
        authority=shown.authority if organisation else "",
    )
    session.add(seen)
    await session.flush()
    return seen


async def end_unused(session: AsyncSession, officer: Identity, account: Account) -> None:
    """A new code is given: what was seen for the one before, which nobody used, will never count."""
    waiting = NumberVerification.effective_at.is_(None), NumberVerification.ended_at.is_(None)
    ended = {
        "ended_at": clock.now(),
        "ended_by_name": officer.acting_name,
        "end_reason": "Cấp mã khác thay mã chưa dùng.",
    }
    own = update(NumberVerification).where(NumberVerification.account_id == account.id, *waiting)
    await session.execute(own.values(ended))


async def count_verified(session: AsyncSession, account: Account, seen: NumberVerification) -> None:
    """Số đã xác minh: who stood at the counter has the account in hand from now on, and is told."""
    account.number_verified_at = seen.effective_at = clock.now()
    facts = {"paper": seen.paper_kind, "capacity": seen.capacity, "seen_by": seen.seen_by}
    await evidence.record(session, "number-verified", f"account/{account.id}", f"citizen:{account.id}", **facts)
    await _tell(session, account, "account-number-verified", seen.agency_code)


async def take_back(session: AsyncSession, officer: Identity, number: str, reason: str) -> Account:
    """Thu hồi xác minh: what was brought to counters is no longer shown; a code that lies unused counts for nothing either."""
    account, reason = await find_by_number(session, number), reason.strip()
    found = []
    if account is None or not (account.number_verified_at or await _is_waiting(session, account.id)):
        found.append(("number", "number_not_verified"))
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        found.append(("reason", "take_back_reason_missing"))
    if found or account is None:
        raise Invalid("invalid_input", fields=as_field_errors(found, FINDINGS))
    await session.refresh(account, with_for_update=True)
    account.number_verified_at = None
    waiting = update(AccountRecovery).where(AccountRecovery.account_id == account.id)
    await session.execute(waiting.values(expires_at=clock.now()))
    counting = NumberVerification.account_id == account.id, NumberVerification.ended_at.is_(None)
    ended = {"ended_at": clock.now(), "ended_by_name": officer.acting_name, "end_reason": reason}
    await session.execute(update(NumberVerification).where(*counting).values(ended))
    await evidence.record(session, "number-verification-ended", f"account/{account.id}", officer, reason=reason)
    await _tell(session, account, "account-verification-ended", officer.agency_code)
    return account


async def list_verifications(session: AsyncSession, account_id: UUID) -> Sequence[NumberVerification]:
    """The newest first."""
    own = select(NumberVerification).where(NumberVerification.account_id == account_id)
    return (await session.scalars(own.order_by(NumberVerification.seen_at.desc(), NumberVerification.id))).all()


async def _is_waiting(session: AsyncSession, account_id: UUID) -> bool:
    unused = AccountRecovery.account_id == account_id, AccountRecovery.expires_at > clock.now()
    return await session.scalar(select(AccountRecovery.account_id).where(*unused)) is not None


async def _tell(session: AsyncSession, account: Account, kind: str, agency_code: str) -> None:
    agency = await find_agency(session, agency_code)
    told = {"agency": agency.name if agency else agency_code}
    news = News(str(account.id), kind, told, "/dich-vu-cong/tai-khoan")
    await keep(session, news, await contact_of(session, str(account.id)))
