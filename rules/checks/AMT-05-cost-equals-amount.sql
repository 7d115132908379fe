/*
code: AMT-05
title: 总成本指标与项目金额一致
severity: WARN
grain: indicator
reads: funds, indicators, scopes, tables
since: 0.1.0
tolerance: interval
message: {lead}总成本指标为 {observed}，{basis}为 {expected}{money_unit}，相差 {gap}{money_unit}（允许尾差 {tolerance}）
remedy: 核对总成本指标值与项目金额；指标只反映部分成本的，请在名称中写明。
*/
WITH costs AS (
    SELECT
        i.document_id, i.table_no, i.scope_no, i.indicator_no, t.kind, t.money_unit,
        i.target_text, i.content, i.target_op, i.target_kind, i.target_money, i.target_money_decimals, i.cells,
        -- value and content printed in each other's column: the content holds the amount (STR-08)
        coalesce(i.content_kind, '') IN ('quantity', 'number') AND i.target_money IS NULL
            AND coalesce(i.target_kind, 'text') NOT IN ('quantity', 'number') AS swapped,
        regexp_extract(squash(i.content), '([0-9]+(?:\.[0-9]+)?)(元|万元|亿元)$', ['figure', 'unit']) AS inside
    FROM indicators AS i
    INNER JOIN tables AS t USING (document_id, table_no)
    WHERE i.level2_code IN ('economic_cost', 'cost')
        AND i.level4 IS NULL
        AND regexp_matches(squash(concat_ws(' ', i.level3, i.content, i.target_text)), '总成本|总投资成本|成本总额')
        AND NOT regexp_matches(squash(concat_ws(' ', i.level3, i.content)), '单位(总)?成本|单项|人均|每')
    QUALIFY count(*) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no) = 1
),
stated AS (
    SELECT
        *,
        CASE WHEN swapped THEN exact(times(TRY_CAST(inside.figure AS DECIMAL(24, 6)), money_factor(inside.unit, money_unit)))
            ELSE exact(target_money) END AS money,
        CASE WHEN swapped
            THEN exact(times(half_unit(length(split_part(inside.figure, '.', 2))), money_factor(inside.unit, money_unit)))
            ELSE exact(half_unit(target_money_decimals)) END AS slack,
        CASE WHEN swapped THEN content ELSE target_text END AS observed,
        CASE WHEN swapped THEN cells['content'] ELSE cells['target_text'] END AS cell_no
    FROM costs
),
available AS (
    SELECT
        document_id, table_no, scope_no, max(greatest(initial_budget, budget, executed)) AS amount,
        max(greatest(initial_budget_decimals, budget_decimals, executed_decimals)) AS decimals,
        any_value(coalesce(cells['budget'], cells['initial_budget']) ORDER BY fund_no) AS cell_no
    FROM funds
    WHERE source_code = 'total'
    GROUP BY document_id, table_no, scope_no
),
compared AS (
    SELECT
        c.*, s.amount IS NOT NULL OR c.kind = 'goal' AS own,
        CASE WHEN s.amount IS NULL AND c.kind <> 'goal' THEN '资金总额（年初预算、全年预算、执行数中最大者）' ELSE '资金总额' END
            AS basis,
        CASE WHEN s.amount IS NULL AND c.kind <> 'goal' THEN exact(a.amount)
            ELSE exact(times(s.amount, money_factor(s.amount_unit, c.money_unit))) END AS amount,
        CASE WHEN s.amount IS NULL AND c.kind <> 'goal' THEN exact(half_unit(a.decimals))
            ELSE exact(times(half_unit(s.amount_decimals), money_factor(s.amount_unit, c.money_unit))) END AS amount_slack,
        CASE WHEN s.amount IS NULL AND c.kind <> 'goal' THEN a.decimals ELSE s.amount_decimals END AS amount_decimals,
        CASE WHEN s.amount IS NULL AND c.kind <> 'goal' THEN a.cell_no ELSE s.cells['amount'] END AS amount_cell,
        a.amount IS NOT NULL AS funded
    FROM stated AS c
    INNER JOIN scopes AS s USING (document_id, table_no, scope_no)
    LEFT JOIN available AS a USING (document_id, table_no, scope_no)
),
decided AS (
    SELECT
        *, exact(money - amount) AS difference, exact(slack + amount_slack) AS tolerance,
        -- a ceiling may lie below the amount; an evaluation may have spent less than it was given
        CASE WHEN kind = 'goal' AND coalesce(target_op, '=') = '=' THEN 'equal'
            WHEN coalesce(target_op, '=') IN ('=', '<=', '<') THEN 'below' END AS demand,
        CASE
            WHEN money IS NOT NULL AND amount IS NULL AND kind = 'goal' THEN '项目金额为空'
            WHEN money IS NULL AND coalesce(target_kind, '') = 'quantity' THEN '指标值没有金额单位'
        END AS why
    FROM compared
    WHERE own OR funded
)
SELECT
    document_id, table_no, scope_no, indicator_no,
    CASE WHEN why IS NULL THEN 'breach' ELSE 'undecided' END AS verdict,
    printed(amount, amount_decimals) AS expected, observed, difference, tolerance,
    plain(money) || CASE demand WHEN 'equal' THEN ' ≠ ' ELSE ' > ' END || plain(amount) AS formula,
    [cell(document_id, table_no, cell_no, 'cost'), cell(document_id, table_no, amount_cell, 'amount')] AS cells,
    basis, why
FROM decided
WHERE why IS NOT NULL
    OR (demand = 'equal' AND abs(difference) > tolerance)
    OR (demand = 'below' AND difference > tolerance)
ORDER BY ALL
