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
each AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, i.level1, i.level2, i.level4, i.cells,
        i.target_kind, i.target_op, i.target_unit, i.actual_text, i.actual_kind, i.criterion,
        t.has_weight, t.has_actual,
        quoted(i.level3, i.level2, i.level1) AS name,
        concat_ws(' ', i.level1, i.level2, i.level3, i.content, i.target_text) AS names,
        points_of(i.score) AS s,
        points_of(coalesce(i.weight, i.weight_low)) AS low,
        points_of(coalesce(i.weight, i.weight_high)) AS high,
        CASE WHEN i.target_kind IN ('quantity', 'number') AND i.target_value > 0 THEN i.target_value END AS t,
        CASE WHEN i.actual_aligned >= 0 THEN i.actual_aligned END AS a,
        coalesce(i.weight_source, '') = 'printed' AS printed,
        score_slack(i.score_decimals) AS slack,
        coalesce(total_slack(i.score_decimals, i.weight_decimals), 0) AS rounding,
        whole_scores(i.document_id, i.table_no, i.score_decimals) AS whole,
        course_of(i.direction, i.target_op, i.target_unit, concat_ws(' ', i.level1, i.level2),
            concat_ws(' ', i.level3, i.content, i.target_text)) AS course,
        shared_cell(i.document_id, i.table_no, i.cells['weight'])
            OR shared_cell(i.document_id, i.table_no, i.cells['score']) AS shared,
        bool_or(i.level4 IS NOT NULL) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level3) AS family,
        bool_or(coalesce(i.level1_code, '') = 'cost' OR contains(coalesce(i.level1, ''), '成本'))
            OVER (PARTITION BY i.document_id, i.table_no, i.scope_no) AS cost_class,
        count(*) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level1) = 1 AS only_of_level1,
        count(*) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level1, i.level2) = 1 AS only_of_level2
    FROM indicators AS i
    JOIN tables AS t USING (document_id, table_no)
),
caps_once AS (
    SELECT document_id, table_no, scope_no, level1, level2, min(points) AS points, min(cell_no) AS cell_no
    FROM caps
    WHERE source = 'printed' AND used AND level1 IS NOT NULL
    GROUP BY ALL
    HAVING min(points) = max(points)
),
/* A weight is certain if it is printed, or is the printed cap of a class that has this one indicator. */
weighed AS (
    SELECT
        e.*,
        coalesce(low_cap.cell_no, high_cap.cell_no) AS cap_cell,
        e.low = e.high AND (
            e.printed
            OR e.only_of_level2 AND coalesce(low_cap.points = e.high, false)
            OR e.only_of_level1 AND low_cap.points IS NULL AND coalesce(high_cap.points = e.high, false)
        ) AS certain
    FROM each AS e
    LEFT JOIN caps_once AS low_cap
        ON (low_cap.document_id, low_cap.table_no, low_cap.scope_no, low_cap.level1, low_cap.level2)
            = (e.document_id, e.table_no, e.scope_no, e.level1, e.level2)
    LEFT JOIN caps_once AS high_cap
        ON (high_cap.document_id, high_cap.table_no, high_cap.scope_no, high_cap.level1)
            = (e.document_id, e.table_no, e.scope_no, e.level1) AND high_cap.level2 IS NULL
),
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
