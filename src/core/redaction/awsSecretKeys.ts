import type { Detector, Match } from './detector.ts';

/** What has to stand near: alone they could be anything. Words of placeholders and of resource names tell nothing. */
const evidence = /(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])|\[secret:aws-access-key\]|(?<![A-Za-z:])(?:aws|AWS|Aws)(?![A-Za-z])|(?<![[-])(?:[sS]ecret|SECRET)/g;
const near = 60;
const longestRun = 40;
/** As far as an escape reaches. */
const before = 6;
/** Forty characters of base64 that nothing else belongs to. */
const run = /(?:(?<![A-Za-z0-9/+])|(?<=\\[nrtbf])|(?<=\\u[0-9a-fA-F]{4}))[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
const fewestChanges = 13;

/** Secret keys of AWS, which have no prefix: `wJalrXUtnFEMI/K7MDENG/…` beside its access key, or where somebody says what it is. */
export const awsSecretKeys: Detector = {
  id: 'aws-secret-key', kind: 'secret',
  hints: [{ pattern: 'A[KS]IA[A-Z0-9]{4}' }, { pattern: '(?<![A-Za-z])(?:aws|AWS|Aws)(?![A-Za-z])' }, { pattern: '[sS]ecret|SECRET' }],
  *find(text): Generator<Match> {
    let from = 0;
    evidence.lastIndex = 0;
    for (let word = evidence.exec(text); word !== null; word = evidence.exec(text)) {
      const resume = evidence.lastIndex;
      const first = Math.max(from, word.index - near - longestRun);
      // With what tells whether a run begins and ends there.
      const around = text.slice(Math.max(0, first - before), resume + near + longestRun + 1);
      for (const { index, 0: value } of around.matchAll(run)) {
        const start = Math.max(0, first - before) + index;
        const end = start + longestRun;
        if (start < first || end > resume + near + longestRun) continue;
        // What the run itself spells is chance.
        if ((end <= word.index || start >= resume) && isRandom(value)) {
          yield { start, end };
          from = end;
        }
      }
      evidence.lastIndex = resume;
    }
  },
};

/** Capitals, small letters and digits in turns; words joined by slashes or capitals turn seldom, and a hash has no capitals. */
function isRandom(value: string): boolean {
  const kinds = Array.from(value, (character) => (/[a-z]/.test(character) ? 'a' : /[A-Z]/.test(character) ? 'A' : /[0-9]/.test(character) ? '0' : '/'));
  return ['a', 'A', '0'].every((kind) => kinds.some((each) => each === kind)) && kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length >= fewestChanges;
}
