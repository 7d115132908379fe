/*
code: WGT-02
title: 各类分值之和等于印出的上限
severity: ERROR
grain: scope
reads: caps, indicators, scopes
since: 0.1.0
tolerance: exact
message: {lead}“{class}”各项分值之和为 {observed}，印出的上限为 {expected}，相差 {gap} 分：{formula}
remedy: 核对该类各项分值与类名旁印出的上限，更正其中写错的一处。
*/
WITH limits AS (
    SELECT
        document_id, table_no, scope_no, class_name(level1) AS class1, class_name(level2) AS class2,
        any_value(coalesce(level2, level1) ORDER BY cell_no) AS shown,
        min(points) AS points, max(points_decimals) AS decimals, min(cell_no) AS cell_no,
        -- a class printed twice with a cap each time cannot be compared
        count(DISTINCT coalesce(cell_no, -1)) > 1 AS twice
    FROM caps
    WHERE source = 'printed' AND used AND level1 IS NOT NULL
    GROUP BY document_id, table_no, scope_no, class_name(level1), class_name(level2)
),
units AS (
    SELECT *, class_name(level1) AS class1, class_name(level2) AS class2
    FROM weight_units()
),
sums AS (
    SELECT
        l.document_id, l.table_no, l.scope_no, l.class1, l.class2, l.shown, l.points, l.decimals, l.cell_no, l.twice,
        count(*) FILTER (u.weight IS NULL) AS blanks, bool_or(u.implied) AS implied, bool_or(u.mixed) AS mixed,
        sum(exact(u.weight)) AS weight, max(u.weight_decimals) AS weight_decimals,
        list(coalesce(printed(u.weight, u.weight_decimals), '空') ORDER BY u.indicator_no) AS terms,
        list(cell(u.document_id, u.table_no, u.cell_no, 'addend') ORDER BY u.indicator_no) AS cells
    FROM limits AS l
    INNER JOIN units AS u
        ON u.document_id = l.document_id AND u.table_no = l.table_no AND u.scope_no = l.scope_no
            AND u.class1 = l.class1 AND (l.class2 IS NULL OR u.class2 = l.class2)
    GROUP BY ALL
    HAVING count(u.weight) > 0
),
-- a row whose level is lost may belong to any class
strays AS (
    SELECT
        document_id, table_no, scope_no, coalesce(bool_or(class1 IS NULL), FALSE) AS without1,
        coalesce(bool_or(class2 IS NULL), FALSE) AS without2
    FROM units
    GROUP BY document_id, table_no, scope_no
),
compared AS (
    SELECT
        s.*, exact(s.weight - s.points) AS difference, exact(total_slack(s.decimals, s.weight_decimals)) AS tolerance,
        t.without1 OR (s.class2 IS NOT NULL AND t.without2) AS strays, coalesce(p.truncated, FALSE) AS truncated
    FROM sums AS s
    INNER JOIN strays AS t USING (document_id, table_no, scope_no)
    LEFT JOIN scopes AS p USING (document_id, table_no, scope_no)
    WHERE NOT s.implied
),
decided AS (
    SELECT
        *,
        CASE
            WHEN blanks > 0 THEN '有分值为空'
            WHEN strays THEN '有指标的级次名称缺失'
            WHEN mixed THEN '分值单元格跨了几类'
            WHEN twice THEN '同一类印有几个上限'
            WHEN truncated THEN '文档在此中断'
        END AS why
    FROM compared
    WHERE blanks > 0 OR abs(difference) > tolerance
)
SELECT
    document_id, table_no, scope_no, no_indicator() AS indicator_no,
    CASE WHEN why IS NULL THEN 'breach' ELSE 'undecided' END AS verdict,
    printed(points, decimals) AS expected, printed(weight, weight_decimals) AS observed, difference, tolerance,
    addends(terms) || ' = ' || coalesce(printed(weight, weight_decimals), '?') AS formula,
    list_prepend(cell(document_id, table_no, cell_no, 'cap'), cells) AS cells,
    shown AS class, why
FROM decided
ORDER BY ALL
