import './export.css';
import { render } from 'preact';
import type { ExportPageApi } from '../../src/protocol/exportPage.ts';
import { connect } from '../../src/protocol/rpc.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort } from '../vscodeApi.ts';
import { ExportPage } from './ExportPage.tsx';
import { createExportModel } from './model.ts';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'Traces of an export';

const model = createExportModel(connect<ExportPageApi>(hostPort, 'page').client);
const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<ExportPage model={model} />, root);
void model.open();
