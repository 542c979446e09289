import { useMemo } from 'preact/hooks';
import type { Json } from '../../src/core/model/json.ts';
import type { ProblemsByPath } from './jsonLines.ts';
import { JsonTree } from './JsonTree.tsx';
import { LongText } from './LongText.tsx';
import { parsedContainer } from './parsedContainer.ts';
import type { PayloadPath } from './payload.ts';

/** A recorded value: JSON as a tree, and text that turns out to be JSON too. */
export function JsonOrText(props: { value: Json; label: string; path?: PayloadPath | undefined; /** Lines of JSON before the rest is folded. */ atFirst?: number | undefined; problems?: ProblemsByPath | undefined }) {
  const { value, path } = props;
  const parsed = useMemo(() => (typeof value === 'string' ? parsedContainer(value) : value), [value]);
  if (typeof parsed === 'string' && parsed.trim() === '') return <span class="dim">Empty text</span>;
  if (typeof parsed === 'string') return <LongText text={parsed} mono room="result" path={path} title={`${props.label}.txt`} />;
  // A text is opened as it is; a place within it is none within the step.
  return <JsonTree value={parsed} label={props.label} atFirst={props.atFirst} path={typeof value === 'string' ? undefined : path} problems={props.problems} />;
}
