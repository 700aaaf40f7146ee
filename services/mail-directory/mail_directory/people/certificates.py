"""Chứng thư số theo vị trí công tác: who should have one, and who has one until when. Read from the authority's public parts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from mail_directory.agencies.models import Agency
from mail_directory.people.models import Person, Post
from shared.access.signing_posts import Held, posts_that_sign
from shared.signing.holders import Certified, find_certificate, find_in_post

SEAL = "seal"

Lent = Mapping[UUID, Collection[str]]
"""Where whom a leader has let sign: person's id → codes of agencies."""


@dataclass(frozen=True)
class Line:
    """Một dòng chứng thư số: whose, and the certificate that lies there, if any."""

    key: str
    """`seal`, or the person's id."""
    name: str
    title: str
    agency_code: str
    certificate: Certified | None
    post: str = ""
    """Whose holder the certificate names, by id; empty for an agency."""

    @property
    def needs_care(self) -> bool:
        return self.certificate is None or self.certificate.ends_soon


def signing_posts(posts: Sequence[Post], lent: Collection[str] = ()) -> list[Post]:
    """The posts that the person's certificates name, one for each agency, the first where the person signs first (`posts_that_sign`)."""
    return [posts[at] for at in posts_that_sign([Held(post.role, post.kind, post.agency_code) for post in posts], lent)]


def lines_of_person(
    folder: Path, person: Person, day: date, lent: Collection[str], names: Mapping[str, str]
) -> list[Line]:
    """One for each agency at which the person signs. `lent`: where a leader has let the person sign; `names`: of agencies by code."""
    posts = signing_posts(person.posts_on(day), lent) if person.active else []
    return [_line(folder, person, post, names.get(post.agency_code, "")) for post in posts]


def _line(folder: Path, person: Person, post: Post, agency_name: str) -> Line:
    held = find_in_post(folder, str(person.id), post.agency_code, agency_name)
    return Line(str(person.id), person.full_name, post.title, post.agency_code, held, str(post.id))


def lines_of(folder: Path, agency: Agency, people: Iterable[Person], day: date, lent: Lent) -> list[Line]:
    """The agency first, then those of `people` who sign there."""
    seal = Line(SEAL, agency.name, "", agency.code, find_certificate(folder, f"seal:{agency.code}"))
    names = {agency.code: agency.name}
    found = [line for person in people for line in lines_of_person(folder, person, day, lent.get(person.id, ()), names)]
    return [seal, *(line for line in found if line.agency_code == agency.code)]
