/*
code: TOT-05
title: 总分不得为负，也不得超过满分；满分等于各部分之和
severity: ERROR
grain: scope
reads: totals, tables, caps, funds, indicators, scopes
since: 0.1.0
tolerance: exact
message: {label}印为 {observed}，应为 {expected}。{note}
remedy: 核对总分、满分与各部分的上限，看哪一个印错。
*/
WITH
execution AS (
    SELECT
        document_id, table_no,
        sum(weight) AS weight,
        bool_or(score IS NOT NULL) AS scored
    FROM (
        SELECT *, source_code = 'total' OR count(*) OVER (PARTITION BY document_id, table_no, scope_no) = 1 AS total_row
        FROM funds
    )
    WHERE total_row
    GROUP BY ALL
),
weight_lines AS (
    SELECT document_id, table_no, max(value) AS value, max(value_decimals) AS value_decimals, arg_max(cell_no, value) AS cell_no,
        arg_max(label, value) AS label, count(DISTINCT value) AS values_printed
    FROM totals
    WHERE kind = 'weight' AND part IN ('scope', 'table') AND value IS NOT NULL
    GROUP BY ALL
),
/* The full marks of a table: its printed total of weights; else its printed block points with the execution points. */
fulls AS (
    SELECT
        t.document_id, t.table_no, t.kind, w.cell_no,
        CASE
            /* Bonus points may lie above the full marks. */
            WHEN EXISTS (
                FROM indicators AS i
                WHERE (i.document_id, i.table_no) = (t.document_id, t.table_no)
                    AND regexp_matches(concat_ws(' ', i.level1, i.level2, i.level3), '附加|加分')
            ) THEN NULL
            WHEN w.value = (
                SELECT sum(i.weight) FROM indicators AS i WHERE (i.document_id, i.table_no) = (t.document_id, t.table_no)
            ) THEN w.value + coalesce(e.weight, 0)
            WHEN w.value IS NOT NULL AND NOT contains(coalesce(w.label, ''), '总') THEN w.value + coalesce(e.weight, 0)
            WHEN w.value IS NOT NULL THEN w.value
            WHEN e.scored AND coalesce(t.execution_points, e.weight) IS NULL THEN NULL
            ELSE t.full_marks + coalesce(t.execution_points, e.weight, 0)
        END AS full_marks,
        (SELECT count(*) FROM scopes AS s WHERE (s.document_id, s.table_no) = (t.document_id, t.table_no)) > 1 AS many_scopes,
        EXISTS (FROM scopes AS s WHERE (s.document_id, s.table_no) = (t.document_id, t.table_no) AND s.kind = 'goal') AS of_goals
    FROM tables AS t
    LEFT JOIN weight_lines AS w USING (document_id, table_no)
    LEFT JOIN execution AS e USING (document_id, table_no)
),
by_document AS (
    SELECT
        document_id,
        max(full_marks) FILTER (WHERE kind = 'common') + max(full_marks) FILTER (WHERE of_goals) AS whole,
        max(full_marks) FILTER (WHERE kind = 'common') AS common,
        max(full_marks) FILTER (WHERE of_goals) AS goals,
        bool_or(kind = 'common' OR of_goals) AS composed
    FROM fulls
    GROUP BY ALL
),
lines AS (
    SELECT
        x.document_id, x.table_no, x.scope_no, x.part, x.value, x.value_decimals, x.cell_no,
        coalesce(nullif(regexp_extract(squash(x.label), '^[^:0-9]+'), ''), '合计') AS label,
        CASE
            WHEN x.part = 'common' THEN d.common
            WHEN x.part = 'goals' THEN d.goals
            WHEN x.part = 'overall' AND d.composed THEN d.whole
            WHEN NOT (f.many_scopes AND x.scope_no IS NULL) THEN f.full_marks
        END AS full_marks,
        CASE WHEN x.part IN ('scope', 'table') THEN f.cell_no END AS full_cell
    FROM totals AS x
    JOIN fulls AS f USING (document_id, table_no)
    JOIN by_document AS d USING (document_id)
    WHERE x.kind = 'score' AND x.part IN ('scope', 'table', 'overall', 'common', 'goals') AND x.value IS NOT NULL
),
class_points AS (
    SELECT
        c.document_id, c.table_no,
        sum(c.points) AS points,
        sum(c.points) FILTER (WHERE c.used) AS points_used,
        count(*) AS classes,
        bool_or(contains(c.level1, '执行')) AS has_execution_class,
        list(plain(c.points) ORDER BY c.cell_no, c.level1) AS terms,
        list(cell(c.document_id, c.table_no, c.cell_no, 'part') ORDER BY c.cell_no, c.level1) AS cells
    FROM (
        SELECT document_id, table_no, scope_no, level1, min(points) AS points, bool_or(used) AS used, min(cell_no) AS cell_no
        FROM caps
        WHERE source = 'printed' AND level1 IS NOT NULL AND level2 IS NULL
        GROUP BY ALL
    ) AS c
    GROUP BY ALL
),
/* Judged only where every class of the table prints its points. */
footings AS (
    SELECT
        w.document_id, w.table_no, w.value, w.value_decimals, w.cell_no, w.label, p.terms, p.cells,
        p.points, p.points_used,
        CASE WHEN p.has_execution_class THEN 0 ELSE coalesce(e.weight, t.execution_points, 0) END AS execution,
        p.has_execution_class
    FROM weight_lines AS w
    JOIN tables AS t USING (document_id, table_no)
    JOIN class_points AS p USING (document_id, table_no)
    LEFT JOIN execution AS e USING (document_id, table_no)
    WHERE w.values_printed = 1 AND p.classes > 1
        AND (SELECT count(*) FROM scopes AS s WHERE (s.document_id, s.table_no) = (w.document_id, w.table_no)) <= 1
        AND NOT EXISTS (
            FROM indicators AS i
            WHERE (i.document_id, i.table_no) = (w.document_id, w.table_no) AND NOT EXISTS (
                FROM caps AS c
                WHERE (c.document_id, c.table_no, c.scope_no) = (i.document_id, i.table_no, i.scope_no)
                    AND c.level1 IS NOT DISTINCT FROM i.level1 AND c.level2 IS NULL AND c.source = 'printed'
            )
        )
)
SELECT
    document_id, table_no, scope_no,
    CAST(NULL AS BIGINT) AS indicator_no,
    CASE WHEN value < 0 OR value > full_marks THEN 'breach' ELSE 'undecided' END AS verdict,
    CASE WHEN full_marks IS NULL THEN '0 以上' ELSE '0–' || plain(full_marks) END AS expected,
    printed(value, value_decimals) AS observed,
    exact(CASE WHEN value < 0 THEN value WHEN value > full_marks THEN value - full_marks END) AS difference,
    exact(0) AS tolerance,
    CASE WHEN value < 0 THEN plain(value) || ' < 0' WHEN value > full_marks THEN plain(value) || ' > ' || plain(full_marks) END
        AS formula,
    [cell(document_id, table_no, cell_no, 'total'), cell(document_id, table_no, full_cell, 'full')] AS cells,
    CASE WHEN value < 0 OR value > full_marks THEN 'ERROR' ELSE 'INFO' END AS severity,
    CAST(1 AS BIGINT) AS count,
    label,
    CASE WHEN value < 0 THEN '总分不应为负。' ELSE '总分超过满分。' END AS note,
    CASE WHEN full_marks IS NULL AND value >= 0 THEN '总分超过100而没有印出满分' END AS why
FROM lines
WHERE value < 0 OR value > full_marks OR full_marks IS NULL AND value > 100
UNION ALL
SELECT
    document_id, table_no, NULL, NULL, 'breach',
    plain(points + execution),
    printed(value, value_decimals),
    exact(value - points - execution),
    exact(0),
    addends(terms || CASE WHEN execution > 0 THEN [plain(execution)] ELSE [] END) || ' = ' || plain(points + execution),
    [cell(document_id, table_no, cell_no, 'full')] || cells,
    'ERROR', 1,
    coalesce(nullif(label, ''), '满分'),
    '满分与印出的各部分之和不符：' || addends(terms || CASE WHEN execution > 0 THEN [plain(execution)] ELSE [] END)
        || ' = ' || plain(points + execution) || '。',
    NULL
FROM footings
WHERE value NOT IN (points + execution, coalesce(points_used, points) + execution)
    AND NOT (execution > 0 AND NOT contains(coalesce(label, ''), '总') AND value IN (points, coalesce(points_used, points)))
ORDER BY ALL
