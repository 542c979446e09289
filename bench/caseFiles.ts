import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of so many cases one has a key that does not exist, which the schema alone tells. */
const badEvery = 50;

/** A file of so many cases, about half a kilobyte each. The first line lets yaml-language-server know the schema. */
export function suiteText(cases: number, schema: string, prefix = 'order'): string {
  const head = `# yaml-language-server: $schema=${schema}\ncasebook: 1\nsuite: orders\ndefaults:\n  kind: capability\n  status: active\ncases:\n`;
  return head + Array.from({ length: cases }, (_, n) => caseText(n, prefix)).join('');
}

export const badCases = (cases: number): number => Math.ceil(cases / badEvery);

function caseText(n: number, prefix = 'order'): string {
  return `  - id: ${prefix}-${n}
    query: "Where is my order ${n}? It should have come on Monday, and nobody has written to me."
    expectedTool: getOrder
    expectedBehavior:
      - Says where the order is
      - Names the day on which it comes
    trajectory:
      mode: in_order
      steps:
        - tool: getOrder
          args: { orderId: A-${n} }
    answer:
      match: contains
      value: on its way
      reject: [{ $contains: delivered }]
    ${n % badEvery === 0 ? 'expectedAnswer: it comes' : 'title: Order on its way'}
`;
}

/** A workspace with so many files of one case each. */
export function writeWorkspace(folder: string, files: number): void {
  mkdirSync(join(folder, '.casebook'), { recursive: true });
  for (let n = 0; n < files; n++) {
    const under = join(folder, 'casebook', 'cases', `part-${n % 100}`);
    if (n < 100) mkdirSync(under, { recursive: true });
    writeFileSync(join(under, `order-${n}.case.yaml`), caseText(n).replace('  - ', '').replaceAll(/^ {4}/gm, ''));
  }
}
