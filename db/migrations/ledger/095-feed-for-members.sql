-- Members follows the feed as rewards does (085): what a member qualified with.
GRANT USAGE ON SCHEMA ledger TO loyalty_members;
GRANT SELECT ON ledger.event_feed, ledger.purchase_facts TO loyalty_members;
