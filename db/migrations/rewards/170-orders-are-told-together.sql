-- Orders move many in one statement, and are told in one entry of the feed then: an entry for each would cost more than moving them.

DROP TRIGGER reward_order_made ON rewards.reward_order;
DROP TRIGGER reward_order_moved ON rewards.reward_order;
DROP FUNCTION rewards.tell_order();

CREATE FUNCTION rewards.tell_orders() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM ledger.publish_events(moved.programme_id, clock_timestamp(), rewards.order_events(array_agg(moved.order_id)))
    FROM after_it AS moved JOIN before_it AS was USING (order_id)
    WHERE moved.state IS DISTINCT FROM was.state
    GROUP BY moved.programme_id;
  ELSE
    PERFORM ledger.publish_events(made.programme_id, clock_timestamp(), rewards.order_events(array_agg(made.order_id)))
    FROM after_it AS made
    GROUP BY made.programme_id;
  END IF;
  RETURN NULL;
END
$$;

-- What is told of orders, the earlier ordered first.
CREATE FUNCTION rewards.order_events(order_ids uuid[]) RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  RETURN (
    SELECT jsonb_agg(jsonb_build_object(
      'type', 'ORDER_CHANGED', 'orderId', told.order_id, 'memberId', told.member_id, 'partnerId', ordered.partner_id,
      'storeId', told.store_id, 'state', told.state) ORDER BY told.order_id)
    FROM rewards.reward_order AS told JOIN rewards.reward AS ordered USING (reward_id)
    WHERE told.order_id = ANY (order_ids));
REVOKE EXECUTE ON FUNCTION rewards.order_events FROM public;

CREATE TRIGGER reward_orders_made AFTER INSERT ON rewards.reward_order
  REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION rewards.tell_orders();
CREATE TRIGGER reward_orders_moved AFTER UPDATE ON rewards.reward_order
  REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION rewards.tell_orders();
