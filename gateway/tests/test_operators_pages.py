"""The operator's pages: queues, jobs, letters, errors, and nobody else sees them."""

from typing import Any

import pytest

from gateway.operations_desk.tables import TABLES

from .test_pages import GONE, LETTER


def test_the_operator_sees_queues_and_dead_letters(gateway: Any) -> None:
    with gateway.browser("van-hanh") as browser:
        page = browser.get("/van-hanh")
        assert page.status_code == 200
        for text in ("Một cửa điện tử", "one-stop.events", "online-services.submission-filed.v1", "Xử lý lại", "2,5"):
            assert text in page.text
        assert "<script>không" not in page.text
        assert "&lt;script&gt;không đọc được" in page.text
        for text in ("Lỗi chưa lường trước trong chương trình.", f"./lienthong logs one-stop-worker và tìm “{LETTER}”"):
            assert text in page.text
        assert "unexpected/" not in page.text
        assert browser.get("/van-hanh/tinh-trang").headers["location"] == "/van-hanh"
        state = browser.get("/van-hanh/tinh-trang", headers={"hx-request": "true"}).text
        assert state.lstrip().startswith('<div id="tinh-trang"')
        assert "lienthong_requests_total" in browser.get("/van-hanh/so-lieu/one-stop").text


@pytest.mark.parametrize(("act", "done"), [("phat-lai", "replay"), ("bo", "discard")])
def test_the_operator_replays_and_discards(gateway: Any, act: str, done: str) -> None:
    with gateway.browser("van-hanh") as browser:
        csrf = gateway.csrf_in(browser.get("/van-hanh").text)
        address = f"/van-hanh/one-stop/thu-chet/{LETTER}/{act}"
        assert browser.post(address).status_code == 403
        answer = browser.post(address, data={"csrf_token": csrf})
        assert answer.status_code == 303
        assert gateway.upstream.last.path == f"/internal/operations/dead-letters/{LETTER}/{done}"
        assert "Đã " in browser.get(answer.headers["location"]).text
        gone = browser.post(f"/van-hanh/one-stop/thu-chet/{GONE}/{act}", data={"csrf_token": csrf})
        assert "không còn trong danh sách" in browser.get(gone.headers["location"]).text
        for wrong in (f"/van-hanh/nowhere/thu-chet/{LETTER}/{act}", f"/van-hanh/one-stop/thu-chet/{LETTER}/xoa"):
            assert browser.post(wrong, data={"csrf_token": csrf}).status_code == 404
    assert gateway.evidence().count(f"dead-letter-{done}-requested") == 2


JOB = {
    "name": "renew-certificates",
    "key": "",
    "title": "Gia hạn chứng thư số",
    "due_at": "2026-11-26T05:00:00Z",
    "attempts": 0,
    "error": "",
    "last_done_at": None,
    "given_up": False,
    "late": False,
}


def test_the_operator_sees_jobs_and_runs_one_at_once(gateway: Any) -> None:
    failing = JOB | {"name": "remind", "title": "Nhắc hạn", "key": "dossier/7", "attempts": 8, "given_up": True}
    refused = failing | {"name": "close", "title": "Đóng sổ", "error": "refused/Conflict/own", "refusal": "Sổ đã khóa."}
    gateway.upstream.overview = {"jobs": [JOB, failing | {"error": "partner/OSError"}, refused]}
    with gateway.browser("van-hanh") as browser:
        page = browser.get("/van-hanh").text
        assert page.index("Nhắc hạn") < page.index("Gia hạn chứng thư số"), "what fails stands first"
        assert "Đã thử 8 lần, chờ người vận hành" in page
        for text in (
            "Bên được gọi không trả lời: phần khác, kho tệp, máy chủ thư hoặc cổng ký số.",
            "khi trả lời lại rồi bấm “Chạy ngay”",
            "“Sổ đã khóa.” Sửa điều câu trên nêu rồi bấm “Chạy ngay”.",
        ):
            assert text in page
        assert "partner/" not in page
        assert "Việc theo lịch “Nhắc hạn” chưa chạy được." in page
        csrf = gateway.csrf_in(page)
        address = "/van-hanh/one-stop/viec/remind/chay"
        assert browser.post(address, data={"key": "dossier/7"}).status_code == 403
        answer = browser.post(address, data={"csrf_token": csrf, "key": "dossier/7"})
        assert gateway.upstream.last.path == "/internal/operations/jobs/remind/run"
        assert "Việc sẽ chạy trong ít giây nữa" in browser.get(answer.headers["location"]).text
        for wrong in ("/van-hanh/nowhere/viec/remind/chay", "/van-hanh/one-stop/viec/..%2F..%2Fx/chay"):
            assert browser.post(wrong, data={"csrf_token": csrf}).status_code in (400, 404, 422)
    with gateway.browser("an.nv") as browser:
        token = gateway.csrf_in(browser.get("/").text)
        assert browser.post(address, data={"csrf_token": token}).status_code == 403
    assert gateway.evidence().count("job-run-requested") == 1


SENT = {
    "id": LETTER,
    "channel": "email",
    "address": "an***@example.vn",
    "title": "Hồ sơ 1 đã quá hạn trả",
    "text": "Hạn trả là 17:00.\nĐăng nhập để xem.",
    "state": "failed",
    "due_at": "2026-11-26T05:00:00Z",
    "settled_at": "2026-11-26T05:10:00Z",
    "attempts": 6,
    "error": "Không nối được tới máy chủ thư.",
}


def test_the_operator_reads_what_was_sent_why_it_failed_and_sends_it_again(gateway: Any) -> None:
    gateway.upstream.letters = {"letters": [SENT], "counts": {"failed": 1, "waiting": 2}}
    with gateway.browser("van-hanh") as browser:
        page = browser.get("/van-hanh/thu?trang_thai=failed").text
        for text in ("Hồ sơ 1 đã quá hạn trả", "an***@example.vn", "Không nối được tới máy chủ thư.", "2 chờ gửi"):
            assert text in page
        csrf = gateway.csrf_in(page)
        address = f"/van-hanh/thu/cong-dan/{LETTER}/gui-lai"
        assert browser.post(address).status_code == 403
        answer = browser.post(address, data={"csrf_token": csrf})
        assert gateway.upstream.last.path == f"/internal/operations/letters/{LETTER}/send-again"
        assert "sẽ được gửi lại" in browser.get(answer.headers["location"]).text
        assert browser.post(f"/van-hanh/thu/ai-do/{LETTER}/gui-lai", data={"csrf_token": csrf}).status_code == 404
    assert gateway.evidence().count("letter-asked-again") == 1


def test_the_desk_shows_what_is_down_and_still_works(make_gateway: Any) -> None:
    gateway = make_gateway(service_urls={"one-stop": "http://127.0.0.1:9"})
    with gateway.browser("van-hanh") as browser:
        page = browser.get("/van-hanh")
        guide = browser.get("/van-hanh/huong-dan").text
    assert page.status_code == 200
    assert "Không trả lời" in page.text
    first = page.text.index("1/4")
    assert first < page.text.index("Trục liên thông</")
    assert "phần không trả lời" in page.text[first : first + 400]
    place = page.text.split('href="/van-hanh/huong-dan#')[1].split('"')[0]
    assert f'id="{place}"' in guide


def test_when_all_is_well_nothing_asks_for_help(gateway: Any) -> None:
    with gateway.browser("van-hanh") as browser:
        page = browser.get("/van-hanh").text
    assert "0/4" in page
    assert "tinh-trang" in page


def test_the_desk_tells_of_the_last_hours_and_of_what_must_be_renewed(gateway: Any) -> None:
    with gateway.browser("van-hanh") as browser:
        page = " ".join(browser.get("/van-hanh").text.split())
        assert "Chưa có bản sao lưu nào được ghi nhận." in page
        assert 'href="/van-hanh/huong-dan#sao-luu"' in page
        assert "Đĩa ít chỗ nhất" in page
        gateway.execute(
            "INSERT INTO operations_sample VALUES (now() - interval '90 minutes', 2, 77.5, 4, 1000),"
            " (now() - interval '7 hours', 3, 88.5, 4, 1000)"
        )
        gateway.execute("INSERT INTO backup_record VALUES (now() - interval '40 hours')")
        page = " ".join(browser.get("/van-hanh").text.split())
        guide = browser.get("/van-hanh/huong-dan").text
    assert "77,5" in page
    assert "88,5" not in page
    assert "Bản sao lưu gần nhất đã 40 giờ." in page
    for place in {part.split('"')[0] for part in page.split('href="/van-hanh/huong-dan#')[1:]}:
        assert f'id="{place}"' in guide, place


def test_the_desk_shows_the_last_errors_and_a_full_disk(gateway: Any) -> None:
    gateway.upstream.overview = {
        "disk": {"free": 5 * 1024**3, "total": 100 * 1024**3},
        "errors": [
            {"at": "2026-11-22T01:02:03Z", "event": "request_failed", "error": "KeyError", "request_id": "ma-yeu-cau-7"}
        ],
        "retrying": [
            {
                "type": "one-stop.dossier-moved.v1",
                "attempts": 3,
                "error": "partner/TimeoutError: too late",
                "received_at": "2026-11-22T01:00:00Z",
            }
        ],
    }
    with gateway.browser("van-hanh") as browser:
        page = " ".join(browser.get("/van-hanh").text.split())
    for text in (
        "KeyError",
        "ma-yeu-cau-7",
        "TimeoutError: too late",
        "Được tự thử lại.",
        "còn 5 GB trong 100 GB (5 %)",
        "chỉ còn trống 5%",
    ):
        assert text in page, text
    assert 'href="/van-hanh/huong-dan#dia"' in page


OPERATOR_PATHS = [
    ("GET", "/van-hanh"),
    ("GET", "/van-hanh/tinh-trang"),
    ("GET", "/van-hanh/huong-dan"),
    ("GET", "/van-hanh/thu"),
    ("POST", f"/van-hanh/thu/can-bo/{LETTER}/gui-lai"),
    ("GET", "/van-hanh/so-lieu/one-stop"),
    ("POST", f"/van-hanh/one-stop/thu-chet/{LETTER}/phat-lai"),
    ("POST", f"/van-hanh/one-stop/thu-chet/{LETTER}/bo"),
    ("POST", f"/van-hanh/one-stop/khong-doc-duoc/{LETTER}/bo"),
]


@pytest.mark.parametrize(("method", "path"), OPERATOR_PATHS)
@pytest.mark.parametrize("who", [None, "an.nv", "binh"])
def test_nobody_but_the_operator_operates(gateway: Any, method: str, path: str, who: str | None) -> None:
    with gateway.browser(who, "cong-dan" if who == "binh" else "can-bo") as browser:
        csrf = gateway.csrf_in(browser.get("/dang-nhap" if who is None else "/").text)
        answer = browser.request(method, path, data={"csrf_token": csrf} if method == "POST" else None)
    if who is None and method == "GET":
        assert answer.headers["location"].startswith("/dang-nhap?tiep=")
    else:
        assert answer.status_code in (401, 403)
    assert not gateway.upstream.seen


@pytest.mark.parametrize("path", ["/van-hanh", "/van-hanh/tinh-trang", "/van-hanh/so-lieu/one-stop"])
def test_the_operators_pages_send_the_anonymous_to_sign_in_and_refuse_citizens(gateway: Any, path: str) -> None:
    with gateway.browser() as browser:
        answer = browser.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/dang-nhap")
    with gateway.browser("binh", "cong-dan") as browser:
        assert browser.get(path).status_code == 403


def test_every_table_of_the_desk_is_taken_as_a_file_and_put_on_paper_by_the_operator_alone(gateway: Any) -> None:
    failing = JOB | {
        "name": "remind",
        "title": "=Nhắc hạn",
        "attempts": 8,
        "given_up": True,
        "error": "partner/OSError",
    }
    gateway.upstream.overview = {"jobs": [JOB, failing]}
    gateway.execute("INSERT INTO operations_sample VALUES (now() - interval '90 minutes', 2, 77.5, 4, 1000)")
    with gateway.browser("van-hanh") as browser:
        page = browser.get("/van-hanh").text
        for place in TABLES:
            file = browser.get(f"/van-hanh/bang/{place}/ket-xuat?dang=csv")
            assert file.status_code == 200, place
            assert file.text.startswith("\ufeff"), place
            assert browser.get(f"/van-hanh/bang/{place}/ket-xuat").content.startswith(b"PK"), place
            paper = browser.get(f"/van-hanh/bang/{place}/ban-in")
            assert paper.status_code == 200, place
            assert f'href="/van-hanh#{place}"' in paper.text
            shown = f'href="/van-hanh/bang/{place}/ket-xuat?dang=csv"' in page
            assert shown or place in ("loi", "tin-khong-nhan"), f"{place} is offered where it has rows"
        jobs = browser.get("/van-hanh/bang/viec-theo-lich/ket-xuat?dang=csv").text
        assert "'=Nhắc hạn" in jobs, "no formula"
        assert "Đã thử 8 lần, chờ người vận hành: Bên được gọi không trả lời" in jobs
        letters = browser.get("/van-hanh/bang/thu-chet/ket-xuat?dang=csv").text
        assert "online-services.submission-filed.v1" in letters
        assert "77,5 giây" in browser.get("/van-hanh/bang/lich-su/ban-in").text
        parts = browser.get("/van-hanh/bang/cac-phan/ket-xuat?dang=csv").text
        assert "Một cửa điện tử,Tốt," in parts
        assert parts.splitlines()[1].endswith(",0,0,0"), "what no state is told of is none"
        assert "77.5" in browser.get("/van-hanh/bang/lich-su/ket-xuat?dang=csv").text
        assert browser.get("/van-hanh/bang/khong-co/ket-xuat").status_code == 404
        assert browser.get("/van-hanh/bang/loi/ket-xuat?dang=pdf").status_code == 422
    assert gateway.evidence().count("list-exported") == 2 * len(TABLES) + 4
    assert gateway.evidence().count("list-printed") == len(TABLES) + 1
    with gateway.browser("an.nv") as browser:
        for place in ("/van-hanh/bang/thu-chet", "/van-hanh/thu"):
            for way in ("ket-xuat", "ban-in"):
                assert browser.get(f"{place}/{way}").status_code == 403


def test_letters_that_went_out_are_taken_as_a_file_whole_or_not_at_all(gateway: Any) -> None:
    gateway.upstream.letters = {"letters": [SENT], "counts": {"failed": 1, "waiting": 2}}
    with gateway.browser("van-hanh") as browser:
        page = browser.get("/van-hanh/thu?trang_thai=failed").text
        assert "/van-hanh/thu/ket-xuat?dang=csv&amp;ai=can-bo&amp;trang_thai=failed" in page
        file = browser.get("/van-hanh/thu/ket-xuat?dang=csv&trang_thai=failed").text
        for text in ("Hồ sơ 1 đã quá hạn trả", "an***@example.vn", "Không nối được tới máy chủ thư.", "E-mail"):
            assert text in file
        assert "Đăng nhập để xem" not in file, "what it says stays on the page"
        paper = browser.get("/van-hanh/thu/ban-in?ai=cong-dan&trang_thai=failed").text
        assert "Của: Công dân, tổ chức" in paper
        assert 'href="/van-hanh/thu?ai=cong-dan&amp;trang_thai=failed"' in paper


def test_letters_of_a_part_that_does_not_answer_make_no_file(make_gateway: Any) -> None:
    gateway = make_gateway(service_urls={"online-services": "http://127.0.0.1:9"})
    with gateway.browser("van-hanh") as browser:
        for way in ("ket-xuat", "ban-in"):
            assert browser.get(f"/van-hanh/thu/{way}?ai=cong-dan").status_code == 503
    assert gateway.evidence().count("list-exported") == gateway.evidence().count("list-printed") == 0
