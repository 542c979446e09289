import type { Completeness, LookedFor } from '../../src/core/doctor/completeness.ts';
import { lookedFor } from '../../src/core/doctor/completeness.ts';
import type { ImportedFile } from '../../src/protocol/importApi.ts';
import { reportPageParsers } from '../../src/protocol/reportPage.ts';
import type { ReportPageApi, ReportPageEvents, ReportView } from '../../src/protocol/reportPage.ts';
import { reportPage } from './pageServer.ts';
import { pageSuite } from './pageSuite.ts';
import type { OpenedPage, PageHost, PageOptions } from './pageSuite.ts';

type Host = PageHost<ReportPageApi, ReportPageEvents>;
type ReportHost = Host & { /** Read when the page asks for it. */ view: ReportView | null };

export function reportSuite(): { open(view: ReportView | null, options?: PageOptions<Host>): Promise<OpenedPage<ReportHost>> } {
  const openPage = pageSuite<ReportPageApi, ReportPageEvents>(reportPage, reportPageParsers);
  return {
    async open(view, options) {
      const shown = { view };
      const opened = await openPage({
        open: () => shown.view, advice: () => ({ advice: [] }), reveal: () => null, mapColumns: () => null, copyMarkdown: () => null, copy: () => null, showTraces: () => null, importMore: () => null,
      }, { until: 'h1', ...options });
      return { ...opened, host: Object.assign(shown, opened.host) };
    },
  };
}

/** Everything of so many traces, but for what is given. */
export function completenessOf(traces: number, shares: Partial<Record<LookedFor, readonly [have: number, of: number]>> = {}): Completeness {
  return Object.fromEntries((Object.keys(lookedFor) as LookedFor[]).map((field) => {
    const [have, of] = shares[field] ?? [traces, traces];
    return [field, { have, of }];
  })) as Completeness;
}

export function importedFile(changes: Partial<ImportedFile> = {}): ImportedFile {
  return {
    path: 'exports/week.jsonl', format: 'otlp', formatTitle: 'OpenTelemetry spans (OTLP/JSON)', why: 'resourceSpans on line 1', error: null, traces: 24, spans: 412, messages: 190, toolCalls: 61, new: 24, updated: 0, unchanged: 0,
    warnings: [], warningCount: 0, redactions: {}, cut: 0, completeness: completenessOf(24), ...changes,
  };
}

export function viewOf(files: readonly ImportedFile[], changes: Partial<ReportView> = {}): ReportView {
  const sum = (count: 'traces' | 'spans') => files.reduce((total, file) => total + file[count], 0);
  return {
    folder: '/srv/support-agent', at: '2026-02-03T09:12:00.000Z', report: { files, traces: sum('traces'), spans: sum('spans'), failing: 6, cancelled: false },
    sentence: `Imported ${sum('traces')} traces, 6 failing`, refusals: Object.fromEntries(files.flatMap(({ error }, number) => (error === null ? [] : [[number, error]]))), canMap: true, ...changes,
  };
}
