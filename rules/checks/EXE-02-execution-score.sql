/*
code: EXE-02
title: 预算执行率得分等于分值乘执行率
severity: WARN
grain: scope
reads: funds, tables, indicators
since: 0.1.0
tolerance: interval
message: {source}：预算执行率得分 {observed}，应为 {expected}。{note}
remedy: 核对预算数、执行数、分值与得分；如表内另印有分档计分的办法，以其为准。
*/
WITH
decimals AS (
    SELECT document_id, table_no, max(score_decimals) AS score_decimals
    FROM indicators
    GROUP BY ALL
),
each AS (
    /* A form with one budget column is judged by it. */
    SELECT
        f.document_id, f.table_no, f.scope_no, f.cells, t.has_weight,
        coalesce('“' || f.source || '”', '资金行') AS source,
        f.source_code = 'total' OR count(*) OVER (PARTITION BY f.document_id, f.table_no, f.scope_no) = 1 AS total_row,
        points_of(coalesce(f.weight, t.execution_points)) AS w,
        points_of(f.score) AS s,
        f.budget AS a, f.executed AS b,
        f.budget - half_unit(f.budget_decimals) AS a_least,
        f.budget + half_unit(f.budget_decimals) AS a_most,
        greatest(f.executed - half_unit(f.executed_decimals), 0) AS b_least,
        f.executed + half_unit(f.executed_decimals) AS b_most,
        greatest(coalesce(f.score_decimals, 0), coalesce(d.score_decimals, 0)) = 0 AS whole,
        greatest(score_slack(f.score_decimals), 0.1::DECIMAL(10, 7)) AS slack
    FROM (
        SELECT * REPLACE (
            coalesce(budget, CASE WHEN no_budget_column THEN initial_budget END) AS budget,
            coalesce(budget_decimals, CASE WHEN no_budget_column THEN initial_budget_decimals END) AS budget_decimals
        )
        FROM (SELECT *, bool_and(budget IS NULL) OVER (PARTITION BY document_id, table_no) AS no_budget_column FROM funds)
    ) AS f
    JOIN tables AS t USING (document_id, table_no)
    LEFT JOIN decimals AS d USING (document_id, table_no)
),
judged AS (
    SELECT
        *,
        CASE WHEN whole THEN part_down(w, least(b, a), a) ELSE part_near(w, least(b_least, a_most), a_most) END
            AS least_points,
        CASE WHEN b >= a THEN w WHEN whole THEN part_up(w, b, a) WHEN a_least <= b_most THEN w
            ELSE part_near(w, b_most, a_least) END AS most_points,
        CASE WHEN whole THEN 0 ELSE slack END AS tolerance,
        /* Scores by steps are in use too: seven tenths, half, nothing. */
        10 * s = 7 * w AND 10 * b >= 6 * a AND b < a
            OR 2 * s = w AND 10 * b >= 4 * a AND 10 * b < 9 * a
            OR s = 0 AND 10 * b < 6 * a AS by_steps
    FROM each
    WHERE total_row
),
verdicts AS (
    SELECT
        *,
        CASE
            WHEN s IS NULL AND w > 0 AND a > 0 AND b IS NOT NULL THEN 'undecided'
            WHEN s > 0 AND (a IS NULL OR b IS NULL) THEN 'undecided'
            WHEN s > 0 AND w IS NULL AND has_weight THEN 'undecided'
            WHEN s < 0 OR s > w THEN 'breach'
            WHEN a > 0 AND b >= 0 AND NOT by_steps AND (s + tolerance < least_points OR s - tolerance > most_points)
                THEN 'breach'
        END AS verdict
    FROM judged
)
SELECT
    document_id, table_no, scope_no,
    CAST(NULL AS BIGINT) AS indicator_no,
    verdict,
    CASE WHEN verdict = 'undecided' THEN NULL WHEN least_points IS NULL THEN '0–' || plain(w)
        WHEN whole THEN span_text(least_points, most_points) ELSE plain(part_near(w, least(b, a), a)) END AS expected,
    plain(s) AS observed,
    exact(CASE WHEN verdict = 'undecided' THEN NULL WHEN least_points IS NULL THEN s - w
        WHEN NOT whole THEN s - part_near(w, least(b, a), a)
        WHEN s < least_points THEN s - least_points ELSE s - most_points END) AS difference,
    exact(tolerance) AS tolerance,
    CASE verdict WHEN 'breach' THEN
        plain(w) || '×' || plain(least(b, a)) || '÷' || plain(a) || ' = ' || plain(part_near(w, least(b, a), a))
    END AS formula,
    [
        cell(document_id, table_no, cells['score'], 'score'),
        cell(document_id, table_no, cells['weight'], 'weight'),
        cell(document_id, table_no, cells['executed'], 'executed'),
        cell(document_id, table_no, cells['budget'], 'budget')
    ] AS cells,
    CASE WHEN verdict = 'undecided' THEN 'INFO' WHEN s < 0 OR s > w THEN 'ERROR' ELSE 'WARN' END AS severity,
    CAST(1 AS BIGINT) AS count,
    source,
    CASE
        WHEN verdict = 'undecided' THEN NULL
        WHEN s < 0 OR s > w THEN '得分不得为负，也不得超过分值 ' || plain(w) || '。'
        ELSE plain(w) || '×' || plain(least(b, a)) || '÷' || plain(a) || ' = ' || plain(part_near(w, least(b, a), a)) || '。'
    END AS note,
    CASE
        WHEN verdict = 'breach' THEN NULL
        WHEN s IS NULL THEN '得分空白'
        WHEN a IS NULL OR b IS NULL THEN '预算数或执行数空白'
        ELSE '分值空白'
    END AS why
FROM verdicts
WHERE verdict IS NOT NULL
ORDER BY ALL
