/*
code: IND-08
title: 同一项目内不应有重复指标
severity: WARN
grain: scope
reads: indicators
since: 0.1.0
tolerance: none
message: {lead}“{class}”下有 {count} 行名称、指标值和内容都相同的指标：{shown}
remedy: 核对是否重复填列；确为两项的，名称应当区分。
*/
WITH namesakes AS (
    SELECT *, squash(level3) AS name
    FROM indicators
    WHERE level3 IS NOT NULL
    QUALIFY count(*) OVER (PARTITION BY document_id, table_no, scope_no, squash(level3)) > 1
),
rows AS (
    SELECT
        document_id, table_no, scope_no, indicator_no, level2, level3, target_text, content, name,
        coalesce(class_name(level1), '') AS class1, coalesce(class_name(level2), '') AS class2,
        squash(level4) AS child, squash(target_text) AS target, squash(content) AS detail, squash(criterion) AS rule,
        coalesce(cells['level3'], cells['target_text']) AS name_cell, cells['target_text'] AS target_cell
    FROM namesakes
),
grouped AS (
    SELECT
        document_id, table_no, scope_no, any_value(level2) AS class, any_value(level3) AS level3,
        any_value(target_text) AS target_text, any_value(content) AS content, count(*) AS n,
        target IS NULL AND detail IS NULL AS bare,
        -- rows that share one merged cell say one thing, not two
        count(DISTINCT name_cell) AS name_cells, count(DISTINCT target_cell) AS target_cells,
        list(cell(document_id, table_no, name_cell, 'name') ORDER BY indicator_no) AS names,
        list(cell(document_id, table_no, target_cell, 'value') ORDER BY indicator_no) AS targets
    FROM rows
    GROUP BY document_id, table_no, scope_no, class1, class2, name, child, target, detail, rule
    HAVING count(*) > 1
)
SELECT
    document_id, table_no, scope_no, no_indicator() AS indicator_no,
    CASE WHEN bare THEN 'undecided' ELSE 'breach' END AS verdict,
    no_text() AS expected, n::VARCHAR AS observed, no_number() AS difference, no_number() AS tolerance,
    no_text() AS formula, names || targets AS cells, n AS count,
    coalesce(class, '') AS class, concat_ws(' | ', level3, target_text, content) AS shown,
    CASE WHEN bare THEN '名称相同而指标值与内容为空' END AS why
FROM grouped
WHERE (name_cells > 1 AND (target_cells <> 1 OR bare)) OR name_cells = 0 OR target_cells > 1
ORDER BY ALL
