-- Amounts and weights: a part that is off by as much as the whole is where to look first.
SELECT w.finding_id, p.finding_id AS caused_by
FROM findings AS w
INNER JOIN findings AS p ON p.document_id = w.document_id AND p.table_no = w.table_no
WHERE w.verdict = 'breach' AND p.verdict = 'breach'
    AND (
        (w.rule = 'AMT-01' AND p.rule = 'AMT-02' AND p.difference = w.difference)
        OR (w.rule = 'AMT-01' AND p.rule = 'AMT-03' AND (p.difference > 0) = (w.difference > 0))
        -- a class above its cap by as much as the scope is above its total
        OR (w.rule = 'WGT-01' AND p.rule = 'WGT-02' AND p.scope_no = w.scope_no AND p.difference = -w.difference)
    )
ORDER BY ALL
