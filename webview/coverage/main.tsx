import './coverage.css';
import { render } from 'preact';
import type { CoveragePageApi, CoveragePageEvents } from '../../src/protocol/coveragePage.ts';
import { connect, serve } from '../../src/protocol/rpc.ts';
import type { Parsers } from '../../src/protocol/rpc.ts';
import { failureOf } from '../shared/failure.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { CoveragePage } from './CoveragePage.tsx';
import { createCoverageModel } from './model.ts';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'Coverage';

const { client } = connect<CoveragePageApi>(hostPort, 'page');
const model = createCoverageModel(client, vscode);
const eventParsers: Parsers<CoveragePageEvents> = { coverageChanged: { parse: () => ({}) } };
serve<CoveragePageEvents>(hostPort, 'pageEvents', model.events, eventParsers, (error) => failureOf(error));

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<CoveragePage model={model} />, root);
void model.open();
