import { visibleText } from '../../src/core/display/visibleText.ts';
import type { Json } from '../../src/core/model/json.ts';
import { readableString } from './jsonLines.ts';
import { FoldedText } from './LongText.tsx';
import type { PayloadPath } from './payload.ts';

const room = { lines: 14, characters: 1000 };
/** A shorter string is shown as it is. */
const short = 300;
const inQuotes = (piece: string) => readableString(visibleText(piece)).slice(1, -1);

/** One value in the theme's own colours. A long string is folded, says so, and can be seen whole. */
export function JsonScalar(props: { value: null | boolean | number | string; path?: PayloadPath | undefined }) {
  const { value } = props;
  if (typeof value === 'number') return <span class="jNumber">{String(value)}</span>;
  if (typeof value !== 'string') return <span class="jWord">{String(value)}</span>;
  if (value.length < short) return <span class="jString">{`"${inQuotes(value)}"`}</span>;
  return <span class="jString">"<FoldedText text={value} room={room} show={inQuotes} path={props.path} />"</span>;
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
          {!array && <><span class="jKey">{visibleText(JSON.stringify(key))}</span>: </>}
          <JsonShort value={each} />
        </span>
      ))}
      {array ? ']' : '}'}
    </>
  );
}
