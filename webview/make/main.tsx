import './make.css';
import { render } from 'preact';
import type { MakePageApi } from '../../src/protocol/makePage.ts';
import { connect } from '../../src/protocol/rpc.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { MakePage } from './MakePage.tsx';
import { createMakeModel } from './model.ts';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'New case';

const { client } = connect<MakePageApi>(hostPort, 'page');
const model = createMakeModel(client, vscode);

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<MakePage model={model} />, root);
void model.open();
