/*
code: SCR-02
title: 未完成的指标按完成比例得分
severity: WARN
grain: indicator
reads: indicators, tables, caps
since: 0.1.0
tolerance: interval
message: {name}：得分 {observed}，按完成比例应为 {expected}。{note}
remedy: 核对完成值、目标值与得分；如另有计分办法，请附上依据。
*/
WITH
weighed AS (FROM scored_rows()),
verdicts AS (
    SELECT
        *,
        CASE
            WHEN a < t AND s < high AND NOT fits_rising(s, low, high, a, t, whole, slack)
                AND NOT (cost_class AND fits_pass_line(s, low, high, a, t, whole, slack)) THEN 'breach'
            WHEN a IS NULL AND has_actual AND s > 0
                AND (blank_token(actual_text) OR actual_kind IN ('quantity', 'number')) THEN 'undecided'
        END AS verdict,
        CASE WHEN whole THEN part_down(low, a, t) ELSE part_near(low, a, t) END AS least_points,
        CASE WHEN whole THEN part_up(high, a, t) ELSE part_near(high, a, t) END AS most_points,
        CASE WHEN whole THEN 0 ELSE slack END AS tolerance
    FROM weighed
    WHERE t IS NOT NULL AND s >= 0 AND low IS NOT NULL AND course IN ('rising', 'unsure')
        AND NOT shared AND NOT own_rule(criterion)
),
measured AS (
    SELECT
        *,
        CASE WHEN verdict = 'breach' THEN s - CASE WHEN s < least_points THEN least_points ELSE most_points END END AS gap
    FROM verdicts
)
SELECT
    document_id, table_no, scope_no, indicator_no, verdict,
    CASE verdict WHEN 'breach' THEN span_text(least_points, most_points) END AS expected,
    plain(s) AS observed,
    exact(gap) AS difference,
    exact(tolerance) AS tolerance,
    CASE verdict WHEN 'breach' THEN
        CASE WHEN low = high THEN plain(low) ELSE '（' || span_text(low, high) || '）' END
        || '×' || plain(a) || '÷' || plain(t) || ' = ' || span_text(part_near(low, a, t), part_near(high, a, t))
    END AS formula,
    [
        cell(document_id, table_no, cells['score'], 'score'),
        cell(document_id, table_no, cells['weight'], 'weight'),
        cell(document_id, table_no, CASE WHEN NOT printed THEN cap_cell END, 'cap'),
        cell(document_id, table_no, cells['target_text'], 'target'),
        cell(document_id, table_no, cells['actual_text'], 'actual')
    ] AS cells,
    CASE
        WHEN verdict = 'undecided' THEN 'INFO'
        WHEN certain AND course = 'rising' AND target_kind = 'quantity' AND abs(gap) > 1 + tolerance
            AND NOT fits_steps(s, low, a, names, target_unit) THEN 'ERROR'
        ELSE 'WARN'
    END AS severity,
    CAST(1 AS BIGINT) AS count,
    name,
    CASE
        WHEN verdict = 'breach' THEN CASE WHEN low = high THEN plain(low) ELSE '（' || span_text(low, high) || '）' END
            || '×' || plain(a) || '÷' || plain(t) || ' = ' || span_text(part_near(low, a, t), part_near(high, a, t))
            || CASE WHEN course = 'unsure' THEN '；指标的好坏方向不明，按越低越好也不相符。' ELSE '。' END
    END AS note,
    CASE
        WHEN verdict = 'undecided' AND blank_token(actual_text) THEN '完成值空白'
        WHEN verdict = 'undecided' THEN '完成值与目标值的单位不可比'
    END AS why
FROM measured
WHERE verdict IS NOT NULL
ORDER BY ALL
