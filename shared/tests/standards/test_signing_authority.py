"""NĐ 30/2020, Phụ lục I, mục II, khoản 7: the abbreviation stands before the head's post, the signer's own post below."""

import pytest

from shared.standards.signing_authority import Competence, authority_lines, competence_of, why_not


@pytest.mark.parametrize(
    ("title", "kind", "competence", "lines"),
    [
        ("Giám đốc", "main", Competence.HEAD, ("Giám đốc",)),
        ("Phó Giám đốc", "main", Competence.DEPUTY, ("KT. Giám đốc", "Phó Giám đốc")),
        ("Phó giám đốc Sở", "concurrent", Competence.DEPUTY, ("KT. Giám đốc Sở", "Phó giám đốc Sở")),
        ("Phó Chủ tịch", "", Competence.DEPUTY, ("KT. Chủ tịch", "Phó Chủ tịch")),
        # Cấp phó được giao phụ trách ký như cấp phó ký thay cấp trưởng.
        ("Phó Giám đốc", "acting", Competence.DEPUTY, ("KT. Giám đốc", "Phó Giám đốc")),
        ("Giám đốc", "acting", Competence.ACTING, ("Q. Giám đốc",)),
        ("Quyền Giám đốc", "main", Competence.ACTING, ("Q. Giám đốc",)),
        ("Phóng viên", "main", Competence.HEAD, ("Phóng viên",)),
        ("Lãnh đạo", "", Competence.HEAD, ("Lãnh đạo",)),
    ],
)
def test_who_signs_by_which_authority(title: str, kind: str, competence: Competence, lines: tuple[str, ...]) -> None:
    assert competence_of(title, kind) is competence
    assert authority_lines(title, kind) == lines


def test_who_signs_by_order_or_by_delegation() -> None:
    assert authority_lines("Trưởng phòng", head="Giám đốc") == ("TL. Giám đốc", "Trưởng phòng")
    below = authority_lines("Phó Chánh Văn phòng", head="Chủ tịch")
    assert below == ("TL. Chủ tịch", "KT. Chánh Văn phòng", "Phó Chánh Văn phòng")
    assert authority_lines("Giám đốc", delegate="Trưởng phòng") == ("TUQ. Giám đốc", "Trưởng phòng")
    assert authority_lines("Giám đốc", delegate="") == ("TUQ. Giám đốc",)


UBND = "Ủy ban nhân dân"


@pytest.mark.parametrize(
    ("title", "kind", "lines"),
    [
        ("Chủ tịch", "main", ("TM. Ủy ban nhân dân", "Chủ tịch")),
        ("Phó Chủ tịch", "main", ("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")),
        ("Chủ tịch", "acting", ("TM. Ủy ban nhân dân", "Q. Chủ tịch")),
    ],
)
def test_a_collective_stands_above_its_head(title: str, kind: str, lines: tuple[str, ...]) -> None:
    assert authority_lines(title, kind, collective=UBND) == lines


def test_by_order_and_by_delegation_it_is_the_heads_authority_alone() -> None:
    by_order = authority_lines("Chánh Văn phòng", head="Chủ tịch", collective=UBND)
    assert by_order == ("TL. Chủ tịch", "Chánh Văn phòng")
    assert authority_lines("Chủ tịch", delegate="Giám đốc", collective=UBND) == ("TUQ. Chủ tịch", "Giám đốc")


MAY_NOT = [
    (Competence.DEPUTY, "Giám đốc", "", "", "hãy chọn ký theo chức danh"),
    (Competence.DEPUTY, "Giám đốc", "acting", "", "hãy chọn ký với chức vụ quyền (Q.)"),
    (Competence.ACTING, "Phó Giám đốc", "", "", "hãy chọn ký thay (KT.)"),
    (Competence.BY_ORDER, "Phó Giám đốc", "", "", "hãy chọn ký thay (KT.)"),
    (Competence.BY_ORDER, "Giám đốc", "", "", "hãy chọn ký theo chức danh"),
    (Competence.DEPUTY, "Chánh Văn phòng", "", "Giám đốc Sở", "hãy chọn ký thừa lệnh (TL.)"),
    (Competence.ON_BEHALF, "Chánh Văn phòng", "", "Giám đốc Sở", "hãy chọn ký thừa lệnh (TL.)"),
    (Competence.AUTHORISED, "Giám đốc", "", "", "hãy chọn người ủy quyền làm người ký"),
]


@pytest.mark.parametrize(("chosen", "title", "kind", "head", "said"), MAY_NOT)
def test_a_post_signs_by_its_own_authority_and_is_told_which(
    chosen: Competence, title: str, kind: str, head: str, said: str
) -> None:
    assert said in why_not(chosen, title, kind, head=head, collective="Ủy ban nhân dân")


MAY = [
    (Competence.HEAD, "Giám đốc", "", ""),
    (Competence.HEAD, "Phó Giám đốc", "", ""),
    (Competence.DEPUTY, "Phó Giám đốc", "", ""),
    (Competence.ACTING, "Giám đốc", "acting", ""),
    (Competence.BY_ORDER, "Chánh Văn phòng", "", "Giám đốc Sở"),
    (Competence.ON_BEHALF, "Phó Chủ tịch", "", ""),
]


@pytest.mark.parametrize(("chosen", "title", "kind", "head"), MAY)
def test_what_the_post_says_may_be_chosen(chosen: Competence, title: str, kind: str, head: str) -> None:
    assert why_not(chosen, title, kind, head=head, collective="Ủy ban nhân dân") == ""
