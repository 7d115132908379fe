/*
code: RSN-01
title: 未完成或未得满分应说明原因
severity: WARN
grain: indicator
reads: indicators, tables
since: 0.1.0
tolerance: none
message: {name}：{note}
remedy: 请填报单位在偏差原因栏说明未完成的原因和改进措施。
*/
WITH
each AS (FROM judged_rows()),
kinds AS (
    SELECT
        *,
        CASE
            WHEN NOT shared AND s + rounding < low THEN '得分 ' || plain(s) || '，分值 ' || span_text(low, high)
            WHEN course = 'rising' AND a < t
                AND NOT coalesce(s = high AND NOT shared AND fits_rising(s, low, high, a, t, whole, slack), false) THEN '目标值 ' || plain(t) || '，完成值 ' || plain(a)
            WHEN course = 'falling' AND a > t
                AND NOT coalesce(s = high AND NOT shared AND fits_falling(s, low, high, a, t, whole, slack), false) THEN '目标值 ' || plain(t) || '，完成值 ' || plain(a)
        END AS short,
        CASE
            WHEN shared OR level4 IS NOT NULL OR family THEN NULL
            WHEN has_score AND s IS NULL AND low > 0 THEN '得分空白'
            WHEN has_weight AND s IS NOT NULL AND low IS NULL AND a IS NULL THEN '分值空白'
        END AS unknown
    FROM each
    WHERE has_score
),
found AS (
    SELECT
        *,
        [
            cell(document_id, table_no, cells['score'], 'score'),
            cell(document_id, table_no, cells['weight'], 'weight'),
            cell(document_id, table_no, cells['target_text'], 'target'),
            cell(document_id, table_no, cells['actual_text'], 'actual'),
            cell(document_id, table_no, cells['deviation_reason'], 'reason')
        ] AS refs
    FROM kinds
    WHERE no_reason(deviation_reason) AND (short IS NOT NULL OR has_reason AND unknown IS NOT NULL)
)
SELECT
    document_id, table_no, scope_no, indicator_no,
    CASE WHEN short IS NULL THEN 'undecided' ELSE 'breach' END AS verdict,
    CASE WHEN short IS NOT NULL THEN '说明原因' END AS expected,
    CASE WHEN short IS NOT NULL THEN '空白' END AS observed,
    no_number() AS difference,
    no_number() AS tolerance,
    no_text() AS formula,
    refs AS cells,
    CASE WHEN short IS NULL THEN 'INFO' ELSE 'WARN' END AS severity,
    CAST(1 AS BIGINT) AS count,
    name,
    short || '，偏差原因空白。' AS note,
    CASE WHEN short IS NULL THEN unknown END AS why
FROM found
WHERE has_reason
UNION ALL
SELECT
    document_id, table_no, NULL, NULL, 'breach', '说明原因', '无此栏', no_number(), no_number(), no_text(),
    list(cell(document_id, table_no, cells['score'], 'score') ORDER BY scope_no, indicator_no),
    'INFO', count(*),
    '本表',
    count(*) || ' 项未完成或未得满分，表内没有逐项的偏差原因栏。',
    NULL
FROM found
WHERE NOT coalesce(has_reason, false)
GROUP BY document_id, table_no
ORDER BY ALL
