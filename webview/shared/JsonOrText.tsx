import { useMemo } from 'preact/hooks';
import type { Json } from '../../src/core/model/json.ts';
import type { ProblemsByPath } from './jsonLines.ts';
import { JsonTree } from './JsonTree.tsx';
import { LongText } from './LongText.tsx';
import type { PayloadPath } from './payload.ts';

/** A recorded value: JSON as a tree, and text that turns out to be JSON too. */
export function JsonOrText(props: { value: Json; label: string; path?: PayloadPath | undefined; /** Lines of JSON before the rest is folded. */ atFirst?: number | undefined; problems?: ProblemsByPath | undefined }) {
  const { value, path } = props;
  const parsed = useMemo(() => (typeof value === 'string' ? parsedContainer(value) : value), [value]);
  if (typeof parsed === 'string') return <LongText text={parsed} mono room="result" path={path} title={`${props.label}.txt`} />;
  // A text is opened as it is; a place within it is none within the step.
  return <JsonTree value={parsed} label={props.label} atFirst={props.atFirst} path={typeof value === 'string' ? undefined : path} problems={props.problems} />;
}

/** A text is asked about several times while it is drawn. */
const latest: { readonly text: string; readonly value: Json }[] = [];
const kept = 8;

/** The value when the text is a JSON object or list, else the text itself. */
export function parsedContainer(text: string): Json {
  const known = latest.find((each) => each.text === text);
  if (known) return known.value;
  const value = parse(text);
  if (value === text) return text;
  latest.unshift({ text, value });
  latest.length = Math.min(latest.length, kept);
  return value;
}

function parse(text: string): Json {
  const trimmed = text.length > 2_000_000 ? '' : text.trim();
  const ends = `${trimmed[0]}${trimmed.at(-1)}`;
  if (ends !== '{}' && ends !== '[]') return text;
  try {
    return JSON.parse(trimmed) as Json;
  } catch {
    // It only looked like JSON; it is shown as the text it is.
    return text;
  }
}
