import { statSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { UserError } from '../core/support/errors.ts';
import type { Workspace } from './workspace.ts';

/**
 * One YAML file under casebook/, read again when it has changed. A missing file means its defaults; a broken one throws a
 * UserError that names file, line and what is wrong.
 */
export function createYamlFile<T>(workspace: Workspace, path: string, schema: z.ZodType<T>, whenMissing: T): () => T {
  let stamp: string | undefined;
  let value = whenMissing;
  return () => {
    const stat = statSync(path, { throwIfNoEntry: false });
    const now = stat && `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
    if (now === stamp) return value;
    const text = stat ? workspace.read(path) : undefined;
    value = text === undefined ? whenMissing : parse(text, workspace.display(path), schema, whenMissing);
    stamp = now;
    return value;
  };
}

function parse<T>(text: string, file: string, schema: z.ZodType<T>, whenEmpty: T): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw broken(file, lines.linePos(error.pos[0]).line, error.message.split('\n')[0] ?? '');
  if (document.contents === null) return whenEmpty;
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  const name = path.length === 0 ? '' : `${path.join('.')}: `;
  throw broken(file, lineOf(path), `${name}${issue?.message ?? 'is not as expected'}`);

  /** Of the node the issue is about, or of its nearest parent that is there. */
  function lineOf(at: readonly PropertyKey[]): number {
    const node = document.getIn(at, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
    return at.length === 0 ? 1 : lineOf(at.slice(0, -1));
  }
}

function broken(file: string, line: number, what: string): UserError {
  return new UserError('broken-config', `${file}:${line}: ${what.replace(/\.$/, '')}.`, 'Mend the line, or take it out to get the default.');
}
