"""The canonical records: what a table says, in one schema for every form.

Field names are those of the canonical tables (model.schema). A `Figure` X becomes the columns X and X_decimals. `cells`
maps a field name to the cell_no its text stands in; the printed text of a field is that cell's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gouji.model.grid import Cell
from gouji.model.notice import Notice

Cells = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as printed: its exact value and how many decimals are printed."""

    value: Decimal
    decimals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRecord:
    """One logical table and what its form promises (row of `tables`)."""

    table_no: int
    form: str
    kind: str
    title: str | None = None
    unit_name: str | None = None
    year: int | None = None
    money_unit: str | None = None
    page_first: int | None = None
    page_last: int | None = None
    rows: int = 0
    cols: int = 0
    parts: int = 1
    ended: bool = False
    has_weight: bool = False
    has_score: bool = False
    has_actual: bool = False
    has_reason: bool = False
    equal_split: bool = False
    full_marks: Figure | None = None
    execution_points: Figure | None = None
    band_high: Decimal | None = None
    band_mid: Decimal | None = None
    goal_rounding: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What weights add up in: a project, one annual goal, the common part, a department (row of `scopes`)."""

    table_no: int
    scope_no: int
    kind: str
    code: str | None = None
    name: str | None = None
    unit_name: str | None = None
    amount: Figure | None = None
    amount_unit: str | None = None
    long_term_goal: str | None = None
    annual_goal: str | None = None
    actual_outcome: str | None = None
    goal_count: int | None = None
    truncated: bool = False
    page_first: int | None = None
    cells: Cells = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """One row of the funds block (row of `funds`). Rates as percent: 95 for 95 %."""

    table_no: int
    scope_no: int
    fund_no: int
    source: str | None
    source_code: str | None
    initial_budget: Figure | None = None
    budget: Figure | None = None
    executed: Figure | None = None
    execution_rate: Figure | None = None
    weight: Figure | None = None
    score: Figure | None = None
    page_first: int | None = None
    cells: Cells = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator row (row of `indicators`); see model.schema for the meaning of each field."""

    table_no: int
    scope_no: int
    indicator_no: int
    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    level4: str | None = None
    level1_code: str | None = None
    level2_code: str | None = None
    target_text: str | None = None
    target_op: str | None = None
    target_value: Figure | None = None
    target_unit: str | None = None
    target_kind: str | None = None
    target_money: Figure | None = None
    content: str | None = None
    content_kind: str | None = None
    actual_text: str | None = None
    actual_value: Figure | None = None
    actual_unit: str | None = None
    actual_kind: str | None = None
    actual_aligned: Decimal | None = None
    actual_band: str | None = None
    weight: Figure | None = None
    weight_low: Decimal | None = None
    weight_high: Decimal | None = None
    weight_source: str | None = None
    score: Figure | None = None
    converted_score: Figure | None = None
    review_score: Figure | None = None
    criterion: str | None = None
    criterion_points: Figure | None = None
    measure_unit: str | None = None
    value_type: str | None = None
    direction: str | None = None
    deviation_reason: str | None = None
    page_first: int | None = None
    cells: Cells = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The points a class may reach, as its label prints them or as reconcile inferred them (row of `caps`)."""

    table_no: int
    scope_no: int
    level1: str | None
    level2: str | None
    points: Figure
    source: str = "printed"
    used: bool = True
    cell_no: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A printed total (row of `totals`); `scope_no` None when it stands over several tables or scopes."""

    table_no: int
    scope_no: int | None
    kind: str
    part: str
    label: str
    text: str
    value: Figure | None
    level: int | None = None
    level1: str | None = None
    level2: str | None = None
    cell_no: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell of a canonical table that another reading would hold otherwise.

    `column` "*" with value None removes the row; a row number that the table lacks is added by its changes.
    """

    table: str
    row_no: int
    column: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A structure the page allows (row of `readings`); number 0 is the chosen one and has no changes."""

    table_no: int
    scope_no: int
    reading_no: int
    chosen: bool
    closes: bool
    description: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything one document says, in canonical form. `cells` holds each table's cells in cell_no order."""

    tables: tuple[TableRecord, ...] = ()
    cells: tuple[tuple[Cell, ...], ...] = ()
    scopes: tuple[Scope, ...] = ()
    funds: tuple[Fund, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    caps: tuple[Cap, ...] = ()
    totals: tuple[Total, ...] = ()
    readings: tuple[Reading, ...] = ()
    notices: tuple[Notice, ...] = ()
