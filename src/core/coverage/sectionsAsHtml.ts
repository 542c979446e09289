import type { ReportSection } from '../display/reportSections.ts';
import { htmlPage, htmlText } from '../display/htmlPage.ts';
import { indentOf, isNumber } from './sectionsAsMarkdown.ts';

/** Light and dark as the reader's system is, and ink on paper. */
const style = `
:root { color-scheme: light dark; --text: #1f2328; --dim: #59636e; --line: #d1d9e0; --back: #ffffff; --row: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --line: #3d444d; --back: #0d1117; --row: #151b23; } }
* { box-sizing: border-box; }
body { max-width: 1080px; margin: 0 auto; padding: 24px; background: var(--back); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 28px 0 6px; font-size: 16px; }
p { margin: 2px 0; max-width: 90ch; overflow-wrap: anywhere; }
.meta { color: var(--dim); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin-top: 6px; min-width: 50%; }
th, td { padding: 3px 16px 3px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--dim); font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.below { padding-left: 20px; }
tbody tr:hover { background: var(--row); }
@media print {
  :root { color-scheme: light; --text: #000; --dim: #444; --line: #bbb; --back: #fff; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .wide { overflow: visible; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
}`;

/**
 * Sections of a report as one HTML file that asks for nothing else and runs nothing; what traces and cases say stays text in it.
 * @param meta a line under the heading: of what, and when
 */
export function sectionsAsHtml(title: string, meta: string, sections: readonly ReportSection[]): string {
  return htmlPage(title, style, `<header>
<h1>${inert(title)}</h1>
<p class="meta">${inert(meta)}</p>
</header>
<main>
${sections.map(section).join('\n')}
</main>`);
}

function section({ title, lines, table }: ReportSection): string {
  return ['<section>', `<h2>${inert(title)}</h2>`, ...lines.map((line) => `<p>${inert(line)}</p>`), ...(table === undefined ? [] : [tableOf(title, table)]), '</section>'].join('\n');
}

function tableOf(title: string, { columns, rows }: NonNullable<ReportSection['table']>): string {
  const isRight = columns.map((_, column) => rows.every((cells) => isNumber(cells[column] ?? '')));
  const kind = (column: number, cell = ''): string => (isRight[column] ? ' class="number"' : indentOf(cell) === '' ? '' : ' class="below"');
  return [
    `<div class="wide" tabindex="0" role="region" aria-label="${inert(title)}">`, '<table>',
    `<thead><tr>${columns.map((name, column) => `<th scope="col"${kind(column)}>${inert(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>', ...rows.map((cells) => `<tr>${columns.map((_, column) => `<td${kind(column, cells[column])}>${inert(cells[column] ?? '')}</td>`).join('')}</tr>`), '</tbody>',
    '</table>', '</div>',
  ].join('\n');
}

const inert = (text: string): string => htmlText(text).trim();
