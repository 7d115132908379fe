/*
code: IND-02
title: 三级指标名称不应照抄二级指标
severity: WARN
grain: table
reads: indicators
since: 0.1.0
tolerance: none
message: {n} 个三级指标中有 {count} 个只是照抄二级指标名称，如：{examples}
remedy: 三级指标应写出具体内容，如“新建道路里程”，而不是“数量指标”。
*/
WITH named AS (
    SELECT
        document_id, table_no, scope_no, indicator_no, level2, level3, cells['level3'] AS cell_no,
        count(level3) OVER (PARTITION BY document_id, table_no) AS n,
        count(level3) OVER (PARTITION BY document_id, table_no) * 2 > count(*) OVER (PARTITION BY document_id, table_no)
            AS has_names,
        -- the usual name of a satisfaction indicator is that of its class: alone it is no habit
        coalesce(level2_code = 'service_satisfaction' OR level1_code = 'satisfaction', FALSE) AS exempt
    FROM indicators
    WHERE level4 IS NULL
),
marked AS (
    SELECT
        *,
        CASE
            WHEN class_name(level3) = class_name(level2) THEN 'breach'
            -- a name without its class cannot be compared
            WHEN level3 IS NOT NULL AND level2 IS NULL AND has_names AND class_name(level3) IN (
                '数量', '质量', '时效', '成本', '经济成本', '社会成本', '生态环境成本', '经济效益', '社会效益', '生态效益', '可持续影响'
            ) THEN 'undecided'
        END AS verdict
    FROM named
)
SELECT
    document_id, table_no, NULL::BIGINT AS scope_no, no_indicator() AS indicator_no, verdict,
    no_text() AS expected, count(*)::VARCHAR AS observed, no_number() AS difference, no_number() AS tolerance,
    no_text() AS formula,
    list(cell(document_id, table_no, cell_no, 'name') ORDER BY scope_no, indicator_no) AS cells,
    'WARN' AS severity, count(*) AS count, any_value(n)::VARCHAR AS n,
    array_to_string(list_sort(list(DISTINCT '“' || level3 || '”'))[1:5], '、') AS examples,
    CASE verdict WHEN 'undecided' THEN '二级指标名称缺失' END AS why
FROM marked
WHERE verdict IS NOT NULL
GROUP BY document_id, table_no, verdict
HAVING bool_or(NOT exempt)
ORDER BY ALL
