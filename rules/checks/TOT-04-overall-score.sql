/*
code: TOT-04
title: 自评总分等于共性指标得分加年度目标得分
severity: ERROR
grain: document
reads: totals, scopes, tables, indicators
since: 0.1.0
tolerance: step
message: {label}印为 {observed}，{note}应为 {expected}。{formula}
remedy: 先核对各部分的合计（见所关联的问题），再更正总分。
*/
WITH
indicator_rows AS (FROM summed_rows()),
/* The printed total of every annual goal, and the rounding rule its document prints. */
goal_scopes AS (FROM annual_goals()),
printed_totals AS (FROM scope_totals()),
goals AS (FROM goal_totals()),
rules AS (
    SELECT document_id, max(goal_rounding) AS goal_rounding
    FROM tables
    GROUP BY ALL
),
row_sums AS (
    SELECT document_id, table_no, scope_no, sum(score) AS points, bool_or(missing) AS missing
    FROM indicator_rows
    GROUP BY ALL
),
goals_by_rows AS (
    SELECT
        g.document_id,
        CASE WHEN bool_or(r.points IS NULL OR r.missing) THEN NULL ELSE sum(r.points) END AS row_sum,
        list(plain(r.points) ORDER BY g.table_no, g.scope_no) AS row_terms
    FROM goal_scopes AS g
    LEFT JOIN row_sums AS r USING (document_id, table_no, scope_no)
    GROUP BY ALL
),
/* The common part: its own line, else the total of its table; judged only where there is one such table at most. */
common_tables AS (
    SELECT
        t.document_id, count(*) AS table_count, min(p.value) AS value, max(p.value_decimals) AS value_decimals,
        min(p.table_no) AS table_no, min(p.cell_no) AS cell_no,
        CASE WHEN bool_or(r.points IS NULL OR r.missing) THEN NULL ELSE sum(r.points) END AS row_sum
    FROM tables AS t
    LEFT JOIN printed_totals AS p USING (document_id, table_no)
    LEFT JOIN row_sums AS r USING (document_id, table_no)
    WHERE t.kind = 'common'
    GROUP BY ALL
),
common_lines AS (
    SELECT DISTINCT ON (document_id) document_id, table_no, cell_no, value, value_decimals
    FROM totals
    WHERE kind = 'score' AND part = 'common' AND value IS NOT NULL
    ORDER BY document_id, table_no, cell_no
),
goal_lines AS (
    SELECT DISTINCT ON (document_id) document_id, table_no, cell_no, value, value_decimals
    FROM totals
    WHERE kind = 'score' AND part = 'goals' AND value IS NOT NULL
    ORDER BY document_id, table_no, cell_no
),
gathered AS (
    SELECT
        x.document_id, x.table_no, x.label, x.value, x.value_decimals, x.cell_no,
        g.goal_number, g.goal_sum, g.terms, g.goal_cells, b.row_sum, b.row_terms,
        g.incomplete OR g.goal_number <> g.goal_promised AS goals_incomplete,
        coalesce(r.goal_rounding, CASE WHEN g.goal_number = 1 THEN g.goal_decimals END) AS rounding,
        c.table_count, coalesce(l.value, c.value) AS common,
        CASE WHEN c.document_id IS NULL THEN l.value ELSE c.row_sum END AS common_by_rows,
        coalesce(l.value_decimals, c.value_decimals) AS common_decimals,
        CASE WHEN l.value IS NULL THEN cell(x.document_id, c.table_no, c.cell_no, 'common')
            ELSE cell(x.document_id, l.table_no, l.cell_no, 'common') END AS common_cell,
        y.value AS goals_line, y.value_decimals AS goals_line_decimals,
        cell(x.document_id, y.table_no, y.cell_no, 'goals') AS goals_line_cell
    FROM totals AS x
    JOIN goals AS g USING (document_id)
    JOIN rules AS r USING (document_id)
    LEFT JOIN goals_by_rows AS b USING (document_id)
    LEFT JOIN common_tables AS c USING (document_id)
    LEFT JOIN common_lines AS l USING (document_id)
    LEFT JOIN goal_lines AS y USING (document_id)
    WHERE x.kind = 'score' AND x.part = 'overall' AND x.value IS NOT NULL
        AND (c.document_id IS NOT NULL OR l.document_id IS NOT NULL)
),
computed AS (
    SELECT
        *,
        coalesce(goals_line, CASE WHEN NOT goals_incomplete THEN mean_rounded(goal_sum, goal_number, rounding) END) AS goal_score,
        CASE WHEN NOT goals_incomplete THEN mean_rounded(row_sum, goal_number, rounding) END AS goal_score_by_rows
    FROM gathered
    WHERE coalesce(table_count, 1) = 1 AND (rounding IS NOT NULL OR goals_line IS NOT NULL)
),
verdicts AS (
    SELECT
        *,
        common + goal_score AS total,
        common_by_rows + goal_score_by_rows AS total_by_rows,
        total_slack(value_decimals, greatest(coalesce(common_decimals, 0), coalesce(goals_line_decimals, rounding, 0))) AS slack,
        CASE
            WHEN common + goal_score IS NULL THEN 'undecided'
            WHEN abs(value - common - goal_score) > slack THEN 'printed'
            WHEN abs(value - common_by_rows - goal_score_by_rows) > slack THEN 'rows'
        END AS kind_of_verdict
    FROM computed
)
SELECT
    document_id, table_no,
    CAST(NULL AS BIGINT) AS scope_no,
    CAST(NULL AS BIGINT) AS indicator_no,
    CASE kind_of_verdict WHEN 'undecided' THEN 'undecided' ELSE 'breach' END AS verdict,
    plain(CASE kind_of_verdict WHEN 'printed' THEN total WHEN 'rows' THEN total_by_rows END) AS expected,
    printed(value, value_decimals) AS observed,
    exact(CASE kind_of_verdict WHEN 'printed' THEN value - total WHEN 'rows' THEN value - total_by_rows END) AS difference,
    exact(slack) AS tolerance,
    CASE
        WHEN kind_of_verdict = 'printed' AND goals_line IS NOT NULL
            THEN plain(common) || '+' || plain(goals_line) || ' = ' || plain(total)
        WHEN kind_of_verdict = 'printed' THEN plain(common) || '+(' || addends(terms) || ')÷' || goal_number || '，即 '
            || plain(common) || '+' || plain(goal_score) || ' = ' || plain(total)
        WHEN kind_of_verdict = 'rows' THEN plain(common_by_rows) || '+(' || addends(row_terms) || ')÷' || goal_number || '，即 '
            || plain(common_by_rows) || '+' || plain(goal_score_by_rows) || ' = ' || plain(total_by_rows)
    END AS formula,
    [cell(document_id, table_no, cell_no, 'overall'), common_cell, goals_line_cell] || goal_cells AS cells,
    CASE kind_of_verdict WHEN 'printed' THEN 'ERROR' WHEN 'rows' THEN 'WARN' ELSE 'INFO' END AS severity,
    CAST(1 AS BIGINT) AS count,
    coalesce(nullif(regexp_extract(squash(label), '^[^:0-9]+'), ''), '自评总分') AS label,
    CASE kind_of_verdict WHEN 'printed' THEN '按印出的各部分' WHEN 'rows' THEN '与印出的各部分相符，但按各行得分重新计算' END AS note,
    CASE WHEN kind_of_verdict <> 'undecided' THEN NULL WHEN common IS NULL THEN '共性指标得分空白'
        ELSE '目标的合计得分空白或目标不全' END AS why
FROM verdicts
WHERE kind_of_verdict IS NOT NULL
ORDER BY ALL
