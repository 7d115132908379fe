/*
code: TXT-01
title: 年度绩效目标不应照抄
severity: INFO
grain: document
reads: scopes, tables
since: 0.1.0
tolerance: none
message: {count} 个项目的年度绩效目标完全相同（{length} 字）：{names}
remedy: 年度绩效目标应写明本项目当年要做什么、做到什么程度，不宜套用单位的总体目标。
*/
WITH goals AS (
    SELECT
        s.document_id, s.table_no, s.scope_no, t.kind, s.name, squash(s.name) AS called, squash(s.annual_goal) AS goal,
        s.cells['annual_goal'] AS cell_no,
        count(*) OVER (PARTITION BY s.document_id, s.table_no) AS projects
    FROM scopes AS s
    INNER JOIN tables AS t USING (document_id, table_no)
    WHERE s.kind = 'project'
),
copied AS (
    SELECT
        document_id, min(table_no) AS table_no, count(DISTINCT called) AS n, length(goal) AS length,
        array_to_string(list(name ORDER BY table_no, scope_no)[1:20], '、') AS names,
        list(cell(document_id, table_no, cell_no, 'goal') ORDER BY table_no, scope_no) AS cells,
        count(DISTINCT coalesce(table_no, 0)::VARCHAR || '/' || coalesce(cell_no, -scope_no)::VARCHAR) AS prints
    FROM goals
    WHERE length(goal) >= 20 AND called IS NOT NULL
    GROUP BY document_id, kind, goal
    -- one goal cell merged over several projects is printed once
    HAVING count(DISTINCT called) > 1 AND prints > 1
),
blank AS (
    SELECT
        document_id, table_no, count(*) AS n,
        list(cell(document_id, table_no, cell_no, 'goal') ORDER BY scope_no) AS cells
    FROM goals
    WHERE goal IS NULL AND cell_no IS NOT NULL AND projects > 1
    GROUP BY document_id, table_no
)
SELECT
    document_id, table_no, NULL::BIGINT AS scope_no, no_indicator() AS indicator_no, 'breach' AS verdict,
    no_text() AS expected, n::VARCHAR AS observed, no_number() AS difference, no_number() AS tolerance,
    no_text() AS formula, cells, n AS count, length::VARCHAR AS length, names, no_text() AS why
FROM copied
UNION ALL
SELECT
    document_id, table_no, NULL, NULL, 'undecided', NULL, NULL, NULL, NULL, NULL, cells, n, NULL, NULL, '年度绩效目标为空'
FROM blank
ORDER BY ALL
