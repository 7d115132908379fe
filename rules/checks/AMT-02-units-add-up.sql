/*
code: AMT-02
title: 单位小计等于其项目之和，各单位之和等于合计
severity: ERROR
grain: table
reads: scopes, tables, totals
since: 0.1.0
tolerance: interval
message: {what}为 {expected}{money_unit}，印为 {observed}{money_unit}，相差 {gap}{money_unit}（允许尾差 {tolerance}）：{formula}
remedy: 对照原表核对该单位的小计与各项目金额；若只有合计不符，核对各单位小计与合计。
*/
WITH projects AS (
    SELECT
        s.document_id, s.table_no, s.scope_no, squash(s.code) AS code, s.truncated, s.cells['amount'] AS cell_no,
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
held AS (
    -- a project without a code may belong to any unit
    SELECT document_id, table_no, bool_or(code IS NULL) AS codeless, coalesce(bool_or(truncated), FALSE) AS truncated
    FROM projects GROUP BY document_id, table_no
),
unit_rows AS (
    SELECT document_id, table_no, squash(label) AS label, label AS shown, value, value_decimals, cell_no
    FROM totals
    WHERE kind = 'amount' AND part = 'unit'
),
units AS (
    -- a unit whose code begins another's holds it: adding both would count twice
    SELECT
        u.*,
        EXISTS (
            FROM unit_rows AS v
            WHERE v.document_id = u.document_id AND v.table_no = u.table_no AND v.label <> u.label
                AND starts_with(v.label, u.label)
        ) AS holds_others,
        EXISTS (
            FROM unit_rows AS v
            WHERE v.document_id = u.document_id AND v.table_no = u.table_no AND v.label <> u.label
                AND starts_with(u.label, v.label)
        ) AS held
    FROM unit_rows AS u
),
sums AS (
    SELECT
        document_id, table_no, code, count(*) FILTER (amount IS NULL) AS blanks,
        sum(amount) AS amount, sum(slack) AS slack, max(decimals) AS decimals,
        list(coalesce(printed(amount, decimals), '空') ORDER BY scope_no) AS terms,
        list(cell(document_id, table_no, cell_no, 'addend') ORDER BY scope_no) AS cells
    FROM projects
    WHERE code IS NOT NULL
    GROUP BY document_id, table_no, code
),
per_unit AS (
    SELECT
        u.document_id, u.table_no, '单位 ' || u.shown || ' 的项目之和' AS what,
        s.amount AS expected, s.slack, s.decimals, u.value AS observed, u.value_decimals,
        u.cell_no AS total_cell, s.terms, s.cells, s.blanks > 0 AS blank, h.codeless AS unsure, h.truncated,
        (
            SELECT sum(p.amount) FROM projects AS p
            WHERE p.document_id = u.document_id AND p.table_no = u.table_no AND starts_with(p.code, u.label)
        ) AS otherwise
    FROM units AS u
    INNER JOIN sums AS s ON s.document_id = u.document_id AND s.table_no = u.table_no AND s.code = u.label
    INNER JOIN held AS h ON h.document_id = u.document_id AND h.table_no = u.table_no
),
all_units AS (
    SELECT
        document_id, table_no, count(*) FILTER (value IS NULL AND NOT held) AS blanks,
        sum(exact(value)) FILTER (NOT held) AS amount, sum(exact(value)) FILTER (NOT holds_others) AS otherwise,
        sum(exact(half_unit(value_decimals))) FILTER (NOT held) AS slack, max(value_decimals) AS decimals,
        list(coalesce(printed(value, value_decimals), '空') ORDER BY cell_no, label) FILTER (NOT held) AS terms,
        list(cell(document_id, table_no, cell_no, 'addend') ORDER BY cell_no, label) FILTER (NOT held) AS cells
    FROM units
    GROUP BY document_id, table_no
),
per_table AS (
    SELECT
        p.document_id, p.table_no, '各单位小计之和' AS what,
        a.amount AS expected, a.slack, a.decimals, p.value AS observed, p.value_decimals,
        p.cell_no AS total_cell, a.terms, a.cells, a.blanks > 0 AS blank, FALSE AS unsure,
        coalesce(h.truncated, FALSE) AS truncated, a.otherwise
    FROM totals AS p
    INNER JOIN all_units AS a ON a.document_id = p.document_id AND a.table_no = p.table_no
    LEFT JOIN held AS h ON h.document_id = p.document_id AND h.table_no = p.table_no
    WHERE p.kind = 'amount' AND p.part = 'table' AND p.scope_no IS NULL
),
compared AS (
    SELECT
        document_id, table_no, what, expected, observed, decimals, value_decimals AS own,
        exact(observed - expected) AS difference, exact(half_unit(value_decimals) + slack) AS tolerance,
        addends(terms) AS terms, list_prepend(cell(document_id, table_no, total_cell, 'total'), cells) AS cells,
        blank OR observed IS NULL AS blank, unsure, truncated,
        coalesce(abs(observed - otherwise) <= half_unit(value_decimals) + slack, FALSE) AS closes_otherwise
    FROM (SELECT * FROM per_unit UNION ALL BY NAME SELECT * FROM per_table)
)
SELECT
    document_id, table_no, NULL::BIGINT AS scope_no, no_indicator() AS indicator_no,
    CASE WHEN blank OR unsure OR truncated THEN 'undecided' ELSE 'breach' END AS verdict,
    printed(expected, decimals) AS expected, printed(observed, own) AS observed, difference, tolerance,
    terms || ' = ' || coalesce(printed(expected, decimals), '?') AS formula, cells,
    what,
    CASE
        WHEN blank THEN '有金额为空'
        WHEN unsure THEN '有项目没有单位代码'
        WHEN truncated THEN '文档在此中断'
    END AS why
FROM compared
WHERE blank OR (abs(difference) > tolerance AND NOT closes_otherwise)
ORDER BY ALL
