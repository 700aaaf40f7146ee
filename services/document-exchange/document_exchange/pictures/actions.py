"""Hình chữ ký, con dấu thật: brought and looked at, put in use, replaced, given up (NĐ 30/2020 Phụ lục I, II.7d, II.8a).

Only the person himself changes that of his signature, only the agency's clerk that of its seal: the holder is read from who calls and is
never named by him. What was signed keeps the picture that it was signed with.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.pictures.models import SigningPicture
from document_exchange.pictures.rules import PictureState, Whose, holder_of, person_holder, seal_holder
from document_exchange.signatures import DRAWN, Shown, read_picture
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, NotFound
from shared.core.identifiers import new_id
from shared.signing.pictures import LARGEST_DIAMETER, SMALLEST_DIAMETER, USUAL_DIAMETER
from shared.storage import evidence
from shared.storage.files import FileStore

MEDIA_TYPE, NAME = "image/png", "hinh.png"
_MOST_SHOWN = 20
_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended(:holder, 7261))")


async def bring_picture(
    session: AsyncSession,
    who: Identity,
    whose: Whose,
    content: bytes,
    files: FileStore,
    diameter: int | None = USUAL_DIAMETER,
) -> SigningPicture:
    """Tải hình lên để xem trước, in the place of one that waited; nothing is signed with it yet."""
    if diameter is None or not SMALLEST_DIAMETER <= diameter <= LARGEST_DIAMETER:
        sentence = f"Đường kính con dấu là một số từ {SMALLEST_DIAMETER} đến {LARGEST_DIAMETER} mm; con dấu cơ quan thường 36 mm."
        raise Invalid("seal_diameter", fields=[FieldError("/diameter", "seal_diameter", sentence)])
    if not content:
        raise Invalid("picture_missing", fields=[FieldError("/picture", "picture_missing", "Hãy chọn tệp hình.")])
    drawn = await read_picture(content, is_seal=whose is Whose.SEAL)
    holder = holder_of(whose, who)
    await session.execute(_TAKE_TURNS, {"holder": holder})
    if (before := await _find(session, holder, PictureState.WAITING)) is not None:
        await session.delete(before)
        await session.flush()
    stored = await files.put(drawn, MEDIA_TYPE, NAME)
    picture = SigningPicture(
        id=new_id(),
        holder=holder,
        sha256=stored.sha256,
        size=stored.size,
        diameter=diameter,
        state=PictureState.WAITING,
        added_at=clock.now(),
        by_id=who.subject,
        by_name=who.acting_name,
    )
    session.add(picture)
    await session.flush()
    await evidence.record(session, "picture-brought", holder, who, sha256=picture.sha256)
    return picture


async def use_picture(session: AsyncSession, who: Identity, whose: Whose, picture_id: UUID) -> SigningPicture:
    """Dùng hình đã xem: from now on it stands on what is signed. Raises Conflict when it is in use already, NotFound when it is gone."""
    holder = holder_of(whose, who)
    await session.execute(_TAKE_TURNS, {"holder": holder})
    picture = await get_picture(session, who, whose, picture_id)
    if picture.state != PictureState.WAITING:
        raise Conflict("picture_not_waiting")
    await _end(session, holder)
    picture.state, picture.used_from = PictureState.IN_USE, clock.now()
    await evidence.record(session, "picture-used", holder, who, sha256=picture.sha256, diameter=picture.diameter)
    return picture


async def drop_picture(session: AsyncSession, who: Identity, whose: Whose) -> None:
    """Bỏ hình đang dùng: what is signed next shows the drawn one. Raises Conflict where none is in use."""
    holder = holder_of(whose, who)
    await session.execute(_TAKE_TURNS, {"holder": holder})
    ended = await _end(session, holder)
    if ended is None:
        raise Conflict("picture_not_in_use")
    await evidence.record(session, "picture-dropped", holder, who, sha256=ended.sha256)


async def list_pictures(session: AsyncSession, who: Identity, whose: Whose) -> Sequence[SigningPicture]:
    """That which waits, that in use, and those before; the newest first."""
    query = select(SigningPicture).where(SigningPicture.holder == holder_of(whose, who))
    return (await session.scalars(query.order_by(SigningPicture.id.desc()).limit(_MOST_SHOWN))).all()


async def get_picture(session: AsyncSession, who: Identity, whose: Whose, picture_id: UUID) -> SigningPicture:
    """One of the caller's own; raises NotFound else."""
    picture = await session.get(SigningPicture, picture_id)
    if picture is None or picture.holder != holder_of(whose, who):
        raise NotFound("not_found")
    return picture


async def shown_for_person(session: AsyncSession, files: FileStore, person_id: str, agency_code: str) -> Shown:
    """What stands between post and name when the person signs, and how wide the seal beside it will be."""
    picture = await _find(session, person_holder(person_id), PictureState.IN_USE)
    seal = await _find(session, seal_holder(agency_code), PictureState.IN_USE)
    image = await files.get(picture.sha256) if picture else None
    return Shown(image, seal.diameter if seal else USUAL_DIAMETER)


async def shown_for_seal(session: AsyncSession, files: FileStore, agency_code: str) -> Shown:
    """What stands on a document as the agency's seal."""
    seal = await _find(session, seal_holder(agency_code), PictureState.IN_USE)
    return Shown(await files.get(seal.sha256), seal.diameter) if seal else DRAWN


async def _find(session: AsyncSession, holder: str, state: PictureState) -> SigningPicture | None:
    query = select(SigningPicture).where(SigningPicture.holder == holder, SigningPicture.state == state)
    return (await session.scalars(query)).first()


async def _end(session: AsyncSession, holder: str) -> SigningPicture | None:
    picture = await _find(session, holder, PictureState.IN_USE)
    if picture is not None:
        picture.state, picture.used_until = PictureState.FORMER, clock.now()
        await session.flush()
    return picture
