"""Signing a digest for whoever asked: everything is looked at before the key is touched, and noted before the signature leaves."""

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core.errors import Conflict, Invalid
from shared.signing.authority import SigningAuthority
from shared.signing.errors import SigningKeyMissing, SigningRefused
from shared.signing.keys import KeyStore, LoadedKeySigner
from shared.storage import evidence
from signing.signatures import rules
from signing.signatures.schemas import Asked


class SigningRoom:
    """Nơi ký: the authority and its loaded keys; one per process."""

    def __init__(self, authority: SigningAuthority, keys: KeyStore) -> None:
        self.authority = authority
        self.keys = keys

    def signer_in_force(self, holder: str) -> LoadedKeySigner:
        """Raise SigningRefused before anything is signed with what no reader would accept."""
        signer = self.keys.signer(holder)
        self.authority.require_in_force(signer)
        return signer


async def sign_as_oneself(session: AsyncSession, room: SigningRoom, who: Identity, through: str, asked: Asked) -> bytes:
    """Ký số bằng chứng thư cá nhân."""
    rules.require_own(who, asked.holder)
    try:
        signer = room.signer_in_force(asked.holder)
        rules.require_same_post(who, signer)
        return await _sign(session, signer, who, through, asked)
    except SigningRefused as refusal:
        raise _said(refusal) from refusal


async def seal_for_agency(session: AsyncSession, room: SigningRoom, who: Identity, through: str, asked: Asked) -> bytes:
    """Ký số bằng chứng thư của cơ quan."""
    rules.require_own_seal(who, asked.holder)
    try:
        return await _sign(session, room.signer_in_force(asked.holder), who, through, asked)
    except SigningRefused as refusal:
        raise _said(refusal) from refusal


async def seal_for_dossier(
    session: AsyncSession, room: SigningRoom, who: Identity, through: str, asked: Asked
) -> bytes:
    """Ký số bằng chứng thư của cơ quan trên giấy tờ của hồ sơ: for the agency of who has signed it, or of the receipt."""
    rules.require_seal_of_dossier(who, asked.holder)
    try:
        return await _sign(session, room.signer_in_force(asked.holder), who, through, asked)
    except SigningRefused as refusal:
        raise _said(refusal) from refusal


async def _sign(session: AsyncSession, signer: LoadedKeySigner, who: Identity, through: str, asked: Asked) -> bytes:
    rules.require_same_certificate(signer, asked.serial)
    facts = {"holder": asked.holder, "serial": asked.serial, "digest": asked.digest, "through": through}
    await evidence.record(session, "signature-made", asked.matter, who, **facts)
    return await signer.sign_digest(bytes.fromhex(asked.digest))


def _said(refusal: SigningRefused) -> Conflict | Invalid:
    return Conflict(refusal.code) if isinstance(refusal, SigningKeyMissing) else Invalid(refusal.code)
