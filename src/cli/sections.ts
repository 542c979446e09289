import { padEnd, padStart, printable, textWidth } from '../core/display/terminal.ts';
import type { ReportSection } from '../core/display/reportSections.ts';
import { oneLine } from '../core/display/truncate.ts';
import { indentOf, isNumber } from '../core/coverage/sectionsAsMarkdown.ts';
import type { Output } from './output.ts';

const mostOfCell = 80;

/** Sections of a report for a terminal, columns of numbers to the right. */
export function printSections(sections: readonly ReportSection[], out: Output): void {
  for (const [index, { title, lines, table }] of sections.entries()) {
    if (index > 0) out.line();
    out.line(out.paint.bold(printable(oneLine(title, 200))));
    for (const line of lines) out.line(`  ${printable(oneLine(line, 400))}`);
    if (table === undefined) continue;
    const columns = table.columns.map((name) => printable(oneLine(name, mostOfCell)));
    const rows = table.rows.map((row) => row.map((cell) => indentOf(cell) + printable(oneLine(cell, mostOfCell))));
    const isRight = columns.map((_, column) => rows.every((row) => isNumber(row[column] ?? '')));
    const widths = columns.map((name, column) => Math.max(textWidth(name), ...rows.map((row) => textWidth(row[column] ?? ''))));
    const aligned = (row: readonly string[]): string => row.map((cell, column) => (isRight[column] ? padStart(cell, widths[column]!) : padEnd(cell, widths[column]!))).join('  ').trimEnd();
    out.line(`  ${out.paint.dim(aligned(columns))}`);
    for (const row of rows) out.line(`  ${aligned(row)}`);
  }
}
