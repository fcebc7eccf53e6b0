-- As before, in PL/pgSQL: a function in SQL is planned anew for every statement that calls it (0021 says why that matters).
create or replace function public_price_list(wanted_currency text, wanted_country text)
returns bigint language plpgsql stable parallel safe as $$
begin
  return (
    select l.id from price_list l
    where l.currency = wanted_currency and l.customer_group_id is null
      and (l.country = wanted_country or l.country is null) and l.opened
    order by l.country nulls last
    limit 1);
end
$$;
