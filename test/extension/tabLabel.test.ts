import { expect, test } from 'vitest';
import { tabLabel } from '../../src/extension/display/tabLabel.ts';

const at = Date.UTC(2026, 1, 3, 9, 12, 4) * 1000;

test.each([
  ['traces/support.jsonl', at, /^support\.jsonl, 3 Feb 2026, [\d:]+(?: [AP]M)?\/Where is it\?$/u],
  ['x.zip/a/b.json', null, /^b\.json, time not recorded\/Where is it\?$/u],
  ['c:\\logs\\run.json', null, /^run\.json, time not recorded\/Where is it\?$/u],
])('of %s names file, time and title, the title last', (file, startUs, label) => expect(tabLabel({ file, startUs }, 'Where is it?')).toMatch(label));

test('keeps a hostile name in one part', () => expect(tabLabel({ file: 'a\u202e\n.json', startUs: null }, 'x').split('/')).toHaveLength(2));
