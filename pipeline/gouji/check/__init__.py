"""Judge the canonical tables by the rulebook.

In: the canonical tables of a whole batch (Arrow) and the Rulebook. The tables are loaded into one DuckDB connection,
which is then shut off from files, network and settings; every check is one query over them.

Out: findings in a total order. Each names its cells, the first of which is the one it accuses; `difference` is what is
printed less what should be, {gap} in a message is its size. Rows a check cannot decide become one INFO finding per
table and check: "未决：…" with the reasons of its rows (column `why`, else `note`); a single row without `why` keeps
its own message. Where the reading was in doubt the checks also judge every other reading: a breach that stands in all
keeps its severity (the mildest it has in any), one that does not is "待核对原件" and at most a WARN. `caused_by` holds
what rules/links say and nothing else. An ERROR on a cell that the second reader reads otherwise (asked here, or kept
in cells.second_text) is a WARN "待核对原件" that shows both texts; one on a page that was not read twice says 未复读.

Refuses: a query that raises, or returns what its contract forbids, stops the run (RulebookError); it never becomes a
finding.

Notices: none. A doubt about the reading arrives here as a row of `readings`, a blank, or a cap marked inferred.
"""

from gouji.check.desk import judge
from gouji.check.finding import SecondReader

__all__ = ["SecondReader", "judge"]
