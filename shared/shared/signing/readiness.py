"""Whether a file can be signed and sealed at all: a dry run when it is attached, long before a leader waits for it."""

import io
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.core.clock import now
from shared.signing import certificates
from shared.signing.blanks import awaits_words
from shared.signing.issue_words import IssueWords
from shared.signing.keys import LoadedKeySigner
from shared.signing.pdf import seal_agency, seal_attachment, sign_person
from shared.signing.verify import open_reader

WARNINGS: dict[str, str] = {
    "signed_before": "Tệp đã có chữ ký số trước khi trình ký; sau khi ký thêm, một số phần mềm sẽ báo văn bản đã thay đổi"
    " so với chữ ký trước. Hãy kiểm tra chữ ký đó là của ai; nên đính kèm bản chưa ký.",
    "certified_before": "Tệp đã được chứng nhận bằng chữ ký số khác; sau khi ký thêm, một số phần mềm sẽ báo"
    " bản chứng nhận trước đã bị thay đổi. Nên đính kèm bản chưa ký.",
    "number_not_shown": "Số, ký hiệu và ngày tháng không ghi được lên trang đầu, vì tệp đã có chữ ký số hoặc không còn chỗ trống ở phần"
    " đầu văn bản. Nên đính kèm bản chưa ký, để trống dòng “Số: …” và dòng “…, ngày … tháng … năm …”.",
    "urgency_not_shown": "Dấu chỉ mức độ khẩn không ghi được lên trang đầu, vì dưới số, ký hiệu không còn chỗ trống 8 mm."
    " Mức độ khẩn vẫn có trong sổ và gói tin.",
}
_ANY_DOCUMENT = IssueWords("XXXXXX-XXXXXX", "Thành phố Hồ Chí Minh")
"""What most documents bear is no longer."""


def check_signable(pdf: bytes, *, main: bool = True, numbered: bool = True) -> list[str]:
    """Sign and seal a copy with throw-away keys. Raises `SigningRefused`; returns codes of `WARNINGS`.

    `numbered`: number and day will be written on its page, as on every document of the register.
    """
    unnumbered: list[str] = []
    if main:
        image, words = _dot(), _ANY_DOCUMENT if numbered else None
        signed = sign_person(pdf, _signer("officer:thu"), image=image, words=words)
        if words is not None:
            unnumbered = [] if awaits_words(signed) else ["number_not_shown"]
            words = replace(words, number=1, day=now().date())
        seal_agency(signed, _signer("seal:thu"), image=image, words=words)
    else:
        seal_attachment(pdf, _signer("seal:thu"), "00/THU")
    reader = open_reader(pdf)
    signatures = reader.embedded_regular_signatures if reader else []
    if any(signature.docmdp_level is not None for signature in signatures):
        return ["certified_before", *unnumbered]
    return [*(["signed_before"] if signatures else []), *unnumbered]


def _dot() -> bytes:
    """Nobody sees it, so nothing is drawn."""
    out = io.BytesIO()
    Image.new("RGBA", (4, 4)).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=2)
def _signer(holder: str) -> LoadedKeySigner:
    """Known to nobody and kept nowhere."""
    name = (
        certificates.seal_name("thu", "Cơ quan ký thử")
        if holder.startswith("seal:")
        else certificates.person_name("Người Ký Thử", "Ký thử", "Cơ quan ký thử", "thu")
    )
    key = ec.generate_private_key(ec.SECP256R1())
    moment = now().replace(microsecond=0)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(moment - timedelta(days=1))
    facts = builder.not_valid_after(moment + timedelta(days=3650)).sign(key, hashes.SHA256())
    return LoadedKeySigner(holder, facts, SimpleCertificateStore(), None, key)
