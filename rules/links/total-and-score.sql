/* One wrong digit explains both: a total (TOT-01) that is high by as much as one score of its scope is low, or the
   reverse. Each names the other, because the page cannot tell which of the two is the slip. Only where a single row of
   the scope fits. */
WITH
totals_off AS (
    SELECT finding_id, document_id, table_no, coalesce(scope_no, 1) AS scope_no, difference
    FROM findings
    WHERE rule = 'TOT-01' AND verdict = 'breach'
),
scores_off AS (
    SELECT finding_id, document_id, table_no, coalesce(scope_no, 1) AS scope_no, indicator_no, difference
    FROM findings
    WHERE rule IN ('SCR-02', 'SCR-03', 'SCR-04', 'SCR-05', 'SCR-07', 'EXE-02') AND verdict = 'breach'
),
linked AS (
    SELECT t.finding_id AS total_id, s.finding_id AS score_id
    FROM totals_off AS t
    INNER JOIN scores_off AS s USING (document_id, table_no, scope_no)
    WHERE s.difference = -t.difference
    QUALIFY min(coalesce(s.indicator_no, 0)) OVER (PARTITION BY t.finding_id)
        = max(coalesce(s.indicator_no, 0)) OVER (PARTITION BY t.finding_id)
)
SELECT total_id AS finding_id, score_id AS caused_by FROM linked
UNION ALL
SELECT score_id, total_id FROM linked
ORDER BY ALL
