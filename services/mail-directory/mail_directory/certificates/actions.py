"""Cấp chứng thư số: the first one, or another one, by an administrator's act."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency
from mail_directory.certificates import rules
from mail_directory.people import queries
from mail_directory.people.certificates import SEAL, signing_posts
from mail_directory.people.rules import check_reach
from mail_directory.people.telling import today
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.core.errors import FieldError, Invalid, NotFound
from shared.signing.errors import SigningRefused
from shared.signing.holders import find_certificate, person_holder
from shared.signing.port import SigningPort
from shared.signing.wanted import Wanted
from shared.storage import evidence


async def have_made(
    session: AsyncSession, port: SigningPort, who: Identity, agency_code: str, key: str, reason: str
) -> None:
    """Cấp chứng thư số: the first one, or another one for a reason; the earlier one is revoked at once."""
    agency = await queries.get_agency(session, agency_code)
    if not key:
        raise Invalid("holder_missing", fields=[FieldError("/key", "holder_missing", TEXTS["holder_missing"])])
    check_reach(who, agency.code, agency.parent_code)
    if agency.has_ended_by(today()):
        raise Invalid("agency_seals_no_more")
    wanted = await _wanted(session, agency, key)
    held = find_certificate(port.folder, wanted.holder)
    wanted = wanted.model_copy(update={"anew": rules.require_reason(reason, replaces=held is not None)})
    await evidence.record(session, "certificate-ordered", wanted.holder.replace(":", "/"), who, reason=wanted.anew)
    try:
        refused = await port.certify([wanted])
    except SigningRefused as error:
        raise Invalid(error.code) from error
    if refused:
        raise Invalid(refused[wanted.holder])


async def _wanted(session: AsyncSession, agency: Agency, key: str) -> Wanted:
    if key == SEAL:
        return Wanted(holder=f"seal:{agency.code}", agency_name=agency.name)
    try:
        person_id = UUID(key)
    except ValueError:
        raise NotFound("not_found") from None
    person = await queries.get_person(session, person_id)
    lent = (await queries.signing_lent_to(session, [person], today())).get(person.id, set())
    signing = signing_posts(person.posts_on(today()), lent) if person.active else []
    post, beside = rules.require_signing_post(signing, agency.code)
    holder = person_holder(str(person.id), agency.code if beside else "")
    return Wanted(holder=holder, name=person.full_name, title=post.title, agency_name=agency.name)
