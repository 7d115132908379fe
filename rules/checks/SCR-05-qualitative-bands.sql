/*
code: SCR-05
title: 定性指标按完成档次得分
severity: WARN
grain: indicator
reads: indicators, tables
since: 0.1.0
tolerance: step
message: {name}：完成情况为“{band}”，应得 {expected} 分，实得 {observed} 分。
remedy: 核对完成情况的档次与得分；档次之内的具体分数由单位自评。
*/
WITH
each AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, i.level4, i.cells, i.actual_band, i.criterion,
        t.has_weight,
        quoted(i.level3, i.level2, i.level1) AS name,
        points_of(i.score) AS s,
        points_of(coalesce(i.weight, i.weight_low)) AS low,
        points_of(coalesce(i.weight, i.weight_high)) AS high,
        CASE WHEN t.band_high BETWEEN 0 AND 1 THEN t.band_high::DECIMAL(10, 6) ELSE 0.8 END AS upper,
        CASE WHEN t.band_mid BETWEEN 0 AND 1 THEN t.band_mid::DECIMAL(10, 6) ELSE 0.5 END AS middle_least,
        CASE WHEN t.band_mid BETWEEN 0 AND 1 THEN t.band_mid::DECIMAL(10, 6) ELSE 0.6 END AS middle_most,
        half_unit(i.score_decimals) AS half,
        shared_cell(i.document_id, i.table_no, i.cells['weight'])
            OR shared_cell(i.document_id, i.table_no, i.cells['score']) AS shared,
        bool_or(i.level4 IS NOT NULL) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level3) AS family
    FROM indicators AS i
    JOIN tables AS t USING (document_id, table_no)
),
bands AS (
    SELECT
        *,
        CASE actual_band WHEN 'full' THEN upper WHEN 'partial' THEN middle_least WHEN 'none' THEN 0 END AS from_part,
        CASE actual_band WHEN 'full' THEN 1 WHEN 'partial' THEN upper WHEN 'none' THEN middle_most END AS to_part
    FROM each
    WHERE actual_band IN ('full', 'partial', 'none') AND s >= 0 AND NOT shared AND NOT own_rule(criterion)
),
verdicts AS (
    SELECT
        *,
        from_part * low AS least_points,
        to_part * high AS most_points,
        CASE
            WHEN low IS NULL THEN CASE WHEN has_weight AND level4 IS NULL AND NOT family THEN 'undecided' END
            WHEN s > high THEN NULL
            WHEN s + half < from_part * low OR s - half > to_part * high THEN 'breach'
        END AS verdict
    FROM bands
)
SELECT
    document_id, table_no, scope_no, indicator_no, verdict,
    CASE verdict WHEN 'breach' THEN span_text(least_points, most_points) END AS expected,
    plain(s) AS observed,
    exact(CASE WHEN verdict = 'undecided' THEN NULL WHEN s < least_points THEN s - least_points ELSE s - most_points END)
        AS difference,
    exact(half) AS tolerance,
    CASE verdict WHEN 'breach' THEN
        CASE WHEN s < least_points THEN plain(from_part) || '×' || plain(low) || ' = ' || plain(least_points)
            ELSE plain(to_part) || '×' || plain(high) || ' = ' || plain(most_points) END
    END AS formula,
    [
        cell(document_id, table_no, cells['score'], 'score'),
        cell(document_id, table_no, cells['weight'], 'weight'),
        cell(document_id, table_no, cells['actual_text'], 'actual')
    ] AS cells,
    CASE verdict WHEN 'undecided' THEN 'INFO' ELSE 'WARN' END AS severity,
    CAST(1 AS BIGINT) AS count,
    name,
    CASE actual_band WHEN 'full' THEN '达成' WHEN 'partial' THEN '部分达成' ELSE '未达成' END AS band,
    CASE verdict WHEN 'undecided' THEN '分值空白' END AS why
FROM verdicts
WHERE verdict IS NOT NULL
ORDER BY ALL
