/* Helpers for checks. Load order: the canonical tables exist before this file runs.
   DuckDB reserves the word "at", hence `cell`. No macro may yield a floating number. */

/* A cell reference of a finding; a null cell_no is dropped by the check desk, a repeated one kept once. */
CREATE MACRO cell(document_id, table_no, cell_no, "role") AS
    {'document_id': document_id, 'table_no': table_no::BIGINT, 'cell_no': cell_no::BIGINT, 'role': "role"::VARCHAR};

/* No exact number, no text: for columns a check does not fill. */
CREATE MACRO no_number() AS NULL::DECIMAL(38, 6);
CREATE MACRO no_text() AS NULL::VARCHAR;
CREATE MACRO no_indicator() AS NULL::BIGINT;

/* The exact number x: every sum and difference is brought to this type before it leaves a check. */
CREATE MACRO exact(x) AS TRY_CAST(x AS DECIMAL(38, 10));

/* Half of the last printed digit; null if nothing is printed. */
CREATE MACRO half_unit(decimals) AS
    CASE decimals
        WHEN 0 THEN 0.5000000::DECIMAL(10, 7)
        WHEN 1 THEN 0.0500000::DECIMAL(10, 7)
        WHEN 2 THEN 0.0050000::DECIMAL(10, 7)
        WHEN 3 THEN 0.0005000::DECIMAL(10, 7)
        WHEN 4 THEN 0.0000500::DECIMAL(10, 7)
        WHEN 5 THEN 0.0000050::DECIMAL(10, 7)
        WHEN 6 THEN 0.0000005::DECIMAL(10, 7)
    END;

/* Weights and scores are exact; details printed finer than their total leave it half of its last digit. */
CREATE MACRO total_slack(total_decimals, detail_decimals) AS
    CASE WHEN detail_decimals > total_decimals THEN half_unit(total_decimals) ELSE 0::DECIMAL(10, 7) END;

/* A decimal as text without trailing zeros. */
CREATE MACRO plain(x) AS
    CASE WHEN contains(x::VARCHAR, '.') THEN rtrim(rtrim(x::VARCHAR, '0'), '.') ELSE x::VARCHAR END;

/* A decimal as text with the printed number of decimals (no rounding: digits beyond them are kept if not zero). */
CREATE MACRO printed(x, decimals) AS
    CASE
        WHEN x IS NULL THEN NULL
        WHEN decimals IS NULL THEN plain(x)
        WHEN contains(plain(x), '.') THEN rpad(
            plain(x),
            (strpos(plain(x), '.') + greatest(decimals, length(plain(x)) - strpos(plain(x), '.')))::INTEGER,
            '0'
        )
        WHEN decimals > 0 THEN plain(x) || '.' || repeat('0', decimals::BIGINT)
        ELSE plain(x)
    END;

/* "30.00+44.13+10.00" of a list of texts; a long list keeps its first ten and last two terms. */
CREATE MACRO addends(terms) AS
    CASE
        WHEN len(terms) <= 30 THEN replace(array_to_string(terms, '+'), '+-', '-')
        ELSE replace(array_to_string(terms[1:10], '+'), '+-', '-') || '+…（共' || len(terms)::VARCHAR || '项）…+'
            || array_to_string(terms[-2:], '+')
    END;

/* A list without repeats, each member where it first stood. */
CREATE MACRO list_distinct_in_order(terms) AS
    [t FOR t, place IN terms IF list_position(terms, t) = place];

/* How many yuan one unit of money is; null for an unknown unit. */
CREATE MACRO yuan(unit) AS
    CASE unit
        WHEN '元' THEN 1::DECIMAL(10, 0)
        WHEN '千元' THEN 1000::DECIMAL(10, 0)
        WHEN '万元' THEN 10000::DECIMAL(10, 0)
        WHEN '百万元' THEN 1000000::DECIMAL(10, 0)
        WHEN '亿元' THEN 100000000::DECIMAL(10, 0)
    END;

/* Factor that turns an amount in `unit` into `money_unit`; a unit not printed is taken to be the table's; null if unknown. */
CREATE MACRO money_factor(unit, money_unit) AS
    CASE
        WHEN unit IS NULL OR unit IS NOT DISTINCT FROM money_unit THEN 1::DECIMAL(18, 8)
        WHEN yuan(unit) IS NULL OR yuan(money_unit) IS NULL THEN NULL
        WHEN yuan(unit) >= yuan(money_unit) THEN (yuan(unit)::BIGINT // yuan(money_unit)::BIGINT)::DECIMAL(18, 8)
        WHEN yuan(money_unit)::BIGINT // yuan(unit)::BIGINT = 10 THEN 0.1::DECIMAL(18, 8)
        WHEN yuan(money_unit)::BIGINT // yuan(unit)::BIGINT = 100 THEN 0.01::DECIMAL(18, 8)
        WHEN yuan(money_unit)::BIGINT // yuan(unit)::BIGINT = 1000 THEN 0.001::DECIMAL(18, 8)
        WHEN yuan(money_unit)::BIGINT // yuan(unit)::BIGINT = 10000 THEN 0.0001::DECIMAL(18, 8)
        WHEN yuan(money_unit)::BIGINT // yuan(unit)::BIGINT = 100000 THEN 0.00001::DECIMAL(18, 8)
        WHEN yuan(money_unit)::BIGINT // yuan(unit)::BIGINT = 100000000 THEN 0.00000001::DECIMAL(18, 8)
    END;

/* A product of two exact numbers; null instead of a fault where it does not fit. */
CREATE MACRO times(x, y) AS TRY(x * y);

/* The comparison form of a printed text: no blanks, one kind of brackets and quotes. */
CREATE MACRO squash(t) AS
    regexp_replace(translate(t, '（）：，；％“”‘’〔〕', '():,;%""''''()'), '\s', '', 'g');

/* A level name without the word for indicator: 数量指标 and 数量 are one class. */
CREATE MACRO class_name(t) AS replace(squash(t), '指标', '');

/* Texts that stand for nothing printed. */
CREATE MACRO is_blank(t) AS t IS NULL OR regexp_full_match(squash(t), '[-—–－_/／\\、.。·*]*|无|不适用|N/A|n/a');

/* ---- weights ---------------------------------------------------------------------------------------------------- */

/* The units weights add up in: rows that share a weight cell are one; a parent whose children carry the weights, and
   the children of a weighted parent, stay out. `mixed`: the cell spans several classes. Needs indicators. */
CREATE MACRO weight_units() AS TABLE
    WITH family AS (
        SELECT
            document_id, table_no, scope_no, indicator_no, level1, level2, level3, level1_code, level4,
            weight, weight_decimals, weight_source, weight_low, cells['weight'] AS cell_no,
            max(weight) FILTER (level4 IS NULL) OVER kin AS parent_weight,
            count(weight) FILTER (level4 IS NOT NULL) OVER kin AS weighted_children
        FROM indicators
        WINDOW kin AS (PARTITION BY document_id, table_no, scope_no, level1, level2, level3)
    )
    SELECT
        document_id, table_no, scope_no, indicator_no, level1, level2, level3, level1_code, weight, weight_decimals,
        cell_no,
        weight_source IS NOT DISTINCT FROM 'implied' OR weight_low IS NOT NULL AS implied,
        coalesce(
            min(coalesce(level1, '') || '/' || coalesce(level2, '')) OVER one_cell
            <> max(coalesce(level1, '') || '/' || coalesce(level2, '')) OVER one_cell,
            FALSE
        ) AS mixed
    FROM family
    WHERE NOT (level4 IS NOT NULL AND parent_weight IS NOT NULL)
        AND NOT (level4 IS NULL AND weight IS NULL AND weighted_children > 0)
    WINDOW one_cell AS (PARTITION BY document_id, table_no, scope_no, coalesce(cell_no, -indicator_no))
    QUALIFY row_number() OVER (
        PARTITION BY document_id, table_no, scope_no, coalesce(cell_no, -indicator_no)
        ORDER BY weight IS NULL, indicator_no
    ) = 1;

/* ---- SCR/EXE/TOT ---------------------------------------------------------------------------------------------- */

/* Points have at most four digits before the point, so that points times any amount stays exact; null if they do not. */
CREATE MACRO points_of(x) AS TRY_CAST(x AS DECIMAL(10, 6));

CREATE MACRO millionths(x) AS CAST(x * 1000000 AS HUGEINT);

/* w×a÷t in whole points, rounded down, rounded up, and rounded half up to two decimals; null where t is 0. */
CREATE MACRO part_down(w, a, t) AS
    TRY(CAST((millionths(w) * millionths(a)) // (millionths(t) * 1000000) AS DECIMAL(24, 0)));
CREATE MACRO part_up(w, a, t) AS
    TRY(CAST((millionths(w) * millionths(a) + millionths(t) * 1000000 - 1) // (millionths(t) * 1000000) AS DECIMAL(24, 0)));
CREATE MACRO part_near(w, a, t) AS
    TRY(CAST((200 * millionths(w) * millionths(a) + millionths(t) * 1000000) // (2 * millionths(t) * 1000000)
        AS DECIMAL(24, 0)) * 0.01::DECIMAL(3, 2));

/* "14–15", or "10" where both ends are one. */
CREATE MACRO span_text(low, high) AS
    CASE WHEN low = high THEN plain(low) ELSE plain(low) || '–' || plain(high) END;

/* One merged cell under several indicators makes them one unit. Windows: to be taken before any row is left out. */
CREATE MACRO shared_cell(document, table_number, cell_number) AS
    cell_number IS NOT NULL AND count(*) OVER (PARTITION BY document, table_number, cell_number) > 1;

/* Every printed score of the table is a whole number. A window as well. */
CREATE MACRO whole_scores(document, table_number, decimals) AS
    coalesce(max(decimals) OVER (PARTITION BY document, table_number), 0) = 0;

/* What a score printed with decimals may differ from the rule: half of its last digit, and five hundredths. */
CREATE MACRO score_slack(decimals) AS half_unit(decimals) + 0.05::DECIMAL(3, 2);

/* A reason cell that gives no reason. */
CREATE MACRO no_reason(t) AS is_blank(t) OR regexp_full_match(squash(t), '暂?无|没有|无偏差|[*…]+');

/* A blank or a dash; unlike is_blank, 无 is a text here: it answers a target such as 无事故. */
CREATE MACRO blank_token(t) AS t IS NULL OR regexp_full_match(squash(t), '[-—–－_/／\\、.。·*…]*');

/* A line of the template nobody filled ("指标2："). */
CREATE MACRO template_row(name, target, actual, weight, score) AS
    blank_token(target) AND blank_token(actual) AND weight IS NULL AND score IS NULL
    AND (blank_token(name) OR regexp_full_match(squash(name), '(指标)?[0-9０-９一二三四五六七八九十]*[:：、.…]*'));

/* Which way is better: rising, falling, unsure (it may be either), null for a range. */
CREATE MACRO course_of(direction, op, unit, classes, names) AS
    CASE
        WHEN op = 'range' THEN NULL
        WHEN (coalesce(op, '') IN ('<=', '<') OR coalesce(direction, '') = 'negative')
            AND (coalesce(op, '') IN ('>=', '>') OR coalesce(direction, '') = 'positive') THEN 'unsure'
        WHEN coalesce(op, '') IN ('<=', '<') OR coalesce(direction, '') = 'negative' THEN 'falling'
        WHEN coalesce(op, '') IN ('>=', '>') OR coalesce(direction, '') = 'positive' THEN 'rising'
        WHEN regexp_matches(squash(names), '(完成|合格|达标|满意|覆盖|及时|准确|知晓|办结|结案|处理|处置|整改|治理|排查|查处'
            || '|检查|到位|使用|利用|拨付|发放|参与|普及)(率|度)') THEN 'rising'
        WHEN regexp_matches(squash(classes || ' ' || names), '成本|费用|单价|造价|支出|三公|控制率|变动率|事故|污染|排放|能耗|消耗|投诉|信访|下降|降低'
            || '|减少|缩短|节约|节省|压减|结余|结转|死亡|伤亡|发病|感染|失业|流失|空置|闲置|次品|不合格|返修|返贫|差错|误差|失误'
            || '|违法|违规|违纪|超支|超期|逾期|拖欠|发案|负债|债务|隐患数|缺陷') THEN 'unsure'
        WHEN regexp_matches(squash(classes || ' ' || names), '时效|时限|时间|时长|用时|周期|期限|进度|工期|等候|等待')
            AND regexp_matches(coalesce(unit, ''), '年|月|周|天|日|时|分钟|秒') THEN 'unsure'
        ELSE 'rising'
    END;

/* A criterion that prints its own points for outcomes replaces the proportional rule. */
CREATE MACRO own_rule(criterion) AS
    regexp_matches(squash(coalesce(criterion, '')), '扣|不得分|得满分|[得计][0-9]+([.][0-9]+)?分');

/* Does score s fit weight (low to high) times completion: better when higher, better when lower (both known formulas). */
CREATE MACRO fits_rising(s, low, high, a, t, whole, slack) AS
    CASE
        WHEN whole THEN s BETWEEN part_down(low, a, t) AND part_up(high, a, t)
        ELSE times(s + slack, t) >= times(low, a) AND times(s - slack, t) <= times(high, a)
    END;
CREATE MACRO fits_falling(s, low, high, a, t, whole, slack) AS
    CASE
        WHEN whole THEN s BETWEEN part_down(low, greatest(2 * t - a, 0), t) AND part_up(high, t, a)
        ELSE times(s + slack, t) >= times(low, greatest(2 * t - a, 0)) AND times(s - slack, a) <= times(high, t)
    END;

/* Two further scales in use: a pass line at 60 % of the target, and steps for satisfaction. */
CREATE MACRO fits_pass_line(s, low, high, a, t, whole, slack) AS
    fits_rising(s, low, high, greatest(10 * a - 6 * t, 0), 4 * t, whole, slack);
CREATE MACRO fits_steps(s, weight, a, names, unit) AS
    regexp_matches(names, '满意') AND coalesce(unit, '') IN ('%', '％', '百分比')
    AND CASE
        WHEN a >= 90 THEN s = weight
        WHEN a >= 80 THEN 10 * s = 8 * weight
        WHEN a >= 60 THEN 2 * s = weight
        ELSE s = 0
    END;

/* The most specific name of an indicator, in quotes. */
CREATE MACRO quoted(level3, level2, level1) AS '“' || coalesce(level3, level2, level1, '名称空白') || '”';

/* The printed rate (percent) and the quotient of two printed amounts may be one number, each within its printed digits. */
CREATE MACRO rate_meets(rate, half_rate, a, half_a, b, half_b) AS
    times(rate + half_rate, a + half_a) >= 100 * (b - half_b) AND times(rate - half_rate, a - half_a) <= 100 * (b + half_b);

/* Sum divided by number, rounded half up to some decimals (0 to 3). */
CREATE MACRO mean_rounded(total, number, decimals) AS
    TRY(CAST((2 * millionths(total) * CASE decimals WHEN 0 THEN 1 WHEN 1 THEN 10 WHEN 2 THEN 100 WHEN 3 THEN 1000 END
        + number * 1000000) // (2 * number * 1000000) AS DECIMAL(24, 0)) * (2 * half_unit(decimals))::DECIMAL(6, 3));

/* The printed caps of the classes in use, one of each; a class whose label prints two different caps has none. */
CREATE MACRO caps_once() AS TABLE
SELECT document_id, table_no, scope_no, level1, level2, min(points) AS points, min(cell_no) AS cell_no
FROM caps
WHERE source = 'printed' AND used AND level1 IS NOT NULL
GROUP BY ALL
HAVING min(points) = max(points);

/* The indicators with what a score is judged by: weights as points, the target, the comparable actual and which way is
   better. */
CREATE MACRO judged_rows() AS TABLE
SELECT
    i.document_id, i.table_no, i.scope_no, i.indicator_no, i.level1, i.level2, i.level4, i.cells,
    i.target_kind, i.target_op, i.target_unit, i.actual_text, i.actual_kind, i.criterion,
    i.target_value, i.target_text, i.actual_value, i.actual_unit, i.actual_aligned,
    t.has_weight, t.has_score, t.has_actual, t.has_reason, i.deviation_reason,
    quoted(i.level3, i.level2, i.level1) AS name,
    concat_ws(' ', i.level1, i.level2, i.level3, i.content, i.target_text) AS names,
    points_of(i.score) AS s,
    points_of(coalesce(i.weight, i.weight_low)) AS low,
    points_of(coalesce(i.weight, i.weight_high)) AS high,
    CASE WHEN i.target_kind IN ('quantity', 'number') AND i.target_value > 0 THEN i.target_value END AS t,
    CASE WHEN i.actual_aligned >= 0 THEN i.actual_aligned END AS a,
    coalesce(i.weight_source, '') = 'printed' AS printed,
    score_slack(i.score_decimals) AS slack,
    coalesce(total_slack(i.score_decimals, i.weight_decimals), 0) AS rounding,
    whole_scores(i.document_id, i.table_no, i.score_decimals) AS whole,
    course_of(i.direction, i.target_op, i.target_unit, concat_ws(' ', i.level1, i.level2),
        concat_ws(' ', i.level3, i.content, i.target_text)) AS course,
    shared_cell(i.document_id, i.table_no, i.cells['weight'])
        OR shared_cell(i.document_id, i.table_no, i.cells['score']) AS shared,
    bool_or(i.level4 IS NOT NULL) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level3) AS family,
    bool_or(coalesce(i.level1_code, '') = 'cost' OR contains(coalesce(i.level1, ''), '成本'))
        OVER (PARTITION BY i.document_id, i.table_no, i.scope_no) AS cost_class,
    count(*) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level1) = 1 AS only_of_level1,
    count(*) OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level1, i.level2) = 1 AS only_of_level2
FROM indicators AS i
JOIN tables AS t USING (document_id, table_no);

/* The same rows with the printed cap that may stand for a weight. A weight is certain if it is printed, or is the printed
   cap of a class that has this one indicator. */
CREATE MACRO scored_rows() AS TABLE
WITH
each AS (FROM judged_rows()),
caps_once AS (FROM caps_once())
SELECT
    e.*,
    coalesce(low_cap.cell_no, high_cap.cell_no) AS cap_cell,
    e.low = e.high AND (
        e.printed
        OR e.only_of_level2 AND coalesce(low_cap.points = e.high, false)
        OR e.only_of_level1 AND low_cap.points IS NULL AND coalesce(high_cap.points = e.high, false)
    ) AS certain
FROM each AS e
LEFT JOIN caps_once AS low_cap
    ON (low_cap.document_id, low_cap.table_no, low_cap.scope_no, low_cap.level1, low_cap.level2)
        = (e.document_id, e.table_no, e.scope_no, e.level1, e.level2)
LEFT JOIN caps_once AS high_cap
    ON (high_cap.document_id, high_cap.table_no, high_cap.scope_no, high_cap.level1)
        = (e.document_id, e.table_no, e.scope_no, e.level1) AND high_cap.level2 IS NULL;

/* The scores a total adds up: one row an indicator, `missing` where the form promises a score and none is printed. */
CREATE MACRO summed_rows() AS TABLE
SELECT
    i.document_id, i.table_no, i.scope_no, i.indicator_no, i.level1, i.cells, i.weight, i.converted_score,
    count(i.score) FILTER (i.level4 IS NULL) OVER (
        PARTITION BY i.document_id, i.table_no, i.scope_no, i.level1, i.level2, i.level3
    ) > 0 AS parent_scored,
    /* The scores of child rows are part of their parent's, if it has one. */
    CASE WHEN i.level4 IS NULL OR NOT parent_scored THEN i.score END AS score,
    CASE WHEN i.level4 IS NULL OR NOT parent_scored THEN i.score_decimals END AS score_decimals,
    coalesce(i.level1_code, '') = 'execution' OR regexp_matches(coalesce(i.level3, i.level1, ''), '预算执行率|资金执行率')
        AS about_execution,
    i.score IS NULL AND i.level4 IS NULL
        AND NOT shared_cell(i.document_id, i.table_no, i.cells['score'])
        AND NOT template_row(i.level3, i.target_text, i.actual_text, i.weight, i.score)
        AND NOT (coalesce(t.has_weight, false) AND i.weight IS NULL AND i.weight_high IS NULL
            AND NOT shared_cell(i.document_id, i.table_no, i.cells['weight']))
        AND NOT bool_or(i.level4 IS NOT NULL AND i.score IS NOT NULL)
            OVER (PARTITION BY i.document_id, i.table_no, i.scope_no, i.level1, i.level2, i.level3) AS missing
FROM indicators AS i
JOIN tables AS t USING (document_id, table_no);

/* The scopes that are annual goals. */
CREATE MACRO annual_goals() AS TABLE
SELECT document_id, table_no, scope_no, goal_count, coalesce(truncated, false) AS truncated
FROM scopes
SEMI JOIN (FROM tables WHERE kind = 'evaluation') AS t USING (document_id, table_no)
WHERE kind = 'goal';

/* The printed total of each scope; of several lines the one that says 总, else the largest. */
CREATE MACRO scope_totals() AS TABLE
SELECT DISTINCT ON (x.document_id, x.table_no, coalesce(x.scope_no, s.scope_no))
    x.document_id, x.table_no, coalesce(x.scope_no, s.scope_no) AS scope_no, x.value, x.value_decimals, x.cell_no
FROM totals AS x
JOIN (
    SELECT document_id, table_no, min(scope_no) AS scope_no, count(*) AS scope_count FROM scopes GROUP BY ALL
) AS s USING (document_id, table_no)
WHERE x.kind = 'score' AND x.value IS NOT NULL
    AND (x.part = 'scope' AND x.scope_no IS NOT NULL OR x.part IN ('scope', 'table') AND s.scope_count = 1)
ORDER BY x.document_id, x.table_no, coalesce(x.scope_no, s.scope_no), contains(coalesce(x.label, ''), '总') DESC,
    x.value DESC, x.cell_no;

/* The printed totals of all annual goals of a document. */
CREATE MACRO goal_totals() AS TABLE
SELECT
    g.document_id,
    count(*) AS goal_number,
    coalesce(max(g.goal_count), count(*)) AS goal_promised,
    bool_or(g.truncated OR p.value IS NULL) AS incomplete,
    sum(p.value) AS goal_sum,
    max(p.value_decimals) AS goal_decimals,
    list(plain(p.value) ORDER BY g.table_no, g.scope_no) AS terms,
    list(cell(g.document_id, g.table_no, p.cell_no, 'goal') ORDER BY g.table_no, g.scope_no) AS goal_cells
FROM annual_goals() AS g
LEFT JOIN scope_totals() AS p USING (document_id, table_no, scope_no)
GROUP BY ALL;

/* ---- end of SCR/EXE/TOT ---------------------------------------------------------------------------------------- */
