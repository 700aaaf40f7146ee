"""An agency with its certificate for as long as a test needs it, the worker's seals, and what poppler says of a file."""

import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from anyio import to_thread

from one_stop.sealing.actions import jobs
from shared.core import clock
from shared.core.settings import SERVICES
from shared.messaging import proof
from shared.signing.authority import SigningAuthority
from shared.work.jobs import Jobs
from testing.signing_kit import authority_in

AGENCY_NAME = "Sở Xây dựng"


def authority_of(office: Any) -> SigningAuthority:
    return authority_in(office.settings.authority_folder.resolve().parent)


@asynccontextmanager
async def sealed_agency(office: Any, code: str = "", name: str = AGENCY_NAME) -> AsyncIterator[SigningAuthority]:
    """The authority is shared by all tests: whoever issues a seal takes it away again."""
    authority, code = authority_of(office), code or office.agency
    await to_thread.run_sync(authority.issue_seal, code, name)
    try:
        yield authority
    finally:
        await to_thread.run_sync(authority.end, f"seal:{code}")


async def _jobs(office: Any) -> Jobs:
    keys = office.settings.authority_folder.resolve().parent / "keys"
    await to_thread.run_sync(proof.make_keys, keys, SERVICES)
    held = {"axis_key_file": keys / "axis-one-stop.pem", "axis_jwks_file": keys / "axis.jwks.json"}
    found = Jobs(office.database, jobs(office.settings.model_copy(update=held)))
    await found.begin()
    return found


async def _do(office: Any, worker: Jobs, name: str) -> None:
    """That one and no other, whatever the clock of the test says."""
    moved = "UPDATE job SET due_at = $1::timestamptz + CASE name WHEN $2 THEN interval '0' ELSE interval '1 day' END"
    await office.rows(
        f"{moved} WHERE name = ANY($3) RETURNING 1", clock.now(), name, ["seal-forms", "try-postponed-seals"]
    )
    assert await worker.do_next()


async def seal_all(office: Any, most: int = 20) -> None:
    """As the worker does, without its rests."""
    worker = await _jobs(office)
    for _ in range(most):
        if not await office.rows("SELECT 1 FROM printed_form WHERE seal_at <= $1", clock.now()):
            break
        await _do(office, worker, "seal-forms")


async def try_postponed(office: Any) -> None:
    """What the worker does each quarter of an hour."""
    await _do(office, await _jobs(office), "try-postponed-seals")


async def pdfsig(office: Any, sha256: str, folder: Path) -> list[str]:
    """Whose signatures poppler finds valid, in the order they were made; anything not valid fails here."""
    file = folder / "signed.pdf"
    file.write_bytes(await office.app.state.files.get(sha256))
    asked = await to_thread.run_sync(lambda: subprocess.run(["pdfsig", str(file)], capture_output=True, text=True))
    lines = [line.strip() for line in asked.stdout.splitlines()]
    signed = asked.stdout.count("Signer Certificate Common Name")  # a place that was kept for a seal is empty
    assert signed == asked.stdout.count("Signature is Valid."), asked.stdout
    return [line.split("Common Name:")[1].strip() for line in lines if "Signer Certificate Common Name" in line]
