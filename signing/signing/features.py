"""All that the signing port is made of."""

from pathlib import Path

from shared.web.feature import Member
from signing.certificates.feature import FEATURE as CERTIFICATES
from signing.rights import RIGHTS
from signing.signatures.feature import FEATURE as SIGNATURES
from signing.texts import TEXTS

MEMBER = Member(
    name="signing",
    title="Cổng ký số",
    folder=Path(__file__).parent,
    texts=TEXTS,
    rights=RIGHTS,
    features=[SIGNATURES, CERTIFICATES],
    evidence_or_503=True,
)
