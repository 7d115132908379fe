/* Class points that exceed the full marks show twice: in the sum of the weights (WGT-01) and in the footing of the full
   marks (TOT-05). The footing names the sum of the same table that is off by as much. */
SELECT f.finding_id, w.finding_id AS caused_by
FROM findings AS f
JOIN findings AS w USING (document_id, table_no)
WHERE f.rule = 'TOT-05' AND w.rule = 'WGT-01' AND f.verdict = 'breach' AND w.verdict = 'breach'
    AND abs(f.difference) = abs(w.difference)
ORDER BY ALL
