/*
code: WGT-04
title: 分值按印出的规定平均分配
severity: INFO
grain: scope
reads: caps, indicators, tables
since: 0.1.0
tolerance: step
message: {lead}“{class}”上限 {cap} 分、{n} 项指标，平均应为 {expected} 分，印出的分值为 {observed}
remedy: 表内规定分值按指标个数平均确定；确需调整的，应说明理由。
*/
WITH limits AS (
    SELECT
        c.document_id, c.table_no, c.scope_no, class_name(c.level1) AS class1, class_name(c.level2) AS class2,
        any_value(c.level2) AS shown, min(c.points) AS points, min(c.cell_no) AS cell_no
    FROM caps AS c
    INNER JOIN tables AS t USING (document_id, table_no)
    WHERE t.equal_split AND c.source = 'printed' AND c.used AND c.level2 IS NOT NULL
    GROUP BY c.document_id, c.table_no, c.scope_no, class_name(c.level1), class_name(c.level2)
    HAVING count(DISTINCT c.points) = 1
),
sums AS (
    SELECT
        l.document_id, l.table_no, l.scope_no, l.shown, l.points, l.cell_no, count(*) AS n,
        count(*) FILTER (u.weight IS NULL AND NOT u.implied) AS blanks, bool_or(u.mixed) AS mixed,
        -- within one point of the even share, without dividing
        bool_or(u.weight * count_units >= l.points + count_units OR u.weight * count_units <= l.points - count_units)
            AS uneven,
        max(abs(exact(u.weight * count_units - l.points))) AS widest,
        list(coalesce(printed(u.weight, u.weight_decimals), '空') ORDER BY u.indicator_no) AS terms,
        list(cell(u.document_id, u.table_no, u.cell_no, 'weight') ORDER BY u.indicator_no) AS cells
    FROM limits AS l
    INNER JOIN (
        SELECT
            *, class_name(level1) AS class1, class_name(level2) AS class2,
            count(*) OVER (PARTITION BY document_id, table_no, scope_no, class_name(level1), class_name(level2)) AS count_units
        FROM weight_units()
    ) AS u
        ON u.document_id = l.document_id AND u.table_no = l.table_no AND u.scope_no = l.scope_no
            AND u.class1 IS NOT DISTINCT FROM l.class1 AND u.class2 = l.class2
    GROUP BY ALL
    HAVING count(u.weight) FILTER (NOT u.implied) > 0
),
decided AS (
    SELECT *, CASE WHEN blanks > 0 THEN '有分值为空' WHEN mixed THEN '分值单元格跨了几类' END AS why
    FROM sums
    WHERE uneven OR blanks > 0
)
SELECT
    document_id, table_no, scope_no, no_indicator() AS indicator_no,
    CASE WHEN why IS NULL THEN 'breach' ELSE 'undecided' END AS verdict,
    CASE WHEN points::BIGINT % n = 0 AND points = points::BIGINT THEN (points::BIGINT // n)::VARCHAR
        ELSE (points::BIGINT // n)::VARCHAR || '–' || (points::BIGINT // n + 1)::VARCHAR END AS expected,
    array_to_string(terms, '、') AS observed, no_number() AS difference, exact(1) AS tolerance,
    plain(points) || '÷' || n::VARCHAR AS formula,
    list_prepend(cell(document_id, table_no, cell_no, 'cap'), cells) AS cells,
    shown AS class, plain(points) AS cap, n::VARCHAR AS n, why
FROM decided
ORDER BY ALL
