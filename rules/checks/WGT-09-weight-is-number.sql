/*
code: WGT-09
title: 分值须为大于零的数字
severity: ERROR
grain: indicator
reads: cells, indicators, tables
since: 0.1.0
tolerance: none
message: {lead}“{called}”的分值印为“{observed}”，应为大于零的数字
remedy: 改填数字；不计分的指标请删去分值栏中的文字。
*/
WITH rows AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, coalesce(i.level3, i.level2, i.level1, '名称空白') AS called,
        i.weight, i.cells['weight'] AS cell_no, squash(c.text) AS shown, c.text,
        -- a column that holds words in many rows is a rule of scoring, not a weight
        count(i.weight) OVER whole * 5 >= count(*) FILTER (NOT is_blank(c.text)) OVER whole * 4 AS numeric_column,
        row_number() OVER (
            PARTITION BY i.document_id, i.table_no, i.scope_no, i.cells['weight'] ORDER BY i.weight IS NULL, i.indicator_no
        ) AS place
    FROM indicators AS i
    INNER JOIN tables AS t USING (document_id, table_no)
    INNER JOIN cells AS c
        ON c.document_id = i.document_id AND c.table_no = i.table_no AND c.cell_no = i.cells['weight']
    WHERE t.has_weight AND NOT i.weight_source IS NOT DISTINCT FROM 'implied' AND i.weight_low IS NULL
    WINDOW whole AS (PARTITION BY i.document_id, i.table_no)
)
SELECT
    document_id, table_no, scope_no, indicator_no,
    -- digits that could not be read as one number may be our fault
    CASE WHEN weight < 0 OR (numeric_column AND NOT regexp_matches(shown, '[0-9０-９〇零一二三四五六七八九十百①-⑳]'))
        THEN 'breach' ELSE 'undecided' END AS verdict,
    '大于零的数字' AS expected, text AS observed, no_number() AS difference, no_number() AS tolerance, no_text() AS formula,
    [cell(document_id, table_no, cell_no, 'weight')] AS cells,
    called, '分值一格读不成数字' AS why
FROM rows
WHERE place = 1 AND (weight < 0 OR (weight IS NULL AND NOT is_blank(text)))
ORDER BY ALL
