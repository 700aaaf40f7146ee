"""Who has an account."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.accounts.models import Account
from shared.standards.typed import read_user_name


async def find_by_user_name(session: AsyncSession, user_name: str) -> Account | None:
    """By user name, or by personal number or tax code: people remember the card in their pocket."""
    name = read_user_name(user_name)
    numbers = _written(name)
    statement = select(Account).where(or_(Account.user_name == name, Account.personal_id.in_(numbers)), Account.active)
    # The owner of a number comes before somebody who once took it as a name.
    owner_first = statement.order_by(Account.personal_id.in_(numbers).desc(), Account.id)
    return (await session.execute(owner_first.limit(1))).scalar_one_or_none()


async def find_by_number(session: AsyncSession, number: str) -> Account | None:
    """By the number on the card in the officer's hand, which no name stands for: a name could be that of another's number."""
    own = Account.personal_id.in_(_written(read_user_name(number)))
    return await session.scalar(select(Account).where(own, Account.active))


def _written(number: str) -> list[str]:
    return [number, f"{number[:10]}-{number[10:]}"] if len(number) == 13 else [number]


async def find_account(session: AsyncSession, subject: str, *, lock: bool = False) -> Account | None:
    try:
        account_id = UUID(subject)
    except ValueError:
        return None
    account = await session.get(Account, account_id, with_for_update=lock or None, populate_existing=lock)
    return account if account and account.active else None


async def list_taken(session: AsyncSession, user_name: str, personal_id: str) -> set[str]:
    """Which of the two already belongs to somebody."""
    statement = select(Account.user_name, Account.personal_id).where(
        or_(Account.user_name == user_name, Account.personal_id == personal_id)
    )
    taken: set[str] = set()
    for found_name, found_id in (await session.execute(statement.order_by(Account.id))).all():
        taken |= {"user_name"} if found_name == user_name else set()
        taken |= {"personal_id"} if found_id == personal_id else set()
    return taken
