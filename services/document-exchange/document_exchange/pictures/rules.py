"""Whose picture it is, and what it is now. Pure values."""

from enum import StrEnum

from shared.access.identity import Identity


class PictureState(StrEnum):
    """Tình trạng của hình chữ ký, con dấu."""

    WAITING = "waiting"  # xem trước, chưa dùng
    IN_USE = "in-use"  # đang dùng
    FORMER = "former"  # đã thay, đã bỏ


class Whose(StrEnum):
    """Hình của ai."""

    PERSON = "person"
    SEAL = "seal"


def holder_of(whose: Whose, who: Identity) -> str:
    """A person's own, whomever he acts for; the seal's that of the agency where he works."""
    return person_holder(who.subject) if whose is Whose.PERSON else seal_holder(who.agency_code)


def person_holder(person_id: str) -> str:
    return f"{Whose.PERSON}:{person_id}"


def seal_holder(agency_code: str) -> str:
    return f"{Whose.SEAL}:{agency_code}"
