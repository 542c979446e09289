import type { Json } from '../../src/core/model/json.ts';
import { JsonTree } from './JsonTree.tsx';
import { LongText } from './LongText.tsx';

/** A recorded value: JSON as a tree, and text that turns out to be JSON too. */
export function JsonOrText(props: { value: Json; label: string }) {
  const parsed = typeof props.value === 'string' ? parsedContainer(props.value) : props.value;
  if (typeof parsed === 'string') return <LongText text={parsed} mono />;
  return <JsonTree value={parsed} label={props.label} />;
}

/** The value when the text is a JSON object or list, else the text itself. */
export function parsedContainer(text: string): Json {
  const trimmed = text.trim();
  if (!/^(\{[^]*\}|\[[^]*\])$/u.test(trimmed) || trimmed.length > 2_000_000) return text;
  try {
    return JSON.parse(trimmed) as Json;
  } catch {
    // It only looked like JSON; it is shown as the text it is.
    return text;
  }
}
