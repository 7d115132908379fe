/*
code: AMT-07
title: 同一项目的金额各处一致
severity: ERROR
grain: document
reads: scopes, tables
since: 0.1.0
tolerance: interval
message: “{project}”的金额在第{first_table}张表为 {expected}，在第{this_table}张表为 {observed}，折合后相差 {gap}{money_unit}（允许尾差 {tolerance}）
remedy: 核对两处金额；一处为调整前、一处为调整后的，请在标题中写明。
*/
WITH projects AS (
    SELECT
        s.document_id, s.table_no, s.scope_no, s.name, squash(s.name) AS called, squash(s.code) AS code,
        squash(s.unit_name) AS unit_name, t.kind, t.year, t.money_unit,
        s.amount, s.amount_decimals, s.amount_unit, s.long_term_goal IS NOT NULL AS whole_period,
        s.cells['amount'] AS cell_no
    FROM scopes AS s
    INNER JOIN tables AS t USING (document_id, table_no)
    -- a form without a place for the amount prints no amount
    WHERE s.kind = 'project' AND s.name IS NOT NULL AND s.cells['amount'] IS NOT NULL
        AND NOT regexp_matches(coalesce(t.title, ''), '调整|变更|追加|调减|调增')
    -- two projects of one name in one table cannot be told apart
    QUALIFY count(*) OVER (PARTITION BY s.document_id, s.table_no, squash(s.name)) = 1
),
firsts AS (
    SELECT * FROM projects
    QUALIFY row_number() OVER (PARTITION BY document_id, called, kind ORDER BY table_no, scope_no) = 1
),
compared AS (
    SELECT
        b.document_id, b.table_no, b.scope_no, b.name, a.table_no AS first_table, a.scope_no AS first_scope,
        a.cell_no AS first_cell, b.cell_no,
        printed(a.amount, a.amount_decimals) || coalesce(a.amount_unit, a.money_unit, '') AS expected,
        printed(b.amount, b.amount_decimals) || coalesce(b.amount_unit, b.money_unit, '') AS observed,
        exact(times(a.amount, money_factor(coalesce(a.amount_unit, a.money_unit), b.money_unit))) AS first_amount,
        exact(times(b.amount, money_factor(b.amount_unit, b.money_unit))) AS amount,
        exact(times(half_unit(a.amount_decimals), money_factor(coalesce(a.amount_unit, a.money_unit), b.money_unit)))
            AS first_slack,
        exact(times(half_unit(b.amount_decimals), money_factor(b.amount_unit, b.money_unit))) AS slack,
        a.whole_period <> b.whole_period AS mixed
    FROM projects AS b
    INNER JOIN firsts AS a
        ON a.document_id = b.document_id AND a.called = b.called AND a.kind = b.kind AND a.table_no < b.table_no
    WHERE (a.year IS NULL OR b.year IS NULL OR a.year = b.year)
        AND (a.code IS NULL OR b.code IS NULL OR a.code = b.code)
        AND (a.unit_name IS NULL OR b.unit_name IS NULL OR a.unit_name = b.unit_name)
),
decided AS (
    SELECT
        *, exact(amount - first_amount) AS difference, exact(slack + first_slack) AS tolerance,
        first_amount IS NULL OR amount IS NULL AS blank
    FROM compared
)
SELECT
    document_id, table_no, scope_no, no_indicator() AS indicator_no,
    CASE WHEN blank OR mixed THEN 'undecided' ELSE 'breach' END AS verdict,
    expected, observed, difference, tolerance,
    observed || ' ≠ ' || expected AS formula,
    [cell(document_id, table_no, cell_no, 'amount'), cell(document_id, first_table, first_cell, 'first')] AS cells,
    name AS project, first_table::VARCHAR AS first_table, table_no::VARCHAR AS this_table,
    CASE WHEN blank THEN '有一处金额为空或单位不明' WHEN mixed THEN '一处可能是年度金额，一处可能是实施期金额' END AS why
FROM decided
WHERE blank OR abs(difference) > tolerance
ORDER BY ALL
