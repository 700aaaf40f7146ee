"""The citizen sees the receipt with the agency's signature; the file given before is had at its old address, byte for byte."""

import re

from online_services.tracking import actions as course
from online_services.tracking.changing import note_form_sealed
from shared.contracts.one_stop_aside import FormSealed
from shared.core import clock

from .builders import received
from .conftest import PDF, Check, Service, file_one


def test_the_sealed_receipt_is_listed_and_the_file_given_before_stays_where_it_was(in_service: Check) -> None:
    async def check(service: Service) -> None:
        lan, khoa = await service.lan(), await service.khoa()
        dossier = await file_one(lan)
        bare = await service.app.state.files.put(PDF, "application/pdf", "giay-tiep-nhan.pdf")
        sealed = await service.app.state.files.put(PDF + b"% sealed", "application/pdf", "giay-tiep-nhan.pdf")
        told = FormSealed(dossier_id=dossier, unsealed_sha256=bare.sha256, file=sealed, sealed_at=clock.now())
        here = f"/dich-vu-cong/ho-so/{dossier}"
        await service.in_transaction(lambda s: course.note_received(s, received(dossier, receipt=bare)))
        [before] = set(re.findall(rf'href="({here}/tep/[^"?]+)"', (await lan.get(here)).text))
        for _ in range(2):
            await service.in_transaction(lambda s: note_form_sealed(s, told))
        [after] = set(re.findall(rf'href="({here}/tep/[^"?]+)"', (await lan.get(here)).text))
        assert after != before
        assert (await lan.get(after)).content == PDF + b"% sealed"
        assert (await lan.get(before)).content == PDF
        detail = (await lan.get(f"/api/online-services/v1/submissions/{dossier}")).json()
        assert [file["sha256"] for file in detail["files"]] == [sealed.sha256]
        for address in (before, after):
            assert (await khoa.get(address)).status_code == 404

    in_service(check)
