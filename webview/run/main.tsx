import './run.css';
import { render } from 'preact';
import { connect, serve } from '../../src/protocol/rpc.ts';
import type { Parsers } from '../../src/protocol/rpc.ts';
import type { RunPageApi, RunPageEvents } from '../../src/protocol/runPage.ts';
import { failureOf } from '../shared/failure.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { createRunModel } from './model.ts';
import { RunPage } from './RunPage.tsx';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'Run';

const { client } = connect<RunPageApi>(hostPort, 'page');
const model = createRunModel(client, vscode);
const eventParsers: Parsers<RunPageEvents> = { runsChanged: { parse: () => ({}) } };
serve<RunPageEvents>(hostPort, 'pageEvents', model.events, eventParsers, (error) => failureOf(error));

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<RunPage model={model} />, root);
void model.open();
