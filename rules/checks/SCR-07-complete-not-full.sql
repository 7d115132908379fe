/*
code: SCR-07
title: 已完成却未得满分
severity: WARN
grain: indicator
reads: indicators, tables, caps
since: 0.1.0
tolerance: exact
message: {name}：得分 {observed}，已经达到目标值，应为 {expected}。{note}
remedy: 核对完成值与得分；如是自行扣分，请注明原因。合计若恰好相差同样的分数，多半是这一格填错。
*/
WITH
weighed AS (FROM scored_rows()),
caps_once AS (FROM caps_once()),
/* Complete: the figure reaches the target in the direction that counts, or a date or several figures are repeated word for word. */
met AS (
    SELECT
        *,
        CASE
            WHEN t IS NOT NULL AND course = 'falling' THEN a <= t
            WHEN t IS NOT NULL AND course IN ('rising', 'unsure') THEN a >= t
            WHEN coalesce(target_op, '') <> 'range' AND target_kind IN ('date', 'parts')
                THEN squash(target_text) = squash(actual_text)
            ELSE false
        END AS complete,
        CASE
            WHEN t IS NULL THEN false
            WHEN course = 'falling' THEN 13 * a <= 10 * t AND a < t
            ELSE 10 * a >= 13 * t OR a > t AND coalesce(target_op, '') = '='
        END AS far_beyond
    FROM weighed
),
rows_found AS (
    SELECT
        *,
        CASE
            WHEN low IS NULL THEN CASE WHEN has_weight AND level4 IS NULL AND NOT family THEN 'undecided' END
            WHEN s + rounding < low AND NOT (course = 'unsure' AND a > t AND fits_falling(s, low, high, a, t, whole, slack))
                THEN 'breach'
        END AS verdict
    FROM met
    WHERE complete AND s >= 0 AND NOT shared AND NOT own_rule(criterion)
),
/* A capped class without weights: the finest level that prints a cap. */
classes AS (
    SELECT
        c.document_id, c.table_no, c.scope_no, c.level1, c.level2, c.points, c.cell_no,
        sum(m.s) AS s,
        bool_or(m.far_beyond) AS far_beyond,
        string_agg(plain(m.s), '+' ORDER BY m.indicator_no) AS terms,
        bool_or(m.s IS NULL AND NOT m.shared) AS missing,
        list(cell(m.document_id, m.table_no, m.cells['score'], 'addend') ORDER BY m.indicator_no)
            || list(cell(m.document_id, m.table_no, m.cells['target_text'], 'target') ORDER BY m.indicator_no)
            || list(cell(m.document_id, m.table_no, m.cells['actual_text'], 'actual') ORDER BY m.indicator_no) AS cells
    FROM caps_once AS c
    JOIN met AS m
        ON (m.document_id, m.table_no, m.scope_no, m.level1) = (c.document_id, c.table_no, c.scope_no, c.level1)
            AND (c.level2 IS NULL OR m.level2 = c.level2)
    WHERE c.level2 IS NOT NULL OR NOT EXISTS (
        FROM caps_once AS d
        WHERE (d.document_id, d.table_no, d.scope_no, d.level1) = (c.document_id, c.table_no, c.scope_no, c.level1)
            AND d.level2 IS NOT NULL
    )
    GROUP BY ALL
    HAVING bool_and(m.low IS NULL AND NOT m.has_weight AND m.complete AND NOT own_rule(m.criterion)
            AND m.course IS DISTINCT FROM 'unsure' AND m.level4 IS NULL)
        AND coalesce(sum(m.s), 0) < c.points
)
SELECT
    document_id, table_no, scope_no, indicator_no, verdict,
    CASE verdict WHEN 'breach' THEN span_text(low, high) END AS expected,
    plain(s) AS observed,
    exact(CASE verdict WHEN 'breach' THEN s - low END) AS difference,
    exact(rounding) AS tolerance,
    CASE verdict WHEN 'breach' THEN plain(s) || ' < ' || plain(low) END AS formula,
    [
        cell(document_id, table_no, cells['score'], 'score'),
        cell(document_id, table_no, cells['weight'], 'weight'),
        cell(document_id, table_no, CASE WHEN NOT printed THEN cap_cell END, 'cap'),
        cell(document_id, table_no, cells['target_text'], 'target'),
        cell(document_id, table_no, cells['actual_text'], 'actual')
    ] AS cells,
    CASE WHEN verdict = 'undecided' OR far_beyond THEN 'INFO' ELSE 'WARN' END AS severity,
    CAST(1 AS BIGINT) AS count,
    name,
    CASE
        WHEN verdict = 'undecided' THEN NULL
        WHEN far_beyond THEN '完成值超出目标值较多，也可能是因目标偏低而扣分。'
        WHEN a IS NULL THEN '完成值与目标值相同。'
        ELSE '目标值 ' || plain(t) || '，完成值 ' || plain(a) || '。'
    END AS note,
    CASE verdict WHEN 'undecided' THEN '分值空白' END AS why
FROM rows_found
WHERE verdict IS NOT NULL
UNION ALL
SELECT
    document_id, table_no, scope_no, NULL,
    CASE WHEN missing THEN 'undecided' ELSE 'breach' END,
    plain(points),
    plain(s),
    exact(CASE WHEN NOT missing THEN s - points END),
    exact(0),
    CASE WHEN NOT missing THEN terms || ' = ' || plain(s) || ' < ' || plain(points) END,
    [cell(document_id, table_no, cell_no, 'cap')] || cells,
    CASE WHEN missing OR far_beyond THEN 'INFO' ELSE 'WARN' END,
    1,
    quoted(level2, level1, NULL),
    CASE WHEN NOT missing THEN '该类各项都已完成，得分之和少于印出的上限。' END,
    CASE WHEN missing THEN '得分空白' END
FROM classes
ORDER BY ALL
