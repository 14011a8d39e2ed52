-- Who a partner's own front end means by its number of a customer: the active member that has it as a key, if the partner enrolled it or the
-- member told the partner who it is. For the gateway's exchange of tokens, which learns nothing else of members.
CREATE FUNCTION members.customer_of(in_programme uuid, in_partner uuid, in_lookup text) RETURNS TABLE (member_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT member.member_id
    FROM members.identity_reference AS key JOIN members.member ON member.member_id = key.member_id
    WHERE key.programme_id = in_programme AND key.kind = 'EXTERNAL' AND key.lookup = in_lookup AND member.status = 'ACTIVE'
      AND (member.enrolled_by_partner_id = in_partner OR members.is_known_to(member.member_id, in_partner));
$$;
REVOKE EXECUTE ON FUNCTION members.customer_of FROM PUBLIC;
GRANT USAGE ON SCHEMA members TO loyalty_platform;
GRANT EXECUTE ON FUNCTION members.customer_of TO loyalty_platform;
