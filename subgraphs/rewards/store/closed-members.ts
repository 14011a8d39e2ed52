// Members who left, where their names or words still show. Looked for seldom: it reads every closed member.
import type { AnySql } from '../../../db/client.ts';

export async function listClosedCircleMembers(sql: AnySql, limit: number): Promise<string[]> {
  const rows = await sql<{ member_id: string }[]>`
    SELECT member_id FROM rewards.circle_member JOIN members.member_reference USING (member_id)
    WHERE status = 'CLOSED' LIMIT ${limit}`;
  return rows.map(({ member_id }) => member_id);
}

/** Members who left and whose answers still hold words. */
export async function listClosedWriters(sql: AnySql, limit: number): Promise<string[]> {
  const rows = await sql<{ member_id: string }[]>`
    SELECT DISTINCT member_id FROM rewards.survey_invitation JOIN members.member_reference USING (member_id)
    WHERE status = 'CLOSED' AND jsonb_path_exists(answers, '$[*].text ? (@ != null)') LIMIT ${limit}`;
  return rows.map(({ member_id }) => member_id);
}

export async function stripWords(sql: AnySql, memberId: string): Promise<void> {
  await sql`
    UPDATE rewards.survey_invitation
    SET answers = (SELECT jsonb_agg(answer || '{"text": null}') FROM jsonb_array_elements(answers) AS answer)
    WHERE member_id = ${memberId} AND answers IS NOT NULL AND answers <> '[]'`;
}
