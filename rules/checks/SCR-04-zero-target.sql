/*
code: SCR-04
title: 目标为零的指标，发生即不得分
severity: ERROR
grain: indicator
reads: indicators, tables, caps
since: 0.1.0
tolerance: exact
message: {name}：目标为零，{note}应得 {expected} 分，实得 {observed} 分。
remedy: 核对完成值与得分；目标为零的指标不能按比例计分。
*/
WITH
weighed AS (FROM scored_rows()),
zeros AS (
    SELECT
        *,
        squash(target_text) = squash(actual_text)
            OR actual_kind IN ('zero', 'absence') OR actual_aligned = 0 OR actual_kind = 'quantity' AND actual_value = 0
            AS none_happened,
        /* A bare 1 or 100 may be a share of something else; only a comparable number or one with a counting unit counts. */
        actual_kind = 'quantity' AND (
            actual_aligned > 0 AND (target_unit IS NOT DISTINCT FROM actual_unit OR coalesce(actual_unit, '') NOT IN ('%', '％'))
            OR actual_value > 0 AND regexp_full_match(actual_unit, '起|次|件|人|例|个|宗|处|家|人次|条|名|户|起次')
        )
            AS some_happened
    FROM weighed
    WHERE (target_kind IN ('zero', 'absence') OR target_kind = 'quantity' AND target_value = 0)
        AND coalesce(target_op, '') NOT IN ('>=', '>', 'range') AND s >= 0 AND NOT shared AND NOT own_rule(criterion)
),
verdicts AS (
    SELECT
        *,
        CASE
            WHEN none_happened AND low IS NOT NULL AND s + rounding < low THEN 'breach'
            WHEN some_happened AND NOT coalesce(none_happened, false) AND s > 0 THEN 'breach'
            WHEN blank_token(actual_text) AND actual_aligned IS NULL AND has_actual AND s > 0 THEN 'undecided'
            WHEN none_happened AND low IS NULL AND has_weight AND level4 IS NULL AND NOT family THEN 'undecided'
        END AS verdict
    FROM zeros
)
SELECT
    document_id, table_no, scope_no, indicator_no, verdict,
    CASE
        WHEN verdict = 'undecided' THEN NULL
        WHEN none_happened THEN span_text(low, high)
        ELSE '0'
    END AS expected,
    plain(s) AS observed,
    exact(CASE WHEN verdict = 'undecided' THEN NULL WHEN none_happened THEN s - low ELSE s END) AS difference,
    exact(rounding) AS tolerance,
    CASE
        WHEN verdict = 'undecided' THEN NULL
        WHEN none_happened THEN plain(s) || ' < ' || plain(low)
        ELSE plain(s) || ' > 0'
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
        WHEN none_happened AND NOT certain THEN 'WARN'
        ELSE 'ERROR'
    END AS severity,
    CAST(1 AS BIGINT) AS count,
    name,
    CASE WHEN none_happened THEN '完成情况也为零，' ELSE '完成值为 ' || plain(coalesce(actual_aligned, actual_value)) || '，' END
        AS note,
    CASE
        WHEN verdict = 'breach' THEN NULL
        WHEN none_happened THEN '分值空白'
        ELSE '完成值空白'
    END AS why
FROM verdicts
WHERE verdict IS NOT NULL
ORDER BY ALL
