-- Up Migration
-- The office's own records: imports of files and batches, tokens of systems that send them, totals and published figures of
-- times without records, and the orders as one view for counting.

create table imports (
  district text not null,
  id bigint generated always as identity,
  -- console, command or api.
  door text not null,
  channel text not null,
  name text not null,
  bytes bigint not null,
  asked_by text not null,
  asked_at double precision not null,
  -- draft, waiting, running, done, failed, cancelled.
  state text not null,
  mapping jsonb,
  progress jsonb,
  result jsonb,
  failure text,
  -- The rows that were held back, as a spreadsheet to be mended and imported again.
  report bytea,
  started_at double precision,
  ended_at double precision,
  -- Of a batch that came over the API: whose it is, and what makes sending it again the same as sending it once.
  token bigint,
  idempotency_key text,
  body_hash text,
  primary key (district, id)
);
create unique index imports_once on imports (district, token, idempotency_key) where idempotency_key is not null;
create index imports_waiting on imports (district, id) where state in ('waiting', 'running');

-- The file itself, in parts, until it is taken: any gateway may do the work.
create table import_parts (
  district text not null,
  import bigint not null,
  part integer not null,
  bytes bytea not null,
  primary key (district, import, part)
);

-- What the columns of a channel's export mean, by their headers.
create table import_mappings (
  district text not null,
  channel text not null,
  headers text not null,
  mapping jsonb not null,
  saved_by text not null,
  saved_at double precision not null,
  primary key (district, channel, headers)
);

create table api_tokens (
  district text not null,
  id bigint generated always as identity,
  name text not null,
  hash text not null,
  scopes text[] not null,
  -- Null = all channels.
  channels text[],
  created_by text not null,
  created_at double precision not null,
  ends_at double precision not null,
  revoked_at double precision,
  used_at double precision,
  primary key (district, id),
  unique (hash)
);

-- '' = all channels together, or no key: nulls would not be unique.
create table totals (
  district text not null,
  period text not null,
  channel text not null default '',
  by text not null,
  key text not null default '',
  count integer not null,
  origin text not null,
  note text not null,
  entered_by text not null,
  entered_at double precision not null,
  primary key (district, period, channel, by, key)
);

create table stated_figures (
  district text not null,
  period text not null,
  indicator text not null,
  by text not null default '',
  key text not null default '',
  value double precision,
  change double precision,
  change_in text,
  note text not null,
  entered_by text not null,
  entered_at double precision not null,
  primary key (district, period, indicator, by, key)
);

-- What is left of a reporter when the keyed hash is taken off: a word drawn at random for one person on one issue. It comes from no
-- identity and means nothing elsewhere; with it the year's figures still know a repeat from a new voice.
alter table postings add column voice text;

-- An order is one whatever door it came through: by its number within its channel.
create index postings_by_order on postings (district, channel, (work_order->>'orderNumber')) where work_order is not null;

-- Orders of the first version did not say all of this.
update postings set work_order = work_order || '{"category": null, "handling": null, "accepted": null, "signedAt": null, "extended": null, "extendedTo": null,
  "calledBackAt": null, "reached": null, "resolved": null, "appeased": null}' where work_order is not null;
update events set work_order = work_order || '{"category": null, "handling": null, "accepted": null, "signedAt": null, "extended": null, "extendedTo": null,
  "calledBackAt": null, "reached": null, "resolved": null, "appeased": null}' where work_order is not null;

-- What an order tells, as columns: figures count some hundred thousand orders by twenty conditions, which takes five times as long
-- where each is looked up in the JSON. PostgreSQL keeps them; nobody writes them. Words are cut to what an index row can hold.
alter table postings
  add column ordered boolean generated always as (work_order is not null) stored,
  add column order_purpose text generated always as (left(work_order->>'purpose', 20)) stored,
  add column order_category text generated always as (left(work_order->>'category', 80)) stored,
  add column order_unit text generated always as (left(work_order->>'unit', 80)) stored,
  add column order_status text generated always as (left(work_order->>'status', 80)) stored,
  add column order_handling text generated always as (left(work_order->>'handling', 20)) stored,
  add column order_accepted boolean generated always as ((work_order->>'accepted')::boolean) stored,
  add column order_signed_at double precision generated always as ((work_order->>'signedAt')::float8) stored,
  add column order_due_at double precision generated always as ((work_order->>'dueAt')::float8) stored,
  add column order_extended boolean generated always as ((work_order->>'extended')::boolean) stored,
  add column order_extended_to double precision generated always as ((work_order->>'extendedTo')::float8) stored,
  add column order_closed_at double precision generated always as ((work_order->>'closedAt')::float8) stored,
  add column order_called_back_at double precision generated always as ((work_order->>'calledBackAt')::float8) stored,
  add column order_reached boolean generated always as ((work_order->>'reached')::boolean) stored,
  add column order_resolved boolean generated always as ((work_order->>'resolved')::boolean) stored,
  add column order_satisfied boolean generated always as ((work_order->>'satisfied')::boolean) stored,
  add column order_appeased boolean generated always as ((work_order->>'appeased')::boolean) stored,
  add column order_returns integer generated always as ((work_order->>'returns')::integer) stored;

-- What figures are counted from, without the words beside it: a scan of these reads a tenth of the pages.
create index postings_told on postings (district, published_at) include (id, channel, reporter, voice, ordered, order_purpose, order_category, order_unit,
  order_handling, order_accepted, order_signed_at, order_due_at, order_extended, order_extended_to, order_closed_at, order_called_back_at, order_reached,
  order_resolved, order_satisfied, order_appeased, order_returns);
-- It begins with the same columns.
drop index postings_by_time;
create index enrichments_told on enrichments (district, posting) include (counted, purpose, category, township);
create index memberships_told on memberships (district, posting) include (issue);
create index revisions_dissatisfied on revisions (district, posting) where work_order->>'satisfied' = 'false';

-- Registered orders (工单), a row each, as they stand now.
create view work_orders as
select district, id as posting, channel, published_at as received_at, work_order->>'orderNumber' as order_number, order_purpose as purpose, order_category as category,
  order_unit as unit, order_status as status, order_handling as handling, order_accepted as accepted, order_signed_at as signed_at,
  order_due_at as due_at, order_extended as extended, order_extended_to as extended_to, order_closed_at as closed_at,
  order_called_back_at as called_back_at, order_reached as reached, order_resolved as resolved, order_satisfied as satisfied,
  order_appeased as appeased, coalesce(order_returns, 0) as returns
from postings where ordered;

-- Down Migration
drop view work_orders;
create index postings_by_time on postings (district, published_at);
drop index revisions_dissatisfied, memberships_told, enrichments_told, postings_told;
alter table postings
  drop column ordered,
  drop column order_purpose,
  drop column order_category,
  drop column order_unit,
  drop column order_status,
  drop column order_handling,
  drop column order_accepted,
  drop column order_signed_at,
  drop column order_due_at,
  drop column order_extended,
  drop column order_extended_to,
  drop column order_closed_at,
  drop column order_called_back_at,
  drop column order_reached,
  drop column order_resolved,
  drop column order_satisfied,
  drop column order_appeased,
  drop column order_returns;
alter table postings drop column voice;
drop index postings_by_order;
drop table stated_figures, totals, api_tokens, import_mappings, import_parts, imports;
