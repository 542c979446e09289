import type { Insights, PromptChanges } from '../../src/core/model/insights.ts';
import type { Label, LabelChange } from '../../src/core/model/label.ts';
import type { StepDetail, TrajectorySkeleton } from '../../src/core/model/trajectory.ts';
import { packSteps } from '../../src/core/trajectory/packedSteps.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import type { FindReport } from '../../src/protocol/readerApi.ts';
import type { FindInPage, TrajectoryPageApi, TrajectoryPageEvents, TrajectoryView } from '../../src/protocol/trajectoryPage.ts';
import type { PageHost } from './pageSuite.ts';

/** What an editor answers that has nothing but what was recorded. */

export type Recorded = { readonly view: Omit<TrajectoryView, 'skeleton'> & { readonly skeleton: TrajectorySkeleton }; step(n: number): StepDetail; readonly insights?: Insights; readonly promptChanges?: (n: number) => PromptChanges; readonly find?: (query: FindInPage) => FindReport };
export const noInsights: Insights = { signals: [], signalsOff: [], repeats: [], waits: [], calls: [], tools: null, said: [], documents: [], context: [], windowsFrom: null, cut: [] };
export type RecordedHost = PageHost<TrajectoryPageApi, TrajectoryPageEvents>;

const noLabel: Label = { by: 'jonas', at: '2026-02-04T08:30:00.000Z', verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };

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

/** The answers of a host that has read nothing but what was recorded. */
export function recordedAnswers(recorded: Recorded): Handlers<TrajectoryPageApi> {
  const history: (Label | null)[] = [];
  let { label } = recorded.view.skeleton.summary;
  return {
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
}
