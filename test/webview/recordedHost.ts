import type { Page } from 'playwright-core';
import type { Insights, PromptChanges } from '../../src/core/model/insights.ts';
import type { Label, LabelChange } from '../../src/core/model/label.ts';
import type { StepDetail, TrajectorySkeleton } from '../../src/core/model/trajectory.ts';
import { packSteps } from '../../src/core/trajectory/packedSteps.ts';
import { connect, RemoteError, serve } from '../../src/protocol/rpc.ts';
import type { Client, Handlers } from '../../src/protocol/rpc.ts';
import { trajectoryPageParsers } from '../../src/protocol/trajectoryPage.ts';
import type { FindReport } from '../../src/protocol/readerApi.ts';
import type { FindInPage, TrajectoryPageApi, TrajectoryPageEvents, TrajectoryView } from '../../src/protocol/trajectoryPage.ts';
import { pagePort } from './pagePort.ts';

/** Stands for the editor: answers over the real protocol from what was recorded, and remembers what it was asked. */

export type Recorded = { readonly view: Omit<TrajectoryView, 'skeleton'> & { readonly skeleton: TrajectorySkeleton }; step(n: number): StepDetail; readonly insights?: Insights; readonly promptChanges?: (n: number) => PromptChanges; readonly find?: (query: FindInPage) => FindReport };
export const noInsights: Insights = { signals: [], repeats: [], waits: [], calls: [], tools: null, said: [], documents: [], context: [], windowsFrom: null, cut: [] };
export type Call = { readonly method: keyof TrajectoryPageApi; readonly args: unknown };
export type RecordedHost = {
  readonly calls: Call[];
  readonly events: Client<TrajectoryPageEvents>;
  /** What was asked of one method, oldest first. */
  asked(method: keyof TrajectoryPageApi): unknown[];
  /** Replaces answers from now on: to fail, to be slow. */
  answers: Partial<Handlers<TrajectoryPageApi>>;
};

const noLabel: Label = { by: 'jonas', at: '2026-02-04T08:30:00.000Z', verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', status: null };

export function changed(label: Label | null, change: LabelChange): Label {
  const { firstWrongStep, lastGoodStep, ...fields } = change;
  const anchor = (step: number | null | undefined, now: Label['firstWrong']) => (step === undefined ? now : step === null ? null : { step, span: null });
  const before = label ?? noLabel;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...before, ...given, firstWrong: anchor(firstWrongStep, before.firstWrong), lastGood: anchor(lastGoodStep, before.lastGood) };
}

/** As the host sends it. */
export function packed(view: Recorded['view']): TrajectoryView {
  const { steps, ...rest } = view.skeleton;
  return { ...view, skeleton: { ...rest, packed: packSteps(steps) } };
}

/** Call before the page is opened. */
export async function recordHost(page: Page, recorded: Recorded): Promise<RecordedHost> {
  const calls: Call[] = [];
  const history: (Label | null)[] = [];
  let label = recorded.view.skeleton.summary.label;
  const { port, attach } = pagePort(page);
  const usual: Handlers<TrajectoryPageApi> = {
    open() {
      const view = packed(recorded.view);
      return { ...view, skeleton: { ...view.skeleton, summary: { ...view.skeleton.summary, label } } };
    },
    step: ({ n }) => recorded.step(n),
    insights: () => recorded.insights ?? noInsights,
    promptChanges: ({ n }) => recorded.promptChanges?.(n) ?? ({ n, before: null, messages: [], tools: { added: [], removed: [], changed: [] }, settings: [] }),
    find: (query) => recorded.find?.(query) ?? { hits: [], steps: 0, more: 0 },
    label(change) {
      history.push(label);
      return (label = changed(label, change));
    },
    undo() {
      const before = history.pop();
      if (before === undefined) return null;
      label = before;
      return { undone: 'first wrong step', label };
    },
    makeCase: () => ({ sentence: 'Catches the failure: expectedTool fails on the recorded trace.' }),
    copy: () => null,
    revealSource: () => null,
    copyOriginal: () => null,
    openCase: () => null,
    openText: () => null,
    openMedia: () => null,
    copyLink: () => null,
    copyMarkdown: () => null,
    neighbours: () => null,
    openTrace: () => null,
    compare: () => null,
    openLink: () => null,
    remember: () => null,
    choose: () => null,
    copyText: () => null,
  };
  const host: RecordedHost = {
    calls, answers: {}, events: connect<TrajectoryPageEvents>(port, 'pageEvents').client,
    asked: (method) => calls.filter((call) => call.method === method).map((call) => call.args),
  };
  const handlers = Object.fromEntries(
    (Object.keys(usual) as (keyof TrajectoryPageApi)[]).map((method) => [
      method,
      (args: never, context: never) => {
        calls.push({ method, args });
        return (host.answers[method] ?? usual[method])(args, context);
      },
    ]),
  ) as unknown as Handlers<TrajectoryPageApi>;
  serve<TrajectoryPageApi>(port, 'page', handlers, trajectoryPageParsers, (error) => (error instanceof RemoteError ? { code: error.code, message: error.message, hint: error.hint } : { code: 'internal', message: String(error) }));

  await attach();
  return host;
}
