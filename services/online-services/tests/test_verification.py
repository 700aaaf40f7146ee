"""`/xac-thuc`: what is true of a file or a code somebody brings."""

import hashlib
from pathlib import Path

import pytest
import typst

from online_services.supplements.rules import field_of
from online_services.tracking import actions as course
from shared.core.identifiers import new_id
from shared.signing.keys import AuthorityKeyStore
from shared.signing.pdf import sign_person
from testing.signing_kit import authority_in

from .builders import finished, received
from .conftest import CSRF, PDF, Check, Service

SOURCE = """#set page(paper: "a4")
Kết quả giải quyết
#v(12cm)
#align(right)[GIÁM ĐỐC

Trần Văn Mẫu]"""


@pytest.fixture
def signed(tmp_path: Path) -> bytes:
    source = tmp_path / "ket-qua.typ"
    source.write_text(SOURCE)
    pdf = typst.compile(str(source))
    assert isinstance(pdf, bytes)
    authority = authority_in(tmp_path / "var")
    authority.issue_officer("mau", "Trần Văn Mẫu", "Giám đốc", "Sở Giáo dục và Đào tạo")
    return sign_person(pdf, AuthorityKeyStore(authority_in(tmp_path / "var")).signer("officer:mau"))


async def issue(service: Service, content: bytes) -> None:
    dossier = str(new_id())
    kept = await service.app.state.files.put(content, "application/pdf", "ket-qua.pdf")
    await service.in_transaction(
        lambda s: course.note_received(s, received(dossier)),
        lambda s: course.note_finished(s, finished(dossier, kept.sha256, "abcd2345efgh6789")),
    )


def test_a_signed_result_is_recognised_by_its_file(in_service: Check, signed: bytes) -> None:
    async def check(service: Service) -> None:
        await issue(service, signed)
        anyone = service.anonymous()
        page = await anyone.post("/xac-thuc", data={"csrf_token": CSRF}, files={"tep": ("kq.pdf", signed)})
        assert page.status_code == 200
        for words in ("Chữ ký số hợp lệ", "Trần Văn Mẫu", "Kết quả do cơ quan của tỉnh cấp", "12/QĐ-SGDĐT"):
            assert words in page.text
        place = signed.index(b"endobj") - 20
        altered = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        page = await anyone.post("/xac-thuc", data={"csrf_token": CSRF}, files={"tep": ("kq.pdf", altered)})
        assert page.status_code == 200
        assert "Không hợp lệ" in page.text or "không có chữ ký số" in page.text
        assert "không cấp tệp có đúng nội dung này" in page.text
        assert "Chữ ký số hợp lệ vẫn cho biết" not in page.text
        # One story: nothing beside "thay đổi" may say that nothing changed.
        assert "Không có</" not in page.text
        program = await anyone.post(
            "/api/online-services/v1/verifications", content=signed, headers={"content-type": "application/pdf"}
        )
        assert program.json()["issued"]["result_number"] == "12/QĐ-SGDĐT"
        assert program.json()["sha256"] == hashlib.sha256(signed).hexdigest()
        assert [s["valid"] for s in program.json()["signatures"]] == [True]

    in_service(check)


def test_a_code_tells_what_was_issued_and_gives_the_file_only_unaltered(in_service: Check) -> None:
    async def check(service: Service) -> None:
        await issue(service, PDF)
        anyone = service.anonymous()
        for address in (
            "/xac-thuc?ma=abcd2345efgh6789",
            "/xac-thuc/ABCD2345EFGH6789",
            "/xac-thuc?ma=abcd2345+efgh6789",
            "/xac-thuc?ma=ABCD-2345-EFGH-6789",
            "/xac-thuc?ma=abcd+2345+efgh+6789+",
            "/xac-thuc?ma=Abcd.2345.%E2%80%93efgh%C2%A06789",
        ):
            page = await anyone.get(address)
            assert page.status_code == 200, address
            assert "Quyết định công nhận" in page.text
        file = await anyone.get("/xac-thuc/abcd2345efgh6789/tep")
        assert file.content == PDF
        html = (await anyone.get("/xac-thuc/abcd2345efgh6789")).text
        assert 'href="/xac-thuc/abcd2345efgh6789/tep?xem=1"' in html
        shown = await anyone.get("/xac-thuc/abcd2345efgh6789/tep?xem=1")
        assert "Trang 1/1" in shown.text
        assert 'href="/xac-thuc/abcd2345efgh6789"' in shown.text
        picture = await anyone.get("/xac-thuc/abcd2345efgh6789/tep?xem=1&anh=1")
        assert picture.headers["content-type"] == "image/jpeg"
        assert (await anyone.get("/xac-thuc/khong-co/tep?xem=1")).status_code == 404
        [row] = await service.rows("SELECT sha256 FROM issued_result")
        stored = next((service.settings.var / "files").rglob(row["sha256"]))
        stored.write_bytes(b"%PDF- altered")
        assert (await anyone.get("/xac-thuc/abcd2345efgh6789/tep")).status_code == 503
        for address in ("/xac-thuc?ma=khong-co", "/xac-thuc/%00", "/xac-thuc/khong-co"):
            assert (await anyone.get(address)).status_code == 422, address
        assert (await anyone.get("/xac-thuc/khong-co/tep")).status_code == 404
        assert (await anyone.get("/api/online-services/v1/verifications/khong-co")).status_code == 404

    in_service(check)


def test_a_dossier_code_or_nothing_typed_is_explained(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        page = await anyone.get("/xac-thuc?ma=000.00.16.h08-261125-0001")
        assert page.status_code == 422
        assert "Đây là mã hồ sơ, không phải mã xác thực" in page.text
        assert "/tra-cuu?ma=000.00.16.H08-261125-0001" in page.text
        for empty in ("/xac-thuc?ma=", "/xac-thuc?ma=+-+"):
            page = await anyone.get(empty)
            assert page.status_code == 422
            assert "Hãy nhập mã xác thực" in page.text

    in_service(check)


def test_who_claims_a_time_is_told_as_claiming_it(in_service: Check, tmp_path: Path, signed: bytes) -> None:
    signer = AuthorityKeyStore(authority_in(tmp_path / "var")).signer("officer:mau")
    signer.time_stamper = None
    unstamped = sign_person(signed, signer)

    async def check(service: Service) -> None:
        page = await service.anonymous().post(
            "/xac-thuc", data={"csrf_token": CSRF}, files={"tep": ("kq.pdf", unstamped)}
        )
        assert "Ký lúc, theo dấu thời gian" in page.text
        assert "Ký lúc, theo người ký khai" in page.text

    in_service(check)


def test_what_is_no_pdf_is_said_to_be_none(in_service: Check) -> None:
    async def check(service: Service) -> None:
        anyone = service.anonymous()
        for files in ({}, {"tep": ("a.pdf", b"<html>")}, {"tep": ("", b"")}):
            page = await anyone.post("/xac-thuc", data={"csrf_token": CSRF}, files=files)
            assert page.status_code == 422
        unsigned = await anyone.post("/xac-thuc", data={"csrf_token": CSRF}, files={"tep": ("a.pdf", PDF)})
        assert unsigned.status_code == 200

    in_service(check)


@pytest.mark.parametrize("pointer", ["/request", "/answers/request", "#/request", "/request/0"])
def test_a_pointer_leads_into_a_field(pointer: str) -> None:
    assert field_of(pointer) == "request"
