-- Up Migration
-- Sources that people add in the console, the sessions they lend, what they ask the crawlers to do, what is kept as
-- evidence and who looked at it, and the bundles that came across a gap.

-- Whether a posting's source belongs to the district: then it needs no proof that it is about it.
alter table postings add column local boolean;
update postings set local = channel not in ('weibo', 'wechat', 'news', 'web', 'board');
alter table postings alter column local set not null;

-- Set for sources that were added in the console; the others come from a file.
alter table sources add column config jsonb, add column added_by text, add column added_at double precision;
update sources set health = health || '{"until": null, "failures": 0}' where health is not null;

-- One jar of cookies a site (registrable domain), sealed with a key that is not in the database.
create table site_sessions (
  district text not null,
  site text not null,
  sealed bytea not null,
  state text not null,
  reason text,
  state_since double precision not null,
  imported_by text not null,
  imported_at double precision not null,
  used_at double precision,
  primary key (district, site)
);

-- What the server asks of the crawlers, which alone reach out: looking at an address, taking a page as evidence.
create table errands (
  district text not null,
  id bigint generated always as identity,
  kind text not null,
  errand jsonb not null,
  asked_by text not null,
  asked_at double precision not null,
  taken_at double precision,
  done_at double precision,
  answer jsonb,
  failure text,
  primary key (district, id)
);
create index errands_waiting on errands (district, id) where done_at is null;

create table evidence (
  district text not null,
  id bigint generated always as identity,
  posting bigint not null,
  alert bigint,
  source text not null,
  url text not null,
  asked_by text not null,
  asked_at double precision not null,
  state text not null,
  taken_at double precision,
  final_url text,
  status integer,
  headers jsonb,
  picture bytea,
  html bytea,
  picture_sha256 text,
  html_sha256 text,
  failure text,
  primary key (district, id)
);
create index evidence_by_posting on evidence (district, posting);

create table audit_log (
  district text not null,
  id bigint generated always as identity,
  at double precision not null,
  by text not null,
  action text not null,
  subject text not null,
  reason text not null,
  primary key (district, id)
);

create index audit_log_by_subject on audit_log (district, subject);

create table bundles (
  district text not null,
  stream text not null,
  number bigint not null,
  digest text not null,
  made_at double precision not null,
  taken_at double precision not null,
  postings integer not null,
  added integer not null,
  changed integer not null,
  same integer not null,
  -- The bundle before this one, as its maker knew it: a break in the chain is a stream that was begun twice under one name.
  previous text,
  primary key (district, stream, number)
);
-- Of each posting that came in bundles: when the newest version of its words was seen, and the newest word that it is gone (a
-- posting), so that the order in which they are delivered makes no difference.
create table bundle_versions (
  district text not null,
  source text not null,
  external_id text not null,
  words_at double precision,
  gone jsonb,
  primary key (district, source, external_id)
);
-- Of each source that came in bundles: from which stream, and how it was when it was last heard of.
create table bundle_sources (
  district text not null,
  source text not null,
  stream text not null,
  at double precision not null,
  health jsonb not null,
  primary key (district, source)
);
create table bundle_faults (
  district text not null,
  file text not null,
  reason text not null,
  seen_at double precision not null,
  primary key (district, file)
);

create index enrichments_let_go on enrichments (district, posting desc) where not counted;

-- Down Migration
drop index enrichments_let_go;
drop table bundle_faults, bundle_sources, bundle_versions, bundles, audit_log, evidence, errands, site_sessions;
alter table sources drop column added_at, drop column added_by, drop column config;
alter table postings drop column local;
