"""Ký số văn bản PDF: PAdES with a time-stamp, where the key is at hand: a dry run with throw-away keys, or a test. Person first, then organ.

Every signature is appended as a new revision: what was signed before is not touched. The first one certifies the
document (DocMDP): from then on only signatures may be added, number and day into the blanks left for them.
Services sign through `shared.signing.port`.
"""

from shared.signing.completing import complete
from shared.signing.issue_words import IssueWords
from shared.signing.keys import LoadedKeySigner
from shared.signing.placement import Placement
from shared.signing.preparing import prepare_attachment, prepare_person, prepare_seal
from shared.signing.trust import TrustAnchors


def sign_person(
    pdf: bytes,
    signer: LoadedKeySigner,
    placement: Placement | None = None,
    *,
    trust: TrustAnchors | None = None,
    image: bytes | None = None,
    then_sealed: bool = True,
    words: IssueWords | None = None,
) -> bytes:
    """`prepare_person`, signed and completed where the key is."""
    prepared = prepare_person(pdf, signer, placement, trust=trust, image=image, then_sealed=then_sealed, words=words)
    return complete(prepared, signer.sign_digest_now(prepared.digest), trust)


def seal_agency(
    pdf: bytes,
    signer: LoadedKeySigner,
    placement: Placement | None = None,
    *,
    trust: TrustAnchors | None = None,
    image: bytes | None = None,
    words: IssueWords | None = None,
) -> bytes:
    """`prepare_seal`, signed and completed where the key is."""
    prepared = prepare_seal(pdf, signer, placement, trust=trust, image=image, words=words)
    return complete(prepared, signer.sign_digest_now(prepared.digest), trust)


def seal_attachment(pdf: bytes, signer: LoadedKeySigner, notation: str, *, trust: TrustAnchors | None = None) -> bytes:
    """`prepare_attachment`, signed and completed where the key is."""
    prepared = prepare_attachment(pdf, signer, notation, trust=trust)
    return complete(prepared, signer.sign_digest_now(prepared.digest), trust)
