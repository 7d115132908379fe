/*
code: WGT-07
title: 分值与指标内容须同时填写
severity: WARN
grain: indicator
reads: cells, indicators, tables
since: 0.1.0
tolerance: none
message: {lead}{class}{what}
remedy: 补填缺少的一项；不使用的指标应连同分值一并删去。
*/
WITH rows AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, i.level1, i.level2, i.level3, i.content, i.target_text,
        i.weight, i.cells, t.has_weight,
        squash(c.text) AS weight_shown,
        -- parents and children share what is filled
        i.level4 IS NOT NULL OR count(i.level4) OVER kin > 0 AS family,
        count(i.weight) OVER weight_cell > 0 AS weighed,
        count(*) OVER (PARTITION BY i.document_id, i.table_no, i.cells['weight']) > 1 AS weight_shared,
        count(i.level3) OVER whole AS names, count(i.target_text) OVER whole AS targets,
        count(i.weight) OVER whole AS weights, count(*) OVER whole AS n,
        i.weight_low IS NOT NULL OR i.weight_source IS NOT DISTINCT FROM 'implied' AS implied
    FROM indicators AS i
    INNER JOIN tables AS t USING (document_id, table_no)
    LEFT JOIN cells AS c
        ON c.document_id = i.document_id AND c.table_no = i.table_no AND c.cell_no = i.cells['weight']
    WINDOW
        whole AS (PARTITION BY i.document_id, i.table_no),
        kin AS (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level1, i.level2, i.level3),
        weight_cell AS (PARTITION BY i.document_id, i.table_no, coalesce(i.cells['weight'], -i.indicator_no - 1000000 * i.scope_no))
),
judged AS (
    SELECT
        *,
        CASE
            -- a weight without what it weighs; a column most rows leave blank is not one the form demands
            WHEN weight > 0 AND NOT weight_shared AND level3 IS NULL AND content IS NULL AND target_text IS NULL
                THEN '有分值而没有指标名称和指标值'
            WHEN weight > 0 AND NOT weight_shared AND target_text IS NULL AND content IS NULL AND targets * 2 > n
                THEN '有分值而没有指标值'
            WHEN weight > 0 AND NOT weight_shared AND level3 IS NULL AND names * 2 > n
                THEN '有分值而没有三级指标名称'
            WHEN weight = 0 AND (level3 IS NOT NULL OR target_text IS NOT NULL) THEN '分值为 0'
            WHEN weight IS NULL AND NOT weighed AND weights * 2 > n AND is_blank(weight_shown) THEN '没有分值'
            WHEN weight IS NULL AND NOT weighed AND weights > 0 THEN 'undecided'
        END AS what
    FROM rows
    -- the rate of execution has its target in the funds block
    WHERE has_weight AND NOT family AND NOT implied
        AND NOT regexp_matches(concat_ws(' ', level1, level2, level3), '执行率|预算执行')
),
unweighted AS (
    -- the whole column is blank: a habit of the form, told once
    SELECT
        document_id, table_no, count(*) AS n,
        list(cell(document_id, table_no, coalesce(cells['weight'], cells['level3'], cells['target_text']), 'weight')
            ORDER BY scope_no, indicator_no) AS cells
    FROM rows
    WHERE has_weight AND NOT implied AND weights = 0
    GROUP BY document_id, table_no
    HAVING bool_and(is_blank(weight_shown))
)
SELECT
    document_id, table_no, scope_no, indicator_no,
    CASE WHEN what = 'undecided' THEN 'undecided' ELSE 'breach' END AS verdict,
    no_text() AS expected, plain(weight) AS observed, no_number() AS difference, no_number() AS tolerance,
    no_text() AS formula,
    [
        cell(document_id, table_no, coalesce(cells['weight'], cells['level3'], cells['target_text'], cells['level2']), 'weight'),
        cell(document_id, table_no, cells['level3'], 'name'), cell(document_id, table_no, cells['target_text'], 'target')
    ] AS cells,
    'WARN' AS severity, 1::BIGINT AS count, '“' || coalesce(level3, level2, level1, '名称空白') || '”' AS class, what,
    CASE WHEN what = 'undecided' THEN '分值一格读不成数字，或多数指标没有分值' END AS why
FROM judged
WHERE what IS NOT NULL
UNION ALL
SELECT
    document_id, table_no, NULL, NULL, 'breach', NULL, NULL, NULL, NULL, NULL, cells,
    'INFO', n, '', '表内分值一栏全部空白（' || n::VARCHAR || ' 行）', NULL
FROM unweighted
ORDER BY ALL
