import { userPagesHtml } from '../../core/review/userPagesHtml.ts';
import { userSections } from '../../core/review/userSections.ts';
import { reviewerFrom } from '../../core/support/reviewerName.ts';
import type { Report } from './report.ts';

export const usersReport: Report = {
  name: 'users',
  title: 'What became of what users said',
  async read(engine, cli) {
    const { warnings, ...result } = await engine.users({}, cli.calling());
    const taken = new Set<string>();
    return {
      result, sections: userSections(result), levels: [], warnings,
      pages: {
        one: () => userPagesHtml(result.users, result),
        each: () => result.users.map((page) => ({ name: `${unusedName(reviewerFrom(page.user).toLowerCase() || 'user', taken)}.html`, html: userPagesHtml([page], result) })),
      },
    };
  },
};

/** Two users whose names differ only in what no file name can hold have files of their own. */
function unusedName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
  taken.add(name);
  return name;
}
