import { effect, signal } from '@preact/signals';
import type { FailureClass } from '../../src/core/model/failureClass.ts';
import type { Label, LabelChange, Verdict } from '../../src/core/model/label.ts';
import type { OthersSaid } from '../../src/core/model/queue.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { TrajectoryPageApi } from '../../src/protocol/trajectoryPage.ts';
import type { Failure } from '../shared/failure.ts';
import { plural } from '../../src/core/display/numbers.ts';
import { outOfOrder } from '../../src/core/display/stepOrder.ts';
import { journalName } from '../../src/core/display/journalName.ts';
import { failureOf, isCancelled } from '../shared/failure.ts';
import { changeOf, createDraft, fieldsOf } from './draft.ts';
import type { Fields } from './draft.ts';
import { createPressQueue } from './pressQueue.ts';

/** A person's judgement on the open trace. Every change is written when it is made, in the order of the presses; one request is undone as one. */
export type Labelling = ReturnType<typeof createLabelling>;

export type SaveNotice =
  | { readonly kind: 'saved' | 'replaced' | 'info' | 'cancelled'; readonly text: string }
  /** `dropped`: how many presses waited for this one and were not written either. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly dropped: number };

/** What to write and what to say then, as the label stands when its turn has come; or why it is not done. Null: nothing, and that was said. */
type Press = (label: Label | null) => { readonly change: LabelChange; readonly said?: string } | { readonly refused: string } | null;

const passingMs = 4000;

/** What has nobody to be read by later goes away by itself. */
export function isPassing(notice: SaveNotice | null): boolean {
  return notice?.kind === 'info' || notice?.kind === 'cancelled';
}

export function droppedWords(dropped: number): string {
  return dropped === 0 ? '' : `The ${dropped === 1 ? 'press' : `${dropped} presses`} after it ${dropped === 1 ? 'was' : 'were'} not saved either.`;
}

export function labelFile(by: string): string {
  return `casebook/labels/${journalName(by)}`;
}

export const nobodyElse: OthersSaid = { seen: [], hidden: 0 };

export function createLabelling(api: Pick<Client<TrajectoryPageApi>, 'label' | 'undo'>, say: (text: string) => void) {
  const label = signal<Label | null>(null);
  /** What others say of it. */
  const others = signal<OthersSaid>(nobodyElse);
  const classes = signal<readonly FailureClass[]>([]);
  const reviewer = signal<string | null>(null);
  const queue = createPressQueue();
  const notice = signal<SaveNotice | null>(null);
  const formOpen = signal(false);
  /** Of a field that is asked for the number counts up: it takes the focus then. */
  const fieldsAsked = { note: signal(0), owner: signal(0) } as const;

  const draft = createDraft(label);

  effect(() => {
    const now = notice.value;
    if (!isPassing(now)) return undefined;
    const timer = setTimeout(() => (notice.value = null), passingMs);
    return () => clearTimeout(timer);
  });

  function tell(now: SaveNotice): void {
    notice.value = now;
    say(now.kind === 'failed' ? ['Not saved:', now.failure.message, droppedWords(now.dropped)].filter(Boolean).join(' ') : now.text);
  }

  function writing(work: () => Promise<SaveNotice>): Promise<boolean> {
    let failed: unknown;
    return queue.add(
      async () => {
        try {
          tell(await work());
          return true;
        } catch (error) {
          failed = error;
          return false;
        }
      },
      // Who was asked for a name and gave none has changed their mind: nothing failed.
      (dropped) => tell(isCancelled(failed) ? { kind: 'cancelled', text: 'Nothing saved' } : { kind: 'failed', failure: failureOf(failed), dropped }),
    );
  }

  function write(press: Press): Promise<boolean> {
    return writing(async () => {
      const pressed = press(label.value);
      if (!pressed) return { kind: 'info', text: 'Nothing to save' };
      if ('refused' in pressed) return { kind: 'info', text: pressed.refused };
      const { replaced = 0, ...next } = await api.label(pressed.change);
      label.value = next;
      reviewer.value = next.by;
      if (replaced > 0) return { kind: 'replaced', text: `Saved, ${plural(replaced, 'likely secret')} replaced` };
      return { kind: 'saved', text: [pressed.said, `Saved in ${labelFile(next.by)}`].filter(Boolean).join('. ') };
    });
  }

  return {
    label, others, classes, reviewer, notice, formOpen, fieldsAsked, draft,
    /** A press is being written; others may wait. */
    saving: queue.busy,
    /** When all presses so far are written: whether they were. */
    settled: queue.settled,
    verdict(value: Verdict): Promise<boolean> {
      const words = { pass: 'Pass', fail: 'Fail', defer: 'Deferred' } as const;
      return write((now) => now?.verdict === value ? { change: { verdict: null }, said: 'Verdict taken back' } : { change: { verdict: value }, said: words[value] });
    },
    /** A failure class belongs to a failed run: it sets the verdict with it when there is none. */
    failureClass(chosen: FailureClass): Promise<boolean> {
      const name = chosen.name ?? chosen.id;
      return write((now) => {
        if (now?.class?.class === chosen.id) return { change: { class: null }, said: `${name} taken back` };
        const first = (now?.verdict ?? null) === null;
        return { change: { class: { class: chosen.id }, ...(first ? { verdict: 'fail' as const } : {}) }, said: first ? `Fail, ${name}` : name };
      });
    },
    firstWrong(step: number): Promise<boolean> {
      return write((now) => {
        if (now?.firstWrong?.step === step) return { change: { firstWrongStep: null }, said: 'First wrong step taken back' };
        const why = outOfOrder('firstWrong', { lastGood: now?.lastGood?.step, firstWrong: step });
        return why === null ? { change: { firstWrongStep: step }, said: `First wrong step ${step}` } : { refused: `Not marked: ${why}` };
      });
    },
    lastGood(step: number): Promise<boolean> {
      return write((now) => {
        if (now?.lastGood?.step === step) return { change: { lastGoodStep: null }, said: 'Last good step taken back' };
        const why = outOfOrder('lastGood', { lastGood: step, firstWrong: now?.firstWrong?.step });
        return why === null ? { change: { lastGoodStep: step }, said: `Last good step ${step}` } : { refused: `Not marked: ${why}` };
      });
    },
    /** Fields that are chosen, not typed. */
    set(change: LabelChange, said: string): Promise<boolean> {
      return write(() => ({ change, said }));
    },
    /** Words of the answer, as it was recorded. */
    wrongWords(words: string): Promise<boolean> {
      return write((now) => now?.wrongWords === words ? { change: { wrongWords: '' }, said: 'Wrong words taken back' } : { change: { wrongWords: words }, said: 'Wrong words marked' });
    },
    /** All typed fields in one request, or the one that was left, as it was then: others may be half typed. What was typed stays when it could not be written. */
    async saveFields(left?: keyof Fields): Promise<void> {
      const then = draft.fields.peek();
      let written: Partial<Fields> = {};
      const done = await write((now) => {
        written = left === undefined ? draft.fields.value : { [left]: then[left] };
        const change = changeOf(now, { ...fieldsOf(now), ...written });
        return change && { change };
      });
      if (done) draft.keep(written);
    },
    undo(): Promise<boolean> {
      return writing(async () => {
        const report = await api.undo({});
        if (!report) return { kind: 'info', text: 'Nothing of yours to take back on this trace' };
        label.value = report.label;
        draft.saved.value = false;
        return { kind: 'info', text: `Taken back: ${report.undone}` };
      });
    },
    openField(field: keyof typeof fieldsAsked): void {
      formOpen.value = true;
      fieldsAsked[field].value++;
    },
  };
}
