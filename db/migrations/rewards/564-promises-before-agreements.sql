-- Free rewards that were promised before anybody was asked go on.
INSERT INTO rewards.funding_approval (subject_id, programme_id, funder, approved_by, approved_at)
  SELECT promised.subject_id, promised.programme_id, share ->> 'partnerId', 'before agreements', now()
  FROM members.promised_reward_reference AS promised JOIN rewards.reward USING (reward_id)
  CROSS JOIN LATERAL jsonb_array_elements(coalesce(promised.funding, jsonb_build_array(jsonb_build_object('partnerId', reward.partner_id)))) AS share
  WHERE share ->> 'partnerId' IS NOT NULL
  ON CONFLICT DO NOTHING;
