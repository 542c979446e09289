import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { replaySentence } from '../../core/display/replaySentence.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { ReplayedTrace } from '../../core/model/replayed.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import { UserError } from '../../core/support/errors.ts';
import type { ReplayReport, ReplayRequest } from '../../protocol/replayApi.ts';
import { agreedReplay } from '../cases/agreedRequest.ts';
import { mayRun } from '../cases/trust.ts';
import { openComparison } from '../compare/openComparison.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { FolderEngine } from '../services/engines.ts';
import { plainItem } from '../services/plainItem.ts';
import { withProgress } from '../services/progress.ts';
import { chooseOne, type Answer, type Option } from '../services/questions.ts';
import type { Services } from '../services/services.ts';

const title = 'Replay Recent Traces';
const sizes = [20, 50, 200] as const;

type Size = Pick<ReplayRequest, 'limit' | 'sample'>;

/** Queries of recent traces through the agent as it is now; what changed opens beside what was recorded. */
export function replayTraces(services: Services): vscode.Disposable {
  const { commands, engines, notify } = services;

  async function targetsOf({ client }: FolderEngine): Promise<readonly Option<string>[]> {
    const { targets, defaultTarget } = await client.targets({});
    const agents = targets.filter(({ type }) => type !== 'replay');
    if (agents.length === 0) throw new UserError('no-target', 'There is no agent to ask.', 'Add a command or http target to casebook/config.yaml.');
    return agents.map(({ name, type }) => ({ label: name, description: name === defaultTarget ? `${type}, the default` : type, value: name }))
      .toSorted((a, b) => Number(b.value === defaultTarget) - Number(a.value === defaultTarget));
  }

  function sizesOf(total: number): readonly Option<Size>[] {
    const some = sizes.filter((size) => size < total);
    return [
      ...some.slice(0, 1).map((size) => ({ label: `The newest ${formatCount(size)}`, value: { limit: size } })),
      ...some.slice(1).map((size) => ({ label: `${formatCount(size)} drawn at random`, description: `of ${plural(total, 'trace')}`, value: { sample: size } })),
      { label: total === 1 ? 'The one trace' : `All ${plural(total, 'trace')}`, value: { limit: total } },
    ];
  }

  /** Which agent, then how many; a step back is possible. Undefined when it was put away. */
  async function ask(engine: FolderEngine, total: number): Promise<(Size & { readonly target: string }) | undefined> {
    const targets = await targetsOf(engine);
    for (;;) {
      const target: Answer<string> = await chooseOne({ title, step: 1, steps: 2 }, 'Ask which agent?', targets, () => false);
      if (target.kind !== 'chosen') return undefined;
      const size = await chooseOne({ title, step: 2, steps: 2 }, `How many? Each is one question to ${target.value}.`, sizesOf(total), () => false);
      if (size.kind === 'away') return undefined;
      if (size.kind === 'chosen') return { target: target.value, ...size.value };
    }
  }

  async function replay(): Promise<void> {
    const engine = await chooseFolder(engines, 'The traces of which folder?');
    if (!engine) return;
    const { total } = await engine.client.listTraces({ limit: 1 });
    if (total === 0) throw new UserError('not-imported', 'There are no traces to replay yet.', 'Import an export of your agent\'s runs first.');
    const request = await ask(engine, total);
    if (!request || !(await mayRun(engine, request.target, notify))) return;
    await agreedReplay(engine, request);
    const report = await withProgress(`Replaying traces against ${request.target}`, (signal, show) => engine.client.replayTraces(request, {
      signal, onProgress: ({ done, traces, changed }) => show(`${formatCount(done)} of ${formatCount(traces)}, ${formatCount(changed)} changed`, done / traces),
    }));
    if (report.notKept !== undefined) void notify.warn(report.notKept);
    void tell(engine, report);
  }

  async function tell(engine: FolderEngine, report: ReplayReport): Promise<void> {
    const { changed, error } = report.summary.counts;
    const sentence = replaySentence(report);
    if (changed + error === 0) return void notify.info(sentence);
    if (await notify.warn(sentence, changed > 0 ? 'Show Changed' : 'Show Reasons')) showChanged(engine, report);
  }

  /** The list stays while one after the other is looked at. */
  function showChanged({ folder }: FolderEngine, report: ReplayReport): void {
    const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly trace: ReplayedTrace }>();
    const shown = report.traces.filter(({ outcome }) => outcome !== 'same').toSorted((a, b) => Number(b.outcome === 'changed') - Number(a.outcome === 'changed'));
    picker.title = inertText(replaySentence(report));
    picker.placeholder = 'Enter lays what was recorded beside what the agent does now';
    picker.matchOnDetail = true;
    picker.ignoreFocusOut = true;
    picker.items = shown.map((trace) => plainItem({
      label: oneLine(trace.query ?? 'no query recorded', 80), detail: oneLine(trace.reason ?? '', 200), trace,
    }, trace.outcome === 'changed' ? 'diff' : trace.outcome === 'error' ? 'warning' : 'circle-slash'));
    picker.onDidAccept(() => {
      const [chosen] = picker.activeItems;
      // What broke gave nothing to lay beside the recording.
      if (!chosen) return;
      const { traceId, query, outcome } = chosen.trace;
      if (outcome !== 'changed') void commands.run('casebook.openTrajectory', { folder, trace: traceId });
      else void openComparison({ folder, a: { trace: traceId }, b: { replay: report.runId, of: traceId } }, `${oneLine(query ?? traceId, 40)}: recorded ↔ now`, { keepFocus: true }).catch((error: unknown) => notify.error(error));
    });
    picker.onDidHide(() => picker.dispose());
    picker.show();
  }

  async function showLast(): Promise<void> {
    const engine = await chooseFolder(engines, 'The replay of which folder?');
    if (!engine) return;
    const report = await engine.client.lastReplay({});
    if (!report) return void ((await notify.info('Nothing has been replayed here yet.', 'Replay Recent Traces…')) && (await commands.run('casebook.replayTraces')));
    if (report.traces.every(({ outcome }) => outcome === 'same')) return void notify.info(replaySentence(report));
    showChanged(engine, report);
  }

  const owned = new DisposableStore();
  owned.add(commands.register('casebook.replayTraces', replay));
  owned.add(commands.register('casebook.showReplay', showLast));
  return owned;
}
