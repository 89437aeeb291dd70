-- What Prisma's schema cannot say. Extensions come with every PostgreSQL (contrib).
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- Full text and titles typed in part or with a slip.
create index "item_projection_search_vector_idx" on "item_projection" using gin ("search_vector");
create index "knowledge_item_title_trgm_idx" on "knowledge_item" using gin ("title" gin_trgm_ops);
create index "person_name_trgm_idx" on "person" using gin ("name" gin_trgm_ops);
create index "person_name_folded_trgm_idx" on "person" using gin ("name_folded" gin_trgm_ops);

-- Whoever types "zoe" finds Zoé.
create function "fold_person_name"() returns trigger language plpgsql as $$
begin
  new."name_folded" := lower(unaccent(new."name"));
  return new;
end
$$;
create trigger "person_name_fold" before insert or update of "name" on "person"
  for each row execute function "fold_person_name"();

-- Listeners learn of new events when the transaction commits; the payload is empty, the table is the truth.
create function "tell_of_events"() returns trigger language plpgsql as $$
begin
  perform pg_notify('kenning_events', '');
  return null;
end
$$;
create trigger "event_tell" after insert on "event" for each statement execute function "tell_of_events"();

-- Mail that waits, and notifications whose mail is still to be written, announce themselves in the same way.
create function "tell_of_mail"() returns trigger language plpgsql as $$
begin
  perform pg_notify('kenning_mail', '');
  return null;
end
$$;
create trigger "mail_message_tell" after insert or update of "state" on "mail_message"
  for each row when (new."state" = 'waiting') execute function "tell_of_mail"();
create trigger "notification_tell" after insert on "notification"
  for each row when (new."mail_due") execute function "tell_of_mail"();
create index "mail_message_waiting_idx" on "mail_message" ("created_at") where "state" = 'waiting';
create index "notification_mail_due_idx" on "notification" ("created_at") where "mail_due";

-- What happened stays what happened.
create function "refuse_change_of_events"() returns trigger language plpgsql as $$
begin
  raise exception 'events are never changed';
end
$$;
create trigger "event_is_final" before update on "event" for each statement execute function "refuse_change_of_events"();

-- There is one installation, and one spelling of an address.
alter table "installation" add constraint "installation_is_one" check ("id" = 1);
alter table "person" add constraint "person_email_lower" check ("email" = lower("email") and "email" like '%_@_%');
alter table "invitation" add constraint "invitation_email_lower" check ("email" = lower("email"));
alter table "person" add constraint "person_not_own_manager" check ("manager_id" is distinct from "id");
alter table "knowledge_item" add constraint "item_not_own_parent" check ("parent_item_id" is distinct from "id");
alter table "knowledge_item" add constraint "item_revision_counts" check ("revision" >= 1);
alter table "job_level" add constraint "job_level_rank_counts" check ("rank" >= 0);
alter table "stored_file" add constraint "stored_file_size" check ("size_bytes" >= 0);
