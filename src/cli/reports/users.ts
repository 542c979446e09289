import { userPageNames } from '../../core/review/userPageNames.ts';
import { userPagesHtml } from '../../core/review/userPagesHtml.ts';
import { userSections } from '../../core/review/userSections.ts';
import { UserError } from '../../core/support/errors.ts';
import type { Report } from './report.ts';

export const usersReport: Report = {
  name: 'users',
  title: 'What became of what users said',
  async read(engine, cli) {
    const { warnings, ...result } = await engine.users({}, cli.calling());
    const named = () => {
      if (result.users.length > 0) return result.users;
      throw new UserError('no-users', 'There is no page to write: no trace says who asked, and casebook/release.yaml names no users.', 'List the users of a phase in casebook/release.yaml, or say in casebook/config.yaml (facts.user) where traces name them.');
    };
    return {
      result, sections: userSections(result), levels: [], warnings,
      pages: {
        one: () => userPagesHtml(named(), result),
        each: () => {
          const pages = named();
          const names = userPageNames(pages.map(({ user }) => user));
          return pages.map((page, n) => ({ name: names[n]!, html: userPagesHtml([page], result) }));
        },
      },
    };
  },
};
