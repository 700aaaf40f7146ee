"""What the forms about documents hold: as typed, as kept, and as the API's own classes."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.desk.choices import others_typed
from document_exchange.documents.linking import list_targets
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import list_addressees
from document_exchange.documents.rules import DIRECTS
from document_exchange.documents.schemas import DraftIn, PaperIn, ReassignIn
from document_exchange.fields import Words
from document_exchange.incoming.rules import REFUSAL_REASONS, refusal_reason
from document_exchange.incoming.schemas import AssignmentIn
from document_exchange.receivers.schemas import AddresseesIn, CirculateIn, DispatchIn
from document_exchange.registers.schemas import KeptNumber
from document_exchange.showing import date_of, number_of, text_of, texts_of
from shared.core.errors import FieldError, Invalid
from shared.core.formats import vn_date
from shared.printing.printable import Unprintable
from shared.standards.typed import Unreadable

M = TypeVar("M", bound=BaseModel)


_CHANGED = re.compile(r"(.+?)[\s,;]+(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def changed_of(text: str) -> list[dict[str, Any]]:
    """A line each: số, ký hiệu and the day of an issued document, as one document names another."""
    lines = [unicodedata.normalize("NFC", line).strip().strip(_BULLETS).strip() for line in text.splitlines()]
    found = []
    for line in filter(None, lines):
        parts = _CHANGED.fullmatch(line)
        day = f"{parts[4]}-{int(parts[3]):02d}-{int(parts[2]):02d}" if parts else None
        found.append({"reference": parts[1] if parts else line, "issued_on": day})
    return found


_SAID = ("archive_holder", "printed_receivers", "typer_notation")


def values_of(form: FormData) -> dict[str, Any]:
    """The form as typed, to be shown again."""
    names = ("type_code", "subject", "priority", "unit", "leader_id", "competence", "place")
    values: dict[str, Any] = {name: text_of(form, name) for name in names}
    values |= {name: text_of(form, name) for name in (*_SAID, "series_id", "answers_incoming_id", "answers_task_id")}
    values["directs"] = text_of(form, "directs") == "true"
    values |= {name: text_of(form, name) for name in ("change_kind", "changed")}
    values |= receiver_values_of(form)
    values["circulation"] = text_of(form, "circulation")
    values["due_on"] = date_of(form, "due_on")
    return values


def receiver_values_of(form: FormData) -> dict[str, Any]:
    """Nơi nhận as typed."""
    return {
        "addressees": texts_of(form, "addressees"),
        "tiers": texts_of(form, "tiers"),
        "all_agencies": text_of(form, "all_agencies") == "true",
        "groups": texts_of(form, "groups"),
        "inside": texts_of(form, "inside"),
        "outside": text_of(form, "outside"),
        "paper": text_of(form, "paper") if "paper" in form else None,
    }


def outside_of(text: str) -> list[dict[str, str]]:
    """A line each: the name, and behind the last semicolon its identifier where it has one."""
    lines = [line.strip().strip(_BULLETS).strip() for line in text.splitlines()]
    found = []
    for line in filter(None, lines):
        name, parted, code = line.rpartition(";")
        found.append({"name": name.strip(), "organ_code": code.strip()} if parted else {"name": line, "organ_code": ""})
    return found


async def values_from(session: AsyncSession, document: OutgoingDocument) -> dict[str, Any]:
    names = ("type_code", "subject", "priority", "unit", "leader_id", "competence", "place", "due_on")
    values = {name: getattr(document, name) for name in (*names, *_SAID)}
    values["paper"] = document.paper
    values["directs"] = document.steering == DIRECTS
    values["addressees"] = await list_addressees(session, document.id)
    values["circulation"], values["series_id"] = document.circulation, str(document.chosen_series or "")
    values |= await others_typed(session, document.id)
    values["answers_incoming_id"] = str(document.answers_incoming_id or "")
    links = await list_targets(session, document.id)
    values["change_kind"] = links[0][0].kind if links else ""
    values["changed"] = "\n".join(named(target) for _, target in links)
    return values


def named(document: OutgoingDocument) -> str:
    """As `changed_of` reads it."""
    return f"{document.reference} ngày {vn_date(document.issued_on)}"


_SENTENCES = {
    "subject": "Hãy nhập trích yếu nội dung, không quá 500 ký tự.",
    "unit": "Chữ viết tắt chỉ gồm chữ in hoa và số, không quá 10 ký tự, ví dụ: CNTT.",
    "due_on": "Hãy nhập ngày có thật, ví dụ: 30 11 2026.",
    "issued_on": "Hãy nhập ngày có thật, ví dụ: 30 11 2026.",
    "signer": "Hãy nhập họ tên người ký, không quá 200 ký tự.",
    "receivers": "Nơi nhận không quá 1.000 ký tự.",
    "copies": "Số lượng bản là một số từ 1 đến 100.000.",
    "place": "Địa danh không quá 50 ký tự.",
    "person_name": "Hãy nhập họ tên người sử dụng, không quá 200 ký tự.",
    "allowed_by": "Hãy nhập họ tên người cho phép, không quá 200 ký tự.",
    "used_on": "Hãy nhập ngày có thật, ví dụ: 30 11 2026.",
    "returned_on": "Hãy nhập ngày có thật, ví dụ: 30 11 2026.",
    "file_reference": "Số và ký hiệu hồ sơ không quá 100 ký tự.",
    "note": "Ghi chú không quá 300 ký tự.",
    "strike_reason": "Hãy nhập lý do gạch, không quá 300 ký tự.",
    "printed_receivers": "Nơi nhận ghi trên văn bản: mỗi dòng không quá 150 ký tự, tất cả không quá 1.000 ký tự.",
    "typer_notation": "Ký hiệu người soạn thảo không quá 10 ký tự.",
    "archive_holder": "Nơi giữ bản lưu không quá 100 ký tự.",
    "opinion": "Ý kiến, lý do không quá 1.000 ký tự.",
    "words": "Ý kiến, lý do không quá 1.000 ký tự.",
}

_SENTENCES |= {
    "author": "Hãy nhập tác giả: tên cơ quan, tổ chức hoặc cá nhân, không quá 200 ký tự.",
    "arrived_on": _SENTENCES["issued_on"],
    "reference": "Số, ký hiệu không quá 100 ký tự.",
    "type_name": "Loại văn bản không quá 200 ký tự.",
    "pages": "Số trang là một số từ 1 đến 100.000, hoặc bỏ trống.",
    "remark": "Ghi chú không quá 1.000 ký tự.",
    "reason": "Lý do không quá 1.000 ký tự.",
}

_SENTENCES |= {
    "outside": "Mỗi dòng một nơi nhận không quá 200 ký tự; mã định danh nếu có ghi sau dấu chấm phẩy, ví dụ: Bộ Nội vụ; G09.",
    "inside": "Hãy chọn người, đơn vị của cơ quan trong danh sách.",
    "changed": "Mỗi dòng một văn bản đã phát hành, có số, ký hiệu và ngày, ví dụ: 05/QĐ-STTTT ngày 20/11/2026.",
    "change_kind": "Hãy chọn thay thế, sửa đổi, bổ sung hay đính chính.",
    "add_outside": "Mỗi dòng một nơi nhận không quá 200 ký tự; mã định danh nếu có ghi sau dấu chấm phẩy, ví dụ: Bộ Nội vụ; G09.",
    "groups": "Hãy chọn nhóm trong danh sách.",
    "way": "Hãy chọn cách gửi.",
    "trace": "Số hiệu, nơi nhận ký không quá 200 ký tự.",
    "envelopes": "Số bì là một số từ 1 đến 10.000.",
    "sent_on": _SENTENCES["issued_on"],
    "name": "Hãy nhập tên, không quá 100 ký tự.",
    "addressees": "Hãy chọn ít nhất một cơ quan.",
    "symbol": "Ký hiệu chỉ gồm chữ in hoa, số và dấu chấm, gạch nối, không quá 20 ký tự, ví dụ: BCĐ.",
    "decision": "Hãy ghi quyết định của người đứng đầu: số, ký hiệu, ngày, không quá 200 ký tự.",
    "first_number": "Số bắt đầu là một số từ 1 đến 999.999.",
}

_BULLETS = "-–•·*\uf0b7"
"""What people and their word processors put before the lines of a list."""

_NAMES = {
    "author": "Tác giả",
    "reference": "Số, ký hiệu",
    "remark": "Ghi chú",
    "reason": "Lý do",
    "subject": "Trích yếu",
    "unit": "Đơn vị soạn thảo",
    "place": "Địa danh",
    "signer": "Người ký",
    "receivers": "Nơi nhận",
    "printed_receivers": "Nơi nhận ghi trên văn bản",
    "typer_notation": "Ký hiệu người soạn thảo",
    "archive_holder": "Nơi giữ bản lưu",
    "opinion": "Ý kiến, lý do",
    "words": "Ý kiến, lý do",
}
"""Said with a sign that is refused: it may be in any of them, and at the top of the page nothing else says in which."""

_WORDS: TypeAdapter[str] = TypeAdapter(Words)


def draft_of(form: FormData) -> DraftIn:
    """What was typed, as the API's own class; refuses in sentences beside the fields."""
    values = values_of(form)
    values["priority"] = number_of(form, "priority") or 0
    values["competence"] = "" if values["competence"] == "none" else values["competence"]
    values |= {name: values[name] or None for name in ("answers_incoming_id", "answers_task_id", "series_id")}
    values["outside"] = outside_of(values["outside"])
    values |= {"change_kind": values["change_kind"] or None, "changed": changed_of(values["changed"])}
    return checked(DraftIn, values)


def checked(kind: type[M], values: Mapping[str, Any]) -> M:
    """The body that the API would take; what is wrong with it stands beside the fields."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        said = {str(finding["loc"][0]): finding for finding in error.errors()}
        found = [(f"/{name}", "invalid", _sentence(finding, name)) for name, finding in said.items()]
        raise Invalid("invalid_input", fields=[FieldError(*one) for one in found]) from error


def words_of(form: FormData, name: str) -> str:
    """Ý kiến, lý do: as the API would take it; what is wrong with it stands beside the field."""
    try:
        return _WORDS.validate_python(text_of(form, name))
    except ValidationError as error:
        sentence = _sentence(error.errors()[0], name)
        raise Invalid("invalid_input", fields=[FieldError(f"/{name}", "invalid", sentence)]) from error


def _sentence(finding: Mapping[str, Any], name: str) -> str:
    unreadable = finding.get("ctx", {}).get("error")
    if isinstance(unreadable, Unprintable) and name in _NAMES:
        return f"{_NAMES[name]}: {unreadable.sentence[0].lower()}{unreadable.sentence[1:]}"
    if isinstance(unreadable, Unreadable) and unreadable.code != "value_missing":
        return unreadable.sentence
    return _SENTENCES.get(name, "Hãy chọn một giá trị trong danh sách.")


def addressees_of(form: FormData) -> AddresseesIn:
    """Nơi nhận mới."""
    values = receiver_values_of(form)
    return checked(
        AddresseesIn,
        values | {"outside": outside_of(values["outside"]), "opinion": text_of(form, "opinion")},
    )


def circulation_of(form: FormData) -> CirculateIn:
    """Gửi thêm trong cơ quan."""
    values = {"inside": texts_of(form, "inside"), "opinion": text_of(form, "opinion")}
    return checked(CirculateIn, values | {"version": number_of(form, "version")})


def dispatch_of(form: FormData) -> DispatchIn:
    """Đã gửi một nơi nhận ngoài hệ thống."""
    values = {name: text_of(form, name) for name in ("way", "trace")}
    more = {"sent_on": date_of(form, "sent_on"), "envelopes": text_of(form, "envelopes") or 1}
    more["version"] = number_of(form, "version")
    return checked(DispatchIn, values | more)


def reassignment_of(form: FormData) -> ReassignIn:
    """Người ký, người soạn thảo mới."""
    names = ("leader_id", "drafter_id", "opinion")
    return checked(ReassignIn, {name: text_of(form, name) for name in names})


def paper_values_of(form: FormData) -> dict[str, Any]:
    """The form of a paper as typed, to be shown again."""
    names = ("type_code", "subject", "signer", "unit", "receivers", "archive_holder", "copies", "kept", "series_id")
    return {name: text_of(form, name) for name in names} | {"issued_on": date_of(form, "issued_on")}


def paper_of(form: FormData) -> PaperIn:
    """Văn bản giấy as the API would take it."""
    values = paper_values_of(form)
    more = {"copies": values["copies"] or 1, "kept": kept_of(form), "series_id": values["series_id"] or None}
    return checked(PaperIn, values | more)


def kept_of(form: FormData) -> KeptNumber | None:
    """Số đã giữ, as its choice on the page names it; None for the next number."""
    chosen = text_of(form, "kept")
    if not chosen:
        return None
    parts = chosen.split("~")
    try:
        return KeptNumber.model_validate(dict(zip(("kind", "year", "number"), parts, strict=True)))
    except ValueError as error:
        raise Invalid(
            "invalid_input", fields=[FieldError("/kept", "invalid", "Hãy chọn số trong danh sách.")]
        ) from error


def reason_of(form: FormData, words: str) -> str:
    """Lý do trả lại: what was chosen, and the `words` written to it."""
    choice = text_of(form, "reason")
    if choice not in REFUSAL_REASONS:
        raise Invalid("reason_required", fields=[FieldError("/reason", "reason_required", "Hãy chọn lý do trả lại.")])
    reason = refusal_reason(choice, words)
    if not reason:
        raise Invalid("reason_required", fields=[FieldError("/words", "reason_required", "Hãy ghi rõ lý do.")])
    return reason


def assignment_of(form: FormData, opinion: str) -> AssignmentIn:
    """Phân công xử lý."""
    return checked(
        AssignmentIn,
        {
            "unit_id": text_of(form, "unit_id"),
            "lead_id": text_of(form, "lead_id"),
            "cooperating_ids": texts_of(form, "cooperating_ids"),
            "cooperating_unit_ids": texts_of(form, "cooperating_unit_ids"),
            "opinion": opinion,
            "due_on": date_of(form, "due_on"),
        },
    )
