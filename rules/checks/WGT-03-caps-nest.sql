/*
code: WGT-03
title: 下级上限之和等于上级上限
severity: ERROR
grain: scope
reads: caps, funds, indicators, scopes, tables, totals
since: 0.1.0
tolerance: exact
message: {lead}{what}：{formula}
remedy: 核对各级上限；没有指标的类应当删去所印分值，或把分值调整到其他类。
*/
WITH named AS (
    SELECT
        *, class_name(level1) AS class1, class_name(level2) AS class2
    FROM caps
    WHERE source = 'printed'
),
-- classes that hold indicators, with the points their rows have scored: a lower bound of a cap that is not printed
held AS (
    SELECT
        document_id, table_no, scope_no, class_name(level1) AS class1, class_name(level2) AS class2,
        coalesce(sum(exact(score)), 0) AS scored, min(indicator_no) AS place
    FROM indicators
    GROUP BY document_id, table_no, scope_no, class_name(level1), class_name(level2)
),
children AS (
    -- one row per second-level class: used ones from the indicators, placeholders from their labels
    SELECT
        coalesce(h.document_id, n.document_id) AS document_id, coalesce(h.table_no, n.table_no) AS table_no,
        coalesce(h.scope_no, n.scope_no) AS scope_no, coalesce(h.class1, n.class1) AS class1,
        coalesce(h.class2, n.class2) AS class2, h.class1 IS NOT NULL OR coalesce(n.used, FALSE) AS used,
        n.points, n.points_decimals AS decimals, n.cell_no, h.scored, n.level1 AS shown1,
        n.twice
    FROM held AS h
    FULL JOIN (
        SELECT
            document_id, table_no, scope_no, class1, class2, bool_or(used) AS used, min(points) AS points,
            max(points_decimals) AS points_decimals, min(cell_no) AS cell_no, any_value(level1) AS level1,
            count(DISTINCT coalesce(cell_no, -1)) > 1 AS twice
        FROM named
        WHERE class2 IS NOT NULL
        GROUP BY document_id, table_no, scope_no, class1, class2
    ) AS n
        ON n.document_id = h.document_id AND n.table_no = h.table_no AND n.scope_no = h.scope_no
            AND n.class1 IS NOT DISTINCT FROM h.class1 AND n.class2 = h.class2
),
parents AS (
    -- what the second-level caps of a first-level class should add up to
    SELECT
        document_id, table_no, scope_no, class1, any_value(level1) AS shown, min(points) AS points,
        max(points_decimals) AS decimals, min(cell_no) AS cell_no, bool_or(used) AS used,
        count(DISTINCT coalesce(cell_no, -1)) > 1 AS twice
    FROM named
    WHERE class1 IS NOT NULL AND class2 IS NULL
    GROUP BY document_id, table_no, scope_no, class1
),
tops AS (
    -- one row per first-level class, used or not
    SELECT
        coalesce(h.document_id, p.document_id) AS document_id, coalesce(h.table_no, p.table_no) AS table_no,
        coalesce(h.scope_no, p.scope_no) AS scope_no, coalesce(h.class1, p.class1) AS class1,
        h.document_id IS NOT NULL OR coalesce(p.used, FALSE) AS used,
        p.points, p.decimals, p.cell_no, h.scored, coalesce(p.twice, FALSE) AS twice
    FROM (
        SELECT document_id, table_no, scope_no, class1, sum(scored) AS scored
        FROM held GROUP BY document_id, table_no, scope_no, class1
    ) AS h
    FULL JOIN parents AS p
        ON p.document_id = h.document_id AND p.table_no = h.table_no AND p.scope_no = h.scope_no AND p.class1 = h.class1
),
blocks AS (
    -- what the caps of the whole block should add up to, level by level
    SELECT document_id, table_no, scope_no, level, value AS points, value_decimals AS decimals, cell_no, label AS shown
    FROM totals
    WHERE kind = 'cap' AND scope_no IS NOT NULL AND level IN (1, 2)
    UNION ALL
    SELECT document_id, table_no, scope_no, 1, points, points_decimals, cell_no, '整块'
    FROM named
    WHERE class1 IS NULL AND class2 IS NULL
),
lines AS (
    SELECT
        p.document_id, p.table_no, p.scope_no, '“' || p.shown || '”的二级上限' AS what, p.points AS expected, p.decimals,
        p.cell_no, p.twice, c.points, c.decimals AS child_decimals, c.cell_no AS child_cell, c.used, c.scored,
        c.class2 IS NULL AS nameless, coalesce(c.twice, FALSE) AS child_twice, p.class1 AS order1, c.class2 AS order2
    FROM parents AS p
    INNER JOIN children AS c
        ON c.document_id = p.document_id AND c.table_no = p.table_no AND c.scope_no = p.scope_no
            AND c.class1 = p.class1
    WHERE p.used
    UNION ALL
    SELECT
        b.document_id, b.table_no, b.scope_no, '各一级上限与“' || b.shown || '”', b.points, b.decimals, b.cell_no, FALSE,
        o.points, o.decimals, o.cell_no, o.used, o.scored, FALSE, o.twice, o.class1, NULL
    FROM blocks AS b
    INNER JOIN tops AS o USING (document_id, table_no, scope_no)
    WHERE b.level = 1
    UNION ALL
    SELECT
        b.document_id, b.table_no, b.scope_no, '各二级上限与“' || b.shown || '”', b.points, b.decimals, b.cell_no, FALSE,
        c.points, c.decimals, c.cell_no, c.used, c.scored, c.class2 IS NULL, coalesce(c.twice, FALSE), c.class1, c.class2
    FROM blocks AS b
    INNER JOIN children AS c USING (document_id, table_no, scope_no)
    WHERE b.level = 2
),
sums AS (
    SELECT
        document_id, table_no, scope_no, what, expected, decimals, cell_no,
        bool_or(twice OR child_twice) AS twice,
        count(*) FILTER (used AND (points IS NULL OR nameless)) AS missing,
        sum(exact(points)) FILTER (used) AS used_points,
        sum(exact(points)) AS all_points,
        sum(exact(coalesce(points, CASE WHEN used THEN scored END, 0))) AS least_points,
        count(*) FILTER (NOT used AND points > 0) AS empties,
        max(child_decimals) AS child_decimals,
        list(printed(points, child_decimals) ORDER BY child_cell) FILTER (used AND points IS NOT NULL) AS used_terms,
        list(coalesce(printed(points, child_decimals), '≥' || plain(scored)) ORDER BY child_cell, order1, order2)
            FILTER (points IS NOT NULL OR (used AND scored > 0)) AS all_terms,
        list(cell(document_id, table_no, child_cell, 'addend') ORDER BY child_cell) FILTER (used) AS used_cells,
        list(cell(document_id, table_no, child_cell, 'placeholder') ORDER BY child_cell) FILTER (NOT used AND points > 0)
            AS empty_cells
    FROM lines
    GROUP BY document_id, table_no, scope_no, what, expected, decimals, cell_no
    HAVING count(points) > 0
),
judged AS (
    SELECT
        s.*, exact(total_slack(s.decimals, s.child_decimals)) AS tolerance, coalesce(p.truncated, FALSE) AS truncated,
        coalesce(p.name || '：', p.code || '：', '') AS scope_name,
        -- the points of execution may stand in the funds block and still be in the total
        CASE WHEN s.what LIKE '各%' THEN coalesce(e.weight, t.execution_points, 0) ELSE 0 END AS extra
    FROM sums AS s
    INNER JOIN tables AS t USING (document_id, table_no)
    LEFT JOIN scopes AS p USING (document_id, table_no, scope_no)
    LEFT JOIN (
        SELECT document_id, table_no, scope_no, max(weight) AS weight FROM funds
        WHERE source_code = 'total' GROUP BY document_id, table_no, scope_no
    ) AS e USING (document_id, table_no, scope_no)
),
nesting AS (
    SELECT
        *,
        CASE
            WHEN expected IS NULL THEN '合计为空'
            WHEN missing > 0 THEN '有的类没有印出上限'
            WHEN twice THEN '同一类印有几个上限'
            WHEN truncated THEN '文档在此中断'
        END AS why
    FROM judged
    -- caps that close together with the placeholders' are printed consistently
    WHERE expected IS NULL OR missing > 0
        OR least(
            abs(used_points - expected), abs(all_points - expected),
            abs(used_points + extra - expected), abs(all_points + extra - expected)
        ) > tolerance
),
swollen AS (
    -- the used classes fill their parent, and the placeholders' labels still hold points
    SELECT *
    FROM judged
    WHERE empties > 0 AND least_points > expected + tolerance
        AND (missing > 0 OR abs(used_points - expected) <= tolerance)
        AND what NOT LIKE '各%'
),
per_table AS (
    SELECT
        document_id, table_no, CASE WHEN min(scope_no) = max(scope_no) THEN min(scope_no) END AS scope_no,
        sum(empties) AS empties, sum(expected) AS expected, sum(least_points) AS observed,
        exact(sum(least_points - expected)) AS difference, max(tolerance) AS tolerance,
        string_agg(addends(all_terms) || ' = ' || plain(least_points) || ' > ' || plain(expected), '；' ORDER BY scope_no, what)
            AS formula,
        flatten(list(empty_cells ORDER BY scope_no, what)) AS cells,
        string_agg(DISTINCT what, '、' ORDER BY what) AS what
    FROM swollen
    GROUP BY document_id, table_no
)
SELECT
    document_id, table_no, scope_no, no_indicator() AS indicator_no,
    CASE WHEN why IS NULL THEN 'breach' ELSE 'undecided' END AS verdict,
    plain(expected) AS expected, plain(used_points) AS observed, exact(used_points - expected) AS difference, tolerance,
    addends(used_terms) || ' = ' || plain(used_points) || ' ≠ ' || plain(expected) AS formula,
    list_prepend(cell(document_id, table_no, cell_no, 'cap'), used_cells) AS cells,
    'ERROR' AS severity, 1::BIGINT AS count, scope_name AS lead, what || '不符' AS what, why
FROM nesting
UNION ALL
SELECT
    document_id, table_no, scope_no, NULL, 'breach', plain(expected), plain(observed), difference, tolerance, formula,
    cells, 'WARN', empties::BIGINT, empties::VARCHAR || ' 个没有指标的类仍印着分值，使', what || '合计超出', NULL
FROM per_table
ORDER BY ALL
