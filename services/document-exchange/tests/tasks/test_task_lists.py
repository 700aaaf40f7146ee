"""Danh sách nhiệm vụ: files and print show what was chosen, and what cannot be chosen is refused."""

from typing import Any

from .task_kit import chairman, day, give, listed, run


def test_files_and_print_show_what_was_chosen(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = chairman(house)
        await give(house, who, subject="Việc y tế", field="y-te")
        await give(house, who, subject="Việc nội vụ")
        for path in ("ket-xuat?dang=csv&linh_vuc=y-te", "ban-in?linh_vuc=y-te"):
            answer = await house.call(who, "GET", f"/nhiem-vu/{path}")
            assert "Việc y tế" in answer.text
            assert "Việc nội vụ" not in answer.text
        today = f"{day(0):%d/%m/%Y}"
        assert len(await listed(house, who, since=today, until=today, scope="given")) == 2
        wrong = await house.call(who, "GET", "/tasks", params={"since": "31/2/2026"})
        assert wrong.status_code == 422
        strange = await house.call(who, "GET", "/tasks", params={"status": "khong-co"})
        assert strange.status_code == 400

    run(open_house, play)
