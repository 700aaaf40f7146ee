"""Papers of a dossier that a leader signs with the certificate of his post: letters and results alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import Printed, PrintShop
from shared.access.rights import Role
from shared.contracts.values import FileReference
from shared.core.errors import Conflict, Invalid
from shared.directory.queries import authority_of, find_agency
from shared.signing.errors import SigningKeyMissing, SigningRefused

LEADER_TITLE = "Lãnh đạo"


async def authority_lines(session: AsyncSession, agency_code: str, worker: Worker) -> str:
    """Quyền hạn, chức vụ above the name of who signs as a leader of the agency, or for one."""
    desk, role = worker.desk.person_id, Role.LEADER.value
    above = await authority_of(session, desk, agency_code, role, LEADER_TITLE, worker.delegate_title)
    return "\n".join(above)


async def sign_printed(
    session: AsyncSession,
    prints: PrintShop,
    form: str,
    dossier: Dossier,
    worker: Worker,
    data: dict[str, Any],
    name: str,
    rule_set: str = "",
) -> Printed:
    """As `sign_slip`, of a paper of the dossier, by its own rule-set or that which is said, with the agency's signature over the leader's."""
    agency = await find_agency(session, worker.agency_code)
    signer = worker.person_id, (worker.agency_code, agency.name if agency else "")
    matter = f"dossier/{dossier.id}"
    return await sign_slip(prints, form, rule_set or dossier.rule_set, data, signer, name, matter, sealed=True)


async def sign_brought(
    session: AsyncSession,
    prints: PrintShop,
    file: FileReference,
    dossier: Dossier,
    worker: Worker,
    name: str,
    *,
    sealed: bool = False,
    initial: bool = False,
) -> Printed:
    """As `sign_printed`, of a file that was brought: its bytes stay, signatures are added to them. Raises Conflict where it lies apart."""
    agency = await find_agency(session, worker.agency_code)
    signer = worker.person_id, (worker.agency_code, agency.name if agency else "")
    return await sign_as(prints, file, signer, name, f"dossier/{dossier.id}", sealed=sealed, initial=initial)


async def sign_as(
    prints: PrintShop,
    file: FileReference,
    signer: tuple[str, tuple[str, str]],
    name: str,
    matter: str,
    *,
    sealed: bool = False,
    initial: bool = False,
) -> Printed:
    """Ký số một tệp có sẵn. Raises as `sign_slip`, and Conflict where the file lies apart."""
    with _refusing():
        return await prints.sign_kept(file, signer, name, matter, sealed=sealed, initial=initial)


async def certify_copy(
    prints: PrintShop, copied: Printed, agency_code: str, lines: tuple[str, ...], matter: str
) -> Printed:
    """Ký số của cơ quan on an electronic copy. Raises as `sign_slip`."""
    with _refusing():
        return await prints.certify_copy(copied, agency_code, lines, matter)


async def sign_slip(
    prints: PrintShop,
    form: str,
    rule_set: str,
    data: dict[str, Any],
    signer: tuple[str, tuple[str, str]],
    name: str,
    matter: str,
    *,
    sealed: bool = False,
) -> Printed:
    """Raises Conflict without a key in force, Invalid when the sheet cannot be signed; either leaves everything as it was."""
    with _refusing():
        return await prints.print_signed(form, rule_set, data, signer, name, matter, sealed=sealed)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except SigningKeyMissing as error:
        raise Conflict(error.code) from error
    except SigningRefused as error:
        raise Invalid(error.code) from error
