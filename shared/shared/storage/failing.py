"""What went wrong, said by kind: for whoever waits for an answer, and for the row of work in the background."""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.core.errors import Malformed, PreconditionFailed, Refusal, Unavailable
from shared.core.failures import Failing, Failure
from shared.signing.errors import SigningRefused
from shared.storage.files import FileAltered, FileMissing

_GIVEN_UP = {"40001", "40P01"}
"""A serialization failure, a deadlock."""
_LOCKED = "55P03"


def refusal_for_database(error: Exception) -> Refusal | None:
    """503 when the database is away; bad text (NUL bytes, numbers out of range) is the sender's fault; else None.

    503 too where another holds for too long what is wanted. Of two acts that wait for each other the database gives one up: its sender
    looks at what the other did, as behind any change.
    """
    original = getattr(error, "orig", None) or error
    cause = getattr(original, "__cause__", None) or original
    state = str(getattr(cause, "sqlstate", "") or getattr(original, "sqlstate", "") or "")
    if state.startswith("22"):
        return Malformed("malformed_request")
    if state in _GIVEN_UP:
        return PreconditionFailed("changed_meanwhile")
    if state == _LOCKED:  # nothing of it has changed yet: whoever holds it goes on
        return Unavailable("held_by_another")
    if state.startswith(("08", "53", "57")) or state == "25006":
        return Unavailable("database_unavailable")
    if isinstance(cause, asyncpg.InterfaceError | ConnectionError | OSError | TimeoutError | PoolTimeout) or isinstance(
        original, OSError
    ):
        return Unavailable("database_unavailable")
    if isinstance(cause, asyncpg.DataError) or "DataError" in type(original).__name__:
        return Malformed("malformed_request")
    return None


_FROM_DATABASE = (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError)
_CALLED = (OSError, FileMissing, FileAltered)
_CALLING = frozenset({"aiohttp", "httpx", "httpcore", "aiormq", "aio_pika", "aiosmtplib"})
"""Libraries that speak to others: what they raise says that these were not reached."""


def failure_of(error: Exception) -> Failure:
    """For the operator: which kind it is, and what a developer looks for."""
    name = type(error).__name__
    if isinstance(error, _FROM_DATABASE):
        away = isinstance(refusal_for_database(error), Unavailable | PreconditionFailed)
        return Failure(Failing.DATABASE if away else Failing.UNEXPECTED, name)
    if isinstance(error, Refusal):
        return Failure(Failing.PARTNER if error.status == Unavailable.status else Failing.REFUSED, name, error.code)
    if isinstance(error, SigningRefused):
        return Failure(Failing.REFUSED, name, error.code)
    called = isinstance(error, _CALLED) or type(error).__module__.partition(".")[0] in _CALLING
    return Failure(Failing.PARTNER if called else Failing.UNEXPECTED, name)


def words_of(error: Exception) -> str:
    """Its first line alone: behind it the database tells the values of a row."""
    return (str(getattr(error, "orig", None) or error).splitlines() or [""])[0]
