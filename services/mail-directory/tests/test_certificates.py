"""A newcomer's first certificate, and another one when the key may be known or the present one ends: an act on a screen."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mail_directory.certificates.warning import warn_of_ending_certificates
from shared.core import clock
from shared.signing.holders import find_certificate
from testing.signing_kit import authority_in

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer
from .test_delegations import Office

PAGE = f"/danh-ba/co-quan/{HERE}/chung-thu-so"
Run = Callable[[Callable[[Directory], Any]], None]


async def order(directory: Directory, key: str, reason: str = "", who: Any = ADMINISTRATOR, page: str = PAGE) -> Any:
    return await directory.call("POST", page, who, data={"key": key, "reason": reason})


def test_a_newcomer_gets_a_certificate_by_an_act_and_another_one_for_a_reason(run: Run, tmp_path: Path) -> None:
    authority = authority_in(tmp_path)

    async def act(directory: Directory) -> None:
        person, _ = await directory.add("lanhdao.moi", "Trần Văn Mới", "leader")
        holder = f"officer:{person.id}"
        page = (await directory.call("GET", PAGE, ADMINISTRATOR)).text
        assert "Trần Văn Mới" in page
        assert page.count("Chưa có") == 2, "the agency and the newcomer"
        assert "Chưa có" in (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", ADMINISTRATOR)).text
        warned = (await directory.call("GET", f"/danh-ba/co-quan/{HERE}", ADMINISTRATOR)).text
        assert "Chứng thư số chưa có, đã hoặc sắp hết hạn" in warned
        for key in (str(person.id), "seal"):
            assert (await order(directory, key)).status_code == 303
        first = find_certificate(authority.folder, holder)
        assert first is not None
        assert (first.common_name, first.organisation) == ("Trần Văn Mới", "Sở Thông tin và Truyền thông")
        assert find_certificate(authority.folder, f"seal:{HERE}") is not None
        assert "Chưa có" not in (await directory.call("GET", PAGE, ADMINISTRATOR)).text

        unsaid = await order(directory, str(person.id))
        assert unsaid.status_code == 422
        assert "Hãy chọn lý do" in unsaid.text
        assert (await order(directory, str(person.id), "keyCompromise")).status_code == 303
        second = find_certificate(authority.folder, holder)
        assert second is not None
        assert second.serial != first.serial
        assert authority.is_revoked(first.serial)
        said = await directory.rows(
            "SELECT actor, subject FROM evidence WHERE kind = 'certificate-ordered' ORDER BY at"
        )
        assert {row.subject for row in said} == {f"officer/{person.id}", f"seal/{HERE}"}
        assert {row.actor for row in said} == {f"officer:{ADMINISTRATOR.subject}"}

    run(act)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (an_officer("leader"), 403),
        (an_officer("operator"), 403),
        (an_officer("directory-administrator", ELSEWHERE), 403),
        (an_officer("directory-administrator", PROVINCE), 303),
    ],
)
def test_only_who_looks_after_the_agency_orders_certificates(run: Run, tmp_path: Path, who: Any, status: int) -> None:
    authority = authority_in(tmp_path)

    async def act(directory: Directory) -> None:
        person, _ = await directory.add("lanhdao.moi", "Trần Văn Mới", "leader")
        assert (await order(directory, str(person.id), who=who)).status_code == status
        assert (find_certificate(authority.folder, f"officer:{person.id}") is not None) == (status == 303)

    run(act)


def test_nobody_gets_one_without_a_post_that_signs_there(run: Run, tmp_path: Path) -> None:
    authority = authority_in(tmp_path)

    async def act(directory: Directory) -> None:
        specialist, _ = await directory.add("chuyenvien.moi", "Lê Thị Thường")
        elsewhere, _ = await directory.add("lanhdao.sxd", "Phạm Văn Khác", "leader", ELSEWHERE)
        for key, status in ((specialist.id, 422), (elsewhere.id, 422), ("khong", 404), ("", 422)):
            refused = await order(directory, str(key))
            assert refused.status_code == status, refused.text
        for person in (specialist, elsewhere):
            assert find_certificate(authority.folder, f"officer:{person.id}") is None
        assert "Lê Thị Thường" not in (await directory.call("GET", PAGE, ADMINISTRATOR)).text

    run(act)


def test_a_second_post_has_a_certificate_of_its_own_made_on_that_agencys_screen(run: Run, tmp_path: Path) -> None:
    authority = authority_in(tmp_path)

    async def act(directory: Directory) -> None:
        person, _ = await directory.add("lanhdao.moi", "Trần Văn Mới", "leader")
        api = f"/api/mail-directory/v1/people/{person.id}/posts"
        beside = {"agency_code": ELSEWHERE, "role": "leader", "title": "Phụ trách", "kind": "acting", "version": 1}
        given = await directory.call("POST", api, an_officer("directory-administrator", PROVINCE), json=beside)
        assert given.status_code == 201, given.text
        there = an_officer("directory-administrator", ELSEWHERE)
        page = f"/danh-ba/co-quan/{ELSEWHERE}/chung-thu-so"
        assert "Trần Văn Mới" in (await directory.call("GET", page, there)).text
        assert (await order(directory, str(person.id), who=there, page=page)).status_code == 303
        assert find_certificate(authority.folder, f"officer:{person.id}") is None, "the main post is not theirs"
        made = find_certificate(authority.folder, f"officer:{person.id}_{ELSEWHERE}")
        assert made is not None
        assert (made.organisation, made.title) == ("Sở Xây dựng", "Phụ trách")
        assert (await order(directory, str(person.id))).status_code == 303, "the first one here needs no reason"
        main = find_certificate(authority.folder, f"officer:{person.id}")
        assert main is not None
        assert main.organisation == "Sở Thông tin và Truyền thông"
        assert not authority.is_revoked(made.serial)
        himself = an_officer("leader", subject=str(person.id))
        own = (await directory.call("GET", "/danh-ba/chung-thu-so", himself)).text
        assert own.count("Hiệu lực đến ngày") == 2
        for name in ("Sở Xây dựng", "Sở Thông tin và Truyền thông"):
            assert name in own
        profile = (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", himself)).text
        assert "Chứng thư số tại Sở Xây dựng:" in profile

    run(act)


def test_a_delegate_without_a_post_that_signs_reads_how_to_get_one_and_gets_it(run: Run, tmp_path: Path) -> None:
    authority = authority_in(tmp_path)

    async def act(directory: Directory) -> None:
        office = await Office(directory).settle()
        deputy = an_officer("specialist", subject=str(office.deputy.id))
        await directory.add("quantri.stttt", "Phạm Quản Trị", "directory-administrator")
        before = (await directory.call("GET", "/danh-ba/chung-thu-so", deputy)).text
        assert "Bạn không ký số ở vị trí nào" in before
        assert (await order(directory, str(office.deputy.id))).status_code == 422
        assert (await office.give()).status_code == 201
        own = (await directory.call("GET", "/danh-ba/chung-thu-so", deputy)).text
        assert "Chưa có" in own
        assert "Phạm Quản Trị" in own
        assert "Trần Thị Bình" in (await directory.call("GET", PAGE, ADMINISTRATOR)).text
        assert (await order(directory, str(office.deputy.id))).status_code == 303
        made = find_certificate(authority.folder, f"officer:{office.deputy.id}")
        assert made is not None
        assert (made.common_name, made.organisation) == ("Trần Thị Bình", "Sở Thông tin và Truyền thông")

    run(act)


def test_a_certificate_that_ends_within_thirty_days_is_told_to_holder_and_administrator(
    run: Run, tmp_path: Path
) -> None:
    authority = authority_in(tmp_path)

    async def act(directory: Directory) -> None:
        person, _ = await directory.add("lanhdao.moi", "Trần Văn Mới", "leader")
        himself = an_officer("leader", subject=str(person.id))
        place = f"/danh-ba/can-bo/{person.id}"
        words = "Trần Văn Mới", "Giám đốc", "Sở Thông tin và Truyền thông"
        authority.issue_seal(HERE, words[2])
        for days, told in ((40, False), (29, True), (-1, True)):
            authority.issue_officer(str(person.id), *words, valid_to=clock.now() + timedelta(days=days))
            own = (await directory.call("GET", place, himself)).text
            assert ("Hãy báo quản trị danh bạ" in own) == told
            agency = (await directory.call("GET", f"/danh-ba/co-quan/{HERE}", ADMINISTRATOR)).text
            assert ("đã hoặc sắp hết hạn: Trần Văn Mới" in agency) == told
            state = {40: "Hiệu lực đến ngày", 29: "Sắp hết hạn", -1: "Đã hết hạn"}[days]
            assert state in (await directory.call("GET", PAGE, ADMINISTRATOR)).text

    run(act)


def test_the_end_is_told_to_holder_and_administrator_thirty_days_ahead_and_once(run: Run, tmp_path: Path) -> None:
    authority = authority_in(tmp_path)

    async def act(directory: Directory) -> None:
        person, _ = await directory.add("lanhdao.moi", "Trần Văn Mới", "leader")
        keeper, _ = await directory.add("quantri.stttt", "Phạm Quản Trị", "directory-administrator")
        words = "Trần Văn Mới", "Giám đốc", "Sở Thông tin và Truyền thông"
        authority.issue_seal(HERE, words[2])

        async def told(days: int) -> list[tuple[str, str]]:
            ends = clock.now() + timedelta(days=days)
            authority.issue_officer(str(person.id), *words, valid_to=ends)
            for _ in range(2):
                async with directory.database.sessions.begin() as session:
                    await warn_of_ending_certificates(session, authority.folder)
            rows = await directory.rows("SELECT person, kind, facts FROM notification ORDER BY kind, at")
            assert all(row.facts["agency"] == words[2] for row in rows)
            assert not [row for row in rows if "Trần Văn Mới" in str(row.facts)], "no person's name goes out"
            return [(row.person, row.kind) for row in rows]

        assert await told(40) == []
        once = [(str(person.id), "certificate-ending"), (str(keeper.id), "certificate-ending-here")]
        assert await told(29) == once
        assert len(await told(28)) == 4, "another last day is news"

    run(act)


def test_without_the_signing_port_the_administrator_reads_what_to_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = authority_in(tmp_path)
    monkeypatch.setattr("shared.signing.port._post", _silent)

    async def act(directory: Directory) -> None:
        refused = await order(directory, "seal")
        assert refused.status_code == 503
        assert "Hãy thử lại" in refused.text
        assert find_certificate(authority.folder, f"seal:{HERE}") is None
        assert not await directory.rows("SELECT 1 FROM evidence WHERE kind = 'certificate-ordered'")

    run(act)


def _silent(*_: object) -> tuple[int, bytes]:
    raise ConnectionRefusedError
