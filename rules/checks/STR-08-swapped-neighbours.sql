/*
code: STR-08
title: 指标值与指标内容疑似互换
severity: WARN
grain: indicator
reads: indicators
since: 0.1.0
tolerance: none
message: {lead}“{class}”的指标值印为“{observed}”，指标内容印为“{content}”，而同表同类另有 {siblings} 行正好相反，疑似两栏填反
remedy: 对照原件；如确系填反，互换两格。
*/
WITH rows AS (
    SELECT
        document_id, table_no, scope_no, indicator_no, level2, target_text, target_kind, content, content_kind, cells,
        coalesce(level2_code, class_name(level2)) AS class
    FROM indicators
    WHERE level4 IS NULL
),
marked AS (
    SELECT
        *,
        coalesce(content_kind = 'quantity' AND target_kind = 'text', FALSE) AS swapped,
        content_kind = 'quantity' AND target_text IS NULL AS empty,
        count(*) FILTER (target_kind = 'quantity' AND content IS NOT NULL AND coalesce(content_kind, 'text') <> 'quantity')
            OVER alike AS usual,
        count(*) FILTER (content_kind = 'quantity' AND target_kind = 'text') OVER alike AS unusual
    FROM rows
    WINDOW alike AS (PARTITION BY document_id, table_no, class)
)
SELECT
    document_id, table_no, scope_no, indicator_no,
    CASE WHEN swapped THEN 'breach' ELSE 'undecided' END AS verdict,
    content AS expected, target_text AS observed, no_number() AS difference, no_number() AS tolerance,
    no_text() AS formula,
    [
        cell(document_id, table_no, cells['target_text'], 'value'), cell(document_id, table_no, cells['content'], 'content')
    ] AS cells,
    level2 AS class, content, usual::VARCHAR AS siblings,
    CASE WHEN NOT swapped THEN '指标值为空而指标内容是数量' END AS why
FROM marked
-- three rows the other way round, and more of them than of this kind
WHERE (swapped OR empty) AND usual >= 3 AND usual > unusual AND class IS NOT NULL
ORDER BY ALL
