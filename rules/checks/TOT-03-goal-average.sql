/*
code: TOT-03
title: 年度目标得分等于各目标得分的平均
severity: ERROR
grain: document
reads: totals, scopes, tables
since: 0.1.0
tolerance: step
message: {label}印为 {observed}，各目标得分的平均为 {expected}。{formula}
remedy: 核对各目标的合计得分与四舍五入的位数。
*/
WITH
/* The printed total of every annual goal, and the rounding rule its document prints. */
goals AS (FROM goal_totals()),
rules AS (
    SELECT document_id, max(goal_rounding) AS goal_rounding
    FROM tables
    GROUP BY ALL
),
judged AS (
    SELECT
        x.document_id, x.table_no, x.label, x.value, x.value_decimals, x.cell_no, g.*, r.goal_rounding,
        mean_rounded(g.goal_sum, g.goal_number, r.goal_rounding) AS mean,
        mean_rounded(g.goal_sum, g.goal_number, x.value_decimals) AS mean_as_printed
    FROM totals AS x
    JOIN goals AS g USING (document_id)
    JOIN rules AS r USING (document_id)
    WHERE x.kind = 'score' AND x.part = 'goals' AND x.value IS NOT NULL AND r.goal_rounding IS NOT NULL
),
verdicts AS (
    SELECT
        *,
        CASE
            WHEN incomplete OR goal_number <> goal_promised THEN 'undecided'
            WHEN value <> mean AND value <> mean_as_printed THEN 'breach'
        END AS verdict
    FROM judged
)
SELECT
    document_id, table_no,
    CAST(NULL AS BIGINT) AS scope_no,
    CAST(NULL AS BIGINT) AS indicator_no,
    verdict,
    CASE verdict WHEN 'breach' THEN plain(mean) END AS expected,
    printed(value, value_decimals) AS observed,
    exact(CASE verdict WHEN 'breach' THEN value - mean END) AS difference,
    exact(0) AS tolerance,
    CASE verdict WHEN 'breach' THEN '(' || addends(terms) || ')÷' || goal_number || ' = '
        || plain(mean_rounded(goal_sum, goal_number, 2)) || '，取 ' || plain(mean) END AS formula,
    [cell(document_id, table_no, cell_no, 'total')] || goal_cells AS cells,
    CASE verdict WHEN 'breach' THEN 'ERROR' ELSE 'INFO' END AS severity,
    CAST(1 AS BIGINT) AS count,
    coalesce(nullif(label, ''), '年度目标得分') AS label,
    CASE WHEN verdict = 'undecided' THEN '目标的合计得分空白或目标不全' END AS why
FROM verdicts
WHERE verdict IS NOT NULL
ORDER BY ALL
