/*
code: EXE-01
title: 执行率等于全年执行数除以全年预算数
severity: ERROR
grain: scope
reads: funds, tables, cells
since: 0.1.0
tolerance: interval
message: {source}：执行率 {observed}，按 {formula} 应为 {expected}。{note}
remedy: 核对全年预算数（调整后）、全年执行数与执行率；执行率不以年初预算数为分母。
*/
WITH
each AS (
    /* A form with one budget column is judged by it. */
    SELECT
        f.document_id, f.table_no, f.scope_no, f.fund_no, f.cells,
        coalesce('“' || f.source || '”', '资金行') AS source,
        f.initial_budget, f.initial_budget_decimals, f.budget AS a, f.executed AS b, f.execution_rate AS rate,
        f.execution_rate_decimals AS rate_decimals,
        half_unit(f.budget_decimals) AS half_a,
        half_unit(f.executed_decimals) AS half_b,
        half_unit(f.initial_budget_decimals) AS half_initial,
        half_unit(f.execution_rate_decimals) AS half_rate,
        NOT coalesce(contains(translate(c.text, '％', '%'), '%'), false) AS bare
    FROM (
        SELECT * REPLACE (
            coalesce(budget, CASE WHEN no_budget_column THEN initial_budget END) AS budget,
            coalesce(budget_decimals, CASE WHEN no_budget_column THEN initial_budget_decimals END) AS budget_decimals
        )
        FROM (SELECT *, bool_and(budget IS NULL) OVER (PARTITION BY document_id, table_no) AS no_budget_column FROM funds)
    ) AS f
    JOIN tables AS t USING (document_id, table_no)
    LEFT JOIN cells AS c
        ON (c.document_id, c.table_no, c.cell_no) = (f.document_id, f.table_no, f.cells['execution_rate'])
),
judged AS (
    SELECT
        *,
        rate_meets(rate, half_rate, a, half_a, b, half_b) AS meets,
        rate_meets(rate, 2 * half_rate, a, half_a, b, half_b) AS nearly,
        bare AND rate <= 10 AND rate_meets(100 * rate, 100 * half_rate, a, half_a, b, half_b) AS meets_as_ratio,
        coalesce(initial_budget > 0 AND rate_meets(rate, half_rate, initial_budget, half_initial, b, half_b), false)
            AS meets_initial
    FROM each
    WHERE rate IS NOT NULL AND rate >= 0
),
verdicts AS (
    SELECT
        *,
        CASE
            WHEN (a IS NULL OR b IS NULL) AND rate > 0 THEN 'undecided'
            WHEN a > 0 AND b >= 0 AND NOT meets AND NOT meets_as_ratio AND NOT (b > a AND rate = 100) THEN 'breach'
        END AS verdict
    FROM judged
)
SELECT
    document_id, table_no, scope_no,
    CAST(NULL AS BIGINT) AS indicator_no,
    verdict,
    CASE verdict WHEN 'breach' THEN plain(part_near(100, b, a)) || '%' END AS expected,
    printed(rate, rate_decimals) || CASE WHEN bare THEN '' ELSE '%' END AS observed,
    exact(CASE verdict WHEN 'breach' THEN rate - part_near(100, b, a) END) AS difference,
    exact(half_rate) AS tolerance,
    CASE verdict WHEN 'breach' THEN plain(b) || '÷' || plain(a) || ' = ' || plain(part_near(100, b, a)) || '%' END AS formula,
    [
        cell(document_id, table_no, cells['execution_rate'], 'rate'),
        cell(document_id, table_no, cells['executed'], 'executed'),
        cell(document_id, table_no, cells['budget'], 'budget')
    ] AS cells,
    CASE WHEN verdict = 'undecided' THEN 'INFO' WHEN nearly THEN 'WARN' ELSE 'ERROR' END AS severity,
    CAST(1 AS BIGINT) AS count,
    source,
    CASE
        WHEN nearly THEN '相差不到末位一个单位，可能是取舍位数所致。'
        WHEN meets_initial THEN '与年初预算数相除则相符，分母用错。'
    END AS note,
    CASE verdict WHEN 'undecided' THEN '预算数或执行数空白' END AS why
FROM verdicts
WHERE verdict IS NOT NULL
ORDER BY ALL
