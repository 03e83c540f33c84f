"""Many verbs side by side: whichever ask the same question ask it in one statement.

A verb is a generator that asks and is answered. Verbs that touch nothing in common come to the same end in whatever
order their statements run, so those that stand at the same statement are answered together. The smallest crowd goes
first, so that whoever took a way round catches up with the others.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.store.postgres.keys import KeyTable
from gateway.store.postgres.widening import Widening
from gateway.store.steps.step import DropKeys, NeedKeys, NewKey, Row, Rows, Step, Steps

Dialect = Callable[[str], str]


class Entangled(Exception):
    """Two verbs that were thought to have nothing in common lock the same row: they must go one after the other."""


@dataclass(slots=True)
class _Walk:
    """One verb on its way."""

    steps: Steps[Any]
    at: Step | None = None
    result: Any = None

    def go_on(self, rows: Rows | None) -> None:
        """To its next question, or to its end."""
        try:
            self.at = next(self.steps) if rows is None else self.steps.send(rows)
        except StopIteration as end:
            self.at, self.result = None, end.value


@dataclass(frozen=True, slots=True)
class Abreast:
    """Asks for many verbs on one connection."""

    line: Any
    keys: KeyTable
    widening: Widening
    dialect: Dialect

    async def run(self, verbs: Sequence[Callable[[], Steps[Any]]]) -> list[Any]:
        """What each verb returns. Raises whatever one of them raises: then none has an effect that may stay."""
        walks = [_Walk(verb()) for verb in verbs]
        for walk in walks:
            walk.go_on(None)
        while standing := [walk for walk in walks if walk.at is not None]:
            crowd = _smallest(standing)
            for walk, rows in zip(crowd, await self._answers([walk.at for walk in crowd]), strict=True):
                walk.go_on(rows)
        return [walk.result for walk in walks]

    async def _answers(self, steps: Sequence[Step | None]) -> Sequence[Rows]:
        first = steps[0]
        if isinstance(first, NewKey):
            return [[(key,)] for key in await self.keys.make(len(steps))]
        if isinstance(first, NeedKeys):
            await self.keys.bring(frozenset(key for one in steps if isinstance(one, NeedKeys) for key in one.ids))
            return [()] * len(steps)
        if isinstance(first, DropKeys):
            raise Entangled
        return await self._rows([one for one in steps if isinstance(one, tuple)])

    async def _rows(self, asked: Sequence[tuple[str, Row]]) -> Sequence[Rows]:
        text = self.dialect(asked[0][0])
        values = [row for _, row in asked]
        if "FOR UPDATE" in text and len(set(values)) < len(values):
            raise Entangled
        if not values[0] and text.startswith("SELECT"):
            return [await self._alone(text, ())] * len(values)
        wide = await self.widening.of(text) if len(values) > 1 else None
        if wide is None:
            return [await self._alone(text, row) for row in values]
        return await wide.ask(self.line, values)

    async def _alone(self, text: str, row: Row) -> Rows:
        return [tuple(one) for one in await self.line.fetch(text, *row)]


def _smallest(standing: Sequence[_Walk]) -> list[_Walk]:
    crowds: defaultdict[object, list[_Walk]] = defaultdict(list)
    for walk in standing:
        crowds[walk.at[0] if isinstance(walk.at, tuple) else type(walk.at)].append(walk)
    return min(crowds.values(), key=len)
