// Members who left, where their names or words still show. Of those who left lately it is looked for often; of all seldom, for that reads every closed member.
import type { AnySql } from '../../../db/client.ts';

export async function listClosedCircleMembers(sql: AnySql, since: Date, limit: number): Promise<string[]> {
  const rows = await sql<{ member_id: string }[]>`
    SELECT member_id FROM rewards.circle_member JOIN members.closed_reference USING (member_id)
    WHERE closed_at >= ${since} LIMIT ${limit}`;
  return rows.map(({ member_id }) => member_id);
}

/** Members who left and whose answers still hold words, or of whom a partner wrote some. */
export async function listClosedWriters(sql: AnySql, since: Date, limit: number): Promise<string[]> {
  const rows = await sql<{ member_id: string }[]>`
    SELECT DISTINCT member_id FROM rewards.survey_invitation
    JOIN members.closed_reference USING (member_id)
    LEFT JOIN rewards.feedback_case USING (invitation_id)
    WHERE closed_at >= ${since} AND (note IS NOT NULL OR jsonb_path_exists(answers, '$[*].text ? (@ != null)')) LIMIT ${limit}`;
  return rows.map(({ member_id }) => member_id);
}

export async function stripWords(sql: AnySql, memberId: string): Promise<void> {
  await sql`
    UPDATE rewards.survey_invitation
    SET answers = (SELECT jsonb_agg(answer || '{"text": null}') FROM jsonb_array_elements(answers) AS answer)
    WHERE member_id = ${memberId} AND answers IS NOT NULL AND answers <> '[]'`;
  await sql`
    UPDATE rewards.feedback_case SET note = NULL
    WHERE note IS NOT NULL AND invitation_id IN (SELECT invitation_id FROM rewards.survey_invitation WHERE member_id = ${memberId})`;
}
