import { useState } from 'preact/hooks';
import { formatCount } from '../../src/core/display/numbers.ts';
import { truncate } from '../../src/core/display/truncate.ts';
import type { Json } from '../../src/core/model/json.ts';
import { readableString } from './jsonLines.ts';

const longest = 1000;

/** One value in the theme's own colours. A long string is cut, says so, and can be seen whole. */
export function JsonScalar(props: { value: null | boolean | number | string }) {
  const [whole, setWhole] = useState(false);
  const { value } = props;
  if (typeof value === 'number') return <span class="jNumber">{String(value)}</span>;
  if (typeof value !== 'string') return <span class="jWord">{String(value)}</span>;
  const cut = truncate(value, longest);
  if (!cut.cut || whole) return <span class="jString">{readableString(value)}</span>;
  return (
    <>
      <span class="jString">{readableString(cut.text).slice(0, -1)}…</span>{' '}
      <button type="button" class="linkButton" onClick={() => setWhole(true)}>Show all {formatCount(cut.whole)} characters</button>
    </>
  );
}

/** A container of scalars in one line. */
export function JsonShort(props: { value: Json }) {
  const { value } = props;
  if (typeof value !== 'object' || value === null) return <JsonScalar value={value} />;
  const array = Array.isArray(value);
  const members = Object.entries(value) as [string, Json][];
  return (
    <>
      {array ? '[' : '{'}
      {members.map(([key, each], index) => (
        <span key={key}>
          {index > 0 && ', '}
          {!array && <><span class="jKey">{JSON.stringify(key)}</span>: </>}
          <JsonShort value={each} />
        </span>
      ))}
      {array ? ']' : '}'}
    </>
  );
}
