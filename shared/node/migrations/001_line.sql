-- Up Migration
-- What came in (postings, their events and revisions), what was understood (enrichments, issues, memberships),
-- what was raised (alerts and their history), and who may see it (users). Instants are epoch milliseconds.
-- Everything is keyed by district first: the district is the unit of partition.

create table districts (
  district text primary key,
  last_number bigint not null default 0
);

create table postings (
  district text not null,
  id bigint not null,
  revision integer not null default 1,
  source text not null,
  external_id text not null,
  channel text not null,
  kind text not null,
  parent text,
  repost_of text,
  url text,
  title text not null,
  body text not null,
  account text,
  reporter text,
  published_at double precision not null,
  precision text not null,
  received_at double precision not null,
  official boolean not null,
  pinned boolean not null,
  counts jsonb not null,
  images text[] not null,
  state text not null,
  work_order jsonb,
  content_hash text not null,
  recorded_at double precision not null,
  primary key (district, id),
  unique (district, source, external_id)
);
create index postings_by_time on postings (district, published_at);
create index postings_by_reporter_age on postings (recorded_at) where reporter is not null;

-- One row for each thing that happened to a posting, numbered without gaps in the order of commit.
create table events (
  district text not null,
  number bigint not null,
  posting bigint not null,
  revision integer not null,
  -- The state of the order at this event, so that a replay sees what was seen then.
  work_order jsonb,
  recorded_at double precision not null,
  primary key (district, number),
  unique (district, posting, revision)
);

-- What a posting said before the source changed it.
create table revisions (
  district text not null,
  posting bigint not null,
  revision integer not null,
  title text not null,
  body text not null,
  state text not null,
  work_order jsonb,
  replaced_at double precision not null,
  primary key (district, posting, revision)
);

create table enrichments (
  district text not null,
  posting bigint not null,
  purpose text not null,
  category text,
  unit text,
  place text,
  township text,
  counted boolean not null,
  enrichment jsonb not null,
  primary key (district, posting)
);

create table issues (
  district text not null,
  id bigint not null,
  title text not null,
  category text,
  place text,
  township text,
  unit text,
  founded_at double precision not null,
  primary key (district, id)
);

create table memberships (
  district text not null,
  posting bigint not null,
  issue bigint not null,
  confidence real not null,
  reason jsonb not null,
  model text not null,
  primary key (district, posting)
);
create index memberships_by_issue on memberships (district, issue);

create table alerts (
  district text not null,
  id bigint generated always as identity,
  subject_kind text not null,
  subject text not null,
  title text not null,
  level text not null,
  proposed_red boolean not null,
  state text not null,
  rules text[] not null,
  sentence text not null,
  pop_up boolean not null,
  place text,
  township text,
  unit text,
  count integer not null,
  people integer,
  raised_at double precision not null,
  updated_at double precision not null,
  -- Since when the evidence has asked for less than the level; a level falls only some time after that.
  lower_since double precision,
  settled_at double precision,
  primary key (district, id)
);
-- One matter, one open alert: what makes raising idempotent whatever is killed when.
create unique index one_open_alert on alerts (district, subject_kind, subject) where settled_at is null;
create index alerts_by_time on alerts (district, raised_at);

create table alert_history (
  district text not null,
  alert bigint not null,
  at double precision not null,
  action text not null,
  by text not null,
  note text not null,
  level text not null,
  state text not null
);
create index alert_history_by_alert on alert_history (district, alert, at);

create table sources (
  district text not null,
  source text not null,
  cursor jsonb,
  health jsonb,
  primary key (district, source)
);

create table users (
  name text primary key,
  role text not null,
  password_hash text not null,
  created_at double precision not null
);

-- Down Migration
drop table users, sources, alert_history, alerts, memberships, issues, enrichments, revisions, events, postings, districts;
