/*
code: AMT-04
title: 资金总额等于各资金来源之和
severity: ERROR
grain: scope
reads: funds, tables
since: 0.1.0
tolerance: interval
message: {lead}{column}，各来源之和为 {expected}{money_unit}，资金总额印为 {observed}{money_unit}，相差 {gap}{money_unit}（允许尾差 {tolerance}）：{formula}
remedy: 对照原表核对资金总额与各来源；来源为空而资金总额有数的，补填来源。
*/
WITH numbered AS (
    -- each total row governs the rows below it, up to the next one
    SELECT
        f.*, t.money_unit,
        count(*) FILTER (f.source_code = 'total') OVER (
            PARTITION BY f.document_id, f.table_no, f.scope_no ORDER BY f.fund_no
        ) AS block
    FROM funds AS f
    INNER JOIN tables AS t USING (document_id, table_no)
),
figures AS (
    SELECT
        document_id, table_no, scope_no, block, fund_no, source_code, '年初预算数' AS shown, 1 AS place,
        initial_budget AS value, initial_budget_decimals AS decimals, cells['initial_budget'] AS cell_no
    FROM numbered
    UNION ALL
    SELECT document_id, table_no, scope_no, block, fund_no, source_code, '全年预算数', 2,
        budget, budget_decimals, cells['budget']
    FROM numbered
    UNION ALL
    SELECT document_id, table_no, scope_no, block, fund_no, source_code, '全年执行数', 3,
        executed, executed_decimals, cells['executed']
    FROM numbered
),
sums AS (
    SELECT
        document_id, table_no, scope_no, block, place, any_value(shown) AS shown,
        sum(exact(value)) FILTER (source_code IN ('fiscal', 'carryover', 'special', 'own', 'other')) AS amount,
        sum(exact(half_unit(decimals))) FILTER (source_code IN ('fiscal', 'carryover', 'special', 'own', 'other')) AS slack,
        max(decimals) FILTER (source_code IN ('fiscal', 'carryover', 'special', 'own', 'other')) AS decimals,
        -- only a form that prints a row for everything else lists all sources
        bool_or(source_code IN ('own', 'other')) AS exhaustive,
        bool_or(source_code IS NULL AND value IS NOT NULL) AS strange,
        list(printed(value, decimals) ORDER BY fund_no) FILTER (
            source_code IN ('fiscal', 'carryover', 'special', 'own', 'other') AND value IS NOT NULL
        ) AS terms,
        list(cell(document_id, table_no, cell_no, 'addend') ORDER BY fund_no) FILTER (
            source_code IN ('fiscal', 'carryover', 'special', 'own', 'other') AND value IS NOT NULL
        ) AS cells
    FROM figures
    GROUP BY document_id, table_no, scope_no, block, place
),
compared AS (
    SELECT
        f.document_id, f.table_no, f.scope_no, s.shown, s.amount AS expected, f.value AS observed,
        s.decimals, f.decimals AS own, exact(f.value - s.amount) AS difference,
        exact(half_unit(f.decimals) + s.slack) AS tolerance, addends(s.terms) AS terms,
        list_prepend(cell(f.document_id, f.table_no, f.cell_no, 'total'), s.cells) AS cells,
        coalesce(s.exhaustive, FALSE) AS exhaustive, coalesce(s.strange, FALSE) AS strange
    FROM figures AS f
    INNER JOIN sums AS s USING (document_id, table_no, scope_no, block, place)
    -- a column whose sources are all blank promises nothing
    WHERE f.source_code = 'total' AND s.amount IS NOT NULL
)
SELECT
    document_id, table_no, scope_no, no_indicator() AS indicator_no,
    CASE
        WHEN observed IS NULL OR strange OR (NOT exhaustive AND difference > 0) THEN 'undecided' ELSE 'breach'
    END AS verdict,
    printed(expected, decimals) AS expected, printed(observed, own) AS observed, difference, tolerance,
    terms || ' = ' || printed(expected, decimals) AS formula, cells,
    shown AS "column",
    CASE
        WHEN observed IS NULL THEN '资金总额为空'
        WHEN strange THEN '有未识别的资金来源'
        WHEN NOT exhaustive AND difference > 0 THEN '表内没有列出其他来源一行'
    END AS why
FROM compared
WHERE observed IS NULL OR abs(difference) > tolerance
ORDER BY ALL
