"""What fails in the background is kept by kind, so that an operator is told what it is and what to do."""

from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from shared.core.errors import Conflict, Unavailable
from shared.core.failures import Failing, Failure, read_failure
from shared.signing.errors import SigningKeyMissing
from shared.storage.failing import failure_of, words_of
from shared.storage.files import FileMissing
from shared.web.operations import _with_sentences

DEADLOCK = asyncpg.DeadlockDetectedError("deadlock")
TAKEN = asyncpg.UniqueViolationError("duplicate key\nDETAIL: Key (full_name)=(Trần Thị Lan) already exists.")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (asyncpg.CannotConnectNowError("starting up"), Failing.DATABASE),
        (OperationalError("SELECT 1", {}, DEADLOCK), Failing.DATABASE),
        (IntegrityError("INSERT", {}, TAKEN), Failing.UNEXPECTED),
        (TimeoutError(), Failing.PARTNER),
        (ConnectionRefusedError(), Failing.PARTNER),
        (FileMissing(), Failing.PARTNER),
        (httpx.ConnectError("refused"), Failing.PARTNER),
        (Unavailable("signing_unavailable"), Failing.PARTNER),
        (Conflict("dossier_closed"), Failing.REFUSED),
        (SigningKeyMissing("key_missing"), Failing.REFUSED),
        (KeyError("x"), Failing.UNEXPECTED),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_failure_is_of_one_kind(error: Exception, kind: Failing) -> None:
    failure = failure_of(error)
    assert (failure.kind, failure.name) == (kind, type(error).__name__)
    assert read_failure(str(failure)) == failure


def test_what_a_row_keeps_is_read_again_with_its_words() -> None:
    kept = f"{failure_of(Conflict('dossier_closed'))}: a/b: c"
    assert read_failure(kept) == Failure(Failing.REFUSED, "Conflict: a/b: c", "dossier_closed")
    assert read_failure("ValueError: by an earlier release").kind is Failing.UNEXPECTED


def test_the_database_tells_no_ones_particulars() -> None:
    assert "Lan" not in words_of(IntegrityError("INSERT", {"name": "Lan"}, TAKEN))


def test_a_refusal_is_told_in_the_words_of_its_part() -> None:
    def row(error: str | None) -> dict[str, Any]:
        return {"error": error}

    standing = {
        "dead_letters": [row("refused/Conflict/series_closed: x")],
        "jobs": [row("refused/Conflict/own"), row("")],
        "retrying": [row(None), row("refused/SigningKeyMissing/signing_key_missing")],
    }
    told = _with_sentences(standing, {"own": "Hồ sơ đã kết thúc."})
    assert told["dead_letters"][0]["refusal"] == "Sổ số năm … đã khóa, không cấp số nữa."
    assert [job["refusal"] for job in told["jobs"]] == ["Hồ sơ đã kết thúc.", ""]
    assert told["retrying"][0]["refusal"] == ""
    assert told["retrying"][1]["refusal"].startswith("Chưa có chứng thư số")
