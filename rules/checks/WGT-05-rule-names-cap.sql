/*
code: WGT-05
title: 评价标准中的分值与印出的上限一致
severity: WARN
grain: scope
reads: caps, indicators
since: 0.1.0
tolerance: exact
message: {lead}“{class}”印出的上限为 {expected} 分，评价标准却按 {observed} 分计算
remedy: 调整过类的分值后，评价标准中的分值应同时改写。
*/
WITH limits AS (
    SELECT
        document_id, table_no, scope_no, class_name(level1) AS class1, class_name(level2) AS class2,
        min(points) AS points, any_value(points_decimals) AS decimals, min(cell_no) AS cell_no
    FROM caps
    WHERE source = 'printed' AND level2 IS NOT NULL
    GROUP BY document_id, table_no, scope_no, class_name(level1), class_name(level2)
    HAVING count(DISTINCT points) = 1
),
rules AS (
    SELECT
        document_id, table_no, scope_no, class_name(level1) AS class1, class_name(level2) AS class2,
        any_value(level2) AS shown, criterion_points AS points, any_value(criterion_points_decimals) AS decimals,
        list(cell(document_id, table_no, cells['criterion'], 'criterion') ORDER BY indicator_no) AS cells
    FROM indicators
    WHERE criterion_points IS NOT NULL
    GROUP BY document_id, table_no, scope_no, class_name(level1), class_name(level2), criterion_points
),
-- forms that print no second-level caps give the rule nothing to agree with
printing AS (
    SELECT DISTINCT document_id, table_no, scope_no FROM limits
),
compared AS (
    SELECT
        r.document_id, r.table_no, r.scope_no, coalesce(r.shown, '名称缺失') AS shown, r.points, r.decimals, r.cells,
        l.points AS cap, l.decimals AS cap_decimals, l.cell_no
    FROM rules AS r
    INNER JOIN printing AS p USING (document_id, table_no, scope_no)
    LEFT JOIN limits AS l
        ON l.document_id = r.document_id AND l.table_no = r.table_no AND l.scope_no = r.scope_no
            AND l.class1 IS NOT DISTINCT FROM r.class1 AND l.class2 = r.class2
)
SELECT
    document_id, table_no, scope_no, no_indicator() AS indicator_no,
    CASE WHEN cap IS NULL THEN 'undecided' ELSE 'breach' END AS verdict,
    printed(cap, cap_decimals) AS expected, printed(points, decimals) AS observed,
    exact(points - cap) AS difference, exact(0) AS tolerance,
    plain(points) || ' ≠ ' || plain(cap) AS formula,
    list_prepend(cell(document_id, table_no, cell_no, 'cap'), cells) AS cells,
    shown AS class,
    CASE WHEN cap IS NULL THEN '有评价标准而没有印出该类的上限' END AS why
FROM compared
WHERE cap IS NULL OR points <> cap
ORDER BY ALL
