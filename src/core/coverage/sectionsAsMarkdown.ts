import type { ReportSection } from '../display/reportSections.ts';
import { inert } from '../trajectory/markdownText.ts';

export const isNumber = (cell: string): boolean => /^(?:[<>]?[\d,.]+(?: %)?|)$/u.test(cell);

/** Sections of a report as Markdown, in which nothing of what traces and cases say becomes anything but text. */
export function sectionsAsMarkdown(title: string, sections: readonly ReportSection[]): string {
  const parts = sections.map(({ title: heading, lines, table }) => [
    `## ${inert(heading)}`,
    ...lines.map((line) => `\n${inert(line)}`),
    ...(table === undefined ? [] : ['', row(table.columns), `|${table.columns.map((_, column) => (table.rows.every((cells) => isNumber(cells[column] ?? '')) ? ' ---: ' : ' --- ')).join('|')}|`, ...table.rows.map(row)]),
  ].join('\n'));
  return `${[`# ${inert(title)}`, ...parts].join('\n\n')}\n`;
}

/** Of a row that belongs to the one above. */
export const indentOf = (cell: string): string => /^ */u.exec(cell)![0];
const row = (cells: readonly string[]): string => `| ${cells.map((cell) => `${indentOf(cell).replaceAll(' ', '&nbsp;')}${inert(cell).replace(/(?<!\\)\|/gu, '\\|')}`).join(' | ')} |`;
