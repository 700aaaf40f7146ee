"""What a notification may say, and when it goes out: pure rules, sentences as data, the doors."""

from datetime import datetime, time
from pathlib import Path

import pytest

from shared.access.rights import UNIT_HEAD, Power, Role
from shared.core.clock import VIETNAM
from shared.notifying.choosing import Choices, moment_to_send
from shared.notifying.kinds import CITIZENS_KINDS, FACTS, KINDS, Channel, Timing, kinds_for
from shared.notifying.reading import masked
from shared.notifying.sending import write
from shared.notifying.sentences import Said, our_sentences, read_sentences, say

REPOSITORY = Path(__file__).parents[2]


def at(hour: int, minute: int = 0, second: int = 0, day: int = 26) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=VIETNAM)


def test_no_kind_carries_a_fact_of_a_persons_record() -> None:
    assert set().union(*(kind.facts for kind in KINDS.values())) <= FACTS
    assert not FACTS & {
        "name",
        "full_name",
        "personal_id",
        "phone",
        "address",
        "subject",
        "content",
        "reason",
        "procedure",
    }


def test_every_kind_has_its_sentences(tmp_path: Path) -> None:
    sentences = read_sentences(tmp_path)
    assert set(sentences) == set(KINDS)
    for code, kind in KINDS.items():
        said = say(sentences, code, dict.fromkeys(kind.facts, "X"))
        assert said.title
        assert said.text
        assert "{" not in said.title + said.text
        assert "—" not in said.title + said.text


def test_two_notifications_of_a_kind_have_two_titles(tmp_path: Path) -> None:
    sentences = read_sentences(tmp_path)
    for code, kind in KINDS.items():
        same = dict.fromkeys(kind.facts, "X")
        one, other = (say(sentences, code, same | {kind.told_by: which}) for which in ("1", "2"))
        assert one.title != other.title, code


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('[dossier-late]\ntitle = "{applicant_name} trễ"', "applicant_name"),
        ('[dossier-late]\ntitle = "{code.__class__}"', "code.__class__"),
        ('[dossier-late]\ntitle = "{code!r}"', "chỉ ghi tên dữ kiện"),
        ('[dossier-late]\ntitle = "{code"', "dấu ngoặc nhọn"),
        ('[dossier-late]\nbody = "a"', "title và text"),
        ('[dossier-late]\ntitle = " "', "phải là một câu"),
        ('[dossier-late]\ntitle = "a\\nb"', "một dòng"),
        ('[dossier-late]\ntitle = "Có hồ sơ trễ hẹn"', "phải nêu {code}"),
        ('[nothing-known]\ntitle = "a"', "nothing-known"),
        ("[dossier-late", "không đọc được"),
    ],
)
def test_a_provinces_sentence_that_cannot_be_said_is_refused_with_its_place(
    tmp_path: Path, written: str, told: str
) -> None:
    (tmp_path / "notifications.toml").write_text(written, "utf-8")
    with pytest.raises(ValueError, match=r"notifications\.toml") as refused:
        read_sentences(tmp_path)
    assert told in str(refused.value)


def test_a_province_says_one_sentence_its_own_way_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "notifications.toml").write_text('[dossier-late]\ntitle = "Trễ hẹn: {code}"', "utf-8")
    said = say(read_sentences(tmp_path), "dossier-late", {"code": "000.00", "step": "Thẩm định", "due": "17:00"})
    assert said.title == "Trễ hẹn: 000.00"
    assert "Thẩm định" in said.text


def test_a_kind_of_another_release_is_said_in_general(tmp_path: Path) -> None:
    assert say(read_sentences(tmp_path), "of-tomorrow", {}).title == "Bạn có thông báo mới"


@pytest.mark.parametrize(
    ("now", "timing", "goes"),
    [
        (at(9), Timing.AT_ONCE, at(9)),
        (at(9, 0, 1), Timing.AT_ONCE, at(9, 1)),
        (at(20, 59, 30), Timing.AT_ONCE, at(7, day=27)),
        (at(21), Timing.AT_ONCE, at(7, day=27)),
        (at(3), Timing.AT_ONCE, at(7)),
        (at(6, 59, 59), Timing.AT_ONCE, at(7)),
        (at(9), Timing.DAILY, at(7, 30, day=27)),
        (at(7), Timing.DAILY, at(7, 30)),
        (at(7, 30), Timing.DAILY, at(7, 30, day=27)),
    ],
)
def test_nothing_goes_in_quiet_hours_and_gathered_letters_go_before_the_working_day(
    now: datetime, timing: Timing, goes: datetime
) -> None:
    assert moment_to_send(now, timing, Choices()) == goes


def test_quiet_hours_may_lie_within_a_day_or_not_be_at_all() -> None:
    noon = Choices(quiet_from=time(11), quiet_to=time(14))
    assert moment_to_send(at(12), Timing.AT_ONCE, noon) == at(14)
    assert moment_to_send(at(23), Timing.AT_ONCE, noon) == at(23)
    assert moment_to_send(at(23), Timing.AT_ONCE, Choices(quiet_from=time(0), quiet_to=time(0))) == at(23)


def test_who_has_no_e_mail_is_told_by_short_message_what_cannot_wait() -> None:
    asked, assigned = KINDS["supplement-asked"], KINDS["dossier-assigned"]
    assert Choices().timing(asked, Channel.SMS, has_email=True) is Timing.NEVER
    assert Choices().timing(asked, Channel.SMS, has_email=False) is Timing.AT_ONCE
    assert Choices().timing(assigned, Channel.SMS, has_email=False) is Timing.NEVER
    chosen = Choices({"supplement-asked/sms": Timing.NEVER})
    assert chosen.timing(asked, Channel.SMS, has_email=False) is Timing.NEVER


def test_each_chooses_among_the_kinds_that_reach_such_people() -> None:
    officers = kinds_for([role.value for role in Role])
    assert {kind.code for kind in officers} | {kind.code for kind in CITIZENS_KINDS} == set(KINDS)
    assert not {kind.code for kind in officers} & {kind.code for kind in CITIZENS_KINDS}
    everybodys = ["delegation-infected", "post-ending", "certificate-ending", "unit-change-refused"]
    of_editors = ["delegation-infected", "procedure-change-approved", "procedure-change-returned", *everybodys[1:]]
    assert [kind.code for kind in kinds_for(["procedure-editor"])] == of_editors
    assert {kind.code for kind in kinds_for(["operator"])} == {"calendar-missing", *everybodys}
    heads = [
        "dossier-term-used",
        "extension-asked",
        "document-back",
        "draft-back",
        *of_editors,
    ]  # a head of a unit has any role
    assert [kind.code for kind in kinds_for(["procedure-editor", UNIT_HEAD])] == heads
    assert {"dossier-late-here", "document-arrived", "draft-submitted"} <= {kind.code for kind in kinds_for(["leader"])}
    assert not {"dossier-late-here", "document-arrived", "draft-submitted"} & {
        kind.code for kind in kinds_for(["specialist", "counter-officer"])
    }
    assert kinds_for([]) == []


def test_a_delegate_is_told_what_every_power_it_needs_was_given_for() -> None:
    signing = KINDS["draft-submitted"]
    assert not signing.reaches_delegate(["power:documents"])
    assert signing.reaches_delegate(["power:documents", "power:signing"])
    assert not KINDS["dossier-late"].reaches_delegate(["power:documents"])
    assert not KINDS["post-ending"].reaches_delegate([power.value for power in Power])


def test_a_delegate_reads_in_whose_post_it_is_to_be_done() -> None:
    facts = {"code": "A", "step": "Thẩm định", "due": "17:00", "acting_in": "Giám đốc, STTTT"}
    said = say(our_sentences(), "dossier-assigned", facts)
    assert said.title == "Hồ sơ A được giao cho bạn"
    assert said.text.endswith("Bạn nhận thông báo này vì được ủy quyền làm việc ở vị trí Giám đốc, STTTT.")


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        ("Mời đăng nhập https://evil.example/a", "Mời đăng nhập https: //evil. example/a"),
        ("a@evil.example", "a @ evil. example"),
        ("www.evil.example", "www. evil. example"),
        ("01/STTTT\n\r-CNTT", "01/STTTT -CNTT"),
        ("000.00.11.H08", "000.00.11.H08"),
        ("UBND TP. Quy Nhơn", "UBND TP. Quy Nhơn"),
        ("x" * 500, "x" * 199 + "…"),
    ],
)
def test_what_a_stranger_wrote_is_one_short_line_without_a_link(fact: str, shown: str) -> None:
    said = say(our_sentences(), "document-arrived", {"reference": fact, "agency": fact})
    assert said.title == f"Văn bản đến {shown} chờ phân công"
    assert said.text == f"Văn bản của {shown} đã vào sổ. Hãy phân công người xử lý."


def test_no_sentence_of_any_province_tells_what_a_record_says() -> None:
    """Every template there is, filled with every fact an act could give: nothing of a person comes through."""
    record = {
        "applicant_name": "NGUYỄN VĂN KÍN",
        "personal_id": "052090001234",
        "subject": "Về việc riêng",
        "reason": "Nợ",
    }
    provinces = [file.parent for file in REPOSITORY.glob("data/*/province.json")]
    provinces += [file.parent for file in REPOSITORY.glob("tests/provinces/*/province.json")]
    assert len(provinces) >= 2
    for province in provinces:
        sentences = read_sentences(province)
        for code, kind in KINDS.items():
            said = say(sentences, code, dict.fromkeys(kind.facts, "X") | record)
            letter = write([(said, "/mot-cua/ho-so/1")] * 2, "https://tinh.example", "/thong-bao")
            for words in (said.title, said.text, letter.title, letter.text):
                assert not [value for value in record.values() if value in words], code


def test_several_go_as_one_list_each_with_where_it_leads() -> None:
    one = (Said("Hồ sơ 1 quá hạn", "Hạn trả 17:00."), "/mot-cua/ho-so/1")
    letter = write([one], "https://tinh.example", "/thong-bao")
    assert letter.title == "Hồ sơ 1 quá hạn"
    assert "https://tinh.example/mot-cua/ho-so/1" in letter.text
    assert "https://tinh.example/thong-bao/tuy-chon" in letter.text
    many = write([one] * 40, "https://tinh.example", "/thong-bao")
    assert many.title == "Bạn có 40 thông báo mới"
    assert many.text.count("- Hồ sơ 1") == 30
    assert "và 10 thông báo khác" in many.text


@pytest.mark.parametrize(
    ("address", "shown"),
    [("anhnt@sotttt.example", "an***@sotttt.example"), ("0905123456", "0905***456"), ("a@b", "a***@b"), ("113", "***")],
)
def test_the_operator_sees_whose_address_it_is_and_not_the_address(address: str, shown: str) -> None:
    assert masked(address) == shown
