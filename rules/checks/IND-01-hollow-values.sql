/*
code: IND-01
title: 指标值应可衡量
severity: WARN
grain: table
reads: indicators, tables
since: 0.1.0
tolerance: none
message: {n} 个指标值中，{group}有 {count} 个没有数字，如：{examples}
remedy: 能用数字的改为数字；确实不能的，写明分级标准（如合格、优良）与判断依据。
*/
WITH values_printed AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, i.target_text, i.target_kind, i.cells['target_text'] AS cell_no,
        i.level1_code, count(*) OVER (PARTITION BY i.document_id, i.table_no) AS n,
        coalesce(i.target_kind, '') IN ('degree', 'text', 'graded', 'absence')
            -- value and content printed in each other's column (STR-08)
            AND NOT (i.target_kind = 'text' AND coalesce(i.content_kind, '') = 'quantity') AS hollow
    FROM indicators AS i
    INNER JOIN tables AS t USING (document_id, table_no)
    WHERE i.target_text IS NOT NULL AND NOT is_blank(i.target_text)
    -- a value merged over several rows is one value
    QUALIFY row_number() OVER (
        PARTITION BY i.document_id, i.table_no, coalesce(i.cells['target_text'], -i.indicator_no - 1000000 * i.scope_no)
        ORDER BY i.scope_no, i.indicator_no
    ) = 1
),
grouped AS (
    SELECT
        *,
        CASE WHEN target_kind IS NULL THEN 'undecided' ELSE 'breach' END AS verdict,
        CASE
            WHEN target_kind IN ('degree', 'text') AND level1_code IN ('output', 'cost', 'satisfaction') THEN 'WARN'
            ELSE 'INFO'
        END AS severity
    FROM values_printed
    WHERE hollow OR target_kind IS NULL
)
SELECT
    document_id, table_no, NULL::BIGINT AS scope_no, no_indicator() AS indicator_no, verdict,
    no_text() AS expected, count(*)::VARCHAR AS observed, no_number() AS difference, no_number() AS tolerance,
    no_text() AS formula,
    list(cell(document_id, table_no, cell_no, 'value') ORDER BY scope_no, indicator_no) AS cells,
    severity, count(*) AS count, any_value(n)::VARCHAR AS n,
    CASE severity WHEN 'WARN' THEN '产出、成本、满意度类中' ELSE '效益类及写明分级或“无某事”的' END AS "group",
    array_to_string(list_distinct_in_order(list('“' || target_text || '”' ORDER BY scope_no, indicator_no))[1:5], '、') AS examples,
    CASE verdict WHEN 'undecided' THEN '指标值未能归类' END AS why
FROM grouped
GROUP BY document_id, table_no, verdict, severity
ORDER BY ALL
