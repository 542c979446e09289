import type { Framework } from '../framework.ts';
import type { Seen } from '../seen.ts';

/** Names whose values read as a verdict, those that people gave before those of judges and programs. */
function verdicts({ scores }: Seen): readonly string[] {
  const rank = ({ source }: { readonly source: string }) => ['user', 'human', 'unknown', 'code', 'judge'].indexOf(source);
  return [...scores].filter(([, { isVerdict }]) => isVerdict).toSorted(([, a], [, b]) => rank(a) - rank(b)).map(([name]) => name);
}

const mostOthers = 6;

/** The export has scores that only have to be named. */
export const foundScores: Framework = {
  id: 'found-scores',
  title: 'Scores that the export has already',
  general: 'always',
  recognise: (seen) => (verdicts(seen).length > 0 ? 'scores' : undefined),
  settings: [],
  settingsFor(seen) {
    const [first, ...others] = verdicts(seen);
    if (first === undefined) return [];
    const also = others.length === 0 ? '' : ` So would ${others.slice(0, mostOthers).join(', ')}${others.length > mostOthers ? ` and ${others.length - mostOthers} more` : ''}: take the one that says what the user made of the answer.`;
    return [{
      adds: ['feedback'], set: `# casebook/config.yaml\nfacts:\n  feedback: [${JSON.stringify(`score:${first}`)}]`,
      words: `Maps score:${first} to feedback: 1, true or a word such as accepted counts as accepted, 0, false or rejected as rejected; what lies between is no verdict.${also} Then run casebook rebuild.`,
    }];
  },
};
