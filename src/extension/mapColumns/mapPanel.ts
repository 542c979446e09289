import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { mapPageParsers, type MapPageApi } from '../../protocol/mapPage.ts';
import { PagePanel } from '../panel/pagePanel.ts';
import { showPage } from '../panel/showPage.ts';
import type { Services } from '../services/services.ts';
import { answerMap } from './answerMap.ts';
import type { MappedFile } from './answerMap.ts';

/** The columns of one file's rows in an editor tab. */
export class MapPanel extends PagePanel {
  constructor(services: Services, panel: vscode.WebviewPanel, file: MappedFile) {
    super(panel);
    panel.title = `Map Columns: ${basename(file.path)}`;
    this.answer<MapPageApi>(services, answerMap(services, file, () => panel.dispose()), mapPageParsers);
    showPage(services.context, panel, { page: 'mapColumns', identity: file, bundle: 'mapColumns', icon: 'columns' });
  }
}
