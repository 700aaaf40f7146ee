"""The printer: forms and results as PDF in the file store, with the province's template where one has been accepted; signed by the port."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from anyio import to_thread

from one_stop.forms.own_results import OWN, own_name, own_template
from one_stop.forms.render import find_signature_area, template_of
from shared.contracts.values import FileReference
from shared.core.errors import Conflict
from shared.printing.forms import TemplateRefused, print_accepted, print_form
from shared.signing.errors import CertificateRefused
from shared.signing.holders import find_certificate
from shared.signing.placement import SEAL_DIAMETER, Placement, Rectangle, place_initial
from shared.signing.port import SigningPort
from shared.signing.posts import make_ready as make_ready  # asked by the keeper
from shared.signing.posts import prepare_copy_seal, prepare_document_seal, prepare_in_post
from shared.signing.preparing import Prepared
from shared.signing.sign_files import seal_paper, sign_file
from shared.storage.files import FileStore
from shared.work.form_templates import AcceptedTemplates


@dataclass(frozen=True)
class Printed:
    """Bản in: the file and the data it was made from."""

    file: FileReference
    snapshot: dict[str, Any]
    sealing: str = ""
    """Code of the agency whose signature it bears, or is still to bear; empty for what asks for none."""
    sealed: bool = False


class PrintShop:
    """Makes PDFs and keeps them; one per process."""

    def __init__(self, files: FileStore, port: SigningPort, address: str, accepted: AcceptedTemplates) -> None:
        self._files = files
        self._port = port
        self.address = address
        self._accepted = accepted

    async def print_form(self, form_no: str, rule_set: str, data: dict[str, Any], name: str) -> Printed:
        pdf = await self.preview_form(form_no, rule_set, data)
        return Printed(await self._files.put(pdf, "application/pdf", name), snapshot_of(data))

    async def read(self, file: FileReference) -> bytes:
        """One that was printed before. Raises FileMissing, FileAltered."""
        return await self._files.get(file.sha256)

    async def preview_form(self, form_no: str, rule_set: str, data: Mapping[str, Any]) -> bytes:
        """As it would be printed now; kept nowhere. Raises IncompleteForm."""
        template = own_template(form_no) if rule_set == OWN else template_of(form_no, rule_set)
        if source := await self._accepted.source_of(template):
            return await print_accepted(template, source, data)
        return await to_thread.run_sync(print_form, template, data)

    async def _print_to_sign(self, form_no: str, rule_set: str, data: Mapping[str, Any]) -> bytes:
        """A procedure's own template is what the leader looked at: what it cannot print now is not signed in another look."""
        source = await self._accepted.source_of(own_template(form_no)) if rule_set == OWN else None
        if source is None:
            return await self.preview_form(form_no, rule_set, data)
        try:
            return await print_accepted(own_template(form_no), source, data, to_be_signed=True)
        except TemplateRefused as error:
            raise Conflict("own_template_failed") from error

    async def find_own(self, procedure_code: str, result_code: str) -> str:
        """The look in use today of this kind of result, else of all that the procedure has; empty: neither has one."""
        for name in dict.fromkeys((own_name(procedure_code, result_code), own_name(procedure_code))):
            if await self._accepted.source_of(own_template(name)) is not None:
                return name
        return ""

    async def print_signed(
        self,
        form: str,
        rule_set: str,
        data: dict[str, Any],
        signer: tuple[str, tuple[str, str]],
        name: str,
        matter: str,
        *,
        sealed: bool = False,
    ) -> Printed:
        """Ký số by `signer`, person and agency: in a post there. Raises SigningRefused when there is no key for it.

        `sealed`: then the agency's signature, in the same act; one that has no certificate in force gives it out without.
        """
        pdf, seals = await self._print_to_sign(form, rule_set, data), sealed and self.has_seal(signer[1][0])
        signed = await sign_file(self._port, _prepare, pdf, *signer, str(data["signer"]), seals, matter=matter)
        return await self._finish(signed, signer[1][0] if sealed else "", seals, name, matter, snapshot_of(data))

    async def sign_kept(
        self,
        file: FileReference,
        signer: tuple[str, tuple[str, str]],
        name: str,
        matter: str,
        *,
        sealed: bool = False,
        initial: bool = False,
    ) -> Printed:
        """Ký số một tệp có sẵn, as it is. Raises what `print_signed` does, and Conflict before it has been scanned.

        `initial`: by who approves it for another's signature, away from the place of that.
        """
        pdf, seals = await self._files.get(file.sha256), sealed and self.has_seal(signer[1][0])
        prepare = _prepare_initial if initial else _prepare_kept
        signed = await sign_file(self._port, prepare, pdf, *signer, seals, matter=matter)
        return await self._finish(signed, signer[1][0] if sealed else "", seals, name, matter, {"sha256": file.sha256})

    async def certify_copy(self, copied: Printed, agency_code: str, lines: tuple[str, ...], matter: str) -> Printed:
        """Ký số của cơ quan on an electronic copy that somebody has signed: its words at the upper right of the first page."""
        pdf = await self._files.get(copied.file.sha256)
        sealed = await seal_paper(self._port, prepare_copy_seal, pdf, agency_code, lines, matter=matter)
        file = await self._files.put(sealed, "application/pdf", copied.file.name)
        return Printed(file, copied.snapshot, agency_code, True)

    def has_seal(self, agency_code: str) -> bool:
        """Whether the agency has a certificate; whether that holds is asked as it is used."""
        found = find_certificate(self._port.folder, f"seal:{agency_code}")
        return found is not None and not found.has_ended

    async def _finish(
        self, signed: bytes, sealing: str, seals: bool, name: str, matter: str, snapshot: dict[str, Any]
    ) -> Printed:
        """With the agency's signature over the leader's, and kept. A certificate that does not hold leaves it without."""
        if seals:
            try:
                signed = await seal_paper(self._port, prepare_document_seal, signed, sealing, matter=matter)
            except CertificateRefused:
                seals = False
        return Printed(await self._files.put(signed, "application/pdf", name), snapshot, sealing, seals)


def _prepare_kept(pdf: bytes, folder: Path, person_id: str, agency: tuple[str, str], seals: bool) -> Prepared:
    """Between post and full name where the file has them, else at the lower right of its last page."""
    return prepare_in_post(pdf, folder, person_id, agency, then_sealed=seals)


def _prepare_initial(pdf: bytes, folder: Path, person_id: str, agency: tuple[str, str], _seals: bool) -> Prepared:
    return prepare_in_post(pdf, folder, person_id, agency, place_initial(pdf), then_sealed=False)


def _prepare(pdf: bytes, folder: Path, person_id: str, agency: tuple[str, str], signer: str, seals: bool) -> Prepared:
    return prepare_in_post(pdf, folder, person_id, agency, _place_of_signature(pdf, signer), then_sealed=seals)


def _place_of_signature(pdf: bytes, signer: str) -> Placement | None:
    """NĐ 30/2020, Phụ lục I: between post and full name, three times as wide as high."""
    area = find_signature_area(pdf, signer) if signer else None
    if area is None:
        return None
    middle = (area.left + area.right) / 2
    return Placement(area.page, Rectangle(middle - 68, area.bottom + 16, middle + 68, area.bottom + 61))


def place_of_seal(pdf: bytes, officer: str) -> Placement:
    """On a slip that nobody signs digitally: over the left third of where the officer's signature would be."""
    signature = _place_of_signature(pdf, officer)
    if signature is None or signature.rectangle is None:
        return Placement()
    box, half = signature.rectangle, SEAL_DIAMETER / 2
    right, middle = box.left + box.width / 3, (box.bottom + box.top) / 2
    return Placement(signature.page, Rectangle(right - 2 * half, middle - half, right, middle + half))


def snapshot_of(data: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = orjson.loads(orjson.dumps(data, default=str))
    return kept
