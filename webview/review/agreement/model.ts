import { signal } from '@preact/signals';
import type { Disagreement } from '../../../src/core/model/agreement.ts';
import type { ClassValue } from '../../../src/core/model/label.ts';
import type { AgreementView } from '../../../src/protocol/agreementPage.ts';
import type { Failure } from '../../shared/failure.ts';
import { failureOf } from '../../shared/failure.ts';
import type { ReviewPageModel } from '../model.ts';

export type AgreementModel = ReturnType<typeof createAgreement>;

type Decided = { readonly trace: string; readonly title: string; /** "fail, Answer" */ readonly words: string };

export function createAgreement(page: ReviewPageModel) {
  const view = signal<AgreementView | null>(null);
  const failure = signal<Failure | null>(null);
  const list = signal<'open' | 'decided'>('open');
  /** The disagreement that keys are about. */
  const focused = signal<string | null>(null);
  /** A class is being chosen for the focused one. */
  const choosing = signal(false);
  const saving = signal(false);
  const done = signal<string | null>(null);
  /** What was decided here, the last one at the end; and what was taken back. */
  let [decided, undone]: [readonly Decided[], readonly Decided[]] = [[], []];
  let asked = 0;

  const rows = (): readonly Disagreement[] => view.value?.agreement[list.value] ?? [];
  const at = (): Disagreement | undefined => rows().find(({ trace }) => trace === focused.peek());

  async function load(): Promise<void> {
    const mine = ++asked;
    try {
      const read = await page.api.readAgreement({});
      if (mine !== asked) return;
      // Where the focused one is gone, the one that took its place.
      const before = rows().findIndex(({ trace }) => trace === focused.peek());
      view.value = read;
      failure.value = null;
      if (!at()) focus(rows()[Math.min(Math.max(0, before), rows().length - 1)]?.trace ?? null);
    } catch (error) {
      if (mine === asked) failure.value = failureOf(error);
    }
  }

  function focus(trace: string | null): void {
    if (focused.peek() !== trace) choosing.value = false;
    focused.value = trace;
  }

  /** @param work what it did, a sentence; null: nothing */
  async function perform(work: () => Promise<string | null>): Promise<boolean> {
    if (saving.peek()) return false;
    saving.value = true;
    try {
      const words = await work();
      page.notice.value = null;
      if (words === null) return false;
      done.value = words;
      page.say(words);
      choosing.value = false;
      await load();
      return true;
    } catch (error) {
      page.notice.value = failureOf(error);
      return false;
    } finally {
      saving.value = false;
    }
  }

  const nameOf = (id: string): string => [...(view.value?.classes ?? []), ...(view.value?.former ?? [])].find((each) => each.id === id)?.name ?? id;

  const model = {
    page, view, failure, list, focused, choosing, saving, done, focus, rows, nameOf,
    refresh: () => load(),
    show(which: 'open' | 'decided'): void {
      list.value = which;
      focus(rows()[0]?.trace ?? null);
    },
    step(by: 1 | -1): void {
      const now = rows().findIndex(({ trace }) => trace === focused.peek());
      focus(rows()[Math.min(Math.max(0, now + by), rows().length - 1)]?.trace ?? null);
    },
    async decide(verdict: 'pass' | 'fail', value?: ClassValue | null, about = at()): Promise<void> {
      if (!about) return;
      const { trace, title } = about;
      const words = `${verdict}${value ? `, ${nameOf(value.class)}` : ''}`;
      const decide = async () => {
        const report = await page.api.decide({ trace, verdict, ...(value === undefined ? {} : { class: value }) });
        return report && `${report.said}, on “${title}”`;
      };
      if (await perform(decide)) [decided, undone] = [[...decided, { trace, title, words }], []];
    },
    /** With what one of them said; whoever deferred said nothing to side with. */
    async sideWith(n: number, about = at()): Promise<void> {
      const said = about?.said[n];
      if (said?.verdict === 'pass' || said?.verdict === 'fail') await model.decide(said.verdict, said.verdict === 'fail' ? said.class : undefined, about);
    },
    chooseClass(): void {
      if (at()) choosing.value = true;
    },
    async undo(redo: boolean): Promise<void> {
      const last = (redo ? undone : decided).at(-1);
      if (last === undefined) return page.say(redo ? 'Nothing to do again' : 'Nothing was decided here yet');
      const { trace, title, words } = last;
      const turn = async () => {
        const report = await page.api.undoDecision({ trace, redo });
        return report && `${redo ? 'Done again' : 'Taken back'}: ${report.undone === 'adjudication' ? `decision of ${report.by} (${words})` : `${report.undone} of ${report.by}`} on “${title}”`;
      };
      if (!(await perform(turn))) return;
      [decided, undone] = redo ? [[...decided, last], undone.slice(0, -1)] : [decided.slice(0, -1), [...undone, last]];
      focus(trace);
      if (!at()) focus(rows()[0]?.trace ?? null);
    },
    openFocused(): void {
      const about = at();
      if (about && !about.orphan) page.openTrace(about.trace, about.said.find(({ step }) => step)?.step?.n);
    },
  };
  return model;
}
