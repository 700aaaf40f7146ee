"""What the public page offers of a procedure beside its words: blank forms, samples of results, the documents it rests on."""

from datetime import date

import pypdfium2

from online_services.procedures.actions import keep_procedure
from shared.contracts.one_stop_procedures import ProcedurePublished
from shared.contracts.values import FileReference, LegalDocument, ProcedureResult

from .conftest import Check, Service, catalogue

FORM, SAMPLE, ELSEWHERE = b"mau don cua tinh", b"%PDF-1.4 mau ket qua", b"tep cua ho so khac"
LAW = LegalDocument(
    number="50/2014/QH13", name="Luật Xây dựng", agency="Quốc hội", issued_on=date(2014, 6, 18),
    url="https://vanban.example.test/50",
)  # fmt: skip


async def published(service: Service) -> tuple[ProcedurePublished, FileReference, FileReference]:
    """A procedure with a form of a paper, a sample of a result and a law."""
    known, files = catalogue()[0], service.app.state.files
    form = await files.put(FORM, "application/msword", "mau-don.doc")
    sample = await files.put(SAMPLE, "application/pdf", "mau-ket-qua.pdf")
    papers = (known.papers[0].model_copy(update={"blank": form}), *known.papers[1:])
    results = (ProcedureResult(name="Giấy phép", code="KQ.G07.000122", sample=sample), ProcedureResult(name="Bản vẽ"))
    told = known.model_copy(update={"papers": papers, "results": results, "legal_documents": (LAW,)})
    await service.in_transaction(lambda session: keep_procedure(session, told))
    return told, form, sample


def test_anybody_downloads_the_forms_and_samples_of_a_procedure_and_nothing_else_of_the_store(
    in_service: Check,
) -> None:
    async def check(service: Service) -> None:
        told, form, sample = await published(service)
        page, anybody = f"/dich-vu-cong/thu-tuc/{told.procedure_code}", service.anonymous()
        said = (await anybody.get(page)).text
        api = f"/api/online-services/v1/procedures/{told.procedure_code}/files"
        for file, content in ((form, FORM), (sample, SAMPLE)):
            assert f'href="{page}/tep/{file.sha256}"' in said
            for place in (f"{page}/tep", api):
                read = await anybody.get(f"{place}/{file.sha256}")
                assert read.content == content
                assert read.headers["content-disposition"].startswith("attachment")
                assert read.headers["x-content-type-options"] == "nosniff"
                assert read.headers["content-security-policy"] == "sandbox"
        other = await service.app.state.files.put(ELSEWHERE, "application/pdf", "ho-so.pdf")
        neighbour = catalogue()[1].procedure_code
        for path in (
            f"{page}/tep/{other.sha256}",
            f"{page}/tep/khong-co",
            f"{api}/{other.sha256}",
            f"/dich-vu-cong/thu-tuc/{neighbour}/tep/{form.sha256}",
        ):
            assert (await anybody.get(path)).status_code == 404, path
        bare = catalogue()[0]
        await service.in_transaction(lambda session: keep_procedure(session, bare))
        assert (await anybody.get(f"{page}/tep/{form.sha256}")).status_code == 404, "no longer offered"

    in_service(check)


def test_the_documents_it_rests_on_are_listed_and_what_is_not_known_says_so(in_service: Check) -> None:
    async def check(service: Service) -> None:
        told, form, sample = await published(service)
        said = (await service.anonymous().get(f"/dich-vu-cong/thu-tuc/{told.procedure_code}")).text
        table = said.partition('id="can-cu"')[2].partition("</table>")[0]
        for words in (
            "50/2014/QH13",
            "Quốc hội",
            "18/06/2014",
            "Đang cập nhật",
            'href="https://vanban.example.test/50"',
        ):
            assert words in table, words
        called = await service.anonymous().get(f"/api/online-services/v1/procedures/{told.procedure_code}")
        detail = called.json()
        assert detail["legal_documents"][0]["issued_on"] == "2014-06-18"
        assert detail["papers"][0]["blank"]["sha256"] == form.sha256
        assert [one["sample"] and one["sample"]["sha256"] for one in detail["results"]] == [sample.sha256, None]

    in_service(check)


def test_a_form_to_fill_in_by_hand_is_printed_from_the_e_form(in_service: Check) -> None:
    async def check(service: Service) -> None:
        known = next(one for one in catalogue() if one.form_id == "chung")
        page = f"/dich-vu-cong/thu-tuc/{known.procedure_code}"
        assert f'href="{page}/to-khai-trong"' in (await service.anonymous().get(page)).text
        read = await service.anonymous().get(f"{page}/to-khai-trong")
        assert read.headers["content-type"] == "application/pdf"
        text = "".join(part.get_textpage().get_text_bounded() for part in pypdfium2.PdfDocument(read.content))
        for words in ("Cho chính tôi", "....", "NGƯỜI NỘP HỒ SƠ", "(nếu có)"):
            assert words in text, text
        assert (await service.anonymous().get(f"{page}/to-khai-trong")).content == read.content
        offline = next(one for one in catalogue() if not one.form_id)
        none = await service.anonymous().get(f"/dich-vu-cong/thu-tuc/{offline.procedure_code}/to-khai-trong")
        assert none.status_code == 404

    in_service(check)
