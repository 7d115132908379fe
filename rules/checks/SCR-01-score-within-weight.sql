/*
code: SCR-01
title: 得分不得为负，也不得超过分值
severity: ERROR
grain: indicator
reads: indicators, tables, caps
since: 0.1.0
tolerance: exact
message: {name}：得分 {observed}，应为 {expected}。{note}
remedy: 核对得分与分值，看是否填错栏、漏写小数点；分值由上限平均得出时，核对是否另有调整。
*/
WITH
each AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, i.level1, i.level2, i.cells,
        quoted(i.level3, i.level2, i.level1) AS name,
        i.level4 IS NOT NULL AS child,
        points_of(i.score) AS score,
        CASE WHEN coalesce(i.weight, i.weight_high) >= 0 THEN points_of(coalesce(i.weight, i.weight_high)) END AS weight,
        coalesce(i.weight_source, 'implied') = 'printed' AS printed,
        i.score IS NULL AND i.weight IS NULL AND i.weight_high IS NULL AS idle,
        t.has_weight, t.has_score,
        template_row(i.level3, i.target_text, i.actual_text, i.weight, i.score) AS template,
        min(i.indicator_no) OVER (PARTITION BY i.document_id, i.table_no, i.cells['weight']) AS weight_lead,
        min(i.indicator_no) OVER (PARTITION BY i.document_id, i.table_no, i.cells['score']) AS score_lead,
        shared_cell(i.document_id, i.table_no, i.cells['weight']) AS weight_shared,
        shared_cell(i.document_id, i.table_no, i.cells['score']) AS score_shared,
        bool_or(i.level4 IS NOT NULL) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level3) AS parent
    FROM indicators AS i
    JOIN tables AS t USING (document_id, table_no)
),
caps_once AS (
    SELECT document_id, table_no, scope_no, level1, level2, min(points) AS points, min(cell_no) AS cell_no
    FROM caps
    WHERE source = 'printed' AND level1 IS NOT NULL
    GROUP BY ALL
    HAVING min(points) = max(points)
),
/* Rows that share a weight cell or a score cell are one unit, told by its first row. */
units AS (
    SELECT
        document_id, table_no, scope_no,
        least(
            CASE WHEN weight_shared THEN weight_lead ELSE indicator_no END,
            CASE WHEN score_shared THEN score_lead ELSE indicator_no END
        ) AS lead,
        count(*) AS members,
        min_by(name, indicator_no) AS name,
        min_by(level1, indicator_no) AS level1,
        min_by(level2, indicator_no) AS level2,
        sum(score) AS score,
        sum(weight) AS weight,
        min(score) AS lowest,
        bool_and(printed OR weight IS NULL) AS printed,
        count(score) AS scores,
        count(weight) AS weights,
        bool_or(score IS NULL AND NOT score_shared AND NOT idle) AS score_missing,
        bool_or(weight IS NULL AND NOT weight_shared) AS weight_missing,
        bool_or(child OR parent) AS family,
        bool_and(template) AS template,
        bool_and(has_weight) AS has_weight,
        bool_and(has_score) AS has_score,
        string_agg(plain(score), '+' ORDER BY indicator_no) AS terms,
        list(cell(document_id, table_no, cells['score'], 'score') ORDER BY indicator_no)
            || list(cell(document_id, table_no, cells['weight'], 'weight') ORDER BY indicator_no) AS cells
    FROM each
    GROUP BY document_id, table_no, scope_no, lead
),
judged AS (
    SELECT
        u.*,
        low.points AS class_points,
        coalesce(low.points, high.points) AS cap,
        coalesce(low.cell_no, high.cell_no) AS cap_cell,
        u.scores > 0 AND u.weights > 0 AND NOT u.score_missing AND NOT u.weight_missing AS complete
    FROM units AS u
    LEFT JOIN caps_once AS low
        ON (low.document_id, low.table_no, low.scope_no, low.level1, low.level2)
            = (u.document_id, u.table_no, u.scope_no, u.level1, u.level2)
    LEFT JOIN caps_once AS high
        ON (high.document_id, high.table_no, high.scope_no, high.level1)
            = (u.document_id, u.table_no, u.scope_no, u.level1) AND high.level2 IS NULL
),
verdicts AS (
    SELECT
        *,
        CASE
            WHEN lowest < 0 THEN 'negative'
            WHEN complete AND printed AND score > weight THEN 'weight'
            WHEN NOT printed AND score > cap OR weights = 0 AND score > cap THEN 'cap'
            WHEN complete AND NOT printed AND score > weight THEN 'implied'
            WHEN scores > 0 AND weights = 0 AND has_weight AND cap IS NULL AND NOT family THEN 'no weight'
            WHEN scores > 0 AND weights > 0 AND weight_missing AND has_weight AND NOT family THEN 'no weight'
            WHEN score_missing AND weights > 0 AND has_score AND NOT family AND NOT template THEN 'no score'
        END AS cause
    FROM judged
),
/* Where no weight is printed or implied, the scores of a class still have its printed cap above them. */
classes AS (
    SELECT
        c.document_id, c.table_no, c.scope_no, c.level1, c.level2, c.points, c.cell_no,
        sum(e.score) AS score,
        string_agg(plain(e.score), '+' ORDER BY e.indicator_no) AS terms,
        list(cell(e.document_id, e.table_no, e.cells['score'], 'addend') ORDER BY e.indicator_no) AS cells
    FROM caps_once AS c
    JOIN each AS e
        ON (e.document_id, e.table_no, e.scope_no, e.level1) = (c.document_id, c.table_no, c.scope_no, c.level1)
            AND (c.level2 IS NULL OR e.level2 = c.level2)
    WHERE NOT e.child
    GROUP BY ALL
    HAVING bool_and(e.weight IS NULL OR NOT e.printed) AND sum(e.score) > c.points AND count(e.score) > 1
        AND max(e.score) <= c.points
)
SELECT
    document_id, table_no, scope_no,
    lead AS indicator_no,
    CASE WHEN cause IN ('no weight', 'no score') THEN 'undecided' ELSE 'breach' END AS verdict,
    CASE
        WHEN cause = 'cap' THEN '0–' || plain(cap)
        WHEN weights > 0 THEN '0–' || plain(weight)
        WHEN cause = 'negative' THEN '0 以上'
    END AS expected,
    CASE cause WHEN 'negative' THEN plain(lowest) ELSE plain(score) END AS observed,
    exact(CASE cause WHEN 'negative' THEN lowest WHEN 'cap' THEN score - cap
        WHEN 'weight' THEN score - weight WHEN 'implied' THEN score - weight END) AS difference,
    exact(0) AS tolerance,
    CASE cause
        WHEN 'negative' THEN plain(lowest) || ' < 0'
        WHEN 'cap' THEN terms || ' > ' || plain(cap)
        WHEN 'weight' THEN terms || ' > ' || plain(weight)
        WHEN 'implied' THEN terms || ' > ' || plain(weight)
    END AS formula,
    cells || CASE WHEN cause = 'cap' THEN [cell(document_id, table_no, cap_cell, 'cap')] ELSE [] END AS cells,
    CASE WHEN cause = 'implied' THEN 'WARN' WHEN cause IN ('no weight', 'no score') THEN 'INFO' ELSE 'ERROR' END AS severity,
    CAST(1 AS BIGINT) AS count,
    name,
    CASE
        WHEN cause = 'negative' THEN '得分为负。'
        WHEN cause = 'weight' AND members > 1 THEN '合并单元格下的各行按一项计算。'
        WHEN cause = 'weight' THEN '分值是印出的。'
        WHEN cause = 'cap' THEN '没有印出分值，得分超过所属类的上限。'
        WHEN cause = 'implied' THEN '分值按上限与个数平均推算，单位可自行调整，请核对。'
    END AS note,
    CASE cause WHEN 'no weight' THEN '分值空白' WHEN 'no score' THEN '得分空白' END AS why
FROM verdicts
WHERE cause IS NOT NULL
UNION ALL
SELECT
    document_id, table_no, scope_no, NULL, 'breach',
    '0–' || plain(points), plain(score), exact(score - points), exact(0),
    terms || ' = ' || plain(score) || ' > ' || plain(points),
    [cell(document_id, table_no, cell_no, 'cap')] || cells,
    'ERROR', 1, quoted(level2, level1, NULL), '该类各项得分之和超过其上限。', NULL
FROM classes
ORDER BY ALL
