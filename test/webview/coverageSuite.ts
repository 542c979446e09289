import type { Coverage } from '../../src/core/model/coverage.ts';
import { coveragePageParsers } from '../../src/protocol/coveragePage.ts';
import type { CoveragePageApi, CoveragePageEvents } from '../../src/protocol/coveragePage.ts';
import { coveragePage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageHost, PageOptions } from './pageSuite.ts';

type Host = PageHost<CoveragePageApi, CoveragePageEvents>;
type CoverageHost = Host & { /** Read when the page asks for it. */ coverage: Coverage };

export function coverageSuite(): { open(coverage: Coverage, options?: PageOptions<Host>): Promise<OpenedPage<CoverageHost>> } {
  const openPage = pageSuite<CoveragePageApi, CoveragePageEvents>(coveragePage, coveragePageParsers);
  return {
    async open(coverage, options) {
      const shown = { coverage };
      const opened = await openPage({
        open: () => ({ folder: '/srv/support-agent', name: 'support-agent', coverage: shown.coverage }),
        openCase: () => null, openTrace: () => null, showTraces: () => null, showCases: () => null, copyMarkdown: () => null, importTraces: () => null, makeCase: () => null,
      }, { until: 'h1:not(.srOnly), .errorState, [role=alert]', ...options });
      return { ...opened, host: Object.assign(shown, opened.host) };
    },
  };
}
