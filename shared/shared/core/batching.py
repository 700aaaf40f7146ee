"""Group commit: what comes at the same time is done together, and nobody waits for company that does not come."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """Calls `work` with all items that gathered while the last batch was under way; a lone one goes at once.

    `work` returns one result per item, in order; a result that is an exception is raised to the caller of that item
    alone. When `work` itself raises, every caller of the batch gets that exception.
    """

    def __init__(
        self,
        work: Callable[[list[Item]], Awaitable[Sequence[Result | BaseException]]],
        *,
        most: int = 64,
    ) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Result:
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._worker is None:
            self._worker = asyncio.create_task(self._run())
        return await done

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                try:
                    results = await self._work([item for item, _ in batch])
                except Exception as error:  # whoever waits must hear of it, whatever it is
                    results = [error] * len(batch)
                for (_, done), result in zip(batch, results, strict=True):
                    _tell(done, result)
        finally:
            self._worker = None  # in the same breath as the last look: who comes next starts a new one


def _tell(done: "asyncio.Future[Result]", result: Result | BaseException) -> None:
    if done.done():  # its caller has gone
        return
    if isinstance(result, BaseException):
        done.set_exception(result)
    else:
        done.set_result(result)
