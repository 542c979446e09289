import './compare.css';
import { render } from 'preact';
import type { ComparePageApi, ComparePageEvents } from '../../src/protocol/comparePage.ts';
import { connect, serve } from '../../src/protocol/rpc.ts';
import type { Parsers } from '../../src/protocol/rpc.ts';
import { failureOf } from '../shared/failure.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { ComparePage } from './ComparePage.tsx';
import { createCompareModel } from './model.ts';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'Comparison';

const model = createCompareModel(connect<ComparePageApi>(hostPort, 'page').client, vscode);
const parsers: Parsers<ComparePageEvents> = { changed: { parse: () => ({}) } };
serve<ComparePageEvents>(hostPort, 'pageEvents', model.events, parsers, (error) => failureOf(error));

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<ComparePage model={model} />, root);
void model.open();
