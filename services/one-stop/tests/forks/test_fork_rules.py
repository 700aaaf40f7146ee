"""Which tables of steps may fork, as they are checked before anybody can publish them."""

from typing import Any

import pytest

from one_stop.catalogue.branch_lines import branch_rows, typed_branches
from one_stop.procedures.branches import check_forks
from one_stop.procedures.faults import Fault
from one_stop.procedures.picture import WIDTH, picture_of
from one_stop.procedures.rules import When

from .kit import FORK, SUM

RECEIVE = {"code": "receive", "name": "Tiếp nhận", "role": "counter-officer", "hours": 4, "actions": []}
EXAMINE = {"code": "examine", "name": "Xem xét", "role": "specialist", "hours": 8, "actions": []}
SIGN = {"code": "approve", "name": "Ký", "role": "leader", "hours": 2, "actions": ["approve"]}
RETURN = {"code": "return", "name": "Trả", "role": "counter-officer", "hours": 2, "actions": ["return_result"]}
ONLY_LARGE = {"when": {"field": "area", "at_least": 500}}
GOOD: list[dict[str, Any]] = [RECEIVE, EXAMINE, FORK, SUM, SIGN, RETURN]
LINES = """Ý kiến về đất | 000.00.10.H08 | 16
Ý kiến cấp trên | cơ quan cấp trên | 8 | không bắt buộc
Thẩm định | đơn vị: Phòng Quản lý đô thị | 24"""


def _branches(**changed: Any) -> dict[str, Any]:
    first, *others = FORK["parallel"]
    return FORK | {"parallel": [first | changed, *others]}


def test_a_fork_between_the_examination_and_the_signature_is_right() -> None:
    check_forks(GOOD)
    check_forks([RECEIVE, EXAMINE, FORK | ONLY_LARGE, SUM, SIGN, RETURN])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([RECEIVE, EXAMINE, FORK, SIGN, RETURN], "chưa có nơi gặp nhau"),
        ([RECEIVE, EXAMINE, FORK, SUM | ONLY_LARGE, SIGN, RETURN], "chưa có nơi gặp nhau"),
        ([RECEIVE, FORK, SUM, SIGN, RETURN], "Trước bước song song"),
        ([RECEIVE, EXAMINE, SUM, FORK | {"actions": ["approve"]}, RETURN], "không tiếp nhận, ký"),
        ([RECEIVE, EXAMINE, FORK | {"role": "leader"}, SUM, SIGN, RETURN], "chuyên viên"),
        ([RECEIVE, EXAMINE, _branches(actions=["approve"]), SUM, SIGN, RETURN], "nhánh không ký"),
        ([RECEIVE, EXAMINE, _branches(parallel=[]), SUM, SIGN, RETURN], "không rẽ tiếp"),
        ([RECEIVE, EXAMINE, _branches(hours=41), SUM, SIGN, RETURN], "Số giờ của nhánh"),
        ([RECEIVE, EXAMINE, _branches(unit="Phòng"), SUM, SIGN, RETURN], "một nơi làm"),
        ([RECEIVE, EXAMINE, _branches(of=FORK["parallel"][1]["of"]), SUM, SIGN, RETURN], "một nơi khác nhau"),
        ([RECEIVE, EXAMINE, FORK | {"parallel": FORK["parallel"][:1]}, SUM, SIGN, RETURN], "ít nhất hai nhánh"),
        ([RECEIVE, EXAMINE, FORK | {"consults": {"hours": 8, "of": []}}, SUM, SIGN, RETURN], "lấy ý kiến"),
        (
            [RECEIVE, EXAMINE, FORK | {"parallel": [one | {"required": False} for one in FORK["parallel"]]}, SUM, SIGN, RETURN],
            "nhánh bắt buộc",
        ),
    ],
)  # fmt: skip
def test_a_wrong_fork_is_refused_where_it_stands(rows: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(Fault) as refused:
        check_forks(rows)
    assert said in refused.value.sentence
    assert refused.value.pointer.endswith("/parallel")


def test_a_step_that_no_dossier_could_reach_is_refused() -> None:
    with pytest.raises(Fault, match="Không hồ sơ nào"):
        When.read({"field": "kind", "one_of": []}, [{"name": "kind", "title": "Loại"}])


def test_branches_are_written_as_lines_and_read_back_the_same() -> None:
    rows = branch_rows(LINES)
    assert rows == [
        {"name": "Ý kiến về đất", "of": "000.00.10.H08", "hours": 16},
        {"name": "Ý kiến cấp trên", "of": "parent", "hours": 8, "required": False},
        {"name": "Thẩm định", "unit": "Phòng Quản lý đô thị", "hours": 24},
    ]
    assert typed_branches(rows) == LINES


def test_the_picture_hangs_the_branches_between_a_fork_and_a_join() -> None:
    picture = picture_of({"steps": GOOD}, {})
    assert picture is not None
    assert len(picture.boxes) == len(GOOD) + 3
    fork, *branches, join = picture.boxes[2:7]
    assert all(fork.y + fork.height < box.y and box.y + box.height < join.y for box in branches)
    assert all(box.x > fork.x and box.x + box.width < WIDTH for box in branches)
    words = [text.words for box in branches for text in box.texts if text.kind == "fact"]
    assert max(map(len, words)) <= 34, "they are as much narrower as their boxes"
    assert "cùng lúc giao: Ý kiến về đất đai" in picture.steps[2].facts[-1]
