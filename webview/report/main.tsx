import './report.css';
import { render } from 'preact';
import { connect, serve } from '../../src/protocol/rpc.ts';
import type { Parsers } from '../../src/protocol/rpc.ts';
import type { ReportPageApi, ReportPageEvents } from '../../src/protocol/reportPage.ts';
import { failureOf } from '../shared/failure.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { createReportModel } from './model.ts';
import { ReportPage } from './ReportPage.tsx';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'Import report';

const { client } = connect<ReportPageApi>(hostPort, 'page');
const model = createReportModel(client, vscode);
const eventParsers: Parsers<ReportPageEvents> = { reportChanged: { parse: () => ({}) } };
serve<ReportPageEvents>(hostPort, 'pageEvents', model.events, eventParsers, (error) => failureOf(error));

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<ReportPage model={model} />, root);
void model.open();
