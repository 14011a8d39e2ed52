-- Keys of requests in a quarter of the space.
--
-- The index over programme, client and key as text was the largest of a long history: 108 bytes a key, more for longer ones. Keys are random, so
-- each posting looked at a page of it that no other had touched for long: read from outside the buffers, and logged whole when it is the
-- first change after a checkpoint. A digest has 28 bytes whatever the key, and one column to compare.
--
-- MD5 because it is small and quick; nothing is kept secret by it. Whoever made two keys of its own with one digest would be told of a fault for the
-- second: the record itself is compared, too. The space's length stands before it, so that no two pairs are written alike.
create function ledger.key_of(of_programme uuid, space text, name text) returns uuid
  language sql immutable parallel safe
  return md5(of_programme::text || length(space)::text || ':' || space || name)::uuid;

create unique index transaction_key on ledger.transaction (ledger.key_of(programme_id, client_id, idempotency_key));
alter table ledger.transaction drop constraint transaction_programme_id_client_id_idempotency_key_key;

-- What was posted under a key. It looks past the policies, under which no index over an expression is used; who reads the record is shown it
-- under them.
create function ledger.transaction_of_key(of_programme uuid, space text, name text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (
    select transaction_id from ledger.transaction
    where ledger.key_of(programme_id, client_id, idempotency_key) = ledger.key_of(of_programme, space, name)
      and programme_id = of_programme and client_id = space and idempotency_key = name);
revoke execute on function ledger.transaction_of_key from public;
grant execute on function ledger.transaction_of_key to loyalty_ledger, loyalty_ledger_reader;
