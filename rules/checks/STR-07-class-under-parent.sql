/*
code: STR-07
title: 二级指标应归在所属的一级指标之下
severity: WARN
grain: scope
reads: indicators
since: 0.1.0
tolerance: none
message: {lead}二级指标“{class}”归在一级指标“{parent}”之下，通常归在“{usual}”之下
remedy: 核对该行的一级指标；确属本表式的特殊安排的，可不改。
*/
WITH vocabulary (level2_code, usual_code, usual) AS (
    VALUES
    ('quantity', 'output', '产出指标'), ('quality', 'output', '产出指标'), ('timeliness', 'output', '产出指标'),
    ('cost', 'cost', '成本指标'), ('economic_cost', 'cost', '成本指标'), ('social_cost', 'cost', '成本指标'),
    ('ecological_cost', 'cost', '成本指标'), ('economic_benefit', 'benefit', '效益指标'),
    ('social_benefit', 'benefit', '效益指标'), ('ecological_benefit', 'benefit', '效益指标'),
    ('sustainability', 'benefit', '效益指标'), ('service_satisfaction', 'satisfaction', '满意度指标')
),
-- forms printed before the cost class was split off keep it under output; some keep satisfaction under benefit
customary (level2_code, level1_code, usual_only) AS (
    VALUES
    ('cost', 'output', FALSE), ('economic_cost', 'output', TRUE), ('social_cost', 'output', TRUE),
    ('ecological_cost', 'output', TRUE), ('service_satisfaction', 'benefit', FALSE)
),
classes AS (
    SELECT
        document_id, table_no, scope_no, level1_code, level2_code, any_value(level1 ORDER BY indicator_no) AS parent,
        any_value(level2 ORDER BY indicator_no) AS class, min(indicator_no) AS place,
        arg_min(cells['level2'], indicator_no) AS class_cell, arg_min(cells['level1'], indicator_no) AS parent_cell
    FROM indicators
    WHERE level2_code IS NOT NULL
    GROUP BY document_id, table_no, scope_no, level1_code, level2_code
),
judged AS (
    SELECT
        c.*, v.usual,
        CASE
            WHEN c.parent IS NULL THEN 'undecided'
            -- a first level outside the vocabulary is the form's own arrangement
            WHEN c.level1_code IN ('output', 'cost', 'benefit', 'satisfaction') AND c.level1_code <> v.usual_code
                AND (k.level2_code IS NULL OR k.usual_only) THEN 'breach'
        END AS verdict,
        CASE WHEN k.usual_only THEN 'INFO' ELSE 'WARN' END AS severity
    FROM classes AS c
    INNER JOIN vocabulary AS v USING (level2_code)
    LEFT JOIN customary AS k USING (level2_code, level1_code)
)
SELECT
    document_id, table_no, scope_no, no_indicator() AS indicator_no, verdict,
    usual AS expected, parent AS observed, no_number() AS difference, no_number() AS tolerance, no_text() AS formula,
    [cell(document_id, table_no, class_cell, 'class'), cell(document_id, table_no, parent_cell, 'parent')] AS cells,
    severity, 1::BIGINT AS count, class, parent, usual,
    CASE verdict WHEN 'undecided' THEN '一级指标名称缺失' END AS why
FROM judged
WHERE verdict IS NOT NULL
ORDER BY ALL
