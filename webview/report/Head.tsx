import { formatCount, plural } from '../../src/core/display/numbers.ts';
import { formatDate, formatFullDate } from '../../src/core/display/time.ts';
import { redactionsApart, timesOf } from '../../src/core/display/redactions.ts';
import type { ReportView } from '../../src/protocol/reportPage.ts';
import { IconButton } from '../shared/IconButton.tsx';
import { Tiles, type Tile } from '../shared/Tiles.tsx';
import type { ReportModel } from './model.ts';
import { nameAndFolder } from './order.ts';

type Count = 'messages' | 'toolCalls' | 'warningCount' | 'cut' | 'new' | 'updated' | 'unchanged';

export function Head(props: { model: ReportModel; view: ReportView }) {
  const { model, view } = props;
  const { report } = view;
  return (
    <header class="head reportHead">
      <div class="titleRow">
        <h1 class="title cut">Import report</h1>
        <span class="meta cut" title={formatFullDate(Date.parse(view.at) * 1000)}>{formatDate(Date.parse(view.at) * 1000)}, {nameAndFolder(view.folder).name}</span>
        <span class="grow" />
        <IconButton icon="list-tree" label="Show the traces" onClick={model.showTraces} />
        <IconButton icon="markdown" label="Copy as Markdown" onClick={model.copyMarkdown} />
      </div>
      <p class="reportSentence">{view.sentence}</p>
      {report.traces > 0 && <Tiles tiles={tilesOf(view)} />}
    </header>
  );
}

function tilesOf({ report }: ReportView): readonly Tile[] {
  const sum = (count: Count) => report.files.reduce((total, file) => total + file[count], 0);
  const states = (['new', 'updated', 'unchanged'] as const).flatMap((state) => {
    const count = report.states?.[state] ?? sum(state);
    return count > 0 ? [`${formatCount(count)} ${state}`] : [];
  });
  const replaced = report.files.map(({ redactions }) => redactionsApart(redactions));
  const secrets = replaced.reduce((total, each) => total + timesOf(each.secrets), 0);
  const personal = replaced.reduce((total, each) => total + timesOf(each.personal), 0);
  return [
    { name: 'Traces', value: formatCount(report.traces), more: states.join(', ') },
    { name: 'Spans', value: formatCount(report.spans), more: '' },
    { name: 'Messages', value: formatCount(sum('messages')), more: '' },
    { name: 'Tool calls', value: formatCount(sum('toolCalls')), more: '' },
    { name: 'Warnings', value: formatCount(sum('warningCount')), more: '' },
    { name: 'Secrets replaced', value: formatCount(secrets), more: [personal > 0 ? `${formatCount(personal)} personal` : '', sum('cut') > 0 ? `${plural(sum('cut'), 'payload')} cut` : ''].filter(Boolean).join(', ') },
  ];
}
