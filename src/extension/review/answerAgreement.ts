import type { AgreementPageApi } from '../../protocol/agreementPage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Services } from '../services/services.ts';

export function answerAgreement({ engines, reviewer, changes }: Services, folder: string): Handlers<AgreementPageApi> {
  return {
    async readAgreement(_request, { signal }) {
      const { client } = engines.of(folder);
      const [agreement, classes, { former }] = await Promise.all([client.agreement({}, { signal }), client.failureClasses({}, { signal }), client.taxonomy({}, { signal })]);
      return { agreement, classes: classes.map(({ id, name }) => ({ id, name: name ?? id })), former: former.map(({ id, name }) => ({ id, name })) };
    },
    async decide(decision) {
      const { client } = engines.writable(folder, 'Labels are');
      const by = await reviewer.ensure();
      if (!by) return null;
      const done = await client.adjudicate({ ...decision, by });
      changes.label.fire({ folder, trace: decision.trace, label: null });
      return done;
    },
    async undoDecision({ trace, redo }) {
      const { client } = engines.writable(folder, 'Labels are');
      const by = reviewer.current();
      if (!by) return null;
      const report = await (redo ? client.redoLabel({ by, trace }) : client.undoLabel({ by, trace }));
      if (report) changes.label.fire({ folder, trace: report.trace, label: report.label });
      return report && { by, undone: report.undone };
    },
  };
}
