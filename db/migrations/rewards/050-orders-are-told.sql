-- Whatever changes where an order stands is told in the same transaction (ledger/050): to the member, to the partner that honours it, to the operator.
CREATE FUNCTION rewards.tell_order() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM ledger.publish_events(NEW.programme_id, clock_timestamp(), jsonb_build_array(jsonb_build_object(
    'type', 'ORDER_CHANGED', 'orderId', NEW.order_id, 'memberId', NEW.member_id,
    'partnerId', (SELECT partner_id FROM rewards.reward WHERE reward_id = NEW.reward_id),
    'storeId', NEW.store_id, 'state', NEW.state)));
  RETURN NULL;
END
$$;
CREATE TRIGGER reward_order_made AFTER INSERT ON rewards.reward_order
  FOR EACH ROW EXECUTE FUNCTION rewards.tell_order();
CREATE TRIGGER reward_order_moved AFTER UPDATE OF state ON rewards.reward_order
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION rewards.tell_order();
