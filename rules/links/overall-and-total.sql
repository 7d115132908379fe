/* An overall score that does not add up (TOT-04) names the totals of its document that do not (TOT-01, TOT-03). */
SELECT o.finding_id, t.finding_id AS caused_by
FROM findings AS o
JOIN findings AS t USING (document_id)
WHERE o.rule = 'TOT-04' AND t.rule IN ('TOT-01', 'TOT-03') AND o.verdict = 'breach' AND t.verdict = 'breach'
ORDER BY ALL
