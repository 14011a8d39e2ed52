-- What of a member has lapsed and was not swept yet. OFFSET 0: found by the member's open lots, however many of everybody's wait for the sweep;
-- else the plan may begin with all lots that have lapsed, for each wallet that is read.
create or replace function ledger.lapsed_points(member_id uuid, today date) returns bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp
  return (select coalesce(sum(of_member.available), 0)::bigint
          from (select lot.available, lot.expires_on from ledger.lot
                where lot.member_id = lapsed_points.member_id and lot.open offset 0) as of_member
          where of_member.expires_on < today);
