-- The same figures by another road: every account on every day of a calendar, in plain SQL over real dates.
-- Parameters: $overlap, $end_policy, $grace, $first_day, $last_day. Input: lines(id, tie, account, start_date,
-- end_date, mrr). Output: daily(account, day, mrr).
create or replace temp table daily as
with
line as (
    select *, end_date is not null and $end_policy = 'inclusive' as runs_through_end from lines where mrr > 0
),
calendar as (
    select account, cast(unnest(generate_series($first_day::date, $last_day::date, interval 1 day)) as date) as day
    from (select distinct account from lines)
),
active as (
    select
        c.account, c.day, l.mrr,
        row_number() over (
            partition by c.account, c.day order by l.start_date desc, l.mrr desc, l.tie desc
        ) as place
    from calendar c
    join line l
        on l.account = c.account and l.start_date <= c.day
        and (l.end_date is null or c.day < l.end_date or (l.runs_through_end and c.day = l.end_date))
),
raw as (
    select c.account, c.day, coalesce(sum(a.mrr), 0)::bigint as mrr
    from calendar c
    left join active a on a.account = c.account and a.day = c.day and ($overlap = 'sum' or a.place = 1)
    group by all
),
near as (
    select
        account, day, mrr,
        max(case when mrr > 0 then day end) over (partition by account order by day) as paid_before,
        min(case when mrr > 0 then day end) over (
            partition by account order by day rows between current row and unbounded following
        ) as paid_after
    from raw
)
select n.account, n.day,
    case
        when n.mrr = 0 and date_diff('day', n.paid_before, n.paid_after) - 1 <= $grace then b.mrr
        else n.mrr
    end as mrr
from near n left join raw b on b.account = n.account and b.day = n.paid_before;
