"""What a clerk types of a document, read as packets are: the number with its notation, and the words by which it is found."""

from typing import NoReturn

from document_exchange.registers.rules import LONGEST_REFERENCE, read_reference
from shared.core.errors import FieldError, Invalid
from shared.standards.typed import clean_line, compacted
from shared.storage.words import searchable


def read_typed_reference(typed: str, pointer: str) -> str:
    """`1 / QĐ–UBND` is `01/QĐ-UBND`; what is no number with notation stays as written. Refuses the number 0."""
    number, slash, notation = compacted(typed).partition("/")
    if not slash:
        number, notation = clean_line(typed), ""
    if number.isascii() and number.isdigit() and int(number[:12]) == 0:
        refuse(
            "reference_zero",
            pointer,
            "Số văn bản bắt đầu từ 1; hãy xem lại số trên văn bản, hoặc bỏ trống nếu không ghi số.",
        )
    return read_reference(number, notation)[:LONGEST_REFERENCE]


def words_to_find(*parts: str) -> str:
    """In the order of what a packet says: number, author, type, subject, signer."""
    return searchable(" ".join(parts))


def refuse(code: str, pointer: str, sentence: str) -> NoReturn:
    raise Invalid(code, fields=[FieldError(pointer, code, sentence)])
