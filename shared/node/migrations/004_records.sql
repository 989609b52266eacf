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

-- An order is one whatever door it came through: by its number within its channel.
create index postings_by_order on postings (district, channel, (work_order->>'orderNumber')) where work_order is not null;

-- Orders of the first version did not say all of this.
update postings set work_order = work_order || '{"category": null, "handling": null, "accepted": null, "signedAt": null, "extended": null, "extendedTo": null,
  "calledBackAt": null, "reached": null, "resolved": null, "appeased": null}' where work_order is not null;
update events set work_order = work_order || '{"category": null, "handling": null, "accepted": null, "signedAt": null, "extended": null, "extendedTo": null,
  "calledBackAt": null, "reached": null, "resolved": null, "appeased": null}' where work_order is not null;

-- Registered orders (工单), a row each, as they stand now.
create view work_orders as
select district, id as posting, channel, published_at as received_at,
  work_order->>'orderNumber' as order_number, work_order->>'purpose' as purpose, work_order->>'category' as category,
  work_order->>'unit' as unit, work_order->>'status' as status, work_order->>'handling' as handling,
  (work_order->>'accepted')::boolean as accepted, (work_order->>'signedAt')::float8 as signed_at, (work_order->>'dueAt')::float8 as due_at,
  (work_order->>'extended')::boolean as extended, (work_order->>'extendedTo')::float8 as extended_to, (work_order->>'closedAt')::float8 as closed_at,
  (work_order->>'calledBackAt')::float8 as called_back_at, (work_order->>'reached')::boolean as reached,
  (work_order->>'resolved')::boolean as resolved, (work_order->>'satisfied')::boolean as satisfied,
  (work_order->>'appeased')::boolean as appeased, coalesce((work_order->>'returns')::integer, 0) as returns
from postings where work_order is not null;

-- Down Migration
drop view work_orders;
drop index postings_by_order;
drop table stated_figures, totals, api_tokens, import_mappings, import_parts, imports;
