/*
code: WGT-01
title: 分值之和等于满分
severity: ERROR
grain: scope
reads: caps, funds, indicators, scopes, tables, totals
since: 0.1.0
tolerance: exact
message: {what}分值之和为 {expected}，{basis} {observed}，相差 {gap} 分：{formula}
remedy: 逐项核对分值；满分含预算执行率分值的，其余各项之和应为满分减去执行率分值。
*/
WITH sums AS (
    SELECT
        document_id, table_no, scope_no, count(*) AS units, count(*) FILTER (weight IS NULL) AS blanks,
        bool_or(implied) AS implied, sum(exact(weight)) AS weight, max(weight_decimals) AS decimals,
        coalesce(bool_or(level1_code = 'execution' OR regexp_matches(concat_ws(' ', level2, level3), '执行率')), FALSE) AS executes,
        list(coalesce(printed(weight, weight_decimals), '空') ORDER BY indicator_no) AS terms,
        list(cell(document_id, table_no, cell_no, 'addend') ORDER BY indicator_no) AS cells
    FROM weight_units()
    GROUP BY document_id, table_no, scope_no
    HAVING count(weight) > 0
),
execution AS (
    SELECT
        document_id, table_no, scope_no, any_value(weight ORDER BY fund_no) AS weight,
        any_value(weight_decimals ORDER BY fund_no) AS decimals, any_value(cells['weight'] ORDER BY fund_no) AS cell_no
    FROM funds
    WHERE source_code = 'total'
    GROUP BY document_id, table_no, scope_no
),
scored AS (
    SELECT
        u.document_id, u.table_no, u.scope_no, u.units, u.blanks, u.weight, u.decimals, u.terms, u.cells,
        t.kind, t.full_marks, t.full_marks_decimals,
        coalesce(s.name, s.code, '') AS name, coalesce(s.truncated, FALSE) AS truncated,
        CASE WHEN u.executes THEN 0 ELSE coalesce(e.weight, t.execution_points, 0) END AS extra,
        e.cell_no AS extra_cell, greatest(e.decimals, t.execution_points_decimals) AS extra_decimals,
        -- a funds block whose points could not be read may hold the rest
        NOT u.executes AND e.scope_no IS NOT NULL AND e.weight IS NULL AND t.execution_points IS NULL AS unknown_extra,
        count(*) OVER (PARTITION BY u.document_id, u.table_no) AS scopes_in_table
    FROM sums AS u
    INNER JOIN tables AS t USING (document_id, table_no)
    LEFT JOIN scopes AS s USING (document_id, table_no, scope_no)
    LEFT JOIN execution AS e USING (document_id, table_no, scope_no)
    WHERE NOT u.implied
),
whole_table AS (
    SELECT
        document_id, table_no, sum(weight) AS weight, sum(extra) AS extra, max(extra) AS extra_once,
        bool_or(truncated) AS truncated, bool_or(unknown_extra) AS unknown_extra,
        sum(blanks) AS blanks, max(decimals) AS decimals
    FROM scored
    GROUP BY document_id, table_no
),
printed_totals AS (
    SELECT
        document_id, table_no, scope_no, value, value_decimals, cell_no,
        '“' || label || '”印为' AS basis
    FROM totals
    WHERE kind = 'weight' AND part IN ('scope', 'table')
),
promised AS (
    -- a printed total of the scope, or of the table where that is the same
    SELECT s.document_id, s.table_no, s.scope_no, p.value, p.value_decimals, p.cell_no, p.basis, 'ERROR' AS severity
    FROM scored AS s
    INNER JOIN printed_totals AS p
        ON p.document_id = s.document_id AND p.table_no = s.table_no
            AND (p.scope_no = s.scope_no OR (p.scope_no IS NULL AND s.scopes_in_table = 1))
    UNION ALL
    SELECT s.document_id, s.table_no, s.scope_no, s.full_marks, s.full_marks_decimals, NULL, '表内印明满分', 'ERROR'
    FROM scored AS s
    ANTI JOIN printed_totals AS p ON p.document_id = s.document_id AND p.table_no = s.table_no
    WHERE s.full_marks IS NOT NULL AND s.scopes_in_table = 1
),
compared AS (
    SELECT
        s.document_id, s.table_no, s.scope_no, s.name, p.severity, p.basis, s.weight + s.extra AS expected,
        p.value AS observed, greatest(s.decimals, s.extra_decimals) AS decimals, p.value_decimals,
        exact(p.value - (s.weight + s.extra)) AS difference,
        exact(total_slack(p.value_decimals, greatest(s.decimals, s.extra_decimals))) AS tolerance,
        s.weight, s.extra, s.terms, s.cells, s.extra_cell, p.cell_no, s.truncated, s.blanks, s.full_marks,
        s.unknown_extra AND p.value > s.weight AS unknown_extra,
        abs(p.value - s.weight) AS own_gap,
        -- the total may stand under several scopes
        coalesce(least(abs(p.value - w.weight), abs(p.value - w.weight - w.extra), abs(p.value - w.weight - w.extra_once))
            <= total_slack(p.value_decimals, w.decimals) AND w.blanks = 0 AND s.scopes_in_table > 1, FALSE) AS closes_over_table
    FROM scored AS s
    INNER JOIN promised AS p USING (document_id, table_no, scope_no)
    LEFT JOIN whole_table AS w USING (document_id, table_no)
),
against_total AS (
    SELECT
        document_id, table_no, scope_no, severity, '' AS lead, basis, expected, observed, decimals, value_decimals,
        difference, tolerance, terms, extra,
        list_prepend(
            cell(document_id, table_no, cell_no, 'total'),
            list_append(cells, cell(document_id, table_no, CASE WHEN extra > 0 THEN extra_cell END, 'execution'))
        ) AS cells,
        CASE
            WHEN blanks > 0 THEN '有分值为空'
            WHEN observed IS NULL THEN '合计为空'
            WHEN truncated THEN '文档在此中断'
            WHEN unknown_extra THEN '没有印出预算执行率的分值'
        END AS why
    FROM compared
    WHERE blanks > 0 OR observed IS NULL
        OR NOT (
            abs(difference) <= tolerance OR closes_over_table
            -- a total of the indicators alone, beside which the execution points make up the full marks
            OR (own_gap <= tolerance AND extra > 0 AND expected IN (100, coalesce(full_marks, 100)))
        )
),
whole_table_totals AS (
    -- one total over several scopes
    SELECT
        w.document_id, w.table_no, p.basis, w.weight + w.extra AS expected, p.value AS observed, w.decimals,
        p.value_decimals, exact(p.value - (w.weight + w.extra)) AS difference,
        exact(total_slack(p.value_decimals, w.decimals)) AS tolerance, p.cell_no,
        w.weight, w.extra, w.extra_once, w.blanks, w.truncated, w.unknown_extra
    FROM whole_table AS w
    INNER JOIN printed_totals AS p ON p.document_id = w.document_id AND p.table_no = w.table_no AND p.scope_no IS NULL
    INNER JOIN (SELECT DISTINCT document_id, table_no FROM scored WHERE scopes_in_table > 1) AS many
        ON many.document_id = w.document_id AND many.table_no = w.table_no
),
parts AS (
    SELECT
        g.document_id, g.table_no, g.cell_no, list(printed(s.weight, s.decimals) ORDER BY s.scope_no) AS terms,
        flatten(list(s.cells ORDER BY s.scope_no)) AS cells,
        -- the total may be that of each scope
        bool_or(s.weight = g.observed OR s.weight + s.extra = g.observed) AS some_own,
        bool_and(s.weight = g.observed OR s.weight + s.extra = g.observed) AS all_own
    FROM whole_table_totals AS g
    INNER JOIN scored AS s USING (document_id, table_no)
    GROUP BY g.document_id, g.table_no, g.cell_no
),
against_table AS (
    SELECT
        g.document_id, g.table_no, NULL::BIGINT AS scope_no, 'ERROR' AS severity, '全表' AS lead, g.basis, g.expected,
        g.observed, g.decimals, g.value_decimals, g.difference, g.tolerance, p.terms, g.extra,
        list_prepend(cell(g.document_id, g.table_no, g.cell_no, 'total'), p.cells) AS cells,
        CASE
            WHEN g.blanks > 0 THEN '有分值为空'
            WHEN g.observed IS NULL THEN '合计为空'
            WHEN g.truncated THEN '文档在此中断'
            WHEN g.unknown_extra AND g.observed > g.weight THEN '没有印出预算执行率的分值'
            WHEN p.some_own THEN '合计可能是每个项目的满分'
        END AS why
    FROM whole_table_totals AS g
    INNER JOIN parts AS p
        ON p.document_id = g.document_id AND p.table_no = g.table_no AND p.cell_no IS NOT DISTINCT FROM g.cell_no
    WHERE g.blanks > 0 OR g.observed IS NULL
        OR (
            least(abs(g.difference), abs(g.observed - g.weight), abs(g.observed - g.weight - g.extra_once)) > g.tolerance
            AND NOT p.all_own
        )
),
unpromised AS (
    SELECT s.*, count(*) OVER same AS alike, count(*) OVER (PARTITION BY s.document_id, s.table_no) AS peers
    FROM scored AS s
    ANTI JOIN promised AS p USING (document_id, table_no, scope_no)
    ANTI JOIN printed_totals AS q ON q.document_id = s.document_id AND q.table_no = s.table_no AND q.scope_no IS NULL
    WHERE s.blanks = 0
    WINDOW same AS (PARTITION BY s.document_id, s.table_no, s.weight)
),
majority AS (
    -- what more than half of a table's projects add up to
    SELECT document_id, table_no, any_value(weight) AS usual
    FROM unpromised
    WHERE alike >= 2 AND alike * 2 > peers
    GROUP BY document_id, table_no
),
peers AS (
    SELECT
        s.document_id, s.table_no, s.scope_no, 'WARN' AS severity, '' AS lead, '同表其他项目为' AS basis,
        s.weight AS expected, m.usual AS observed, s.decimals, s.decimals AS value_decimals,
        exact(m.usual - s.weight) AS difference, exact(0) AS tolerance, s.terms, 0 AS extra, s.cells,
        CASE WHEN s.blanks > 0 THEN '有分值为空' WHEN s.truncated THEN '文档在此中断' END AS why
    FROM scored AS s
    INNER JOIN majority AS m USING (document_id, table_no)
    ANTI JOIN promised AS p USING (document_id, table_no, scope_no)
    WHERE s.blanks > 0 OR s.weight <> m.usual
),
alone AS (
    -- nothing printed and no peers: a sum no published form uses is worth a look
    SELECT
        s.document_id, s.table_no, s.scope_no, 'INFO' AS severity, '' AS lead, '常见满分为' AS basis,
        s.weight + s.extra AS expected, 100 AS observed, s.decimals, 0 AS value_decimals,
        exact(100 - s.weight - s.extra) AS difference, exact(0) AS tolerance, s.terms, s.extra,
        list_append(s.cells, cell(s.document_id, s.table_no, CASE WHEN s.extra > 0 THEN s.extra_cell END, 'execution'))
            AS cells,
        NULL::VARCHAR AS why
    FROM unpromised AS s
    ANTI JOIN majority AS m USING (document_id, table_no)
    ANTI JOIN caps AS c USING (document_id, table_no, scope_no)
    WHERE s.units >= 3 AND NOT s.truncated AND s.weight + s.extra NOT IN (100, 90, 85, 80, 70)
        AND s.weight NOT IN (100, 90, 85, 80, 70) AND s.full_marks IS NULL
),
found AS (
    SELECT * FROM against_total
    UNION ALL BY NAME SELECT * FROM against_table
    UNION ALL BY NAME SELECT * FROM peers
    UNION ALL BY NAME SELECT * FROM alone
)
SELECT
    f.document_id, f.table_no, f.scope_no, no_indicator() AS indicator_no,
    CASE WHEN f.why IS NULL THEN 'breach' ELSE 'undecided' END AS verdict,
    printed(f.expected, f.decimals) AS expected, printed(f.observed, f.value_decimals) AS observed,
    f.difference, f.tolerance,
    addends(f.terms) || CASE WHEN f.extra > 0 THEN '+' || plain(f.extra) || '（预算执行率）' ELSE '' END
        || ' = ' || printed(f.expected, f.decimals) AS formula,
    f.cells, f.severity,
    coalesce(nullif(f.lead, ''), '“' || coalesce(s.name, s.code) || '”的', '') AS what, f.basis, f.why
FROM found AS f
LEFT JOIN scopes AS s USING (document_id, table_no, scope_no)
ORDER BY ALL
