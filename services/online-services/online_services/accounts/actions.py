"""What can be done with an account."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.models import Account
from online_services.accounts.queries import find_account, find_by_user_name, list_taken
from online_services.accounts.rules import (
    Registration,
    as_field_errors,
    born_on_sentence,
    read_registration,
    registration_errors,
)
from online_services.accounts.schemas import KnownPerson
from online_services.texts import FINDINGS
from shared.access import passwords
from shared.core import clock
from shared.core.errors import Invalid, NotFound, Unauthenticated
from shared.core.identifiers import new_id
from shared.storage import evidence

TITLES = {"citizen": "Công dân", "organisation": "Doanh nghiệp, tổ chức"}


def as_known_person(account: Account) -> KnownPerson:
    return KnownPerson(
        subject=str(account.id),
        name=account.full_name,
        user_name=account.user_name,
        title=TITLES[account.kind],
    )


async def verify_credentials(session: AsyncSession, user_name: str, password: str) -> KnownPerson:
    """Kiểm tra thông tin đăng nhập. The refusal never says which half was wrong."""
    account = await find_by_user_name(session, user_name)
    known = account.password_hash if account else None
    matches, renewed = await passwords.verify(password, known)
    if account is None or not matches:
        raise Unauthenticated("credentials_wrong")
    # Who chooses another password has locked the account before he notes when: so either we wait for him, or what he notes is later
    # than our answer, and ends the session that it opens.
    this = select(Account.id).where(Account.id == account.id, Account.active, Account.password_hash == known)
    if await session.scalar(this.with_for_update(read=not renewed)) is None:
        raise Unauthenticated("credentials_wrong")
    if renewed:
        account.password_hash = renewed
    return as_known_person(account)


async def get_known_person(session: AsyncSession, subject: str) -> KnownPerson:
    account = await find_account(session, subject)
    if account is None:
        raise NotFound("not_found")
    return as_known_person(account)


async def register_account(session: AsyncSession, new: Registration) -> Account | None:
    """Đăng ký tài khoản công dân, tổ chức; None when the number has an account already, which stays as it is."""
    found = registration_errors(new, clock.local_now().date())
    new = read_registration(new)
    own_id = new.tax_code if new.kind == "organisation" else new.personal_id
    user_name = new.user_name
    if not found:
        taken = await list_taken(session, user_name, own_id)
        found += [("user_name", "user_name_taken")] if "user_name" in taken else []
    if found:
        said = born_on_sentence(new.born_on, clock.local_now().date())
        raise Invalid(
            "invalid_input", fields=as_field_errors(found, FINDINGS | ({"born_on_wrong": said} if said else {}))
        )
    if "personal_id" in taken:
        # Who has an account is told to nobody: the page after registering says what holds in this case too.
        await evidence.record(session, "registration-of-known-number", f"account/{user_name[:60]}", "anonymous")
        return None
    account = await _account_for(new)
    try:
        async with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        # Two people asked for the same name at the same moment.
        raise Invalid("invalid_input", fields=as_field_errors([("user_name", "user_name_taken")], FINDINGS)) from error
    await evidence.record(
        session, "account-registered", f"account/{account.id}", f"citizen:{account.id}", account_kind=account.kind
    )
    return account


async def _account_for(new: Registration) -> Account:
    organisation = new.kind == "organisation"
    return Account(
        id=new_id(),
        user_name=new.user_name,
        kind=new.kind,
        full_name=new.organisation_name if organisation else new.full_name,
        personal_id=new.tax_code if organisation else new.personal_id,
        born_on=None if organisation else new.born_on,
        address=new.address,
        phone=new.phone,
        email=new.email,
        representative_name=new.full_name if organisation else "",
        representative_id=new.personal_id if organisation else "",
        password_hash=await passwords.hash_chosen(new.password),
    )
