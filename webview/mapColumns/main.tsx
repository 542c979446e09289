import './mapColumns.css';
import { render } from 'preact';
import type { MapPageApi } from '../../src/protocol/mapPage.ts';
import { connect } from '../../src/protocol/rpc.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { MapPage } from './MapPage.tsx';
import { createMapModel } from './model.ts';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'Map columns';

const { client } = connect<MapPageApi>(hostPort, 'page');
const model = createMapModel(client, vscode);

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<MapPage model={model} />, root);
void model.open();
