-- Titles that look like what was typed, best first; for typos, when the words as typed find nothing.
-- A function, because a function may carry its own threshold: SET in a session would be session state. 0.4 lets two
-- letters change places in a word of five ("tabel" and "table" share three of six trigrams), which 0.6 (the default)
-- does not. At most 500: nobody pages through guesses.
create function similar_product_titles(typed text)
returns table (product_id bigint, similarity real)
language sql stable parallel safe rows 50
set pg_trgm.word_similarity_threshold = 0.4
as $$
  select t.product_id, max(word_similarity(typed, t.title)) as similarity
  from product_text t
  where typed <% t.title
  group by t.product_id
  order by 2 desc, 1 desc
  limit 500
$$;
