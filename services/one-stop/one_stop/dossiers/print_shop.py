"""The printer: forms and results as PDF in the file store, with the province's template where one has been accepted; signed by the port."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from anyio import to_thread

from one_stop.forms.render import find_signature_area, template_of
from shared.contracts.values import FileReference
from shared.printing.forms import print_accepted, print_form
from shared.signing.placement import Placement, Rectangle
from shared.signing.port import SigningPort
from shared.signing.posts import prepare_in_post
from shared.signing.preparing import Prepared
from shared.signing.sign_files import sign_file
from shared.storage.files import FileStore
from shared.work.form_templates import AcceptedTemplates


@dataclass(frozen=True)
class Printed:
    """Bản in: the file and the data it was made from."""

    file: FileReference
    snapshot: dict[str, Any]


class PrintShop:
    """Makes PDFs and keeps them; one per process."""

    def __init__(self, files: FileStore, port: SigningPort, address: str, accepted: AcceptedTemplates) -> None:
        self._files = files
        self._port = port
        self.address = address
        self._accepted = accepted

    async def print_form(self, form_no: str, rule_set: str, data: dict[str, Any], name: str) -> Printed:
        pdf = await self.preview_form(form_no, rule_set, data)
        return Printed(await self._files.put(pdf, "application/pdf", name), _snapshot(data))

    async def read(self, file: FileReference) -> bytes:
        """One that was printed before. Raises FileMissing, FileAltered."""
        return await self._files.get(file.sha256)

    async def preview_form(self, form_no: str, rule_set: str, data: Mapping[str, Any]) -> bytes:
        """As it would be printed now; kept nowhere. Raises IncompleteForm."""
        template = template_of(form_no, rule_set)
        if source := await self._accepted.source_of(template):
            return await print_accepted(template, source, data)
        return await to_thread.run_sync(print_form, template, data)

    async def print_signed(
        self,
        form: str,
        rule_set: str,
        data: dict[str, Any],
        signer: tuple[str, tuple[str, str]],
        name: str,
        matter: str,
    ) -> Printed:
        """Ký số by `signer`, person and agency: in a post there. Raises SigningRefused when there is no key for it."""
        pdf = await self.preview_form(form, rule_set, data)
        signed = await sign_file(self._port, _prepare, pdf, *signer, str(data["signer"]), matter=matter)
        return Printed(await self._files.put(signed, "application/pdf", name), _snapshot(data))

    async def sign_kept(
        self, file: FileReference, signer: tuple[str, tuple[str, str]], name: str, matter: str
    ) -> Printed:
        """Ký số một tệp có sẵn, as it is. Raises what `print_signed` does, and Conflict before it has been scanned."""
        pdf = await self._files.get(file.sha256)
        signed = await sign_file(self._port, _prepare_kept, pdf, *signer, matter=matter)
        return Printed(await self._files.put(signed, "application/pdf", name), {"sha256": file.sha256})


def _prepare_kept(pdf: bytes, folder: Path, person_id: str, agency: tuple[str, str]) -> Prepared:
    """Between post and full name where the file has them, else at the lower right of its last page."""
    return prepare_in_post(pdf, folder, person_id, agency, then_sealed=False)


def _prepare(pdf: bytes, folder: Path, person_id: str, agency: tuple[str, str], signer: str) -> Prepared:
    area, placement = find_signature_area(pdf, signer), None
    if area is not None:
        # NĐ 30/2020, Phụ lục I: between post and full name, three times as wide as high.
        middle = (area.left + area.right) / 2
        placement = Placement(area.page, Rectangle(middle - 68, area.bottom + 16, middle + 68, area.bottom + 61))
    return prepare_in_post(pdf, folder, person_id, agency, placement, then_sealed=False)


def _snapshot(data: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = orjson.loads(orjson.dumps(data, default=str))
    return kept
