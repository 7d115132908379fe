/*
code: AMT-01
title: 各项目金额之和等于合计
severity: ERROR
grain: table
reads: scopes, tables, totals
since: 0.1.0
tolerance: interval
message: 各项目资金总额之和为 {expected}{money_unit}，合计印为 {observed}{money_unit}，相差 {gap}{money_unit}（允许尾差 {tolerance}）：{formula}
remedy: 对照原表核对每个项目的资金总额与合计，更正其中写错的一处。
*/
WITH projects AS (
    SELECT
        s.document_id, s.table_no, s.scope_no, s.truncated, t.form, s.cells['amount'] AS cell_no,
        exact(times(s.amount, money_factor(s.amount_unit, t.money_unit))) AS amount,
        s.amount_decimals AS decimals,
        exact(times(half_unit(s.amount_decimals), money_factor(s.amount_unit, t.money_unit))) AS slack
    FROM scopes AS s
    INNER JOIN tables AS t USING (document_id, table_no)
    WHERE s.kind = 'project'
    -- an amount merged over several projects counts once
    QUALIFY row_number() OVER (
        PARTITION BY s.document_id, s.table_no, coalesce(s.cells['amount'], -s.scope_no)
        ORDER BY s.amount IS NULL, s.scope_no
    ) = 1
),
sums AS (
    SELECT
        document_id, table_no, any_value(form) AS form, bool_or(truncated) AS truncated,
        count(*) AS projects, count(*) FILTER (amount IS NULL) AS blanks,
        sum(amount) AS amount, sum(slack) AS slack, max(decimals) AS decimals,
        list(coalesce(printed(amount, decimals), '空') ORDER BY scope_no) AS terms,
        list(cell(document_id, table_no, cell_no, 'addend') ORDER BY scope_no) AS cells
    FROM projects
    GROUP BY document_id, table_no
),
printed_totals AS (
    SELECT * FROM totals WHERE kind = 'amount' AND part = 'table' AND scope_no IS NULL
),
-- a table of the same form without a total of its own may be the rest of a table that was not joined
loose AS (
    SELECT document_id, form FROM sums ANTI JOIN printed_totals USING (document_id, table_no)
    GROUP BY document_id, form
),
-- in a document that ends early the printed number of projects tells whether all of them are there
counted AS (
    SELECT document_id, table_no, max(value) AS projects
    FROM totals
    WHERE kind = 'count' AND part = 'projects'
    GROUP BY document_id, table_no
),
compared AS (
    SELECT
        p.document_id, p.table_no, s.amount AS expected, p.value AS observed,
        s.decimals, p.value_decimals AS own,
        exact(p.value - s.amount) AS difference, exact(half_unit(p.value_decimals) + s.slack) AS tolerance,
        addends(s.terms) AS terms, list_prepend(cell(p.document_id, p.table_no, p.cell_no, 'total'), s.cells) AS cells,
        s.blanks > 0 OR p.value IS NULL AS blank,
        coalesce(s.truncated, FALSE) AND c.projects IS DISTINCT FROM s.projects AS truncated, l.form IS NOT NULL AS loose
    FROM printed_totals AS p
    INNER JOIN sums AS s USING (document_id, table_no)
    LEFT JOIN loose AS l ON l.document_id = p.document_id AND l.form = s.form
    LEFT JOIN counted AS c ON c.document_id = p.document_id AND c.table_no = p.table_no
)
SELECT
    document_id, table_no, NULL::BIGINT AS scope_no, no_indicator() AS indicator_no,
    CASE WHEN blank OR truncated OR loose THEN 'undecided' ELSE 'breach' END AS verdict,
    printed(expected, decimals) AS expected, printed(observed, own) AS observed, difference, tolerance,
    terms || ' = ' || coalesce(printed(expected, decimals), '?') AS formula, cells,
    CASE
        WHEN blank THEN '有金额为空'
        WHEN truncated THEN '文档在此中断'
        WHEN loose THEN '另有同类表格没有合计'
    END AS why
FROM compared
WHERE blank OR abs(difference) > tolerance
ORDER BY ALL
