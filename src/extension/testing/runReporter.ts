import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';
import { printable } from '../../core/display/terminal.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { CaseRow } from '../../core/model/caseRow.ts';
import type { CaseResult, Outcome } from '../../core/model/result.ts';
import type { LiveRun } from '../cases/caseRuns.ts';
import { millisecondsOf, reasonNotMeasured, testMessages, trialsOf, variantsAsked, worstOf, type TestSaid } from '../display/testMessages.ts';
import { testOutput } from '../display/testOutput.ts';
import { sentenceOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import type { CaseTests } from './caseTests.ts';

/** As many cases say that they could not be run at all. */
const mostTold = 500;

type Needs = { readonly tests: CaseTests; readonly controller: vscode.TestController } & Pick<Services, 'language' | 'log'>;

/** Results stay listed when the run is over: "Running all cases" is "All cases" there. */
const nameOf = (title: string): string => inertText(title.replace(/^Running all cases\b/, 'All cases').replace(/^Running /, ''));

/** Shows a run in the Test Explorer while it goes on, whoever began it. */
export async function reportRun(live: LiveRun, needs: Needs): Promise<void> {
  const { engine, request, shown } = live;
  const early: Parameters<Parameters<LiveRun['onProgress']>[0]>[0][] = [];
  const gather = live.onProgress((at) => early.push(at));
  await needs.tests.show();
  gather.dispose();
  // With nothing said to run, VS Code takes it for a run of everything.
  const include = request.cases.length === 0 ? undefined : itemsOf(needs.tests, live);
  const run = needs.controller.createTestRun(shown.asked ?? new vscode.TestRunRequest(include), nameOf(shown.title));
  const reporter = new RunReporter(live, run, needs);
  const cancelling = run.token.onCancellationRequested(() => live.cancel());
  let told = Promise.resolve();
  // One after another, so that what is said of a case with several targets stays in order.
  const tell = (result: CaseResult): void => {
    told = told.then(() => reporter.tell(result)).catch((error: unknown) => needs.log.warn(`A result is not in the Test Explorer: ${String(error)}`));
  };
  const follow = ({ running, result }: (typeof early)[number]): void => {
    reporter.started(running);
    if (result) tell(result);
  };
  reporter.expect(include);
  early.forEach(follow);
  const following = live.onProgress(follow);
  try {
    await live.ended;
  } catch (error) {
    reporter.broke(sentenceOf(error) ?? 'The run broke. The log has the details: Casebook: Show Log.');
  } finally {
    following.dispose();
    await told;
    reporter.keepKnown();
    cancelling.dispose();
    run.end();
  }

  function itemsOf(tests: CaseTests, { request: { cases } }: LiveRun): vscode.TestItem[] {
    const ids = new Set(cases);
    return tests.rowsIn(engine.folder).filter(({ id }) => ids.has(id)).flatMap(({ file, id }) => tests.itemOf(engine.folder, file, id) ?? []);
  }
}

class RunReporter {
  readonly #live: LiveRun;
  readonly #run: vscode.TestRun;
  readonly #needs: Needs;
  readonly #rows: ReadonlyMap<string, readonly CaseRow[]>;
  readonly #started = new Set<string>();
  #waiting: readonly vscode.TestItem[] = [];
  /** What was said of an item so far: a case may be run against several targets. */
  readonly #said = new Map<vscode.TestItem, Outcome>();

  constructor(live: LiveRun, run: vscode.TestRun, needs: Needs) {
    this.#live = live;
    this.#run = run;
    this.#needs = needs;
    this.#rows = Map.groupBy(needs.tests.rowsIn(live.engine.folder), ({ id }) => id);
  }

  /** They are not shown as waiting: VS Code takes one that waited and was not run for skipped, and forgets that it fails. */
  expect(items: readonly vscode.TestItem[] | undefined): void {
    this.#waiting = (items ?? (this.#rows.size > mostTold ? [] : [...this.#rows.keys()].flatMap((id) => this.#itemsOf(id)))).slice(0, mostTold);
  }

  started(ids: readonly string[]): void {
    for (const id of ids) {
      if (this.#started.has(id)) continue;
      this.#started.add(id);
      for (const item of this.#itemsOf(id)) this.#run.started(item);
    }
  }

  /** Nothing was run, and this is why. */
  broke(sentence: string): void {
    this.#run.appendOutput(`${printable(sentence)}\r\n`);
    for (const item of this.#waiting) if (!this.#said.has(item)) this.#run.errored(item, new vscode.TestMessage(sentence));
  }

  /** What was begun and not ended, as the run was, has no outcome of it: what was known before stays. */
  keepKnown(): void {
    for (const id of this.#started) {
      const last = this.#rows.get(id)?.[0]?.last;
      for (const item of last ? this.#itemsOf(id) : []) {
        if (this.#said.has(item) || !last) continue;
        if (last.outcome === 'pass') this.#run.passed(item);
        else if (last.outcome === 'fail') this.#run.failed(item, new vscode.TestMessage(visibleText(last.sentence)));
        else if (last.outcome === 'error') this.#run.errored(item, new vscode.TestMessage(visibleText(last.sentence)));
      }
    }
  }

  #itemsOf(id: string): readonly vscode.TestItem[] {
    return (this.#rows.get(id) ?? []).flatMap(({ file }) => this.#needs.tests.itemOf(this.#live.engine.folder, file, id) ?? []);
  }

  async tell(result: CaseResult): Promise<void> {
    const item = this.#needs.tests.itemOf(this.#live.engine.folder, result.file, result.caseId);
    if (!item) return;
    // Without a place: with one, VS Code writes it all behind the line of the case.
    this.#run.appendOutput(testOutput(result), undefined, item);
    await this.#tellOf(item, result, null, result.outcome);
    for (const id of variantsAsked(result)) {
      const variant = this.#needs.tests.variantOf(item, id);
      const outcome = worstOf(trialsOf(result, id).map((trial) => trial.outcome));
      if (variant && outcome) await this.#tellOf(variant, result, id, outcome);
    }
  }

  async #tellOf(item: vscode.TestItem, result: CaseResult, variantId: string | null, outcome: Outcome): Promise<void> {
    const trials = trialsOf(result, variantId);
    const duration = millisecondsOf(trials);
    const before = this.#said.get(item);
    const all = worstOf(before === undefined ? [outcome] : [before, outcome]) ?? outcome;
    this.#said.set(item, all);
    const messages = outcome === 'fail' || outcome === 'error' ? await this.#messages(item, result, testMessages(result, variantId)) : [];
    if (all === 'pass') this.#run.passed(item, duration);
    else if (all === 'fail') this.#run.failed(item, messages, duration);
    else if (all === 'error') this.#run.errored(item, messages, duration);
    else {
      this.#run.appendOutput(`${printable(`${item.label}, n/a: ${reasonNotMeasured(trials)}`)}\r\n`, undefined, item);
      this.#run.skipped(item);
    }
  }

  async #messages(item: vscode.TestItem, { caseId, outcome, trials }: CaseResult, said: readonly TestSaid[]): Promise<vscode.TestMessage[]> {
    if (said.length === 0) return [new vscode.TestMessage(outcome === 'pass' || trials.length === 0 ? 'It did not pass' : `${trials.filter((trial) => trial.outcome === 'pass').length} of ${trials.length} trials pass`)];
    const { uri } = item;
    const ranges = uri ? await this.#needs.language.rangesOf(uri, caseId, said.map(({ path }) => path)) : [];
    return said.map(({ message, expected, actual }, at) => {
      const shown = expected === undefined || actual === undefined ? new vscode.TestMessage(message) : vscode.TestMessage.diff(message, expected, actual);
      const range = ranges[at];
      const whole = range ? new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character) : item.range;
      if (uri && whole) shown.location = new vscode.Location(uri, whole);
      return shown;
    });
  }
}
