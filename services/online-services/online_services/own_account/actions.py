"""What the holder of an account may do with it."""

import hashlib
import hmac

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.models import Account
from online_services.accounts.queries import find_account, find_by_number, find_by_user_name
from online_services.accounts.rules import as_field_errors, password_errors
from online_services.own_account.models import AccountRecovery, NumberVerification
from online_services.own_account.rules import CARD, CODE_LIVES, Shown
from online_services.own_account.verifying import count_verified, end_unused, note_seen
from online_services.texts import FINDINGS
from shared.access import passwords
from shared.access.account_changes import note_change
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, Invalid
from shared.core.identifiers import new_secret
from shared.standards import typed
from shared.standards.typed import Unreadable
from shared.storage import evidence

MOST_ATTEMPTS = 5
NOTHING_SHOWN = Shown()


async def get_own(session: AsyncSession, who: Identity, *, lock: bool = False) -> Account:
    account = await find_account(session, who.subject, lock=lock)
    if account is None:
        raise Conflict("account_inactive")
    return account


async def change_password(session: AsyncSession, who: Identity, current: str, chosen: str, again: str) -> None:
    """Đổi mật khẩu; every other session of the account ends."""
    account = await get_own(session, who, lock=True)
    right, _ = await passwords.verify(current, account.password_hash)
    if not right:
        raise _refusal([("current_password", "current_password_wrong")])
    await _set(session, account, chosen, again, kept_session=who.session)
    await evidence.record(session, "password-changed", f"account/{account.id}", who)


async def change_contact(session: AsyncSession, who: Identity, phone: str, email: str, address: str) -> None:
    """Đổi điện thoại, thư điện tử, địa chỉ liên hệ; dossiers that were filed keep what they were filed with."""
    account = await get_own(session, who, lock=True)
    found: list[tuple[str, str]] = []
    try:
        phone = typed.read_phone(phone)
    except Unreadable:
        found.append(("phone", "phone_wrong"))
    email = typed.clean_line(email)
    try:
        email = typed.read_email(email) if email else ""
    except Unreadable:
        found.append(("email", "email_wrong"))
    address = typed.clean_line(address)
    if not 5 <= len(address) <= 300:
        found.append(("address", "address_wrong"))
    if found:
        raise _refusal(found)
    new = {"phone": phone, "email": email, "address": address}
    changed = [name for name, value in new.items() if getattr(account, name) != value]
    for name, value in new.items():
        setattr(account, name, value)
    await evidence.record(session, "contact-changed", f"account/{account.id}", who, fields=changed)


async def give_code(
    session: AsyncSession, officer: Identity, number: str, card_seen: bool, shown: Shown = NOTHING_SHOWN
) -> tuple[Account, str]:
    """Cấp mã khôi phục: the officer has who takes the account over, and the papers, in front of him. The code is known at this moment only.

    `shown`: of an organisation, its registration and the authority of who stands there.
    """
    if not card_seen:
        raise _refusal([("card_seen", "card_not_seen")])
    account = await find_by_number(session, number)
    if account is None:
        raise _refusal([("number", "account_unknown")])
    await end_unused(session, officer, account)
    seen = await note_seen(session, officer, account, shown)
    await session.execute(delete(AccountRecovery).where(AccountRecovery.account_id == account.id))
    code = new_secret()
    session.add(
        AccountRecovery(
            account_id=account.id,
            code_hash=_hash(code),
            given_by=officer.subject,
            verification_id=seen.id,
            expires_at=clock.now() + CODE_LIVES,
            attempts=0,
        )
    )
    facts = {
        "paper": seen.paper_kind,
        "paper_number": seen.paper_number if seen.paper_kind != CARD else "",
        "capacity": seen.capacity,
    }
    await evidence.record(session, "recovery-code-given", f"account/{account.id}", officer, **facts)
    return account, code


async def recover(session: AsyncSession, number: str, code: str, chosen: str, again: str) -> bool:
    """Đặt lại mật khẩu bằng mã; False for a wrong number or code, which are told alike and counted."""
    account = await find_by_user_name(session, number)
    if account is None:
        return False
    query = select(AccountRecovery).where(AccountRecovery.account_id == account.id).with_for_update()
    recovery = (await session.execute(query)).scalar_one_or_none()
    if recovery is None or recovery.expires_at < clock.now() or recovery.attempts >= MOST_ATTEMPTS:
        return False
    if not hmac.compare_digest(recovery.code_hash, _hash(code)):
        recovery.attempts += 1
        return False
    account = await find_account(session, str(account.id), lock=True)
    if account is None:
        return False
    await _set(session, account, chosen, again)
    seen = await session.get(NumberVerification, recovery.verification_id) if recovery.verification_id else None
    await session.delete(recovery)
    if seen is not None:
        await count_verified(session, account, seen)
    await evidence.record(session, "password-recovered", f"account/{account.id}", f"citizen:{account.id}")
    return True


async def _set(session: AsyncSession, account: Account, chosen: str, again: str, kept_session: str = "") -> None:
    about = (account.user_name, account.full_name, account.personal_id, account.phone, account.email.partition("@")[0])
    if found := password_errors(chosen, again, *about):
        raise _refusal(found)
    account.password_hash = await passwords.hash_chosen(chosen)
    await note_change(session, str(account.id), ends_sessions=True, kept_session=kept_session)


def _hash(code: str) -> bytes:
    return hashlib.sha256(typed.read_secret(code).encode()).digest()


def _refusal(found: list[tuple[str, str]]) -> Invalid:
    return Invalid("invalid_input", fields=as_field_errors(found, FINDINGS))
