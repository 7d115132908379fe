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
each AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, i.level1, i.level2, i.level4, i.cells,
        i.target_kind, i.target_op, i.target_unit, i.actual_text, i.actual_kind, i.criterion,
        i.target_value, i.target_text, i.actual_value, i.actual_unit, i.actual_aligned,
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
