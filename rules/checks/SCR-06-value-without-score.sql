/*
code: SCR-06
title: 完成值与得分应同时填写
severity: WARN
grain: indicator
reads: indicators, tables
since: 0.1.0
tolerance: none
message: {name}：{note}
remedy: 补填空白的一格；定量指标的完成值请填数字。
*/
WITH
each AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, i.cells, i.score, i.actual_text, i.target_text, i.target_kind,
        quoted(i.level3, i.level2, i.level1) AS name,
        coalesce(i.weight, i.weight_high) AS weight,
        t.has_weight,
        i.level4 IS NOT NULL
            OR bool_or(i.level4 IS NOT NULL) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level3)
            OR shared_cell(i.document_id, i.table_no, i.cells['weight'])
            OR shared_cell(i.document_id, i.table_no, i.cells['score'])
            OR shared_cell(i.document_id, i.table_no, i.cells['actual_text'])
            OR shared_cell(i.document_id, i.table_no, i.cells['target_text']) AS joined
    FROM indicators AS i
    JOIN tables AS t USING (document_id, table_no)
    WHERE t.has_score AND t.has_actual
),
kinds AS (
    SELECT
        *,
        CASE
            WHEN score IS NULL AND NOT blank_token(actual_text) AND (weight > 0 OR NOT coalesce(has_weight, false))
                THEN 'no score'
            WHEN score > 0 AND blank_token(actual_text) AND NOT blank_token(target_text) THEN 'no value'
            WHEN target_kind = 'quantity' AND regexp_full_match(squash(actual_text),
                '是|好|良好|较好|((已|已经|全部|基本|按时|按期|如期|按要求|按计划)*(完成|达标|到位|落实))[。.]?') THEN 'words'
            WHEN score IS NULL AND blank_token(actual_text) AND weight > 0 AND NOT blank_token(target_text) THEN 'neither'
        END AS kind
    FROM each
    WHERE NOT joined
),
counted AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY document_id, table_no, kind) AS alike,
        [
            cell(document_id, table_no, cells['actual_text'], 'actual'),
            cell(document_id, table_no, cells['score'], 'score'),
            cell(document_id, table_no, cells['target_text'], 'target'),
            cell(document_id, table_no, cells['weight'], 'weight')
        ] AS refs
    FROM kinds
    WHERE kind IS NOT NULL
),
/* A habit of the whole table is one finding. */
grouped AS (
    SELECT
        document_id, table_no, kind,
        CASE WHEN alike < 5 THEN scope_no END AS scope_no,
        CASE WHEN alike < 5 THEN indicator_no END AS indicator_no,
        count(*) AS rows_alike,
        min_by(name, (scope_no, indicator_no)) AS first_name,
        min_by(actual_text, (scope_no, indicator_no)) AS first_text,
        flatten(list(refs ORDER BY scope_no, indicator_no)) AS cells
    FROM counted
    GROUP BY ALL
)
SELECT
    document_id, table_no, scope_no, indicator_no,
    CASE kind WHEN 'neither' THEN 'undecided' ELSE 'breach' END AS verdict,
    CASE kind WHEN 'no score' THEN '填写得分' WHEN 'no value' THEN '填写完成值' WHEN 'words' THEN '填写数字' END AS expected,
    CASE kind WHEN 'words' THEN first_text WHEN 'neither' THEN NULL ELSE '空白' END AS observed,
    no_number() AS difference,
    no_number() AS tolerance,
    no_text() AS formula,
    cells,
    CASE kind WHEN 'neither' THEN 'INFO' ELSE 'WARN' END AS severity,
    rows_alike AS count,
    CASE WHEN rows_alike = 1 THEN first_name ELSE first_name || '等' || rows_alike || '项' END AS name,
    CASE kind
        WHEN 'no score' THEN '填了完成值，得分空白。'
        WHEN 'no value' THEN '填了得分，完成值空白。'
        WHEN 'words' THEN '指标值是数字，完成值填的是“' || first_text || '”，无法核对。'
    END AS note,
    CASE kind WHEN 'neither' THEN '完成值与得分都空白' END AS why
FROM grouped
ORDER BY ALL
