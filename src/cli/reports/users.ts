import { userPagesHtml } from '../../core/review/userPagesHtml.ts';
import { userSections } from '../../core/review/userSections.ts';
import { UserError } from '../../core/support/errors.ts';
import { reviewerFrom } from '../../core/support/reviewerName.ts';
import type { Report } from './report.ts';

export const usersReport: Report = {
  name: 'users',
  title: 'What became of what users said',
  async read(engine, cli) {
    const { warnings, ...result } = await engine.users({}, cli.calling());
    const taken = new Set<string>();
    const named = () => {
      if (result.users.length > 0) return result.users;
      throw new UserError('no-users', 'There is no page to write: no trace says who asked, and casebook/release.yaml names no users.', 'List the users of a phase in casebook/release.yaml, or say in casebook/config.yaml (facts.user) where traces name them.');
    };
    return {
      result, sections: userSections(result), levels: [], warnings,
      pages: {
        one: () => userPagesHtml(named(), result),
        each: () => named().map((page) => ({ name: `${unusedName(reviewerFrom(page.user).toLowerCase() || 'user', taken)}.html`, html: userPagesHtml([page], result) })),
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
