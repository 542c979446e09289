import { UserError } from '../../core/support/errors.ts';

/** What stands at a path in a step: a text as it is, another value as JSON. @param indent 0: in one line, as it is copied */
export function textAt(detail: unknown, path: readonly (string | number)[], indent = 2): string {
  let value = detail;
  for (const key of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Readonly<Record<string | number, unknown>>)[key] : undefined;
  if (value === undefined) throw new UserError('no-such-text', `The step holds nothing at ${path.join('.')}.`, 'Open the trace again: it may have been imported anew.');
  return typeof value === 'string' ? value : JSON.stringify(value, null, indent);
}
