/*
code: SCR-03
title: 越低越好的指标超过目标值时的得分
severity: WARN
grain: indicator
reads: indicators, tables, caps
since: 0.1.0
tolerance: interval
message: {name}：得分 {observed}，按公开的两种反向公式应为 {expected}。{note}
remedy: 核对完成值、目标值与得分；如另有计分办法，请附上依据。
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
            WHEN a > t AND s < high AND NOT fits_falling(s, low, high, a, t, whole, slack) THEN 'breach'
            WHEN a IS NULL AND has_actual AND s > 0
                AND (blank_token(actual_text) OR actual_kind IN ('quantity', 'number')) THEN 'undecided'
        END AS verdict,
        CASE WHEN whole THEN part_down(low, greatest(2 * t - a, 0), t)
            ELSE part_near(low, greatest(2 * t - a, 0), t) END AS least_points,
        CASE WHEN whole THEN part_up(high, t, a) ELSE part_near(high, t, a) END AS most_points,
        CASE WHEN whole THEN 0 ELSE slack END AS tolerance
    FROM weighed
    WHERE t IS NOT NULL AND s >= 0 AND low IS NOT NULL AND course = 'falling' AND NOT shared AND NOT own_rule(criterion)
),
measured AS (
    SELECT
        *,
        CASE WHEN verdict = 'breach' THEN s - CASE WHEN s < least_points THEN least_points ELSE most_points END END AS gap,
        CASE WHEN low = high THEN plain(low) ELSE '（' || span_text(low, high) || '）' END AS weight_text
    FROM verdicts
)
SELECT
    document_id, table_no, scope_no, indicator_no, verdict,
    CASE verdict WHEN 'breach' THEN span_text(least_points, most_points) END AS expected,
    plain(s) AS observed,
    exact(gap) AS difference,
    exact(tolerance) AS tolerance,
    CASE verdict WHEN 'breach' THEN
        weight_text || '×' || plain(t) || '÷' || plain(a) || ' = ' || span_text(part_near(low, t, a), part_near(high, t, a))
        || '；' || weight_text || '×(1-(' || plain(a) || '-' || plain(t) || ')÷' || plain(t) || ') = '
        || span_text(part_near(low, greatest(2 * t - a, 0), t), part_near(high, greatest(2 * t - a, 0), t))
    END AS formula,
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
    CASE verdict WHEN 'breach' THEN
        '分值 ' || span_text(low, high) || '，目标值 ' || plain(t) || '，完成值 ' || plain(a) || '。'
    END AS note,
    CASE
        WHEN verdict = 'undecided' AND blank_token(actual_text) THEN '完成值空白'
        WHEN verdict = 'undecided' THEN '完成值与目标值的单位不可比'
    END AS why
FROM measured
WHERE verdict IS NOT NULL
ORDER BY ALL
