import { signal } from '@preact/signals';
import type { FailureClass } from '../../src/core/model/failureClass.ts';
import type { Label, LabelChange, Verdict } from '../../src/core/model/label.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import type { TrajectoryPageApi } from '../../src/protocol/trajectoryPage.ts';
import type { Failure } from '../shared/failure.ts';
import { plural } from '../../src/core/display/numbers.ts';
import { failureOf, isCancelled } from '../shared/failure.ts';
import { createDraft } from './draft.ts';

/** A person's judgement on the open trace. Every change is written when it is made; one request is undone as one. */
export type Labelling = ReturnType<typeof createLabelling>;

export type SaveNotice = { readonly kind: 'saved' | 'info' | 'cancelled'; readonly text: string } | { readonly kind: 'failed'; readonly failure: Failure };

export function labelFile(by: string): string {
  return `casebook/labels/${by}.jsonl`;
}

export function createLabelling(api: Pick<Client<TrajectoryPageApi>, 'label' | 'undo'>, say: (text: string) => void) {
  const label = signal<Label | null>(null);
  const classes = signal<readonly FailureClass[]>([]);
  const reviewer = signal<string | null>(null);
  const saving = signal(false);
  const notice = signal<SaveNotice | null>(null);
  const formOpen = signal(false);
  /** Counts up when the note is asked for: it takes the focus then. */
  const noteAsked = signal(0);

  const draft = createDraft(label);

  async function writing(work: () => Promise<SaveNotice>): Promise<boolean> {
    if (saving.value) return false;
    saving.value = true;
    try {
      notice.value = await work();
    } catch (error) {
      // Who was asked for a name and gave none has changed their mind: nothing failed.
      notice.value = isCancelled(error) ? { kind: 'cancelled', text: 'Nothing saved' } : { kind: 'failed', failure: failureOf(error) };
    } finally {
      saving.value = false;
    }
    const now = notice.value;
    say(now.kind === 'failed' ? `Not saved: ${now.failure.message}` : now.text);
    return now.kind === 'saved';
  }

  function write(change: LabelChange, said?: string): Promise<boolean> {
    return writing(async () => {
      const { replaced = 0, ...next } = await api.label(change);
      label.value = next;
      reviewer.value = next.by;
      if (replaced > 0) return { kind: 'info', text: `Saved, ${plural(replaced, 'likely secret')} replaced` };
      return { kind: 'saved', text: [said, `Saved in ${labelFile(next.by)}`].filter(Boolean).join('. ') };
    });
  }

  return {
    label, classes, reviewer, saving, notice, formOpen, noteAsked, draft,
    write,
    verdict(value: Verdict): Promise<boolean> {
      const words = { pass: 'Pass', fail: 'Fail', defer: 'Deferred' } as const;
      const takeBack = label.value?.verdict === value;
      return write({ verdict: takeBack ? null : value }, takeBack ? 'Verdict taken back' : words[value]);
    },
    /** A failure class belongs to a failed run: it sets the verdict with it when there is none. */
    failureClass(chosen: FailureClass): Promise<boolean> {
      const name = chosen.name ?? chosen.id;
      if (label.value?.class?.class === chosen.id) return write({ class: null }, `${name} taken back`);
      const verdict = label.value?.verdict ?? null;
      return write({ class: { class: chosen.id }, ...(verdict === null ? { verdict: 'fail' as const } : {}) }, verdict === null ? `Fail, ${name}` : name);
    },
    firstWrong(step: number): Promise<boolean> {
      if (label.value?.firstWrong?.step === step) return write({ firstWrongStep: null }, 'First wrong step taken back');
      return write({ firstWrongStep: step }, `First wrong step ${step}`);
    },
    /** All typed fields in one request; what was typed stays when it could not be written. */
    async saveFields(): Promise<void> {
      const change = draft.change.value;
      if (!change) {
        say('Nothing to save');
        return;
      }
      if (await write(change)) draft.keep();
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
    openNote(): void {
      formOpen.value = true;
      noteAsked.value++;
    },
  };
}
