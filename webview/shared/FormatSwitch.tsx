import { formatCount } from '../../src/core/display/numbers.ts';
import { parsedContainer } from './parsedContainer.ts';
import { markdownLimit } from './markdown.ts';

export type TextFormat = 'markdown' | 'raw' | 'json';

const words: Readonly<Record<TextFormat, string>> = { markdown: 'Markdown', raw: 'Raw', json: 'JSON' };
const tooLong = `Markdown is off above ${formatCount(markdownLimit)} characters`;

/** What only its writer can have meant as markdown: a fenced block, a table, or headings with lists. Code and plain lines would be mangled. */
export function isPlainlyMarkdown(text: string): boolean {
  const start = text.slice(0, 20_000);
  return /^ {0,3}(?:```|~~~)/mu.test(start) || /^ {0,3}\|?(?: *:?-{3,}:? *\|)+/mu.test(start) || (/^#{1,6} \S/mu.test(start) && /^ {0,3}(?:[-*]|\d+\.) \S.*\n\s*(?:[-*]|\d+\.) \S/mu.test(start));
}

/**
 * As chosen; else JSON when the text is JSON, and markdown unless the text is too long for that.
 * @param otherwise for what its author may not have written as markdown: how it is shown unless it plainly is
 */
export function formatOf(text: string, chosen: TextFormat | undefined, otherwise: 'markdown' | 'raw' = 'markdown'): TextFormat {
  const isLong = text.length > markdownLimit;
  if (chosen !== undefined && !(chosen === 'markdown' && isLong)) return chosen;
  if (chosen === undefined && typeof parsedContainer(text) !== 'string') return 'json';
  return isLong || (chosen === undefined && otherwise === 'raw') ? 'raw' : 'markdown';
}

export function FormatSwitch(props: { text: string; chosen: TextFormat | undefined; otherwise?: 'markdown' | 'raw'; onChoose: (format: TextFormat) => void }) {
  const now = formatOf(props.text, props.chosen, props.otherwise);
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
