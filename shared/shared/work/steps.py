"""What may be done with an object, as one table: who may, from which state, on what condition, and where it leads.

From the table follow what a caller is allowed and what is refused with which word, the buttons of the page, the sets of states
that SQL asks for, and the pictures in docs/states.md. Values in, decisions out: it stands in a feature's `rules.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Generic, Protocol, TypeVar

from shared.access.rights import permits
from shared.core.errors import Forbidden, Refusal


class Case(Protocol):
    """Trường hợp: an object and its caller, as the conditions of a table see them."""

    @property
    def state(self) -> Enum: ...

    @property
    def callers(self) -> frozenset[str]:
        """What the caller comes as: roles of the post and powers given, or scopes of a system (`shared.access.rights.callers_of`)."""
        ...


S = TypeVar("S", bound=Enum)
A = TypeVar("A", bound=StrEnum)
C = TypeVar("C", bound=Case)


@dataclass(frozen=True)
class Condition(Generic[C]):
    """Điều kiện besides state and caller: as people say it, whether it holds, and how its absence is refused."""

    words: str
    holds: Callable[[C], bool]
    refuse: Callable[[C], Refusal]


@dataclass(frozen=True)
class Way(Generic[S, C]):
    """Một lối đi từ trạng thái này sang trạng thái khác."""

    sources: frozenset[S]
    """Empty: here an object begins."""
    target: S | None
    """None: the state stays as it is."""
    by: frozenset[str] = frozenset()
    """Roles, scopes, and the powers a delegate must have been given; empty when it happens by an event, and `cause` says whose."""
    needs: tuple[Condition[C], ...] = ()
    cause: str = ""
    after_end: bool = False
    """Something done with what has ended, such as taking the end back: the state is an end all the same."""


@dataclass(frozen=True)
class Step(Generic[S, A, C]):
    """Một việc trong bảng: its ways, and how it is refused from any other state."""

    act: A
    label: str
    ways: tuple[Way[S, C], ...]
    elsewhere: Callable[[C], Refusal] | None = None
    always: tuple[Condition[C], ...] | None = None
    """What this act needs in the place of what every act of the table needs."""


@dataclass(frozen=True)
class Steps(Generic[S, A, C]):
    """Bảng các bước của một loại đối tượng."""

    rows: tuple[Step[S, A, C], ...]
    elsewhere: Callable[[C], Refusal]
    """How an act is refused that the state does not allow."""
    always: tuple[Condition[C], ...] = ()
    """What every act of a caller needs, asked before the state."""
    _by_act: Mapping[A, Step[S, A, C]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_act = {row.act: row for row in self.rows}
        if len(by_act) != len(self.rows):
            raise ValueError("an act has one row; its ways are several")
        object.__setattr__(self, "_by_act", by_act)

    def allowed(self, case: C) -> tuple[A, ...]:
        """What this caller may do now, in the order of the table."""
        return tuple(row.act for row in self.rows if isinstance(self._decide(row, case), Way))

    def require(self, act: A, case: C) -> Way[S, C]:
        """The way that the act takes; raises the refusal that says what stands in it."""
        decided = self._decide(self._by_act[act], case)
        if isinstance(decided, Refusal):
            raise decided
        return decided

    def _decide(self, row: Step[S, A, C], case: C) -> Way[S, C] | Refusal:
        ways = [way for way in row.ways if permits(way.by, case.callers)]
        if not ways:
            return Forbidden("not_allowed")
        for condition in self.always if row.always is None else row.always:
            if not condition.holds(case):
                return condition.refuse(case)
        ways = [way for way in ways if case.state in way.sources]
        if not ways:
            return (row.elsewhere or self.elsewhere)(case)
        missing = [next((need for need in way.needs if not need.holds(case)), None) for way in ways]
        for way, need in zip(ways, missing, strict=True):
            if need is None:
                return way
        return next(need for need in missing if need is not None).refuse(case)

    def label(self, act: A) -> str:
        return self._by_act[act].label

    @property
    def labels(self) -> dict[str, str]:
        """Words of each act, in the order of the table."""
        return {row.act.value: row.label for row in self.rows}

    def sources(self, *acts: A) -> frozenset[S]:
        """States in which one of these acts may happen, by whoever it may be."""
        return frozenset(state for act in acts for way in self._by_act[act].ways for state in way.sources)

    def target(self, act: A) -> S:
        """Where an act leads that always leads to one state."""
        (target,) = {way.target for way in self._by_act[act].ways}
        assert target is not None
        return target

    def callers(self, *acts: A) -> frozenset[str]:
        """Roles and scopes that may do one of these acts in some state: what a route behind them asks for."""
        return frozenset(caller for act in acts for way in self._by_act[act].ways for caller in way.by)

    def acts_by(self, caller: str) -> tuple[A, ...]:
        return tuple(row.act for row in self.rows if any(caller in way.by for way in row.ways))

    @property
    def states(self) -> frozenset[S]:
        ways = [way for row in self.rows for way in row.ways]
        return frozenset().union(*(way.sources for way in ways)) | {
            way.target for way in ways if way.target is not None
        }

    @property
    def ends(self) -> frozenset[S]:
        """From here nothing leads on, but what is marked as done after the end."""
        ways = [way for row in self.rows for way in row.ways if not way.after_end]
        return self.states - {state for way in ways for state in way.sources}


def sql_set(states: Iterable[Enum]) -> str:
    """`(1, 2, 4)` or `('01', '03')`: for SQL that is put together before it is run, from our own values alone."""
    values = sorted(state.value for state in states)
    return "(" + ", ".join(repr(value) for value in values) + ")"
