/*
code: TOT-01
title: 合计得分等于各项得分之和
severity: ERROR
grain: scope
reads: totals, indicators, funds, tables, caps
since: 0.1.0
tolerance: exact
message: {label}印为 {observed}，各项得分之和为 {expected}，{gap_text}。{note}
remedy: 逐行核对得分与合计；若某一行另有提示且相差同样的分数，先核对那一行。
*/
WITH
indicator_rows AS (FROM summed_rows()),
sums AS (
    SELECT
        document_id, table_no, scope_no,
        sum(score) AS points,
        max(score_decimals) AS score_decimals,
        list(plain(score) ORDER BY indicator_no) FILTER (WHERE score IS NOT NULL) AS terms,
        list(cell(document_id, table_no, cells['score'], 'addend') ORDER BY indicator_no) AS addends,
        bool_or(missing) AS missing,
        bool_or(about_execution) AS has_execution_row,
        sum(weight) AS weights,
        CASE WHEN bool_and(converted_score IS NOT NULL) THEN sum(converted_score) END AS converted
    FROM indicator_rows
    GROUP BY ALL
),
class_sums AS (
    SELECT document_id, table_no, scope_no, level1, sum(score) AS points
    FROM indicator_rows
    GROUP BY ALL
),
execution AS (
    SELECT
        document_id, table_no, scope_no,
        max(score) AS score,
        max(score_decimals) AS score_decimals,
        max(coalesce(weight, 0)) AS weight,
        max(cells['score']) AS cell_no,
        bool_or(score IS NULL AND weight IS NOT NULL) AS missing
    FROM (
        SELECT *, source_code = 'total' OR count(*) OVER (PARTITION BY document_id, table_no, scope_no) = 1 AS total_row
        FROM funds
    )
    WHERE total_row AND (score IS NOT NULL OR weight IS NOT NULL)
    GROUP BY ALL
),
/* Several scopes add up in one total only where their printed block points and the execution points make the full marks. */
shapes AS (
    SELECT
        s.document_id, s.table_no,
        count(DISTINCT s.scope_no) AS scope_count,
        (SELECT sum(c.points) FROM caps AS c WHERE (c.document_id, c.table_no) = (s.document_id, s.table_no)
            AND c.source = 'printed' AND c.level1 IS NULL AND c.level2 IS NULL)
        + coalesce((SELECT sum(e.weight) FROM execution AS e
            WHERE (e.document_id, e.table_no) = (s.document_id, s.table_no)), 0) = 100 AS additive
    FROM sums AS s
    GROUP BY ALL
),
lines AS (
    SELECT
        x.document_id, x.table_no, coalesce(x.scope_no, CASE WHEN h.scope_count = 1 THEN h.only_scope END) AS scope_no,
        x.label, x.value, x.value_decimals, x.cell_no, x.kind
    FROM totals AS x
    JOIN (
        SELECT p.*, (SELECT min(s.scope_no) FROM sums AS s WHERE (s.document_id, s.table_no) = (p.document_id, p.table_no))
            AS only_scope
        FROM shapes AS p
    ) AS h USING (document_id, table_no)
    WHERE x.kind IN ('score', 'weight') AND x.part IN ('scope', 'table')
        AND (x.scope_no IS NOT NULL OR h.scope_count = 1 OR coalesce(h.additive, false))
    /* Of several lines the grand total is judged; the others (小计) may stand for a class. */
    QUALIFY contains(coalesce(x.label, ''), '总') OR row_number() OVER (
        PARTITION BY x.document_id, x.table_no, x.scope_no, x.kind
        ORDER BY contains(coalesce(x.label, ''), '总') DESC, x.value DESC NULLS LAST, x.cell_no
    ) = 1
),
parts AS (
    SELECT
        l.document_id, l.table_no, l.scope_no, l.label, l.kind, l.value, l.value_decimals, l.cell_no,
        sum(s.points) AS points,
        max(s.score_decimals) AS score_decimals,
        flatten(list(s.terms ORDER BY s.scope_no)) AS terms,
        flatten(list(s.addends ORDER BY s.scope_no)) AS addends,
        bool_or(s.missing) OR bool_or(coalesce(e.missing, false)) AS missing,
        bool_or(s.has_execution_row) AS has_execution_row,
        sum(s.weights) AS weights,
        sum(s.converted) AS converted,
        sum(e.score) AS execution,
        max(e.score_decimals) AS execution_decimals,
        list(plain(e.score) ORDER BY s.scope_no) FILTER (WHERE e.score IS NOT NULL) AS execution_terms,
        list(cell(l.document_id, l.table_no, e.cell_no, 'execution') ORDER BY s.scope_no) AS execution_cells
    FROM lines AS l
    JOIN sums AS s
        ON (s.document_id, s.table_no) = (l.document_id, l.table_no)
            AND (l.scope_no IS NULL OR s.scope_no = l.scope_no)
    LEFT JOIN execution AS e
        ON (e.document_id, e.table_no, e.scope_no) = (s.document_id, s.table_no, s.scope_no)
    GROUP BY ALL
),
judged AS (
    SELECT
        *,
        points + coalesce(execution, 0) AS total,
        total_slack(value_decimals, greatest(score_decimals, coalesce(execution_decimals, 0))) AS slack,
        /* The execution score may be left out by a line that is not the grand total, whose rows hold it already, or whose
           printed weights are those of the indicators alone. */
        execution IS NOT NULL AND (
            has_execution_row
            OR NOT contains(coalesce(label, ''), '总')
            OR EXISTS (
                FROM totals AS w
                WHERE (w.document_id, w.table_no) = (parts.document_id, parts.table_no)
                    AND w.kind = 'weight' AND w.part IN ('scope', 'table') AND w.value = parts.weights
            )
        ) AS may_leave_out
    FROM parts
),
verdicts AS (
    SELECT
        *,
        CASE
            WHEN kind = 'weight' THEN CASE
                WHEN points IS NOT NULL AND NOT EXISTS (
                    FROM totals AS o
                    WHERE (o.document_id, o.table_no) = (judged.document_id, judged.table_no)
                        AND o.kind = 'score' AND o.part IN ('scope', 'table')
                ) THEN 'no total' END
            WHEN value IS NULL THEN CASE WHEN NOT EXISTS (
                FROM judged AS o
                WHERE (o.document_id, o.table_no) = (judged.document_id, judged.table_no) AND o.kind = 'score'
                    AND o.scope_no IS NOT DISTINCT FROM judged.scope_no AND o.value IS NOT NULL
            ) THEN 'no total' END
            WHEN missing OR points IS NULL THEN 'no score'
            WHEN abs(value - total) <= slack THEN NULL
            WHEN may_leave_out AND abs(value - points) <= slack THEN NULL
            WHEN abs(value - converted - coalesce(execution, 0)) <= slack THEN NULL
            WHEN contains(coalesce(label, ''), '小计') AND EXISTS (
                FROM class_sums AS c
                WHERE (c.document_id, c.table_no, c.points) = (judged.document_id, judged.table_no, judged.value)
            ) THEN NULL
            ELSE 'breach'
        END AS kind_of_verdict
    FROM judged
)
SELECT
    document_id, table_no, scope_no,
    CAST(NULL AS BIGINT) AS indicator_no,
    CASE kind_of_verdict WHEN 'breach' THEN 'breach' ELSE 'undecided' END AS verdict,
    CASE kind_of_verdict WHEN 'breach' THEN plain(total) END AS expected,
    CASE WHEN kind = 'score' THEN printed(value, value_decimals) END AS observed,
    exact(CASE kind_of_verdict WHEN 'breach' THEN value - total END) AS difference,
    exact(slack) AS tolerance,
    CASE kind_of_verdict WHEN 'breach' THEN addends(coalesce(execution_terms, []) || terms) || ' = ' || plain(total) END AS formula,
    [cell(document_id, table_no, cell_no, 'total')] || execution_cells || addends AS cells,
    CASE kind_of_verdict WHEN 'breach' THEN 'ERROR' ELSE 'INFO' END AS severity,
    CAST(1 AS BIGINT) AS count,
    coalesce(nullif(label, ''), '合计') AS label,
    CASE kind_of_verdict WHEN 'breach' THEN CASE WHEN value > total THEN '多 ' ELSE '少 ' END || plain(abs(value - total)) END
        AS gap_text,
    CASE WHEN kind_of_verdict = 'breach' AND execution IS NOT NULL THEN '其中执行率得分 ' || plain(execution) || '。' END AS note,
    CASE kind_of_verdict WHEN 'no total' THEN '合计得分空白' WHEN 'no score' THEN '得分空白' END AS why
FROM verdicts
WHERE kind_of_verdict IS NOT NULL
ORDER BY ALL
