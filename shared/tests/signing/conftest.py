"""A small authority and a signed document, made once per run: signing is the subject, not the set-up."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import typst

from shared.signing.authority import SigningAuthority
from shared.signing.keys import AuthorityKeyStore
from shared.signing.pdf import seal_agency, sign_person
from shared.signing.trust import TrustAnchors
from testing.signing_kit import authority_in

LETTER = """#set page(paper: "a4")
#set text(font: "Libertinus Serif", size: 13pt)
Số: 12/UBND-VX

V/v phối hợp thử nghiệm chữ ký số
#pagebreak()
Trân trọng./.
#v(6cm)
#align(right)[#block[#set align(center)
*CHỦ TỊCH*

#v(2.5cm)
*Trần Văn Mẫu*]]
"""


@dataclass(frozen=True)
class Desk:
    """Everything a signing test needs."""

    authority: SigningAuthority
    keys: AuthorityKeyStore
    trust: TrustAnchors
    letter: bytes
    by_person: bytes
    sealed: bytes


def compile_pdf(folder: Path, source: str) -> bytes:
    path = folder / "source.typ"
    path.write_text(source)
    pdf = typst.compile(str(path))
    assert isinstance(pdf, bytes)
    return pdf


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("authority")
    authority = authority_in(folder / "made")
    authority.issue_officer("mau", "Trần Văn Mẫu", "Chủ tịch", "Ủy ban nhân dân tỉnh Mẫu")
    authority.issue_seal("H08", "Ủy ban nhân dân tỉnh Mẫu")
    keys = AuthorityKeyStore(authority)
    trust = TrustAnchors.of_authority(authority.folder)
    letter = compile_pdf(folder, LETTER)
    by_person = sign_person(letter, keys.signer("officer:mau"))
    sealed = seal_agency(by_person, keys.signer("seal:H08"), trust=trust)
    return Desk(authority, keys, trust, letter, by_person, sealed)
