"""Văn bản đã ký: the signature is put into the room that was kept for it, and the result verified whole before it is given back."""

import io

from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

from shared.signing.errors import UnsignablePdf
from shared.signing.preparing import NOBODY, Prepared, holds
from shared.signing.signable import refusing_bad_pdf
from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf


def complete(prepared: Prepared, signature: bytes, trust: TrustAnchors | None) -> bytes:
    """The signed file. `signature`: CMS SignedData over `prepared.digest`, DER.

    Raises UnsignablePdf unless the new signature holds, and every earlier one that held.
    """
    with refusing_bad_pdf(prepared.pdf):
        out = io.BytesIO(prepared.pdf)
        place = PreparedByteRangeDigest(prepared.digest, *prepared.room)
        try:
            place.fill_with_cms(out, signature)
        except ValueError as error:
            raise UnsignablePdf("pdf_signature_not_kept") from error
        signed = out.getvalue()
        after = {report.field_name: report for report in verify_pdf(signed, trust or NOBODY)}
        if not holds(after.get(prepared.field_name), trust):
            raise UnsignablePdf("pdf_signature_not_kept")
        if not all(holds(after.get(name), trust) for name in prepared.held):
            raise UnsignablePdf("pdf_breaks_signature")
        return signed
