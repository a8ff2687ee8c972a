"""The cheapest answers that meet formulas, proven cheapest by HiGHS; the only place it is known.

HiGHS (Huangfu and Hall 2018, https://highs.dev) solves mixed-integer programs by branch and bound:
it ends with the best answer and with a bound that no answer can beat, and here both must be the
same whole number. Every answer is checked once more in whole numbers before it is handed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import assert_never

import highspy
import numpy as np

from scoring.path.formula import AtLeastZero, Every, Formula, OneOf, Settled
from scoring.path.linear import Linear

_LARGEST = 10**7
"""Weights below this times the solver's tolerance stay far below 1, the least that can matter."""
_OPTIONS = {
    "output_flag": False,
    # One thread and no clock: the same question has the same answer on every machine.
    "threads": 1,
    "parallel": "off",
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}


class NotProvenError(RuntimeError):
    """The solver gave no proof, or an answer that does not stand: a fault of this toolkit."""


@dataclass(frozen=True)
class Program:
    """Yes-or-no columns and what is asked of them.

    Attributes:
        asked: Columns that are asked about; those after them only help to say "or".
        columns: All columns.
        rows: Sums that may not be below zero.
        patience: How many branches may be tried before the search gives up; the shipped scales
            need a few. A limit of time would make answers hang on the machine.
    """

    asked: int
    columns: int
    rows: tuple[Linear, ...] = ()
    patience: int = 1_000_000

    def requiring(self, formula: Formula) -> Program:
        """The same program, in which a formula has to hold as well."""
        rows, columns = list(self.rows), self.columns
        open_ = [(formula, Linear())]  # with each formula, what is 0 where it has to hold
        while open_:
            found, unless = open_.pop()
            match found:
                case Settled():
                    rows.append(Linear(int(found.holds) - 1))
                case AtLeastZero():
                    rows.append(found.sum.plus(unless.times(-found.sum.lowest)))
                case Every():
                    open_ += [(part, unless) for part in found.parts]
                case OneOf():
                    picks = range(columns, columns + len(found.parts))
                    columns += len(found.parts)
                    rows.append(Linear(-1, dict.fromkeys(picks, 1)).plus(unless))
                    parts = zip(found.parts, picks, strict=True)
                    open_ += [(part, Linear(1, {pick: -1})) for part, pick in parts]
                case _:
                    assert_never(found)
        return replace(self, columns=columns, rows=tuple(rows))

    def cheapest(self, cost: Linear) -> tuple[int, ...] | None:
        """Find answers to the columns asked about at the least cost; None where there are none.

        Raises:
            NotProvenError: The solver could not prove it.
        """
        if any(row.highest < 0 for row in self.rows):
            return None
        if not self.columns:
            return ()
        solver = self._solver(cost)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise NotProvenError(f"HiGHS ended with {solver.modelStatusToString(status)}.")
        answers = tuple(round(value) for value in solver.getSolution().col_value)
        self.check(answers, cost, solver.getInfo().mip_dual_bound)
        return answers[: self.asked]

    def check(self, answers: Sequence[int], cost: Linear, bound: float) -> None:
        """Check answers in whole numbers, and that the solver's bound proves them cheapest.

        Args:
            answers: To all columns.
            cost: What was to be least.
            bound: What no answers can cost less than, the constant of `cost` left out.

        Raises:
            NotProvenError: They do not meet what is asked, or cheaper ones are not ruled out.
        """
        wrong = [row for row in self.rows if row.value(answers) < 0]
        if wrong or not set(answers) <= {0, 1}:
            raise NotProvenError("HiGHS gave answers that do not meet what was asked.")
        if bound <= cost.value(answers) - cost.constant - 1 + 1e-6:
            raise NotProvenError("HiGHS gave no proof that its answer is the cheapest.")

    def _solver(self, cost: Linear) -> highspy.Highs:
        largest = max((abs(w) for row in (*self.rows, cost) for w in row.terms.values()), default=0)
        if largest > _LARGEST:
            raise NotProvenError(f"A weight of {largest} is too large for an exact answer.")
        solver = highspy.Highs()
        for name, value in (*_OPTIONS.items(), ("mip_max_nodes", self.patience)):
            solver.setOptionValue(name, value)
        costs = [float(cost.terms.get(column, 0)) for column in range(self.columns)]
        solver.addCols(
            self.columns, costs, [0.0] * self.columns, [1.0] * self.columns, 0, [], [], []
        )
        whole = np.full(self.columns, highspy.HighsVarType.kInteger)
        solver.changeColsIntegrality(self.columns, list(range(self.columns)), whole)
        places = [column for row in self.rows for column in row.terms]
        weights = [float(weight) for row in self.rows for weight in row.terms.values()]
        starts = list(accumulate((len(row.terms) for row in self.rows), initial=0))[:-1]
        lower = [-float(row.constant) for row in self.rows]
        upper = [highspy.kHighsInf] * len(self.rows)
        solver.addRows(len(self.rows), lower, upper, len(places), starts, places, weights)
        return solver


def chosen_as(answers: Mapping[int, int]) -> Linear:
    """0 where columns are answered exactly so, and below zero by one for each that is not."""
    yes = Linear(0, {column: 1 for column, answer in answers.items() if answer})
    no = Linear(0, {column: 1 for column, answer in answers.items() if not answer})
    return yes.minus(no).plus(Linear(-len(yes.terms)))


def weighed(weights: Iterable[int]) -> Linear:
    """A sum with one weight for each column, from the first on."""
    return Linear(0, {column: weight for column, weight in enumerate(weights) if weight})
