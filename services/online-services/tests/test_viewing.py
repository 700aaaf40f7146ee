"""Người dân xem giấy tờ của mình ngay trên trang: while drafting, as filed, and what the agency sent."""

import re

from online_services.tracking import actions as course

from .builders import finished, received
from .conftest import PDF, Check, Service, file_one
from .test_pages_without_scripts import FORM, form, papers_of, start


def test_papers_of_a_dossier_are_seen_by_their_owner_alone(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier = await file_one(lan)
        kept = await service.app.state.files.put(PDF, "application/pdf", "ket-qua.pdf")
        await service.in_transaction(
            lambda s: course.note_received(s, received(dossier, receipt=kept)),
            lambda s: course.note_finished(s, finished(dossier, kept.sha256)),
        )
        here = f"/dich-vu-cong/ho-so/{dossier}"
        page = (await lan.get(here)).text
        links = sorted(set(re.findall(rf'href="({here}/(?:tep|giay-to)/[^"?]+\?xem=1)"', page)))
        assert {link.split("/")[4] for link in links} == {"tep", "giay-to"}
        for link in links:
            shown = await lan.get(link)
            assert shown.status_code == 200
            assert "Trang 1/1" in shown.text
            assert f'href="{here}"' in shown.text
            assert (await lan.get(f"{link}&anh=1")).headers["content-type"] == "image/jpeg"
            assert f'href="{link.partition("?")[0]}" download' in page
            for part in ("", "&anh=1"):
                assert (await khoa.get(link + part)).status_code == 404

    in_service(check)


def test_a_paper_just_uploaded_is_seen_before_it_is_filed(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        draft = await start(lan)
        await lan.post(f"{draft}/to-khai", data=form(**FORM, viec="tiep"))
        [first, *_] = await papers_of(service)
        files = [(f"tep.{first['code']}", ("a.pdf", PDF, "x/y"))]
        await lan.post(f"{draft}/giay-to", files=files, data=form(viec="tai-len"))
        page = (await lan.get(f"{draft}/giay-to")).text
        [link] = re.findall(r'href="([^"]+\?xem=1)"', page)
        shown = await lan.get(link)
        assert "Trang 1/1" in shown.text
        assert f'href="{draft}/giay-to"' in shown.text
        assert (await khoa.get(link)).status_code == 404

    in_service(check)
