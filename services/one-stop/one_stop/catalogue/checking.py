"""Checking a change: the rules that a row of the province's file is checked by, each fault at its box of the form."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.catalogue.case_lines import Case
from one_stop.catalogue.content import Content
from one_stop.catalogue.step_places import read_places
from one_stop.procedures.files import known_files
from one_stop.procedures.queries import list_forms, newest_labels
from one_stop.procedures.rules import faults_of
from shared.core import clock
from shared.core.errors import FieldError
from shared.core.province import this_province
from shared.directory.queries import list_agencies
from shared.standards.typed import SENTENCES, Unreadable

_SENTENCES = {
    "missing": SENTENCES["value_missing"],
    "literal_error": "Hãy chọn một giá trị trong danh sách.",
    "enum": "Hãy chọn một giá trị trong danh sách.",
    "int_parsing": "Hãy chọn một giá trị trong danh sách.",
    "string_too_long": "Nội dung quá dài.",
    "too_long": "Quá nhiều dòng.",
    "greater_than_equal": "Số này phải từ %(ge)s trở lên.",
    "less_than_equal": "Số này không quá %(le)s.",
}

_FILE_UNKNOWN = "Không tìm thấy tệp mẫu này của thủ tục: hãy chọn lại tệp, hoặc bỏ tệp mẫu."


def read_content(typed: Mapping[str, Any]) -> tuple[Content | None, list[FieldError]]:
    """What was typed as values; or what cannot be read, each at its box."""
    try:
        return Content.model_validate(typed), []
    except ValidationError as error:
        return None, [_fault(dict(one)) for one in error.errors()]


def _fault(said: Mapping[str, Any]) -> FieldError:
    pointer, facts = "".join(f"/{part}" for part in said["loc"]), said.get("ctx", {})
    if isinstance(reader := facts.get("error"), Unreadable):
        return FieldError(pointer, reader.code, reader.sentence)
    return FieldError(pointer, said["type"], _SENTENCES.get(said["type"], "Nội dung chưa hợp lệ.") % facts)


async def check(
    session: AsyncSession, code: str, typed: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, list[FieldError]]:
    """The row that it would be published as, and its faults; no row where something cannot be read."""
    content, faults = read_content(typed)
    if content is None:
        return None, faults
    named = {f"/papers/{place}/blank": paper.blank for place, paper in enumerate(content.papers) if paper.blank}
    named |= {f"/results/{place}/sample": one.sample for place, one in enumerate(content.results) if one.sample}
    files = await known_files(session, code, named.values())
    row = content.row(code, before, files)
    faults = _facts_that_do_not_fit(content)
    faults += [FieldError(at, "file_unknown", _FILE_UNKNOWN) for at, sha256 in named.items() if sha256 not in files]
    if content.form and content.form not in dict(await list_forms(session)):
        faults.append(FieldError("/form", "form_unknown", "Hãy chọn tờ khai điện tử trong danh sách."))
    agencies = await list_agencies(session, clock.local_now().date())
    known = {agency.code for agency in agencies}
    faults += read_places(row["steps"], agencies)
    if not content.agencies or not known.issuperset(content.agencies):
        sentence = "Hãy chọn ít nhất một cơ quan giải quyết; cơ quan đã kết thúc thì bỏ chọn."
        faults.append(FieldError("/agencies", "agency_unknown", sentence))
    if content.tier not in this_province().tiers_on(clock.local_now().date()):
        sentence = "Mô hình chính quyền địa phương của tỉnh hiện không có cấp này; hãy chọn cấp khác."
        faults.append(FieldError("/tier", "tier_gone", sentence))
    labels = await newest_labels(session, content.form)
    return row, faults + [FieldError(one.pointer, "procedure_fault", one.sentence) for one in faults_of(row, labels)]


def _fees(case: Case, otherwise: int) -> list[int]:
    """Of one case, over each channel."""
    own = otherwise if case.fee is None else case.fee
    return [own if fee is None else fee for fee in (case.counter_fee, case.online_fee, case.post_fee)]


def _facts_that_do_not_fit(content: Content) -> list[FieldError]:
    faults = []
    plain = content.fee or 0
    fees = [fee for case in content.cases for fee in _fees(case, plain)] or [plain]
    if not content.fees and any(fees) != (content.fee_collected != "none"):
        sentence = "Có mức phí, kể cả của một trường hợp, thì chọn thời điểm thu; không thu thì để phí là 0."
        faults.append(FieldError("/fee_collected", "fee_without_moment", sentence))
    for position, paper in enumerate(content.papers):
        if not paper.originals + paper.certified_copies + paper.copies:
            sentence = "Hãy ghi số bản chính, bản sao chứng thực hoặc bản sao."
            faults.append(FieldError(f"/papers/{position}/originals", "paper_without_copies", sentence))
    return faults
