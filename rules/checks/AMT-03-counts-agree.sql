/*
code: AMT-03
title: 印出的项目个数、单位个数与表内一致
severity: ERROR
grain: table
reads: scopes, tables, totals
since: 0.1.0
tolerance: exact
message: 表内有 {expected} 个{what}，{label}印为 {observed}，相差 {gap} 个
remedy: 对照原表逐个清点，核对是否漏列、重列，或个数未随项目调整而更新。
*/
WITH projects AS (
    SELECT
        s.document_id, s.table_no, any_value(t.form) AS form, count(*) AS found,
        coalesce(bool_or(s.truncated), FALSE) AS truncated,
        list(cell(s.document_id, s.table_no, coalesce(s.cells['name'], s.cells['amount']), 'item') ORDER BY s.scope_no)
            AS cells
    FROM scopes AS s
    INNER JOIN tables AS t USING (document_id, table_no)
    WHERE s.kind = 'project'
    GROUP BY s.document_id, s.table_no
),
-- a table of the same form without counts of its own may be the rest of a table that was not joined
loose AS (
    SELECT document_id, form
    FROM projects
    ANTI JOIN (SELECT * FROM totals WHERE kind = 'count') USING (document_id, table_no)
    GROUP BY document_id, form
),
unit_rows AS (
    SELECT document_id, table_no, squash(label) AS label, cell_no
    FROM totals
    WHERE kind = 'amount' AND part = 'unit'
),
units AS (
    -- whether a unit that holds others is itself counted, forms decide
    SELECT
        u.document_id, u.table_no, count(DISTINCT u.label) AS found,
        count(DISTINCT u.label) FILTER (NOT EXISTS (
            FROM unit_rows AS v
            WHERE v.document_id = u.document_id AND v.table_no = u.table_no AND v.label <> u.label
                AND starts_with(v.label, u.label)
        )) AS leaves,
        list(cell(u.document_id, u.table_no, u.cell_no, 'item') ORDER BY u.cell_no, u.label) AS cells
    FROM unit_rows AS u
    GROUP BY u.document_id, u.table_no
),
compared AS (
    SELECT
        c.document_id, c.table_no, c.label, c.value, c.cell_no, '项目' AS what, p.found, p.cells, p.truncated,
        l.form IS NOT NULL AS loose, p.found AS otherwise
    FROM totals AS c
    INNER JOIN projects AS p USING (document_id, table_no)
    LEFT JOIN loose AS l ON l.document_id = c.document_id AND l.form = p.form
    WHERE c.kind = 'count' AND c.part = 'projects'
    UNION ALL
    SELECT
        c.document_id, c.table_no, c.label, c.value, c.cell_no, '单位', u.found, u.cells,
        coalesce(p.truncated, FALSE), l.form IS NOT NULL, u.leaves
    FROM totals AS c
    INNER JOIN units AS u USING (document_id, table_no)
    LEFT JOIN projects AS p USING (document_id, table_no)
    LEFT JOIN loose AS l ON l.document_id = c.document_id AND l.form = p.form
    WHERE c.kind = 'count' AND c.part = 'units'
)
SELECT
    document_id, table_no, NULL::BIGINT AS scope_no, no_indicator() AS indicator_no,
    CASE WHEN value IS NULL OR truncated OR loose THEN 'undecided' ELSE 'breach' END AS verdict,
    found::VARCHAR AS expected, plain(value) AS observed, exact(value - found) AS difference, exact(0) AS tolerance,
    found::VARCHAR || ' ≠ ' || coalesce(plain(value), '空') AS formula,
    list_prepend(cell(document_id, table_no, cell_no, 'count'), cells) AS cells,
    what, label,
    CASE
        WHEN value IS NULL THEN '个数没有印出'
        WHEN truncated THEN '文档在此中断'
        WHEN loose THEN '另有同类表格没有个数'
    END AS why
FROM compared
WHERE value IS NULL OR value NOT IN (found, otherwise)
ORDER BY ALL
