/*
code: TOT-08
title: 表头所写的得分与表内合计一致
severity: ERROR
grain: document
reads: totals, tables, scopes
since: 0.1.0
tolerance: interval
message: {label}写为 {observed}，表内合计为 {expected}。
remedy: 核对表头文字行与合计行，更正写错的一处。
*/
WITH
own_totals AS (
    SELECT x.document_id, x.table_no, x.value, x.value_decimals, x.cell_no
    FROM totals AS x
    WHERE x.kind = 'score' AND x.part IN ('scope', 'table')
        AND (SELECT count(*) FROM scopes AS s WHERE (s.document_id, s.table_no) = (x.document_id, x.table_no)) <= 1
),
common_tables AS (
    SELECT document_id, min(table_no) AS table_no
    FROM tables
    WHERE kind = 'common'
    GROUP BY ALL
    HAVING count(*) = 1
),
composed AS (
    SELECT document_id FROM tables WHERE kind = 'common'
    UNION
    SELECT document_id FROM scopes WHERE kind = 'goal'
    UNION
    SELECT document_id FROM totals WHERE part IN ('common', 'goals')
),
/* A line and the table it speaks of: the common part's line its table, an overall line its own table if it is whole. */
pairs_found AS (
    SELECT x.document_id, x.table_no, x.label, x.value, x.value_decimals, x.cell_no, c.table_no AS other_table
    FROM totals AS x
    JOIN common_tables AS c USING (document_id)
    WHERE x.kind = 'score' AND x.part = 'common'
    UNION ALL
    SELECT x.document_id, x.table_no, x.label, x.value, x.value_decimals, x.cell_no, x.table_no
    FROM totals AS x
    JOIN tables AS t USING (document_id, table_no)
    ANTI JOIN composed USING (document_id)
    WHERE x.kind = 'score' AND x.part = 'overall' AND t.kind = 'evaluation'
),
compared AS (
    SELECT
        p.document_id, p.table_no, p.label, p.value, p.value_decimals, p.cell_no, p.other_table,
        min_by(o.value, o.cell_no) AS other_value,
        min_by(o.value_decimals, o.cell_no) AS other_decimals,
        min(o.cell_no) AS other_cell,
        bool_or(o.value IS NULL) AS blank
    FROM pairs_found AS p
    JOIN own_totals AS o ON (o.document_id, o.table_no) = (p.document_id, p.other_table)
    GROUP BY ALL
),
verdicts AS (
    SELECT
        *,
        CASE WHEN value_decimals = other_decimals THEN 0::DECIMAL(10, 7)
            ELSE half_unit(least(value_decimals, other_decimals)) END AS slack,
        CASE
            /* A line between two tables may belong to either: any total of the document clears it. */
            WHEN EXISTS (
                FROM own_totals AS o
                WHERE o.document_id = compared.document_id
                    AND abs(compared.value - o.value) <= CASE WHEN compared.value_decimals = o.value_decimals
                        THEN 0::DECIMAL(10, 7) ELSE half_unit(least(compared.value_decimals, o.value_decimals)) END
            ) THEN NULL
            WHEN value IS NULL OR blank THEN 'undecided'
            ELSE 'breach'
        END AS verdict
    FROM compared
)
SELECT
    document_id, table_no,
    CAST(NULL AS BIGINT) AS scope_no,
    CAST(NULL AS BIGINT) AS indicator_no,
    verdict,
    printed(other_value, other_decimals) AS expected,
    printed(value, value_decimals) AS observed,
    exact(value - other_value) AS difference,
    exact(slack) AS tolerance,
    CASE verdict WHEN 'breach' THEN printed(value, value_decimals) || ' ≠ ' || printed(other_value, other_decimals) END AS formula,
    [cell(document_id, table_no, cell_no, 'line'), cell(document_id, other_table, other_cell, 'total')] AS cells,
    CASE verdict WHEN 'breach' THEN 'ERROR' ELSE 'INFO' END AS severity,
    CAST(1 AS BIGINT) AS count,
    coalesce(nullif(regexp_extract(squash(label), '^[^:0-9]+'), ''), '自评总分') AS label,
    CASE WHEN verdict <> 'undecided' THEN NULL WHEN value IS NULL THEN '表头的得分空白' ELSE '表内合计空白' END AS why
FROM verdicts
WHERE verdict IS NOT NULL
ORDER BY ALL
