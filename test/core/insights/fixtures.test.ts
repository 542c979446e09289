import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formats } from '../../../src/core/formats/registry.ts';
import { insightsOf } from '../../../src/core/insights/insightsOf.ts';
import { promptChangesOf } from '../../../src/core/insights/promptChanges.ts';
import { emptyHeader } from '../../../src/core/model/trace.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { readBytes } from '../formats/readBytes.ts';

const root = new URL('../../fixtures/formats/', import.meta.url);

/** Odd and hostile files among them. */
test.each(formats.map((format) => [format.id, format] as const))('whatever %s holds, insights point to what is there', (id, format) => {
  const folder = new URL(`${id}/`, root);
  const names = readdirSync(folder).filter((name) => /\.jsonl?$/.test(name) && !name.endsWith('.expected.json'));
  for (const { nativeId, spans } of names.flatMap((name) => readBytes(format, [readFileSync(new URL(name, folder))], name).fragments)) {
    const assembled = assemble(spans);
    const { steps, ordered } = assembled;
    const insights = insightsOf({ id: 'tr_1', nativeId, format: id, file: '', sha256: '', header: emptyHeader, spans }, assembled);
    const numbers = new Set(steps.map(({ n }) => n));

    for (const { step, part, values } of insights.said) {
      const text = ordered[steps.findIndex(({ n }) => n === step)]!.output.flatMap(({ parts }) => parts.flatMap((each) => (each.type === 'text' ? [each.text] : [])))[part]!;
      let end = 0;
      for (const value of values) {
        expect(text.slice(value.start, value.end)).toBe(value.text);
        expect(value.start).toBeGreaterThanOrEqual(end);
        expect(value.sources.length).toBeLessThanOrEqual(5);
        for (const source of value.sources) expect(numbers).toContain(source.step);
        end = value.end;
      }
    }
    for (const { step, sameAs } of insights.calls) for (const n of [step, sameAs?.step]) if (typeof n === 'number') expect(numbers).toContain(n);
    for (const { step, index, citedAt } of insights.documents) {
      expect(ordered[steps.findIndex(({ n }) => n === step)]!.documents[index]).toBeDefined();
      for (const n of citedAt ?? []) expect(numbers).toContain(n);
    }
    for (const { step } of insights.context) expect(promptChangesOf(assembled, step)?.n).toBe(step);
  }
});
