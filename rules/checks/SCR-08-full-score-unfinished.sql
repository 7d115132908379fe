/*
code: SCR-08
title: 未完成却得满分
severity: WARN
grain: indicator
reads: indicators, tables, caps
since: 0.1.0
tolerance: interval
message: {name}：得分 {observed}，没有达到目标值，应为 {expected}。{note}
remedy: 核对完成值与得分；没有完成的指标不应得满分。
*/
WITH
weighed AS (FROM scored_rows()),
verdicts AS (
    SELECT
        *,
        CASE
            WHEN low IS NULL THEN CASE WHEN has_weight AND level4 IS NULL AND NOT family THEN 'undecided' END
            WHEN s <> high THEN NULL
            WHEN course = 'rising' AND NOT fits_rising(s, low, high, a, t, whole, slack)
                AND NOT fits_steps(s, high, a, names, target_unit) THEN 'breach'
            WHEN course = 'falling' AND NOT fits_falling(s, low, high, a, t, whole, slack) THEN 'breach'
        END AS verdict,
        CASE WHEN course = 'rising' THEN a ELSE t END AS upper,
        CASE WHEN course = 'rising' THEN t ELSE a END AS lower,
        CASE WHEN whole THEN 0 ELSE slack END AS tolerance
    FROM weighed
    WHERE s > 0 AND (course = 'rising' AND a < t OR course = 'falling' AND a > t) AND NOT shared AND NOT own_rule(criterion)
),
measured AS (
    SELECT
        *,
        CASE
            WHEN whole AND course = 'falling' THEN part_down(low, greatest(2 * t - a, 0), t)
            WHEN course = 'falling' THEN part_near(low, greatest(2 * t - a, 0), t)
            WHEN whole THEN part_down(low, upper, lower)
            ELSE part_near(low, upper, lower)
        END AS least_points,
        CASE WHEN whole THEN part_up(high, upper, lower) ELSE part_near(high, upper, lower) END AS most_points,
        plain(high) || '×' || plain(upper) || '÷' || plain(lower) || ' = ' || plain(part_near(high, upper, lower)) AS worked
    FROM verdicts
)
SELECT
    document_id, table_no, scope_no, indicator_no, verdict,
    CASE verdict WHEN 'breach' THEN span_text(least_points, most_points) END AS expected,
    plain(s) AS observed,
    exact(CASE verdict WHEN 'breach' THEN s - most_points END) AS difference,
    exact(tolerance) AS tolerance,
    CASE verdict WHEN 'breach' THEN worked END AS formula,
    [
        cell(document_id, table_no, cells['score'], 'score'),
        cell(document_id, table_no, cells['weight'], 'weight'),
        cell(document_id, table_no, CASE WHEN NOT printed THEN cap_cell END, 'cap'),
        cell(document_id, table_no, cells['target_text'], 'target'),
        cell(document_id, table_no, cells['actual_text'], 'actual')
    ] AS cells,
    CASE verdict WHEN 'undecided' THEN 'INFO' ELSE 'WARN' END AS severity,
    CAST(1 AS BIGINT) AS count,
    name,
    CASE verdict WHEN 'breach' THEN worked || '。' END AS note,
    CASE verdict WHEN 'undecided' THEN '分值空白' END AS why
FROM measured
WHERE verdict IS NOT NULL
ORDER BY ALL
