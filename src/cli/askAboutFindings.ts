import { createInterface } from 'node:readline/promises';
import { plural } from '../core/display/numbers.ts';
import { printableLine } from '../core/display/terminal.ts';
import { isAbort, UserError } from '../core/support/errors.ts';
import type { RedactionFinding } from '../protocol/makeApi.ts';
import type { Cli } from './cli.ts';

/** Shows each finding and asks what to do. Returns the ids to replace; leaving ends the command with nothing written. */
export async function askAboutFindings(findings: readonly RedactionFinding[], cli: Cli): Promise<readonly number[]> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const replaced: number[] = [];
  let all = false;
  try {
    cli.out.warn(`The draft holds ${plural(findings.length, 'finding')} of secrets or personal data.`);
    for (const finding of findings) {
      if (!all) {
        const answer = await ask(asking, finding, cli.signal);
        if (answer === 'k') continue;
        if (answer === 'q') throw new UserError('findings', 'Nothing was written.');
        all = answer === 'a';
      }
      replaced.push(finding.id);
    }
  } finally {
    asking.close();
  }
  return replaced;
}

type Answer = 'r' | 'k' | 'a' | 'q';
const isAnswer = (text: string): text is Answer => ['r', 'k', 'a', 'q'].includes(text);

async function ask(asking: ReturnType<typeof createInterface>, finding: RedactionFinding, signal: AbortSignal): Promise<Answer> {
  const question = `${finding.where}: ${finding.detector}, ${printableLine(finding.excerpt)}\n  [r]eplace by ${finding.replacement} (Enter), [k]eep as it is, replace [a]ll, [q]uit? `;
  // Ctrl-D closes the input, and the question would wait for ever.
  const closed = new Promise<string>((resolve) => {
    asking.once('close', () => resolve('q'));
  });
  for (;;) {
    const text = (await Promise.race([asking.question(question, { signal }).catch(quitOnAbort), closed])).trim().toLowerCase().slice(0, 1);
    if (text === '') return 'r';
    if (isAnswer(text)) return text;
  }
}

/** Ctrl-C while a question stands. */
function quitOnAbort(error: unknown): string {
  if (isAbort(error)) return 'q';
  throw error;
}
