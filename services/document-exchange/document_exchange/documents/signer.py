"""Người ký of a document, and what stands above his name (NĐ 30/2020 Điều 13, Phụ lục I, II.7)."""

from sqlalchemy.orm import Mapped

from shared.standards.signing_authority import (
    Competence,
    authority_lines,
    competence_by_post,
    competence_of,
    lines_by,
    post_of_head,
)


class Signer:
    """What of a document is about who signs it."""

    leader_name: Mapped[str]
    signer_title: Mapped[str]
    competence: Mapped[str]
    collective: Mapped[str]
    ordered_by: Mapped[str]
    delegate_name: Mapped[str]
    delegate_title: Mapped[str]

    def signed_as(self, title: str, kind: str = "", head: str = "") -> None:
        """Whose post the signature is given in; without a choice of the drafter's the post says by which authority.

        `head`: the post of the agency's head, of who signs from a unit below him.
        """
        if self.competence == Competence.HEAD:
            self.competence = competence_by_post(title, kind, head=head)
        self.ordered_by = head if self.competence == Competence.BY_ORDER else ""
        above = self.competence in (Competence.ON_BEHALF, Competence.BY_ORDER)
        acts_unsaid = above and competence_of(title, kind) is Competence.ACTING
        self.signer_title = f"Quyền {post_of_head(title)}" if acts_unsaid else title

    @property
    def signed_name(self) -> str:
        return self.delegate_name or self.leader_name

    @property
    def signed_title(self) -> str:
        return self.delegate_title if self.delegate_name else self.signer_title

    @property
    def signed_competence(self) -> str:
        """Beside the signer's own title; in a collective's name it takes more than one abbreviation."""
        if self.delegate_name:
            return Competence.AUTHORISED
        above = " ".join(self.signed_lines[:-1])
        return above if self.competence == Competence.ON_BEHALF else self.competence

    @property
    def signed_lines(self) -> tuple[str, ...]:
        """What stands above the signer's name; nothing as long as nobody is to sign."""
        if not self.signer_title:
            return ()
        if self.delegate_name:
            return authority_lines(self.signer_title, delegate=self.delegate_title)
        if self.ordered_by:
            return authority_lines(self.signer_title, head=self.ordered_by)
        return lines_by(self.competence, self.signer_title, self.collective)
