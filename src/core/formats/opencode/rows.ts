import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { textOf } from '../jsonText.ts';
import { mapOf } from '../values/fields.ts';
import { isTableRow } from '../values/tableRow.ts';

/** A row of opencode's database as the file that its storage folder had for it: what the columns say stands with the data there. Undefined for anything else. */
export function fileOfRow(value: unknown): JsonMap | undefined {
  if (!isTableRow(value)) return undefined;
  const { table, row } = value;
  if (textOf(row['id']) === null) return undefined;
  const { id = null, session_id: sessionID = null, message_id: messageID = null, data } = row;
  if (table === 'session' && typeof row['directory'] === 'string') {
    return {
      id, projectID: row['project_id'] ?? '', parentID: row['parent_id'] ?? null, directory: row['directory'], title: row['title'] ?? null, version: row['version'] ?? null, slug: row['slug'] ?? null,
      time: { created: row['time_created'] ?? null, updated: row['time_updated'] ?? null },
    };
  }
  if (!isJsonMap(data) || sessionID === null) return undefined;
  if (table === 'message') return { ...data, id, sessionID, time: { created: row['time_created'] ?? null, ...mapOf(data['time']) } };
  return table === 'part' && messageID !== null ? { ...data, id, sessionID, messageID } : undefined;
}
