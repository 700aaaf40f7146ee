"""Quyền hạn, chức vụ của người ký: by which authority somebody signs, and the lines that papers print above the name.

Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I, mục II, khoản 7: `TM.`, `Q.`, `KT.`, `TL.`, `TUQ.` stand before the post of the head;
the signer's own post stands on the line below. A deputy who is in charge (phụ trách) signs as a deputy does. Where an agency works as a
collective, `TM.` and the collective's name stand above that of the head: who signs by order or by delegation does so for the head alone.
"""

from enum import StrEnum


class Competence(StrEnum):
    """Quyền hạn ký (NĐ 30/2020 Điều 13)."""

    HEAD = ""  # người đứng đầu ký trực tiếp
    ON_BEHALF = "TM."  # thay mặt tập thể
    ACTING = "Q."  # quyền
    DEPUTY = "KT."  # ký thay
    BY_ORDER = "TL."  # thừa lệnh
    AUTHORISED = "TUQ."  # thừa ủy quyền


_DEPUTY, _ACTING = ("phó ",), ("quyền ", "q. ")


def competence_of(title: str, kind: str = "") -> Competence:
    """By which authority a leader signs, as the title (chức danh) and the kind of post (`acting`) say it."""
    if title.casefold().startswith(_DEPUTY):
        return Competence.DEPUTY
    if kind == "acting" or title.casefold().startswith(_ACTING):
        return Competence.ACTING
    return Competence.HEAD


def competence_by_post(title: str, kind: str = "", *, head: str = "") -> Competence:
    """By which authority the post itself lets somebody sign. `head`: as of `authority_lines`, of a post inside a unit."""
    return Competence.BY_ORDER if head else competence_of(title, kind)


_SAID = {
    Competence.HEAD: "ký theo chức danh",
    Competence.ON_BEHALF: "ký thay mặt tập thể (TM.)",
    Competence.ACTING: "ký với chức vụ quyền (Q.)",
    Competence.DEPUTY: "ký thay (KT.)",
    Competence.BY_ORDER: "ký thừa lệnh (TL.)",
}


def why_not(chosen: Competence, title: str, kind: str = "", *, head: str = "", collective: str = "") -> str:
    """Why somebody in that post may not sign by that authority, and what to choose (Điều 13); empty where he may.

    HEAD stands for what the post itself says. A head signs for nobody (KT.), a deputy never without saying for whom; by order (TL.)
    signs who leads a unit, for the head alone; TUQ. is no choice: it is written where a delegate signs under a delegation that stands.
    """
    by_post = competence_by_post(title, kind, head=head)
    if chosen is Competence.AUTHORISED:
        return (
            "Ký thừa ủy quyền (TUQ.) chỉ khi có ủy quyền đang hiệu lực: hãy chọn người ủy quyền làm người ký;"
            " khi người được ủy quyền ký, TUQ. được ghi."
        )
    if chosen is Competence.ON_BEHALF and not collective:
        return "Cơ quan này không làm việc theo chế độ tập thể nên không ký thay mặt (TM.); hãy chọn quyền hạn khác."
    if chosen in (Competence.HEAD, by_post) or (chosen is Competence.ON_BEHALF and not head):
        return ""
    return f"Người ký với chức danh {title} không {_SAID[chosen]}; hãy chọn {_SAID[by_post]}."


def post_of_head(title: str) -> str:
    """Chức vụ người đứng đầu, as a deputy's or an acting head's title names it: `Giám đốc Sở` of `Phó Giám đốc Sở`."""
    for word in (*_DEPUTY, *_ACTING):
        if title.casefold().startswith(word):
            rest = title[len(word) :].strip()
            return rest[:1].upper() + rest[1:]
    return title


def authority_lines(
    title: str, kind: str = "", *, head: str = "", delegate: str | None = None, collective: str = ""
) -> tuple[str, ...]:
    """What stands above a signature, the topmost line first.

    `head`: the post of the agency's head, of who signs from a unit below him (TL.). `delegate`: the own title of who signs for the
    holder of the post (TUQ.), empty where he has none. `collective`: in whose name the agency decides (TM.).
    """
    if delegate is not None:
        return tuple(filter(None, (f"{Competence.AUTHORISED} {title}", delegate)))
    above = f"{Competence.BY_ORDER} {head}" if head else f"{Competence.ON_BEHALF} {collective}" if collective else ""
    return (*filter(None, (above,)), *lines_by(competence_of(title, kind), title))


def lines_by(competence: str, title: str, collective: str = "") -> tuple[str, ...]:
    """The lines of somebody with that title who signs by that authority."""
    if competence == Competence.ON_BEHALF:
        return authority_lines(title, collective=collective)
    if competence == Competence.DEPUTY:
        return f"{competence} {post_of_head(title)}", title
    return (f"{competence} {post_of_head(title)}".strip(),)
