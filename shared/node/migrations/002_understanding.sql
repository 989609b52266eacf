-- Up Migration
-- What people decide about issues and postings (rulings) takes its turn among the district's events, so that a replay obeys
-- it where it was made; copies are linked; what is understood of a posting has the keyword plans that it meets.

create table rulings (
  district text not null,
  number bigint not null,
  kind text not null,
  ruling jsonb not null,
  by text not null,
  at double precision not null,
  -- What it changed; null until the line has obeyed it.
  outcome jsonb,
  primary key (district, number)
);
-- An issue that was merged away says where it went.
alter table issues add column moved_to bigint;

-- An event is either something that happened to a posting, or a ruling.
alter table events alter column posting drop not null;
alter table events add column ruling boolean not null default false;
alter table events add constraint event_has_one_cause check (ruling = (posting is null));

alter table memberships add column copy_of bigint;
alter table memberships add column copy_similarity real;

create index enrichments_by_category on enrichments (district, category, township);
update enrichments set enrichment = enrichment || '{"plans": []}' where not enrichment ? 'plans';

-- Down Migration
drop index enrichments_by_category;
alter table memberships drop column copy_similarity, drop column copy_of;
delete from events where ruling;
alter table events drop constraint event_has_one_cause;
alter table events drop column ruling;
alter table events alter column posting set not null;
alter table issues drop column moved_to;
drop table rulings;
