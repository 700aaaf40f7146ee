"""Cấp, gia hạn, chấm dứt chứng thư số: what is wanted is made so; repeating changes nothing."""

from collections.abc import Callable, Iterable

from anyio import from_thread, to_thread
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.signing.authority import SigningAuthority
from shared.signing.errors import SigningRefused
from shared.signing.holders import find_certificate
from shared.signing.wanted import Wanted
from shared.storage import evidence


async def certify(
    session: AsyncSession, authority: SigningAuthority, who: Identity, wanted: Iterable[Wanted]
) -> dict[str, str]:
    """Returns what was refused, holder → code: a name no certificate can carry must not hold up the others.

    Keys and certificates lie in files, which no transaction takes back. So evidence of the order (`certificate-ordered`) is committed
    before anything is changed, or nothing is; that of the outcome (`certificate-changed`) follows. An order without outcome: the
    process or the database went away in between, and the store says what holds.
    """
    refused: dict[str, str] = {}
    for one in wanted:
        try:
            await _order(session, authority, who, one)
        except SigningRefused as error:
            refused[one.holder] = error.code
    return refused


async def _order(session: AsyncSession, authority: SigningAuthority, who: Identity, one: Wanted) -> None:
    subject = one.holder.replace(":", "/")

    async def note(kind: str, **facts: object) -> None:
        # Committed one by one: no connection is kept while the store is waited for.
        await evidence.record(session, kind, subject, who, **facts, reason=one.anew)
        await session.commit()

    def ordered() -> None:
        earlier = serial_of(authority, one)
        from_thread.run(lambda: note("certificate-ordered", earlier=earlier, ends=not one.agency_name))

    before, after = await to_thread.run_sync(make_so, authority, one, ordered)
    if before != after:
        await note("certificate-changed", earlier=before, serial=after)


def make_so(authority: SigningAuthority, one: Wanted, ordered: Callable[[], None] = lambda: None) -> tuple[str, str]:
    """Serials before and after, empty for none. `ordered` is called before anything changes. Raises SigningRefused."""
    before = serial_of(authority, one)
    kind, _, subject_id = one.holder.partition(":")
    if not one.agency_name:
        authority.end(one.holder, ordered=ordered)
    elif kind == "seal":
        authority.issue_seal(subject_id, one.agency_name, anew=one.anew, ordered=ordered)
    else:
        authority.issue_officer(subject_id, one.name, one.title, one.agency_name, anew=one.anew, ordered=ordered)
    return before, serial_of(authority, one)


def serial_of(authority: SigningAuthority, one: Wanted) -> str:
    """Of the certificate that the holder has now, or nothing."""
    held = find_certificate(authority.folder, one.holder)
    return f"{held.serial:x}" if held else ""
