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
weighed AS (FROM scored_rows()),
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
