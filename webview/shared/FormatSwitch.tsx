import { formatCount } from '../../src/core/display/numbers.ts';
import { parsedContainer } from './parsedContainer.ts';
import { markdownLimit } from './markdown.ts';

export type TextFormat = 'markdown' | 'raw' | 'json';

const words: Readonly<Record<TextFormat, string>> = { markdown: 'Markdown', raw: 'Raw', json: 'JSON' };
const tooLong = `Markdown is off above ${formatCount(markdownLimit)} characters`;

/** As chosen; else JSON when the text is JSON, and markdown unless the text is too long for that. */
export function formatOf(text: string, chosen: TextFormat | undefined): TextFormat {
  const isLong = text.length > markdownLimit;
  if (chosen !== undefined && !(chosen === 'markdown' && isLong)) return chosen;
  if (chosen === undefined && typeof parsedContainer(text) !== 'string') return 'json';
  return isLong ? 'raw' : 'markdown';
}

export function FormatSwitch(props: { text: string; chosen: TextFormat | undefined; onChoose: (format: TextFormat) => void }) {
  const now = formatOf(props.text, props.chosen);
  const isLong = props.text.length > markdownLimit;
  return (
    <span class="formats" role="group" aria-label="Show the message as">
      {(Object.keys(words) as TextFormat[]).map((format) => {
        const off = format === 'markdown' && isLong;
        return (
          <button
            key={format}
            type="button"
            class="format"
            aria-pressed={now === format}
            aria-disabled={off ? true : undefined}
            title={off ? tooLong : undefined}
            aria-label={off ? tooLong : undefined}
            onClick={() => !off && props.onChoose(format)}
          >
            {words[format]}
          </button>
        );
      })}
    </span>
  );
}
