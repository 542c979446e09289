import type { JsonMap } from '../../model/json.ts';
import { firstText, textOf } from '../jsonText.ts';
import { mapOf } from '../values/fields.ts';

/** Which run a file belongs to, and which piece of it it is: null for the run's own trajectory. */
export type Piece = { readonly run: string | null; readonly piece: string | null };

const suffix = /^(.*?)[-._]+(cont-\d+|summarization-\d+-[a-z]+)$/;

/** Harbor names the pieces of a run after it: `<id>-cont-1`, `<id>-summarization-1-summary`; the files likewise. */
function splitName(name: string | null): Piece {
  const parts = name === null ? null : suffix.exec(name);
  return parts === null ? { run: name, piece: null } : { run: parts[1] ?? null, piece: parts[2] ?? null };
}

const withoutEnding = (file: string | null) => file?.replace(/\.json$/, '') ?? null;

export function pieceOf(trajectory: JsonMap, file: string): Piece {
  const named = splitName(firstText(trajectory, 'session_id', 'trajectory_id'));
  if (named.piece !== null) return named;
  const agent = mapOf(mapOf(trajectory['agent'])['extra']);
  const index = agent['continuation_index'];
  return { run: named.run, piece: typeof index === 'number' && index > 0 ? `cont-${index}` : splitName(withoutEnding(file)).piece };
}

/** The piece that a reference points to, by the same name as the piece gives itself. */
export function pieceReferred(reference: JsonMap): string | null {
  const id = splitName(firstText(reference, 'trajectory_id', 'session_id'));
  return id.piece ?? splitName(withoutEnding(textOf(reference['trajectory_path']))).piece ?? id.run ?? withoutEnding(textOf(reference['trajectory_path']));
}

/** A continuation goes on with the run itself; any other piece is a sub-agent's. */
export function isContinuation(piece: string): boolean {
  return piece.startsWith('cont-');
}
