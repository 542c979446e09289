import type { Json } from '../../model/json.ts';
import { mapOf } from '../values/fields.ts';

export type Said = ReturnType<typeof createSaid>;

/** What was said since the other side spoke: items and events tell the same text, in either order, and it is taken once. */
export function createSaid(kept: Json | undefined) {
  const from = mapOf(kept);
  const list = (value: Json | undefined) => (Array.isArray(value) ? (value as readonly Json[]).flatMap((each) => (typeof each === 'string' ? [each] : [])) : []);
  let asked = list(from['asked']);
  let answered = list(from['answered']);

  return {
    /** @returns whether a text is new; of several equal ones each is told twice at most */
    asks(text: string, by: 'item' | 'event'): boolean {
      answered = [];
      const other = `${by === 'item' ? 'event' : 'item'}:${text}`;
      const isNew = !asked.includes(other);
      asked = isNew ? [...asked, `${by}:${text}`] : asked.filter((each) => each !== other);
      return isNew;
    },
    answers(kind: 'text' | 'reasoning', text: string, by: 'item' | 'event'): boolean {
      asked = [];
      const other = `${by === 'item' ? 'event' : 'item'}:${kind}:${text}`;
      const isNew = !answered.includes(other);
      answered = isNew ? [...answered, `${by}:${kind}:${text}`] : answered.filter((each) => each !== other);
      return isNew;
    },
    newCall(): void {
      answered = answered.slice(-8);
    },
    keep: (): Json => ({ asked, answered }),
  };
}
