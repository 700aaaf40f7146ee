"""Ký số của cơ quan on slips of the counter, one after the other and at leisure: whoever is at the counter goes first.

The slip as it was printed stays in the store and in the records, so whoever has downloaded it gets the same bytes again; the sealed one
becomes the newest of its form, and the citizen is told of it. Effect and news are one commit: killed in between, it is done anew.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import PrintedForm
from one_stop.dossiers.print_shop import place_of_seal
from one_stop.dossiers.sealed import CERTIFICATE_UNUSABLE, FILE_FAULT, NO_CERTIFICATE, UNSIGNED
from one_stop.forms.render import PART_ASK
from one_stop.parts.sealed_slips import tell_sealed
from shared.contracts.one_stop_aside import FormSealed
from shared.contracts.values import FileReference
from shared.core import clock, logs
from shared.core.errors import TooMany, Unavailable
from shared.core.identifiers import new_id
from shared.core.settings import Settings
from shared.foreign.confined import Overrun
from shared.messaging.outbox import tell
from shared.messaging.proof import Proofs, Purpose
from shared.signing.errors import NotSignedByPerson, SigningRefused, UnsignablePdf
from shared.signing.holders import find_certificate
from shared.signing.port import SealingPort
from shared.signing.posts import prepare_document_seal, prepare_seal_of_slip
from shared.signing.preparing import Prepared
from shared.signing.sign_files import seal_paper
from shared.storage import evidence
from shared.storage.files import FileStore
from shared.work.jobs import Job, every, plan

log = logs.get_logger(__name__)

LOOKS_EVERY = timedelta(seconds=10)
RESTS = 3
"""Times as long as a seal took: at most a quarter of one processor goes into seals, however many wait."""
AGAIN = timedelta(minutes=15)
"""Until an agency without a certificate that can be used, or a file that could not be read, is looked at again."""
SEALED_WITHIN = timedelta(days=30)
"""What was given out longer ago and could not be sealed stays as it was given: its dossier has ended."""
NEW_FOR = timedelta(hours=1)
"""A slip goes before every one that is older than this: a citizen waits for it."""
_OF_CERTIFICATE = [NO_CERTIFICATE, CERTIFICATE_UNUSABLE]
_POSTPONE = text(
    "UPDATE printed_form SET seal_why = :why, seal_at = CASE WHEN made_at > :oldest THEN made_at + :within END"
    " WHERE seal_agency = :agency AND seal_at <= :now"
)
_POSTPONED = text(
    "SELECT DISTINCT ON (seal_agency) seal_agency, id FROM printed_form WHERE seal_at > :now AND seal_why = ANY(:whys)"
    " ORDER BY seal_agency, made_at DESC"
)
"""Of each agency the newest that waits for its certificate."""
_TRY = text("UPDATE printed_form SET seal_at = :now WHERE id = ANY(:forms) AND seal_at > :now")
_FOLLOW = text(
    "UPDATE printed_form SET seal_why = '', seal_at = :now"
    " WHERE seal_agency = :agency AND seal_at > :now AND seal_why = ANY(:whys)"
)


@dataclass(frozen=True)
class Sealing:
    """Việc ký số của cơ quan trong một tiến trình."""

    settings: Settings

    @cached_property
    def files(self) -> FileStore:
        return FileStore.from_settings(self.settings)

    @cached_property
    def port(self) -> SealingPort:
        """Asked by this service itself, proven with its key of the axis."""
        proofs = cache(lambda: Proofs.load("one-stop", self.settings))

        def prove(body: bytes) -> str:
            return proofs().prove(Purpose.SEALS, body)

        return SealingPort(self.settings.signing_address, self.settings.authority_folder, prove)

    async def seal_next(self, session: AsyncSession, _key: str) -> None:
        """The next that is due; plans itself anew while more wait."""
        now, began = clock.now(), time.monotonic()
        form = await _find_due(session, now)
        if form is None:
            return
        if not self._has_certificate(form.seal_agency):
            await _postpone(session, form.seal_agency, NO_CERTIFICATE, now)
        elif not await self._seal(session, form, now):
            return
        await plan(session, self.job, "", clock.now() + RESTS * timedelta(seconds=time.monotonic() - began))

    async def try_postponed(self, session: AsyncSession, _key: str) -> None:
        """One of each agency that has a certificate by now; sealed, it has the others of its agency follow."""
        known = {"now": clock.now(), "whys": _OF_CERTIFICATE}
        waiting = (await session.execute(_POSTPONED, known)).all()
        forms = [row.id for row in waiting if self._has_certificate(row.seal_agency)]
        if forms:
            await session.execute(_TRY, {"now": known["now"], "forms": forms})

    def _has_certificate(self, agency: str) -> bool:
        holder = find_certificate(self.port.folder, f"seal:{agency}")
        return holder is not None and not holder.has_ended

    @cached_property
    def postponed_job(self) -> Job:
        title = "Xem lại giấy chờ chứng thư số của cơ quan"
        return Job("try-postponed-seals", title, self.try_postponed, every(AGAIN), lane="seal")

    @cached_property
    def job(self) -> Job:
        title = "Ký số của cơ quan trên giấy tiếp nhận, phiếu"
        return Job("seal-forms", title, self.seal_next, every(LOOKS_EVERY), lane="seal")

    async def _seal(self, session: AsyncSession, form: PrintedForm, now: datetime) -> bool:
        """False while the port is away: everything waits for it."""
        try:
            sealed = await self._sealed(form)
        except (Unavailable, TooMany) as away:
            log.warning("seal_waits", error=away.code)
            return False
        except (UnsignablePdf, Overrun) as unfit:  # this one alone: those behind it go on
            _note_fault(form, unfit)
            form.seal_at, form.seal_why = None, CERTIFICATE_UNUSABLE
        except NotSignedByPerson as unsigned:
            _rest(form, unsigned, now)
        except SigningRefused as refused:
            log.warning("seal_refused", agency=form.seal_agency, error=refused.code)
            await _postpone(session, form.seal_agency, CERTIFICATE_UNUSABLE, now)
        except Exception as fault:  # of its file, whatever it is: nothing has been written to the database yet
            _rest(form, fault, now)
        else:
            had_waited = form.seal_why in _OF_CERTIFICATE
            await _give_instead(session, form, sealed)
            if had_waited:
                await session.execute(_FOLLOW, {"agency": form.seal_agency, "now": now, "whys": _OF_CERTIFICATE})
        return True

    async def _sealed(self, form: PrintedForm) -> FileReference:
        pdf, matter = await self.files.get(form.sha256), f"dossier/{form.dossier_id}"
        unsigned = form.snapshot.get(UNSIGNED)
        if form.snapshot.get("signer") and not unsigned:  # a leader's, signed while the agency had no certificate
            made = await seal_paper(self.port, prepare_document_seal, pdf, form.seal_agency, matter=matter)
        else:
            officer = str(unsigned or form.snapshot.get("officer", ""))
            made = await seal_paper(self.port, _prepare, pdf, form.seal_agency, officer, matter=matter)
        return await self.files.put(made, "application/pdf", form.file_name)


def jobs(settings: Settings) -> list[Job]:
    sealing = Sealing(settings)
    return [sealing.job, sealing.postponed_job]


async def _find_due(session: AsyncSession, now: datetime) -> PrintedForm | None:
    """New slips first; of a backlog the one that has waited longest."""
    due = select(PrintedForm).where(PrintedForm.seal_at <= now)
    first = due.order_by(PrintedForm.made_at < now - NEW_FOR, PrintedForm.seal_at).limit(1)
    return (await session.scalars(first.with_for_update(skip_locked=True))).one_or_none()


def _rest(form: PrintedForm, fault: Exception, now: datetime) -> None:
    """This one alone is looked at again later: its file may have been put back by then."""
    _note_fault(form, fault)
    young = form.made_at > now - SEALED_WITHIN
    form.seal_at, form.seal_why = now + AGAIN if young else None, FILE_FAULT


def _note_fault(form: PrintedForm, fault: Exception) -> None:
    log.error("slip_not_sealed", form=str(form.id), error=f"{type(fault).__name__}: {fault}"[:200])


async def _postpone(session: AsyncSession, agency: str, why: str, now: datetime) -> None:
    """All that this agency is to seal by now, until each is given up: a row is written once, however long it waits."""
    known = {"agency": agency, "why": why, "now": now, "oldest": now - SEALED_WITHIN, "within": SEALED_WITHIN}
    await session.execute(_POSTPONE, known)


async def _give_instead(session: AsyncSession, form: PrintedForm, file: FileReference) -> None:
    """The sealed file becomes the newest of its form; the one that was printed stays what it was."""
    now = clock.now()
    sealed = PrintedForm(
        id=new_id(),
        dossier_id=form.dossier_id,
        form_no=form.form_no,
        sha256=file.sha256,
        size=file.size,
        file_name=file.name,
        snapshot=form.snapshot,
        made_at=form.made_at,
        made_by=form.made_by,
        seal_agency=form.seal_agency,
        sealed_at=now,
    )
    session.add(sealed)
    form.seal_at, form.seal_why, form.sealed_as = None, "", sealed.id
    await session.flush()
    subject = str(form.dossier_id)
    if form.form_no == PART_ASK:  # the asked agency's alone: the applicant was never given it
        await tell_sealed(session, form, file, now)
    else:
        await tell(session, FormSealed(dossier_id=subject, unsealed_sha256=form.sha256, file=file, sealed_at=now))
    facts = {"form": form.form_no, "agency": form.seal_agency, "was": form.sha256, "sha256": file.sha256}
    await evidence.record(session, "form-sealed", f"dossier/{subject}", "job:seal-forms", **facts)


def _prepare(pdf: bytes, folder: Path, agency_code: str, officer: str) -> Prepared:
    return prepare_seal_of_slip(pdf, folder, agency_code, place_of_seal(pdf, officer))
