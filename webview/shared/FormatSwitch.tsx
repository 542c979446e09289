import { formatCount } from '../../src/core/display/numbers.ts';
import { parsedContainer } from './JsonOrText.tsx';
import { markdownLimit } from './markdown.ts';

export type TextFormat = 'markdown' | 'json' | 'raw';

/** JSON when the text is JSON, else markdown, unless it is too long for that. */
export function formatOf(text: string, chosen: TextFormat | undefined): TextFormat {
  if (chosen === 'raw') return 'raw';
  if (typeof parsedContainer(text) !== 'string') return 'json';
  return text.length > markdownLimit ? 'raw' : 'markdown';
}

export function FormatSwitch(props: { text: string; chosen: TextFormat | undefined; onChoose: (format: TextFormat) => void }) {
  const now = formatOf(props.text, props.chosen);
  const rich = formatOf(props.text, undefined);
  if (rich === 'raw') return <span class="dim small" title={`Markdown is off above ${formatCount(markdownLimit)} characters`}>Raw</span>;
  return (
    <span class="formats" role="group" aria-label="Show the text as">
      <button type="button" class="format" aria-pressed={now === rich} onClick={() => props.onChoose(rich)}>{rich === 'json' ? 'JSON' : 'Markdown'}</button>
      <button type="button" class="format" aria-pressed={now === 'raw'} onClick={() => props.onChoose('raw')}>Raw</button>
    </span>
  );
}
