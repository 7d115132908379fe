/*
code: EXE-03
title: 预算数与执行数的范围
severity: ERROR
grain: scope
reads: funds, tables
since: 0.1.0
tolerance: interval
message: {source}：全年预算数 {expected}，全年执行数 {observed}。{note}
remedy: 核对两个数是否填错栏、漏填调整后的预算数；确有超预算支出的，请说明资金来源。
*/
WITH
each AS (
    /* A form with one budget column is judged by it. */
    SELECT
        f.document_id, f.table_no, f.scope_no, f.fund_no, f.cells, t.money_unit,
        coalesce('“' || f.source || '”', '资金行') AS source,
        f.source_code = 'total' OR count(*) OVER (PARTITION BY f.document_id, f.table_no, f.scope_no) = 1 AS total_row,
        f.budget AS a, f.executed AS b, f.budget_decimals, f.executed_decimals,
        half_unit(f.budget_decimals) + half_unit(f.executed_decimals) AS slack
    FROM (
        SELECT * REPLACE (
            coalesce(budget, CASE WHEN no_budget_column THEN initial_budget END) AS budget,
            coalesce(budget_decimals, CASE WHEN no_budget_column THEN initial_budget_decimals END) AS budget_decimals
        )
        FROM (SELECT *, bool_and(budget IS NULL) OVER (PARTITION BY document_id, table_no) AS no_budget_column FROM funds)
    ) AS f
    JOIN tables AS t USING (document_id, table_no)
),
kinds AS (
    SELECT
        *,
        CASE
            WHEN a < 0 OR b < 0 THEN 'negative'
            WHEN a = 0 AND b > 0 THEN 'no budget'
            WHEN b - a > slack THEN 'over'
            WHEN a = 0 AND b = 0 AND total_row THEN 'nothing'
            WHEN a IS NULL AND b > 0 THEN 'blank'
            WHEN total_row AND a > 0 AND b IS NULL THEN 'blank'
        END AS kind
    FROM each
),
/* What the total row shows already is not said again of its parts. */
found AS (
    SELECT k.*
    FROM kinds AS k
    WHERE k.kind IS NOT NULL AND (k.total_row OR NOT EXISTS (
        FROM kinds AS o
        WHERE (o.document_id, o.table_no, o.scope_no, o.kind) = (k.document_id, k.table_no, k.scope_no, k.kind)
            AND o.total_row
    ))
)
SELECT
    document_id, table_no, scope_no,
    CAST(NULL AS BIGINT) AS indicator_no,
    CASE kind WHEN 'blank' THEN 'undecided' ELSE 'breach' END AS verdict,
    printed(a, budget_decimals) AS expected,
    printed(b, executed_decimals) AS observed,
    exact(b - a) AS difference,
    exact(slack) AS tolerance,
    CASE kind
        WHEN 'negative' THEN plain(least(a, b)) || ' < 0'
        WHEN 'no budget' THEN plain(b) || ' > 0'
        WHEN 'over' THEN plain(b) || ' > ' || plain(a)
        WHEN 'nothing' THEN '0÷0'
    END AS formula,
    [
        cell(document_id, table_no, cells['executed'], 'executed'),
        cell(document_id, table_no, cells['budget'], 'budget')
    ] AS cells,
    CASE kind WHEN 'over' THEN 'WARN' WHEN 'nothing' THEN 'INFO' WHEN 'blank' THEN 'INFO' ELSE 'ERROR' END AS severity,
    CAST(1 AS BIGINT) AS count,
    source,
    CASE kind
        WHEN 'negative' THEN '金额不应为负。'
        WHEN 'no budget' THEN '预算数为零而有支出。'
        WHEN 'over' THEN '执行数大于预算数。'
        WHEN 'nothing' THEN '两数都为零，无法计算执行率。'
    END AS note,
    CASE WHEN kind <> 'blank' THEN NULL WHEN a IS NULL THEN '预算数空白' ELSE '执行数空白' END AS why
FROM found
ORDER BY ALL
